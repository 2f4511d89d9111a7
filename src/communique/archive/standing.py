"""Where everybody stands on a question, from an index alone, and the sentences behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import and_, func, select, tuple_

from communique.archive.database import tables
from communique.archive.days import day_number
from communique.archive.overview import Party
from communique.archive.queries import Selection, latest_of, published
from communique.archive.rows import Part
from communique.archive.store import Archive

Standing = tuple[int, str, str, str, str, float]
"""Article, id, actor, stance, the day for which it counts, and confidence of a position."""


def standing(archive: Archive, question: str, until: str, latest: int | None = None) -> list[Standing]:
    """The positions on a question up to a day, so much of them as tells where everybody stands.

    Args:
        archive: Where to look.
        question: Question id.
        until: Last day, ISO 8601.
        latest: How many of each actor, the latest; None for all.
    """
    table = tables().tables["positions"]
    columns = [table.c[name] for name in ("article", "id", "actor", "stance", "earliest", "latest", "confidence")]
    chosen = select(*columns).where(table.c.question == question, table.c.day <= day_number(until))
    if latest is not None:
        wanted = Selection(question=question, until=until)
        chosen = chosen.where(tuple_(table.c.article, table.c.ordinal).in_(latest_of(wanted, latest)))
    found = archive.tuples(chosen)
    undated = frozenset(row[0] for row in found if not (row[4] or row[5]))
    days = published(archive, undated)
    return [
        (article, id, actor, stance, first or last or days[article][0], confidence)
        for article, id, actor, stance, first, last, confidence in found
    ]


class Stance(NamedTuple):
    """Where somebody stands on a question, and the day for which it counts."""

    question: str
    stance: str
    held: str


_Held = dict[str, tuple[str, int, str, int, str]]
"""By question the latest stance: the day for which it counts, what tells which of one day is later, the stance."""


def latest_stances(archive: Archive, party: Party) -> list[Stance]:
    """The latest stance that somebody takes on each question, or somebody who stands for it."""

    def count(archive: Archive, after: int, last: int) -> _Held:
        parts, positions, articles = (tables().tables[name] for name in ("parts", "positions", "articles"))
        same = and_(positions.c.article == parts.c.article, positions.c.ordinal == parts.c.ordinal)
        held = func.coalesce(positions.c.earliest, positions.c.latest, articles.c.published, "")
        columns = (positions.c.question, held, positions.c.day, articles.c.id, positions.c.ordinal, positions.c.stance)
        chosen = (
            select(*columns)
            .select_from(parts.join(positions, same).join(articles, articles.c.number == positions.c.article))
            .where(party.among(parts), parts.c.part == int(Part.position))
            .where(parts.c.article > after, parts.c.article <= last)
        )
        found: _Held = {}
        for question, *told in archive.tuples(chosen):
            found = _later(found, {question: (told[0], told[1], told[2], told[3], told[4])})
        return found

    known = archive.derived.tally(f"stances {party.id} {party.whole}", count, _later).of(archive)
    return [Stance(question, told[-1], told[0]) for question, told in known.items()]


def _later(one: _Held, other: _Held) -> _Held:
    return one | {question: max(told, one.get(question, told)) for question, told in other.items()}


def sentences(archive: Archive, question: str, ids: Iterable[str]) -> dict[str, str]:
    """The whole sentence behind each of these positions that rests on an act, by the position's id."""
    positions, events, articles, texts = (tables().tables[n] for n in ("positions", "events", "articles", "texts"))
    every = positions.alias()  # an index has their ids, and not what they rest on
    named = select(every.c.article, every.c.ordinal).where(
        every.c.question == question, every.c.id.in_(sorted(set(ids)))
    )
    shows = and_(events.c.article == positions.c.article, events.c.id == positions.c.event)
    joined = positions.join(events, shows).join(articles, articles.c.number == positions.c.article)
    chosen = (
        select(positions.c.id, events.c.sentence_start, events.c.sentence_end, texts.c.text)
        .select_from(joined.join(texts, texts.c.number == articles.c.text))
        .where(tuple_(positions.c.article, positions.c.ordinal).in_(named))
    )
    return {id: text[start:end] for id, start, end, text in archive.tuples(chosen)}
