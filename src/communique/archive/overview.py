"""What a page shows of an archive of any size: the newest articles, and counts over them.

Every question here begins with a bounded number of the newest articles and reaches their entries by the articles' ids,
so that none of them reads more of the archive than that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select, true
from sqlalchemy.sql.expression import FromClause

from communique.archive.database import tables
from communique.archive.digests import HAPPENED, Digest, Kind, Link, Place, Role, summed
from communique.archive.queries import Row, Selection, among
from communique.archive.store import Archive

_MOST_COUNTED = 50_000  # appearances; who has more is common whatever is asked
_MOST_DAYS = 30_000  # articles whose days are kept in memory, some hundred bytes each
_LOOK = 9  # how much longer it takes to look whether somebody is in an article than to take one from a list

Grain = Literal["day", "month", "year"]
_LENGTH: dict[Grain, int] = {"day": 10, "month": 7, "year": 4}


class Mark(NamedTuple):
    """Where a list of articles ended: the day and the id of its last one."""

    day: str
    article: str


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody by an exact id.

    Attributes:
        id: The id.
        whole: Whether all who belong to it and its organs are meant too.
        seen: How often it appears, some ten thousand times at most.
        of: Number of articles there are.
    """

    id: str
    whole: bool = False
    seen: int = 0
    of: int = 0

    def common(self, most: int) -> bool:
        """Whether so many of its articles are found faster by going through the newest of all than by listing them."""
        return self.seen**2 > _LOOK * most * self.of

    @property
    def selection(self) -> Selection:
        """Those meant, for the questions of :mod:`communique.archive.queries`."""
        return Selection(actor=frozenset({self.id.casefold()}), codes=frozenset({self.id} if self.whole else ()))

    def means(self, id: str, country: str | None) -> bool:
        """Whether somebody of this id and country is one of those meant."""
        return id == self.id or (self.whole and (country == self.id or id.startswith(f"{self.id}.")))

    def among(self, links: FromClause) -> ColumnElement[bool]:
        """Whether the actor of a row that links it to an article (``actor``, ``article``) is one of those meant."""
        actors = tables().tables["actors"]
        if not self.whole:
            return among(links, actors.c.id == self.id, [self.id] if self.id.startswith("a-") else [])
        # '/' is the character after '.': the organs of a body are a range of the index.
        organs = and_(actors.c.id >= f"{self.id}.", actors.c.id < f"{self.id}/")
        return among(links, or_(actors.c.id == self.id, actors.c.country == self.id, organs), [])


def party(archive: Archive, id: str, *, whole: bool) -> Party:
    """Somebody by an exact id, with how common it is in the archive."""
    meant, here = Party(id, whole), tables().tables["appearances"]

    def count(archive: Archive, after: int, last: int) -> _Seen:
        within = (here.c.article > after, here.c.article <= last)
        some = select(here.c.article).where(meant.among(here), *within).limit(_MOST_COUNTED).subquery()
        return _Seen(int(archive.tuples(select(func.count()).select_from(some))[0][0]), last)

    found = archive.derived.tally(f"seen {id} {whole}", count, _both_seen).of(archive)
    return replace(meant, seen=min(found.n, _MOST_COUNTED), of=found.of)


class _Seen(NamedTuple):
    """How often somebody appears, and the number of the last article that was looked at."""

    n: int
    of: int


def _both_seen(one: _Seen, other: _Seen) -> _Seen:
    return _Seen(one.n + other.n, max(one.of, other.of))


def newest(
    archive: Archive, *, parties: Sequence[Party] = (), since: str | None = None, until: str | None = None,
    before: Mark | None = None, most: int = 60,
) -> list[Row]:  # fmt: skip
    """The newest articles, the latest first: id, title, outlet, published, url.

    Args:
        archive: Where to look.
        parties: Actors, all of whom must appear.
        since: First day of publication.
        until: Last day of publication.
        before: Where the list before ended.
        most: How many.
    """
    articles = tables().tables["articles"]
    columns = [articles.c[name] for name in ("id", "title", "outlet", "published", "url")]
    chosen = select(*columns).where(*_published(since, until), *_with(parties, most))
    if before is not None:
        earlier = and_(articles.c.published == before.day, articles.c.id < before.article)
        undated = and_(articles.c.published.is_(None), articles.c.id < before.article if not before.day else true())
        chosen = chosen.where(or_(articles.c.published < before.day, earlier, undated))
    ordered = chosen.order_by(articles.c.published.desc().nulls_last(), articles.c.id.desc()).limit(most)
    return [dict(row._mapping) for row in archive.rows(ordered)]


