"""Watches with their news and why it matched; and what can be followed as a feed or a calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Struct

from communique.archive import Archive
from communique.archive.counts import counts_by_question
from communique.archive.overview import Window, ties
from communique.archive.watching import Watch, outbox, told_items, watches
from communique.ask.watch import Asked as Wanted
from communique.record import doc
from communique.registry import load_registry
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.rendering import url
from communique.serve.shown import follow_url
from communique.serve.strings import text
from communique.vocabulary.events import event_types
from communique.vocabulary.questions import load_questions

_ACTORS = 20
_NEWS = 50  # of each watch


class FollowRow(Struct, frozen=True, kw_only=True):
    """Something that can be followed."""

    kind: Annotated[Literal["question", "actor"], doc("What it is.")]
    id: Annotated[str, doc("Its id.")]
    name: Annotated[str, doc("Its name or wording.")]
    n: Annotated[int, doc("Number of positions of a question, of acts of an actor in the newest articles.")]
    page: Annotated[str, doc("Address of its page.")]
    atom: Annotated[str, doc("Address of its Atom feed.")]
    json: Annotated[str, doc("Address of its JSON Feed.")]
    calendar: Annotated[str, doc("Address of its calendar.")]


class WatchRow(Struct, frozen=True, kw_only=True):
    """One watch."""

    name: Annotated[str, doc("Its name.")]
    asked: Annotated[tuple[str, ...], doc("What it asks for, field and value.")]
    channels: Annotated[tuple[str, ...], doc("Where its news goes.")]
    made: Annotated[str, doc("When it was made, in UTC.")]
    waiting: Annotated[int, doc("Number of messages that wait to be sent.")]
    failed: Annotated[tuple[str, ...], doc("Why messages could not be sent.")]


class NewsRow(Struct, frozen=True, kw_only=True):
    """Something that a watch found."""

    watch: Annotated[str, doc("Name of the watch.")]
    found: Annotated[str, doc("When it was found, in UTC.")]
    title: Annotated[str, doc("What it is, in a line.")]
    why: Annotated[str, doc("Why it matched.")]
    text: Annotated[str, doc("The words.")]
    article: Annotated[str, doc("Id of the article.")]
    entry: Annotated[str | None, doc("Id of the entry.")]
    day: Annotated[str | None, doc("Its day.")]
    outlet: Annotated[str | None, doc("Outlet that published it.")]


class WatchesContext(Context, frozen=True, kw_only=True):
    """The watches, their news, and what can be followed."""

    watches: tuple[WatchRow, ...]
    news: tuple[NewsRow, ...]
    rows: tuple[FollowRow, ...]
    edited: str | None
    fields: dict[str, str]
    types: tuple[str, ...]
    questions: tuple[str, ...]


def build(archive: Archive, asked: Asked) -> WatchesContext:
    """The page."""
    kept = watches(archive)
    news = [_news(each.name, item) for each in kept for item in told_items(archive, each.name, _NEWS)]
    news.sort(key=lambda row: row.found, reverse=True)
    edited = next((each for each in kept if each.name == asked.one("edit")), None)
    # A link from a search brings what was searched for along.
    begun = {name: value for name in Wanted.__struct_fields__ if (value := asked.one(name))}
    return WatchesContext(
        title=text("watches.heading"), watches=tuple(_watch(archive, each) for each in kept), news=tuple(news),
        rows=(*_questions(archive), *_actors(archive)), edited=edited.name if edited else None,
        fields={name: str(value) for name, value in (edited.asked if edited else begun).items()},
        types=tuple(event_types()), questions=tuple(each.id for each in load_questions()),
    )  # fmt: skip


def _watch(archive: Archive, kept: Watch) -> WatchRow:
    left = [each for each in outbox(archive, "waiting", "failed") if each.watch == kept.name]
    return WatchRow(
        name=kept.name, asked=tuple(f"{name}: {value}" for name, value in kept.asked.items()),
        channels=tuple(str(each.get("to", "")) for each in kept.channels), made=kept.made,
        waiting=sum(each.state == "waiting" for each in left),
        failed=tuple(dict.fromkeys(each.reason for each in left if each.reason)),
    )  # fmt: skip


def _news(watch: str, item: dict[str, Any]) -> NewsRow:
    names = ("found", "title", "why", "text", "article", "entry", "day", "outlet")
    return msgspec.convert({"watch": watch, **{name: item.get(name) for name in names}}, NewsRow)


def _questions(archive: Archive) -> list[FollowRow]:
    known = {id: each.n for id, each in counts_by_question(archive).items()}
    rows = [_row("question", each.id, each.wording, known.get(each.id, 0)) for each in load_questions()]
    return sorted(rows, key=lambda row: (-row.n, row.id))


def _actors(archive: Archive) -> Iterable[FollowRow]:
    busy: Counter[str] = Counter()
    for tie in ties(Window().chosen(archive), "acts", countries=True):
        busy[tie.source] += tie.n
        busy[tie.target] += tie.n
    for id, n in sorted(busy.items(), key=lambda each: (-each[1], each[0]))[:_ACTORS]:
        entity = load_registry().actor(id)
        yield _row("actor", id, entity.name if entity else id, n)


def _row(kind: Literal["question", "actor"], id: str, name: str, n: int) -> FollowRow:
    what = ((f"{kind}s", id), dict[str, str]())
    return FollowRow(
        kind=kind, id=id, name=name, n=n, page=url(f"{kind}s", id), atom=follow_url(what, "atom"),
        json=follow_url(what, "json"), calendar=follow_url(what, "ics"),
    )  # fmt: skip


PAGE = Page("watches", "/watches", build, lambda context: context.news, NewsRow)
