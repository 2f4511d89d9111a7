"""What counts over many articles need of each: worked out once and kept in memory for as long as it holds.

A count over the newest 1,500 articles is the sum of what each of them adds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec
from sqlalchemy import select

from communique.archive.database import tables
from communique.archive.derived import ByArticle

if TYPE_CHECKING:
    from communique.archive.store import Archive

HAPPENED = frozenset({"actual", "ongoing", "past"})
"""The statuses of what is told as having happened."""

Kind = Literal["acts", "says"]
Role = Literal["source", "target", "both"]

_AT_ONCE = 500  # articles read in one query

_ids = msgspec.json.Decoder(tuple[str, ...]).decode


class Place(NamedTuple):
    """A place that is known to the gazetteer."""

    name: str
    country: str | None
    geonames: int
    latitude: float
    longitude: float


class Link(NamedTuple):
    """How often one acts towards (or tells of) another in a month, and the sum of the scores."""

    source: str
    target: str
    month: str
    n: int
    score: float


class Digest(NamedTuple):
    """What an article adds to the counts.

    Attributes:
        days: Day, quad class and number of what happened.
        places: Places of what happened, and how often.
        countries: By role the country, the number and the sum of the scores of what happened.
        links: By kind, and by whether actors stand for their countries, the links between known actors.
    """

    days: tuple[tuple[str, int, int], ...]
    places: tuple[tuple[Place, int], ...]
    countries: dict[Role, tuple[tuple[str, int, float], ...]]
    links: dict[tuple[Kind, bool], tuple[Link, ...]]


class _Actor(NamedTuple):
    """An actor of the archive's table, whose rows never change."""

    id: str | None
    country: str | None
    known: bool


class _Told(NamedTuple):
    """An event with those who take part in it, and whoever is named for it."""

    status: str
    quad: int
    score: float
    day: str | None
    month: str | None
    place: Place | None
    sources: tuple[_Actor, ...]
    targets: tuple[_Actor, ...]
    speakers: tuple[_Actor, ...]


class Digests:
    """The digests of an archive. May be asked by several threads."""

    def __init__(self) -> None:
        self._by_article: ByArticle[Digest] = ByArticle(self._made, at_once=_AT_ONCE)
        self._actors: dict[int, _Actor] = {}

    def of(self, archive: Archive, articles: Sequence[int]) -> list[Digest]:
        """The digests of articles, which are given by number."""
        return self._by_article.of(archive, articles)

    def _made(self, archive: Archive, numbers: Sequence[int]) -> dict[int, Digest]:
        published = _published(archive, numbers)
        actors = self._actors_of(archive, numbers)
        speakers = _speakers(archive, numbers)
        told: dict[int, list[_Told]] = {number: [] for number in numbers}
        for row in _events(archive, numbers):
            number = row.article
            known = actors.get(number, {})
            day = row.earliest or row.latest or published[number]
            month = row.earliest or published[number]
            place = None
            if row.geonames is not None:
                place = Place(row.place, row.place_country, row.geonames, row.latitude, row.longitude)
            speaker = speakers.get((number, row.attributed_to or ""))
            told[number].append(
                _Told(
                    row.status, row.quad, row.score, day and day[:10], month and month[:7], place,
                    _all(known, _ids(row.sources)), _all(known, _ids(row.targets)),
                    _all(known, (speaker,) if speaker else ()),
                )
            )  # fmt: skip
        return {number: _digest(events) for number, events in told.items()}

    def _actors_of(self, archive: Archive, numbers: Sequence[int]) -> dict[int, dict[str, tuple[int, _Actor]]]:
        """By article and by the id that it uses, the actors with their numbers."""
        here = tables().tables["appearances"]
        rows = archive.rows(select(here.c.article, here.c.actor, here.c.id).where(here.c.article.in_(numbers)))
        self._learn(archive, {row.actor for row in rows} - self._actors.keys())
        found: dict[int, dict[str, tuple[int, _Actor]]] = defaultdict(dict)
        for article, number, own in rows:
            actor = self._actors[number]
            found[article][actor.id or own or ""] = (number, actor)
        return found

    def _learn(self, archive: Archive, numbers: set[int]) -> None:
        table, wanted = tables().tables["actors"], sorted(numbers)
        for start in range(0, len(wanted), _AT_ONCE):
            chosen = table.c.number.in_(wanted[start : start + _AT_ONCE])
            columns = (table.c.number, table.c.id, table.c.country, table.c.resolved)
            for number, id, country, resolved in archive.rows(select(*columns).where(chosen)):
                self._actors[number] = _Actor(id, country, bool(resolved))


