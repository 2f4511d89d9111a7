"""Watches: a search or question that is asked again, what is new in its answer since the last time, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Struct

from communique.archive import Archive, Search
from communique.archive.watching import Watch, add_watch, change_watch, keep_found, known_items
from communique.ask.calendar import calendar
from communique.ask.events import events
from communique.ask.positions import positions
from communique.ask.search import search
from communique.ask.selection import select, select_statements
from communique.ask.statements import statements
from communique.errors import InputError
from communique.record import doc

_LONGEST = 80  # signs of a title that is made


class Asked(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A saved question."""

    of: Annotated[Literal["search", "events", "statements", "positions", "calendar"], doc("What is asked for.")] = (
        "search"
    )
    words: Annotated[str, doc("Words of a search; words that a statement must have.")] = ""
    actor: Annotated[str | None, doc("Who appears, acts, speaks, stands or meets.")] = None
    since: Annotated[str | None, doc("First day.")] = None
    until: Annotated[str | None, doc("Last day.")] = None
    question: Annotated[str | None, doc("Id of a question.")] = None
    kind: Annotated[str | None, doc("Type, mode or CAMEO code of events.")] = None
    status: Annotated[str | None, doc("Status of events.")] = None
    outlet: Annotated[str | None, doc("Outlet of a search.")] = None
    stance: Annotated[str | None, doc("Stance of positions, or in a search.")] = None


class Item(Struct, frozen=True, kw_only=True):
    """Something that a watch found."""

    id: Annotated[str, doc("Id of the item: of the article, or of the entry after a slash.")]
    title: Annotated[str, doc("What it is, in a line.")]
    text: Annotated[str, doc("The words.")]
    why: Annotated[str, doc("Why it matched.")]
    article: Annotated[str, doc("Id of the article.")]
    entry: Annotated[str | None, doc("Id of the entry.")] = None
    day: Annotated[str | None, doc("Its day.")] = None
    outlet: Annotated[str | None, doc("Outlet that published it.")] = None
    url: Annotated[str | None, doc("Where it came from.")] = None
    same: Annotated[tuple[str, ...], doc("Ids of items that were joined into it.")] = ()


def new_watch(archive: Archive, name: str, asked: Asked, channels: list[dict[str, Any]], *, all_of_it: bool) -> Watch:
    """Save a question; what is in its answer now is known, unless all of it is news.

    Raises:
        WatchExists: One of this name is there already.
        InputError: The question cannot be asked.
    """
    found = list(ask(archive, asked))
    made = add_watch(archive, name, msgspec.to_builtins(asked), channels)
    if not all_of_it:
        keep_found(archive, made, dict.fromkeys(_ids(found)))
    return made


def changed_watch(archive: Archive, name: str, asked: Asked) -> Watch:
    """Let a watch ask something else; what is in the new answer now is known.

    Raises:
        NoSuchEntry: There is no such watch.
        InputError: The question cannot be asked.
    """
    found = list(ask(archive, asked))
    changed = change_watch(archive, name, msgspec.to_builtins(asked))
    keep_found(archive, changed, dict.fromkeys(_ids(found)))
    return changed


def look(archive: Archive, watch: Watch) -> int:
    """Ask a watch's question again and put what is new into the outbox; the number of new items.

    An item that is a further report of something known, or that joining put together with it, is no news.
    """
    known = known_items(archive, watch.name)
    items: dict[str, dict[str, Any] | None] = {}
    for each in ask(archive, msgspec.convert(watch.asked, Asked)):
        if not known.isdisjoint({each.id, *each.same}):
            items |= dict.fromkeys(each.same) | {each.id: None}
        else:
            items |= {other: None for other in each.same if other != each.id}
            items[each.id] = msgspec.to_builtins(each)
    return keep_found(archive, watch, items)


def _ids(found: list[Item]) -> Iterator[str]:
    for each in found:
        yield from (each.id, *each.same)


def ask(archive: Archive, asked: Asked) -> Iterator[Item]:
    """The answer to a saved question, item by item.

    Raises:
        InputError: The question cannot be asked.
    """
    yield from _ANSWERS[asked.of](archive, asked)


