"""An entry with the words that it rests on: where they stand, what is round them, whether they have drifted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Annotated, Any

from msgspec import Struct, to_builtins

from communique.archive import Archive, Found
from communique.naming import Names
from communique.record import Actor, Document, Event, Meeting, Offsets, Position, Record, Statement, doc

_ARTICLES = 20
AROUND = 200
"""Code points of context on either side of a passage."""


class Passage(Struct, frozen=True, kw_only=True):
    """Words of an article with what is round them."""

    start: Annotated[int, doc("Offset of the first code point in the article's text.")]
    end: Annotated[int, doc("Offset after the last one.")]
    words: Annotated[str, doc("The words: exactly those at these offsets.")]
    before: Annotated[str, doc("What stands before them.")]
    after: Annotated[str, doc("What stands after them.")]


class Evidence(Struct, frozen=True, kw_only=True):
    """One entry of one article, the words that it rests on, and how it came to be."""

    id: Annotated[str, doc("Id of the entry.")]
    kind: Annotated[str, doc("Kind of the entry: event, statement, position, meeting, actor, …")]
    article: Annotated[str, doc("Id of the article.")]
    title: Annotated[str | None, doc("Headline of the article.")]
    outlet: Annotated[str | None, doc("Outlet that published it.")]
    published: Annotated[str | None, doc("Day it was published, ISO 8601.")]
    url: Annotated[str | None, doc("Where it came from.")]
    sha256: Annotated[str, doc("SHA-256 of the text into which the offsets point.")]
    drifted: Annotated[bool, doc("Whether the text is not the one that was coded: its offsets then mean nothing.")]
    passages: Annotated[tuple[Passage, ...], doc("The words that it rests on, in the order of the text.")]
    said_by: Annotated[str | None, doc("Who says so, innermost first, out to the outlet; null where it has no owner.")]
    entry: Annotated[dict[str, Any], doc("The entry itself, as it stands in the record.")]


def evidence(archive: Archive, id: str) -> list[Evidence]:
    """The entry with this id, or the one id that begins so; one for each article that has it, a score of them at most.

    Raises:
        NoSuchEntry: There is none, or there are several that begin so.
    """
    return [evidence_of(each) for each in archive.find(id, most=_ARTICLES)]


def evidence_of(found: Found) -> Evidence:
    """An entry that was found, with its words."""
    record, article = found.record, found.record.article
    entry = next(each for each in getattr(record, f"{found.kind}s") if each.id == found.id)
    return Evidence(
        id=found.id, kind=found.kind, article=article.id, title=article.title, outlet=article.outlet,
        published=article.published, url=article.url, sha256=article.sha256, drifted=drifted(record),
        passages=tuple(passage(article.text, *span) for span in spans(entry)), said_by=_chain(entry, record),
        entry=to_builtins(entry),
    )  # fmt: skip


def drifted(record: Record) -> bool:
    """Whether the text that is kept is another than the one that was coded."""
    return hashlib.sha256(record.article.text.encode("utf-8", "surrogatepass")).hexdigest() != record.article.sha256


def passage(text: str, start: int, end: int) -> Passage:
    """Words of a text with what is round them."""
    return Passage(
        start=start, end=end, words=text[start:end], before=text[max(0, start - AROUND) : start],
        after=text[end : end + AROUND],
    )  # fmt: skip


def spans(entry: Any) -> list[Offsets]:
    """The passages that an entry rests on, in the order of the text; one within another is left out."""
    found = sorted({each for each in _spans(entry) if each is not None})
    return [each for each in found if not any(o != each and o[0] <= each[0] and each[1] <= o[1] for o in found)]


def _spans(entry: Any) -> Iterator[Offsets | None]:
    match entry:
        case Actor() | Document():
            yield from ((each.start, each.end) for each in entry.mentions)
        case Statement():
            yield from (*entry.content, entry.cue)
            yield (entry.speaker.start, entry.speaker.end) if entry.speaker else None
        case Event():
            yield from (entry.sentence, *entry.also)
        case Position():
            yield from entry.evidence
        case Meeting():
            yield from entry.evidence
            yield from (each for item in entry.agenda for each in item.evidence)
        case _:
            yield (entry.start, entry.end)


def _chain(entry: Any, record: Record) -> str | None:
    names = Names(record)
    match entry:
        case Statement():
            return names.chain(entry.id)
        case Event() | Meeting():
            return names.chain(entry.attributed_to)
        case Position():
            return names.chain(entry.statement or _asserting(record, entry.event))
        case _:
            return None


def _asserting(record: Record, event: str | None) -> str | None:
    return next((each.attributed_to for each in record.events if each.id == event), None)
