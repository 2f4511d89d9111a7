"""From a record to the rows of the archive's tables.

Rows are tuples in the order of :data:`COLUMNS`, each after the article's number. Actors are numbers of the archive's
table of actors, which :mod:`communique.archive.actors` gives.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any

import msgspec

from communique import record
from communique.archive.days import Days, days_of

Row = tuple[Any, ...]

_FIRST, _BEGINNING = 3, 8  # signs: kind, hyphen and 5 or 30 bits; what begins alike is told apart by the record

IN_BLOCK = 1000
"""Articles whose ids stand in one row."""

_MOMENT = ("value", "earliest", "latest")
_DAYS = ("day", "until", "long_until")
_KEY = ("article", "ordinal", "id")

COLUMNS: dict[str, tuple[str, ...]] = {
    "appearances": ("article", "ordinal", "actor", "id", "mentions", "statements", "events"),
    "events": (
        *_KEY, "type", "mode", "contexts", "cameo", "quad", "score", "status", "trigger_start", "trigger_end",
        "sentence_start", "sentence_end", "attributed_to", "sources", "targets", *_MOMENT, *_DAYS, "place",
        "place_country", "geonames", "latitude", "longitude", "confidence",
    ),
    "statements": (
        *_KEY, "kind", "mode", "claim", "speaker", "speaker_words", "anonymous", "addressees", "medium", "document",
        "reported_by", "same_as", "spans", *_MOMENT, *_DAYS, "confidence",
    ),
    "positions": (
        *_KEY, "actor", "question", "stance", "statement", "event", "spans", *_MOMENT, *_DAYS, "confidence",
    ),
    "meetings": (
        *_KEY, "body", "participants", "status", "spans", "attributed_to", *_MOMENT, *_DAYS, "place", "place_country",
        "confidence",
    ),
    "agenda": ("article", "meeting", "ordinal", "topic", "question", "treatment"),
    "documents": (*_KEY, "name"),
    "parts": ("actor", "article", "part", "ordinal", "day", "until"),
    "facets": ("article", "outlet", "month", "types", "countries"),
}  # fmt: skip
"""The tables whose rows are made here, in an order in which every row's references are already there."""


_json = msgspec.json.Encoder().encode


class Part(IntEnum):
    """What an actor does in an entry."""

    source = 1
    target = 2
    speaker = 3
    addressee = 4
    position = 5
    meeting = 6


_SOURCE, _TARGET, _SPEAKER, _ADDRESSEE, _POSITION, _MEETING = map(int, Part)  # plain numbers, which drivers take faster


@dataclass(frozen=True, slots=True)
class _Place:
    """Where rows go: the article's number, its day of publication, and the numbers of its actors by their ids.

    Who takes part in the entries gathers in ``parts`` meanwhile.
    """

    article: int
    published: str | None
    actors: Mapping[str, int]
    parts: list[Row]

    def days(self, moment: record.Moment | None) -> Days:
        if moment is None:
            return days_of(None, None, self.published)
        return days_of(moment.earliest, moment.latest, self.published)

    def part(self, part: int, ordinal: int, days: Days, actors: Sequence[str]) -> None:
        """Note who takes this part in an entry; two ids may be those of one actor."""
        if not actors:
            return
        known, (day, until, _) = self.actors, days
        if len(actors) == 1:
            number = known.get(actors[0])
            if number is not None:
                self.parts.append((number, self.article, part, ordinal, day, until))
        else:
            for number in {known[each] for each in actors if each in known}:
                self.parts.append((number, self.article, part, ordinal, day, until))


