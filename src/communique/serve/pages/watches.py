"""What can be followed: questions and the busiest actors, each as a feed and as a calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Struct

from communique.archive import Archive
from communique.archive.overview import Window, counts_by_question, ties
from communique.record import doc
from communique.registry import load_registry
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.rendering import url
from communique.serve.shown import follow_url
from communique.serve.strings import text
from communique.vocabulary.questions import load_questions

_ACTORS = 20


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


class WatchesContext(Context, frozen=True, kw_only=True):
    """What can be followed."""

    rows: tuple[FollowRow, ...]


def build(archive: Archive, _asked: Asked) -> WatchesContext:
    """The page."""
    return WatchesContext(title=text("watches.heading"), rows=(*_questions(archive), *_actors(archive)))


def _questions(archive: Archive) -> list[FollowRow]:
    known = {row["question"]: row["n"] for row in counts_by_question(archive)}
    rows = [_row("question", each.id, each.wording, known.get(each.id, 0)) for each in load_questions()]
    return sorted(rows, key=lambda row: (-row.n, row.id))


def _actors(archive: Archive) -> Iterable[FollowRow]:
    busy: Counter[str] = Counter()
    for tie in ties(archive, Window(), "acts", countries=True):
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


PAGE = Page("watches", "/watches", build, lambda context: context.rows, FollowRow)