def _found(archive: Archive, asked: Asked) -> Iterator[Item]:
    wanted = select(archive, actor=asked.actor, since=asked.since, until=asked.until, question=asked.question)
    looked = Search(asked.words, wanted, outlet=asked.outlet, type=asked.kind, stance=asked.stance)
    after = None
    while True:
        page = search(archive, looked, order="date", most=200, after=after)
        for row in page.rows:
            said = dict.fromkeys(row.words[start:end].lower() for start, end in row.marked)
            words = [f"has the words {', '.join(said)}"] if said else []
            yield Item(
                id=row.article, title=row.title or _headline(row.words), text=row.words, article=row.article,
                why=_why(asked, *words), day=row.published, outlet=row.outlet, url=row.url, same=row.copies,
            )  # fmt: skip
        after = page.next
        if after is None:
            return


def _headline(words: str) -> str:
    """How an article without a title begins: its first line, cut after a word."""
    line = next((" ".join(each.split()) for each in words.splitlines() if each.strip()), "")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} …"


def _events(archive: Archive, asked: Asked) -> Iterator[Item]:
    wanted = select(archive, actor=asked.actor, since=asked.since, until=asked.until)
    for row in events(archive, wanted, kind=asked.kind, status=asked.status):
        kind = f"{row.type}/{row.mode}" if row.mode else row.type
        who = f"{', '.join(row.sources) or '…'} → {', '.join(row.targets) or '…'}"
        yield _item(row, f"{who}: {kind}", _why(asked, f"{who}, {kind} {row.cameo}, {row.status}"))


def _statements(archive: Archive, asked: Asked) -> Iterator[Item]:
    wanted = select_statements(
        archive, speaker=asked.actor, about=asked.words, since=asked.since, until=asked.until, question=asked.question
    )
    for row in statements(archive, wanted):
        speaker = row.speaker or row.speaker_words or "unnamed"
        yield _item(row, f"{speaker}, {row.kind} {row.mode}", _why(asked, f"said by {speaker}"))


def _positions(archive: Archive, asked: Asked) -> Iterator[Item]:
    wanted = select(archive, actor=asked.actor, since=asked.since, until=asked.until, question=asked.question)
    for row in positions(archive, wanted):
        if asked.stance in (None, row.stance):
            side = f"{row.actor or row.actor_id} is {row.stance} on {row.question}"
            yield _item(row, side, _why(asked, side))


def _calendar(archive: Archive, asked: Asked) -> Iterator[Item]:
    wanted = select(archive, actor=asked.actor, since=asked.since, until=asked.until, question=asked.question)
    for row in calendar(archive, wanted):
        who = row.body or ", ".join(row.participants) or "…"
        yield _item(row, f"{who}: {row.kind}, {row.status}", _why(asked, f"{who}, {row.day or 'no day'}"))


def _item(row: Any, title: str, why: str) -> Item:
    article = row.article or ""
    joined = tuple(f"/{entry}" for entry in getattr(row, "joined", ()))
    return Item(
        id=f"/{row.id}" if article else row.id, title=title, text=" ".join(row.words.split()), why=why, article=article,
        entry=row.id, day=row.day or row.published, outlet=row.outlet, url=row.url, same=joined,
    )  # fmt: skip


def _why(asked: Asked, *found: str) -> str:
    """What was asked for, and what answers it."""
    names = ("words", "actor", "question", "kind", "status", "outlet", "stance", "since", "until")
    wanted = [f"{name} {value}" for name in names if (value := getattr(asked, name))]
    return f"asked: {', '.join(wanted) or 'everything'}; found: {'; '.join(found) or 'the article'}"


_ANSWERS: dict[str, Callable[[Archive, Asked], Iterator[Item]]] = {
    "search": _found, "events": _events, "statements": _statements, "positions": _positions, "calendar": _calendar,
}  # fmt: skip


def read_asked(told: dict[str, Any]) -> Asked:
    """A question as it was typed.

    Raises:
        InputError: It has a field that does not exist, or a value that does not fit.
    """
    try:
        return msgspec.convert({name: value for name, value in told.items() if value}, Asked)
    except msgspec.ValidationError as error:
        raise InputError(f"This cannot be watched: {error}.", "See 'communique watch add --help'.") from error