def _published(archive: Archive, numbers: Sequence[int]) -> dict[int, str | None]:
    table = tables().tables["articles"]
    chosen = select(table.c.number, table.c.published).where(table.c.number.in_(numbers))
    return {number: row[0] for number, *row in archive.tuples(chosen)}


def _events(archive: Archive, numbers: Sequence[int]) -> Sequence[Any]:
    table = tables().tables["events"]
    names = (
        "article", "status", "quad", "score", "earliest", "latest", "attributed_to", "sources", "targets", "place",
        "place_country", "geonames", "latitude", "longitude",
    )  # fmt: skip
    return archive.rows(select(*(table.c[name] for name in names)).where(table.c.article.in_(numbers)))


def _speakers(archive: Archive, numbers: Sequence[int]) -> dict[tuple[int, str], str]:
    table = tables().tables["statements"]
    chosen = table.c.article.in_(numbers) & table.c.speaker.is_not(None)
    rows = archive.rows(select(table.c.article, table.c.id, table.c.speaker).where(chosen))
    return {(article, id): speaker for article, id, speaker in rows}


def _all(known: dict[str, tuple[int, _Actor]], ids: Iterable[str]) -> tuple[_Actor, ...]:
    """Those with these ids; one who is named by two ids is one."""
    return tuple(dict(known[each] for each in ids if each in known).values())


def _digest(events: Sequence[_Told]) -> Digest:
    happened = [each for each in events if each.status in HAPPENED]
    days = Counter((each.day, each.quad) for each in happened if each.day)
    places = Counter(each.place for each in happened if each.place)
    possible = [each for each in events if each.status != "denied" and each.month]
    return Digest(
        days=tuple((day, quad, n) for (day, quad), n in days.items()), places=tuple(places.items()),
        countries={role: _countries(happened, take) for role, take in _ROLES.items()},
        links={(kind, whole): _links(possible, kind, whole) for kind in _KINDS for whole in (True, False)},
    )  # fmt: skip


_KINDS: tuple[Kind, ...] = ("acts", "says")
_ROLES: dict[Role, Callable[[_Told], tuple[_Actor, ...]]] = {
    "source": lambda event: event.sources,
    "target": lambda event: event.targets,
    "both": lambda event: (*event.sources, *event.targets),
}


def _countries(
    events: Iterable[_Told], take: Callable[[_Told], tuple[_Actor, ...]]
) -> tuple[tuple[str, int, float], ...]:
    numbers: Counter[str] = Counter()
    scores: dict[str, float] = defaultdict(float)
    for event in events:
        for country in {actor.country for actor in take(event) if actor.country}:
            numbers[country] += 1
            scores[country] += event.score
    return tuple((country, n, scores[country]) for country, n in numbers.items())


def _links(events: Iterable[_Told], kind: Kind, whole: bool) -> tuple[Link, ...]:
    numbers: Counter[tuple[str, str, str]] = Counter()
    scores: dict[tuple[str, str, str], float] = defaultdict(float)
    for event in events:
        by, to = (event.sources, event.targets) if kind == "acts" else (event.speakers, event.sources)
        for one in by:
            for other in to:
                # An unresolved actor's id belongs to its article alone: such ones are nobody's nodes.
                if not (one.known and other.known):
                    continue
                source, target = ((each.country or each.id) if whole else each.id for each in (one, other))
                if source and target and source != target:
                    key = (source, target, event.month or "")
                    numbers[key] += 1
                    scores[key] += event.score
    return tuple(Link(*key, n, scores[key]) for key, n in numbers.items())


def summed(found: Iterable[Digest], kind: Kind, whole: bool) -> Iterator[Link]:
    """The links of all these digests together, by month, source and target."""
    numbers: Counter[tuple[str, str, str]] = Counter()
    scores: dict[tuple[str, str, str], float] = defaultdict(float)
    for each in found:
        for source, target, month, n, score in each.links[kind, whole]:
            numbers[month, source, target] += n
            scores[month, source, target] += score
    for key in sorted(numbers):
        month, source, target = key
        yield Link(source, target, month, numbers[key], scores[key])