def rows_of(
    coded: record.Record, article: int, actors: Mapping[str, int]
) -> Iterator[tuple[str, list[Row]]]:  # fmt: skip
    """Table name and rows, in the order of :data:`COLUMNS`.

    Args:
        coded: The record as it is asked: as people judged its entries.
        article: Number of its article.
        actors: Numbers of its actors by their ids.
    """
    at = _Place(article, coded.article.published, actors, [])
    points = _points(coded)
    yield "appearances", _appearances(coded, at)
    yield "events", [_event(points, at, n, each) for n, each in enumerate(_once(coded.events))]
    yield "statements", [_statement(at, n, each) for n, each in enumerate(_once(coded.statements))]
    yield "positions", [_position(at, n, each) for n, each in enumerate(_once(coded.positions))]
    yield "meetings", [_meeting(at, n, each) for n, each in enumerate(_once(coded.meetings))]
    yield "agenda", list(_agenda(coded, article))
    yield "documents", [(article, n, each.id, each.name) for n, each in enumerate(_once(coded.documents))]
    yield "parts", at.parts
    yield "facets", [_facets(coded, article)]


def entries(coded: record.Record) -> Iterator[tuple[str, Any]]:
    """Every entry that has an id, with the name of its kind."""
    for kind in ("actor", "time", "place", "document", "statement", "event", "position", "meeting"):
        for entry in getattr(coded, f"{kind}s"):
            yield kind, entry


def beginning(id: str) -> tuple[str, str]:
    """How an id begins, and the line that follows it in the table of ids, as far as they are looked for."""
    return id[:_FIRST], f"\n{id[_FIRST:_BEGINNING]}"


def ids_of(coded: record.Record, actors: Container[str]) -> list[str]:
    """The ids of all entries but those of actors that the registry knows and who are among ``actors``.

    The table of actors finds those.
    """
    found = [actor.id for actor in coded.actors if not (actor.resolved and actor.id in actors)]
    for layer in (
        coded.times, coded.places, coded.documents, coded.statements, coded.events, coded.positions, coded.meetings,
    ):  # fmt: skip
        found += [each.id for each in layer]
    return found


def blocks(articles: Iterable[tuple[int, Iterable[str]]], *, first: int | None = None) -> list[Row]:
    """The rows of the table of ids for many articles, in the table's order: beginning, first article, and lines.

    A line has what follows the beginning and, after a tab, how many numbers its article comes after the first one.

    Args:
        articles: Numbers of articles with ids of their entries.
        first: The article from which the others are counted, where these go on with a block; else their own first one.
    """
    given = sorted(articles)
    made: list[Row] = []
    for start in range(0, len(given), IN_BLOCK):
        from_ = given[start][0] if first is None else first
        lines: dict[str, list[str]] = defaultdict(list)
        for number, ids in given[start : start + IN_BLOCK]:
            after = f"\t{number - from_}" if number != from_ else ""
            for id in ids:
                lines[id[:_FIRST]].append(f"\n{id[_FIRST:_BEGINNING]}{after}")
        made += [(beginning, from_, "".join(each)) for beginning, each in lines.items() if beginning]
    return sorted(made)


def holders(first: int, lines: str, following: str) -> Iterator[int]:
    """Numbers of the articles that have an id in a block of the table of ids.

    Args:
        first: The block's first article.
        lines: Its lines; none where the first article itself is meant.
        following: What :func:`beginning` gives for the id.
    """
    if not lines:
        yield first
    at = lines.find(following)
    while at >= 0:
        end = lines.find("\n", at + 1)
        line = lines[at : end if end >= 0 else len(lines)]
        yield first + int(line.partition("\t")[2] or 0)
        at = lines.find(following, at + 1)


def beginnings_of(ids: Iterable[str]) -> str:
    """How ids begin, each on a line of its own, those that begin alike together."""
    lines: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        if id:
            lines[id[:_FIRST]].append(f"\n{id[:_BEGINNING]}")
    return "".join(line for each in lines.values() for line in each)


def _facets(coded: record.Record, article: int) -> Row:
    """What searches count of an article."""
    types = sorted({each.type for each in coded.events})
    countries = sorted({each.country for each in coded.actors if each.country is not None})
    published = coded.article.published
    return (
        article, coded.article.outlet, published and published[:7], " ".join(types), " ".join(countries),
    )  # fmt: skip


def listed(values: Sequence[Any]) -> str:
    """Offsets as they stand in one column: a list in JSON."""
    return _json(values).decode() if values else "[]"


