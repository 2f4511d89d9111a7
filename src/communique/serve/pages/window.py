"""What most pages begin with: the newest articles of some days, and what is told in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from msgspec import Struct

from communique.archive import Archive, Selection
from communique.archive.overview import Grain, Happened, Party, counts_by_day, newest, party
from communique.ask.selection import as_day
from communique.record import doc
from communique.registry import load_registry
from communique.serve.pages.page import Asked
from communique.serve.shown import mark, read_mark

WHOLES = frozenset({"state", "region", "organisation", "body"})
"""Kinds of actors that stand for all who belong to them."""


class ArticleRow(Struct, frozen=True, kw_only=True):
    """One article."""

    id: Annotated[str, doc("Id of the article.")]
    title: Annotated[str | None, doc("Headline.")]
    outlet: Annotated[str | None, doc("Outlet that published it.")]
    published: Annotated[str | None, doc("Day it was published, ISO 8601.")]
    url: Annotated[str | None, doc("Where it came from.")]


class Bar(Struct, frozen=True, kw_only=True):
    """How many events of a quad class happened in a day, month or year."""

    day: Annotated[str, doc("The day, month or year.")]
    quad: Annotated[int, doc("Quad class, 1 to 4.")]
    n: Annotated[int, doc("Number of events.")]


class Days(Struct, frozen=True, kw_only=True):
    """A timeline by quad class, and of which articles it is."""

    grain: Annotated[Grain, doc("day, month or year.")]
    bars: Annotated[tuple[Bar, ...], doc("The bars.")]
    articles: Annotated[int, doc("Number of articles.")]
    since: Annotated[str | None, doc("Day of the oldest of them.")]
    until: Annotated[str | None, doc("Day of the newest of them.")]


@dataclass(frozen=True, slots=True)
class Listed:
    """A stretch of articles, the newest first; ``next`` leads to the older ones."""

    articles: tuple[ArticleRow, ...]
    next: str | None

    def selection(self, by: Party | None = None, question: str | None = None) -> Selection:
        """What is told in them: by or of somebody, or all of it."""
        who = by.selection if by else Selection()
        ids = frozenset(each.id for each in self.articles)
        return Selection(actor=who.actor, codes=who.codes, question=question, articles=ids)


def listed(archive: Archive, asked: Asked, parties: Sequence[Party] = (), *, most: int = 60) -> Listed:
    """The articles that a page shows, by the fields ``since``, ``until`` and ``before`` of its address.

    Raises:
        BadDate: A day is none.
    """
    since, until = days_of(asked)
    rows = newest(
        archive, parties=parties, since=since, until=until, before=read_mark(asked.one("before")), most=most + 1
    )
    shown = tuple(ArticleRow(**row) for row in rows[:most])
    return Listed(shown, mark(shown[-1].published, shown[-1].id) if len(rows) > most else None)


def days_of(asked: Asked) -> tuple[str | None, str | None]:
    """The first and the last day that are asked for.

    Raises:
        BadDate: One of them is no day.
    """
    since, until = asked.one("since"), asked.one("until")
    return (as_day(since) if since else None), (as_day(until) if until else None)


def days(happened: Happened) -> Days:
    """The timeline of some articles: by day, month or year, as its length demands."""
    first, last = happened.first, happened.last
    grain = _grain(first, last)
    bars = counts_by_day(happened, grain)
    if first and last:
        # An old event that is told of again would stretch the axis: the days of publication bound it.
        bars = [bar for bar in bars if first[: len(bar[0])] <= bar[0] <= last[: len(bar[0])]]
    return Days(
        grain=grain, bars=tuple(Bar(day=day, quad=quad, n=n) for day, quad, n in bars),
        articles=happened.articles, since=first, until=last,
    )  # fmt: skip


def _grain(first: str | None, last: str | None) -> Grain:
    if not first or not last:
        return "day"
    months = 12 * (int(last[:4]) - int(first[:4])) + int(last[5:7]) - int(first[5:7])
    return "day" if months <= 4 else "month" if months <= 120 else "year"


def party_of(archive: Archive, id: str) -> Party:
    """Somebody by an exact id: a state or an organisation with all who belong to it."""
    known = load_registry().actor(id)
    return party(archive, id, whole=known is not None and known.kind in WHOLES)
