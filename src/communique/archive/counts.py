"""Counts over all articles of an archive of any size: each is made once, and what is added since is added to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Literal, NamedTuple

from sqlalchemy import func, select

from communique.archive.database import tables
from communique.archive.store import Archive


def totals(archive: Archive) -> dict[str, int]:
    """How many articles, events, statements, positions and meetings there are."""
    return dict(archive.derived.tally("totals", _totals, lambda one, other: one + other).of(archive))


_COUNTED = ("articles", "events", "statements", "positions", "meetings")


def _totals(archive: Archive, after: int, last: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for name in _COUNTED:
        table = tables().tables[name]
        number = table.c.number if name == "articles" else table.c.article
        within = (number > after, number <= last) if after else ()  # all rows are counted off the smallest index
        found[name] = int(archive.tuples(select(func.count()).select_from(table).where(*within))[0][0])
    return found


class Told(NamedTuple):
    """What is known of a question.

    Attributes:
        n: Number of positions.
        actors: Who holds them.
        newest: Day of the newest article with one.
    """

    n: int
    actors: frozenset[str]
    newest: str | None


def counts_by_question(archive: Archive) -> dict[str, Told]:
    """What is known of every question on which there is a position."""
    return archive.derived.tally("questions", _by_question, _both_told).of(archive)


def _by_question(archive: Archive, after: int, last: int) -> dict[str, Told]:
    positions, articles = tables().tables["positions"], tables().tables["articles"]
    within = (positions.c.article > after, positions.c.article <= last)
    newest = func.max(articles.c.published)
    chosen = (
        select(positions.c.question, positions.c.actor, func.count(), newest)
        .join(articles, articles.c.number == positions.c.article)
        .where(*within)
        .group_by(positions.c.question, positions.c.actor)
    )
    found: dict[str, Told] = {}
    for question, actor, n, day in archive.tuples(chosen):
        found = _both_told(found, {question: Told(n, frozenset({actor}), day)})
    return found


def _both_told(one: dict[str, Told], other: dict[str, Told]) -> dict[str, Told]:
    found = dict(one)
    for question, each in other.items():
        known = one.get(question, Told(0, frozenset(), None))
        newest = max(filter(None, (known.newest, each.newest)), default=None)
        found[question] = Told(known.n + each.n, known.actors | each.actors, newest)
    return found


On = Literal["agenda", "positions"]
_On = dict[str, tuple[tuple[str, str], ...]]
_MOST_ON = 300  # articles of each question


def articles_on(archive: Archive, table: On, question: str, *, most: int = _MOST_ON) -> frozenset[str]:
    """Ids of the newest articles in which a meeting deals with a question, or somebody takes a stance on it.

    Args:
        archive: Where to look.
        table: ``agenda`` for meetings, ``positions`` for stances.
        question: The question's id.
        most: How many, 300 at most.
    """

    def count(archive: Archive, after: int, last: int) -> _On:
        entries, articles = tables().tables[table], tables().tables["articles"]
        chosen = (
            select(entries.c.question, articles.c.published, articles.c.id)
            .distinct()
            .join(articles, articles.c.number == entries.c.article)
            .where(entries.c.question.is_not(None), entries.c.article > after, entries.c.article <= last)
        )
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for of, day, id in archive.tuples(chosen):
            found[of].append((day or "", id))
        return {of: _newest(those) for of, those in found.items()}

    known = archive.derived.tally(f"articles on questions: {table}", count, _both_on).of(archive)
    return frozenset(id for _, id in known.get(question, ())[:most])


def _both_on(one: _On, other: _On) -> _On:
    return one | {of: _newest((*one.get(of, ()), *those)) for of, those in other.items()}


def _newest(those: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The newest articles, by id where they are of one day."""
    by_day = sorted(sorted(those, key=lambda each: each[1]), key=lambda each: each[0], reverse=True)
    return tuple(by_day[:_MOST_ON])


class Printed(NamedTuple):
    """What an outlet has in the archive.

    Attributes:
        articles: Number of its articles.
        first: Day of the oldest.
        last: Day of the newest.
    """

    articles: int
    first: str | None
    last: str | None


def counts_by_outlet(archive: Archive, most: int = 200) -> list[tuple[str | None, Printed]]:
    """What each outlet has in the archive, the busiest first."""
    found = archive.derived.tally("outlets", _by_outlet, _both_printed).of(archive)
    return sorted(found.items(), key=lambda each: (-each[1].articles, each[0] or ""))[:most]


def _by_outlet(archive: Archive, after: int, last: int) -> dict[str | None, Printed]:
    articles = tables().tables["articles"]
    days = (func.min(articles.c.published), func.max(articles.c.published))
    chosen = select(articles.c.outlet, func.count(), *days).group_by(articles.c.outlet)
    rows = archive.tuples(chosen.where(articles.c.number > after, articles.c.number <= last))
    return {outlet: Printed(*told) for outlet, *told in rows}


def _both_printed(one: dict[str | None, Printed], other: dict[str | None, Printed]) -> dict[str | None, Printed]:
    found = dict(one)
    for outlet, each in other.items():
        known = one.get(outlet, Printed(0, None, None))
        first = min(filter(None, (known.first, each.first)), default=None)
        last = max(filter(None, (known.last, each.last)), default=None)
        found[outlet] = Printed(known.articles + each.articles, first, last)
    return found