def counts_by_day(happened: Happened, grain: Grain) -> list[tuple[str, int, int]]:
    """Day (or month or year), quad class and number of the events that happened."""
    length = _LENGTH[grain]
    counted: Counter[tuple[str, int]] = Counter()
    for day, quad, n in happened.days:
        counted[day[:length], quad] += n
    return [(day, quad, n) for (day, quad), n in sorted(counted.items())]


def counts_by_country(chosen: Chosen, role: str | None = None) -> list[tuple[str, int, float]]:
    """Country, number of events and their mean score: of those who act, are acted upon, or either.

    Args:
        chosen: The articles that count.
        role: ``source`` or ``target``; None for both.
    """
    wanted: Role = "source" if role == "source" else "target" if role == "target" else "both"
    numbers: Counter[str] = Counter()
    scores: dict[str, float] = defaultdict(float)
    for each in chosen.digests:
        for country, n, score in each.countries[wanted]:
            numbers[country] += n
            scores[country] += score
    found = [(country, n, scores[country] / n) for country, n in numbers.items()]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def counts_by_place(chosen: Chosen) -> list[Row]:
    """Where events happened: name, country, GeoNames id, latitude, longitude and number."""
    counted: Counter[Place] = Counter()
    for each in chosen.digests:
        for place, n in each.places:
            counted[place] += n
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0].name, pair[0].geonames))
    return [{**place._asdict(), "n": n} for place, n in ordered]


def ties(chosen: Chosen, kind: Kind, *, countries: bool) -> list[Link]:
    """Who acts towards whom, or who tells of whose acts, by month.

    Args:
        chosen: The articles that count.
        kind: ``acts``: source and target of events; ``says``: who a statement is ascribed to and who acts in what it
            tells.
        countries: Whether actors stand for their countries and bodies.
    """
    return list(summed(chosen.digests, kind, countries))


@dataclass(frozen=True, slots=True)
class Window:
    """The newest articles of some days, so many at most.

    Attributes:
        since: First day of publication.
        until: Last day of publication.
        parties: Actors, all of whom must appear.
        most: How many.
    """

    since: str | None = None
    until: str | None = None
    parties: tuple[Party, ...] = ()
    most: int = 1500

    def articles(self) -> Subquery:
        """Their numbers and days."""
        table = tables().tables["articles"]
        chosen = select(table.c.number, table.c.published)
        wanted = chosen.where(*_published(self.since, self.until), *_with(self.parties, self.most))
        ordered = wanted.order_by(table.c.published.desc().nulls_last(), table.c.id.desc())
        return ordered.limit(self.most).subquery("chosen")

    def happened(self, archive: Archive) -> Happened:
        """When what they tell happened: counted by the database, where nothing else of them is counted."""
        rows = archive.tuples(select(self.articles()))
        days = [day for _, day in rows if day]
        kept = archive.derived.by_article("days", _days, most=_MOST_DAYS).of(archive, [number for number, _ in rows])
        found = [each for those in kept for each in those]
        return Happened(found, len(rows), min(days, default=None), max(days, default=None))

    def chosen(self, archive: Archive) -> Chosen:
        """The articles themselves, with what each adds to counts."""
        rows = archive.tuples(select(self.articles()))
        days = [day for _, day in rows if day]
        digests = archive.digests.of(archive, [number for number, _ in rows])
        return Chosen(digests, min(days, default=None), max(days, default=None))


def _days(archive: Archive, numbers: Sequence[int]) -> dict[int, tuple[tuple[str, int, int], ...]]:
    """Day, quad class and number of what happened, by article."""
    articles, events = tables().tables["articles"], tables().tables["events"]
    first = func.coalesce(events.c.earliest, events.c.latest, articles.c.published)
    day = func.substr(first, 1, 10).label("day")
    counted = (
        select(events.c.article, day, events.c.quad, func.count())
        .select_from(events.join(articles, articles.c.number == events.c.article))
        .where(archive.dialect.one_of(events.c.article, numbers))
        .where(events.c.status.in_(sorted(HAPPENED)), first.is_not(None))
        .group_by(events.c.article, day, events.c.quad)
    )
    found: dict[int, tuple[tuple[str, int, int], ...]] = dict.fromkeys(numbers, ())
    for number, day_, quad, n in archive.tuples(counted):
        found[number] = (*found[number], (day_, quad, n))
    return found


