"""Where everybody stands on a question, from an index alone, and the sentences behind it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import itemgetter
from sys import intern
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select, tuple_

from communique.archive.database import tables
from communique.archive.days import NEVER, day_number
from communique.archive.overview import Party
from communique.archive.queries import Selection, latest_of
from communique.archive.rows import Part
from communique.archive.store import Archive


class Stand(NamedTuple):
    """So much of a position as tells where somebody stands.

    Attributes:
        question: Question id.
        held: The day for which it counts; empty when none is known.
        how: read, hand or vote.
        id: Its id.
        actor: Id of who holds it.
        stance: The stance.
        confidence: Of what was read.
        article: Number of the article in the archive; None for one by hand.
    """

    question: str
    held: str
    how: str
    id: str
    actor: str
    stance: str
    confidence: float | None
    article: int | None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Question, actor, id and day: copies of one text have the same positions, which may count on other days."""
        return self.question, self.actor, self.id, self.held


_ORDER = itemgetter(1, 3)  # of a Stand that was read: held and id, without a look for their names


def standing(archive: Archive, question: str, until: str, latest: int | None = None) -> list[Stand]:
    """The positions on a question up to a day that were read, by day and id.

    All on a question are kept in memory as long as they hold, so that another day costs little.

    Args:
        archive: Where to look.
        question: Question id.
        until: Last day, ISO 8601.
        latest: How many of each actor, the latest; None for all.
    """
    if latest is not None:
        wanted = Selection(question=question, until=until)
        table = tables().tables["positions"]
        chosen = tuple_(table.c.article, table.c.ordinal).in_(latest_of(wanted, latest))
        found = _standing(archive, question, table.c.day <= day_number(until), chosen)
    else:

        def count(archive: Archive, after: int, last: int) -> list[Stand]:
            article = tables().tables["positions"].c.article
            return _standing(archive, question, article > after, article <= last)

        found = archive.derived.tally(f"standing {question}", count, _all_in_order).of(archive)
    return found[: bisect_right(found, until, key=itemgetter(1))]


def _all_in_order(one: list[Stand], other: list[Stand]) -> list[Stand]:
    return sorted([*one, *other], key=_ORDER)


def _standing(archive: Archive, question: str, *which: ColumnElement[bool]) -> list[Stand]:
    """Those of the positions on a question that count for some day, in order."""
    table, articles = tables().tables["positions"], tables().tables["articles"]
    published = select(articles.c.published).where(articles.c.number == table.c.article).scalar_subquery()
    held = func.coalesce(table.c.earliest, table.c.latest, published)
    columns = (held, *(table.c[name] for name in ("id", "actor", "stance", "confidence", "article")))
    chosen = select(*columns).where(table.c.question == question, table.c.day != NEVER, *which)
    # In the order of the index, in which nearly all are as they should be: little is left to be sorted.
    rows = archive.tuples(chosen.order_by(table.c.question, table.c.day))
    make = tuple.__new__  # without a look at each value by its name, for there are ten thousands
    found = [
        make(Stand, (question, held_, "read", id, intern(actor), intern(stance), sure, article))
        for held_, id, actor, stance, sure, article in rows
    ]
    found.sort(key=_ORDER)
    return found


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