@lru_cache(maxsize=4096)
def _ids(values: tuple[str, ...]) -> str:
    """Ids as they stand in one column: a list in JSON."""
    return _json(values).decode()


def _once(entries: Sequence[Any]) -> Iterable[Any]:
    """The entries without those whose id came before: a coder that gives one twice must not cost the record."""
    if len({each.id for each in entries}) == len(entries):
        return entries
    known: dict[str, Any] = {}
    for each in entries:
        known.setdefault(each.id, each)
    return known.values()


_NO_MOMENT, _NO_SPOT = (None, None, None), (None, None)


def _moment(moment: record.Moment | None) -> Row:
    return _NO_MOMENT if moment is None else (moment.value, moment.earliest, moment.latest)


def _spot(spot: record.Spot | None) -> Row:
    return (spot.name, spot.country) if spot else _NO_SPOT


def _appearances(coded: record.Record, at: _Place) -> list[Row]:
    said = Counter([each.speaker.actor for each in _once(coded.statements) if each.speaker])
    acted = Counter([actor for each in _once(coded.events) for actor in {*each.sources, *each.targets}])
    article, numbers = at.article, at.actors
    return [
        (
            article, n, numbers[id := actor.id], None if actor.resolved else id, len(actor.mentions), said[id],
            acted[id],
        )
        for n, actor in enumerate(_once(coded.actors))
    ]  # fmt: skip


def _event(points: Mapping[str, Row], at: _Place, n: int, each: record.Event) -> Row:
    days, place = at.days(each.time), each.place
    at.part(_SOURCE, n, days, each.sources)
    at.part(_TARGET, n, days, each.targets)
    return (
        at.article, n, each.id, each.type, each.mode, " ".join(each.contexts), each.cameo, each.quad, each.score,
        each.status, *each.trigger, *each.sentence, each.attributed_to, _ids(each.sources), _ids(each.targets),
        *_moment(each.time), *days, *_spot(place), *(points.get(place.name, _NO_MOMENT) if place else _NO_MOMENT),
        each.confidence,
    )  # fmt: skip


def _points(coded: record.Record) -> dict[str, Row]:
    """Gazetteer numbers and coordinates of the places that have them, by name."""
    return {
        each.name: (each.geonames, each.latitude, each.longitude)
        for each in reversed(coded.places)
        if each.geonames is not None and each.latitude is not None
    }


def _statement(at: _Place, n: int, each: record.Statement) -> Row:
    days = at.days(each.time)
    speaker, words = (each.speaker.actor, each.speaker.text) if each.speaker else _NO_SPOT
    at.part(_SPEAKER, n, days, (speaker,) if speaker else ())
    at.part(_ADDRESSEE, n, days, each.addressees)
    return (
        at.article, n, each.id, each.kind, each.mode, each.claim, speaker, words, int(each.anonymous),
        _ids(each.addressees), each.medium, each.document, each.reported_by, each.same_as,
        listed(each.content), *_moment(each.time), *days, each.confidence,
    )  # fmt: skip


def _position(at: _Place, n: int, each: record.Position) -> Row:
    days = at.days(each.time)
    at.part(_POSITION, n, days, (each.actor,))
    return (
        at.article, n, each.id, each.actor, each.question, each.stance, each.statement, each.event,
        listed(each.evidence), *_moment(each.time), *days, each.confidence,
    )  # fmt: skip


def _meeting(at: _Place, n: int, each: record.Meeting) -> Row:
    days = at.days(each.time)
    body = (each.body,) if each.body else ()
    at.part(_MEETING, n, days, (*body, *each.participants))
    return (
        at.article, n, each.id, each.body, _ids(each.participants), each.status, listed(each.evidence),
        each.attributed_to, *_moment(each.time), *days, *_spot(each.place), each.confidence,
    )  # fmt: skip


def _agenda(coded: record.Record, article: int) -> Iterator[Row]:
    for meeting, each in enumerate(_once(coded.meetings)):
        for n, item in enumerate(each.agenda):
            yield article, meeting, n, item.topic, item.question, item.treatment