class Happened(NamedTuple):
    """When what some articles tell happened.

    Attributes:
        days: Day, quad class and number of events.
        articles: Number of articles.
        first: Day of the oldest.
        last: Day of the newest.
    """

    days: list[tuple[str, int, int]]
    articles: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Articles that are counted over.

    Attributes:
        digests: What each of them adds to counts.
        first: Day of the oldest.
        last: Day of the newest.
    """

    digests: Sequence[Digest]
    first: str | None
    last: str | None

    @property
    def happened(self) -> Happened:
        """When what they tell happened."""
        days = [day for each in self.digests for day in each.days]
        return Happened(days, len(self.digests), self.first, self.last)


def known_names(archive: Archive, ids: Iterable[str]) -> dict[str, tuple[str, str | None]]:
    """Name and kind of actors by id, as the articles tell them."""
    table = tables().tables["actors"]
    statement: Select[Any] = (
        select(table.c.id, func.max(table.c.name), func.max(table.c.kind))
        .where(table.c.id.in_(sorted(set(ids))))
        .group_by(table.c.id)
    )
    return {row[0]: (row[1], row[2]) for row in archive.rows(statement)}


def appearances(archive: Archive, articles: Iterable[str], *parties: Party) -> list[Row]:
    """Those who are meant in these articles, with the article's id and their office there, the latest article first.

    Args:
        archive: Where to look.
        articles: Ids of the articles.
        parties: Actors, any of whom may be meant.
    """
    table, known, here = (tables().tables[name] for name in ("actors", "articles", "appearances"))
    statement = (
        select(
            known.c.id.label("article"),
            func.coalesce(table.c.id, here.c.id).label("id"),
            *(table.c[name] for name in ("name", "kind", "country", "cameo", "wikidata", "office", "resolved")),
        )
        .select_from(here.join(table, table.c.number == here.c.actor).join(known, known.c.number == here.c.article))
        .where(known.c.id.in_(sorted(articles)))
        .order_by(known.c.published.desc().nulls_last(), known.c.id, here.c.ordinal)
    )
    # Who is meant is told apart here: a database that is asked for it begins with all appearances of a great power.
    names = statement.selected_columns.keys()
    rows = (dict(zip(names, row, strict=True)) for row in archive.tuples(statement))
    return [row for row in rows if any(each.means(row["id"], row["country"]) for each in parties)]


def _published(since: str | None, until: str | None) -> list[ColumnElement[bool]]:
    published = tables().tables["articles"].c.published
    return ([published >= since] if since else []) + ([published <= until] if until else [])


def _with(parties: Sequence[Party], most: int) -> list[ColumnElement[bool]]:
    articles, here = tables().tables["articles"], tables().tables["appearances"]
    return [
        select(here.c.article).where(here.c.article == articles.c.number, party.among(here)).exists()
        if party.common(most)
        else articles.c.number.in_(select(here.c.article).where(party.among(here)))
        for party in parties
    ]


def coverage(archive: Archive, window: Window | None = None) -> dict[str, float]:
    """Shares over a window: of articles with a date and with an event, and of actors that the registry knows."""
    chosen = (window or Window()).articles()
    actors, events, here = (tables().tables[name] for name in ("actors", "events", "appearances"))
    dated: Any = select(func.count(), func.count(chosen.c.published))
    joined = here.join(chosen, chosen.c.number == here.c.article).join(actors, actors.c.number == here.c.actor)
    known: Any = select(func.count(), func.sum(actors.c.resolved)).select_from(joined)
    told: Any = select(func.count()).select_from(chosen)
    told = told.where(select(events.c.article).where(events.c.article == chosen.c.number).exists())
    articles, with_day = archive.rows(dated)[0]
    named, resolved = archive.rows(known)[0]
    with_event = archive.rows(told)[0][0]
    return {
        "dated": with_day / articles if articles else 0.0,
        "with_event": with_event / articles if articles else 0.0,
        "known_actors": (resolved or 0) / named if named else 0.0,
    }
