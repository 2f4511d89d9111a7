"""From a record to the rows of the archive's tables.

Rows are tuples in the order of :data:`COLUMNS`, each after the article's number. Actors are numbers of the archive's
table of actors, which :mod:`communique.archive.actors` gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import msgspec

from communique import record
from communique.archive.days import Days, days_of

Row = tuple[Any, ...]

_FIRST, _BEGINNING = 3, 8  # signs: kind, hyphen and 5 or 30 bits; what begins alike is told apart by the record

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
    "ids": ("beginning", "article", "following"),
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where rows go: the article's number, its day of publication, and the numbers of its actors by their ids."""

    article: int
    published: str | None
    actors: Mapping[str, int]

    def days(self, moment: record.Moment | None) -> Days:
        earliest, latest = (moment.earliest, moment.latest) if moment else (None, None)
        return days_of(earliest, latest, self.published)

    def parts(self, part: int, ordinal: int, days: Days, actors: Iterable[str]) -> Iterable[Row]:
        known, article = self.actors, self.article
        numbers = {known[each] for each in actors if each in known}
        return [(number, article, part, ordinal, days.day, days.until) for number in numbers]


def rows_of(
    coded: record.Record, shown: record.Record, article: int, actors: Mapping[str, int]
) -> Iterator[tuple[str, list[Row]]]:
    """Table name and rows, in the order of :data:`COLUMNS`.

    Args:
        coded: The record as it is kept; its entries are found by their ids.
        shown: The record as it is asked: another one where people judged entries.
        article: Number of its article.
        actors: Numbers of the shown record's actors by their ids.
    """
    yield "ids", list(laid_out(article, _ids(coded, actors)))
    coded = shown
    at = _Place(article, coded.article.published, actors)
    parts: list[Row] = []
    yield "appearances", list(_appearances(coded, at))
    yield "events", [_event(coded, at, parts, n, each) for n, each in enumerate(_once(coded.events))]
    yield "statements", [_statement(at, parts, n, each) for n, each in enumerate(_once(coded.statements))]
    yield "positions", [_position(at, parts, n, each) for n, each in enumerate(_once(coded.positions))]
    yield "meetings", [_meeting(at, parts, n, each) for n, each in enumerate(_once(coded.meetings))]
    yield "agenda", list(_agenda(coded, article))
    yield "documents", [(article, n, each.id, each.name) for n, each in enumerate(_once(coded.documents))]
    yield "parts", parts
    yield "facets", [_facets(coded, article)]


def entries(coded: record.Record) -> Iterator[tuple[str, Any]]:
    """Every entry that has an id, with the name of its kind."""
    for kind in ("actor", "time", "place", "document", "statement", "event", "position", "meeting"):
        for entry in getattr(coded, f"{kind}s"):
            yield kind, entry


def beginning(id: str) -> tuple[str, str]:
    """How an id begins, and the line that follows it in the table of ids, as far as they are looked for."""
    return id[:_FIRST], f"\n{id[_FIRST:_BEGINNING]}"


def beginnings(coded: record.Record) -> list[str]:
    """Under which beginnings the table of ids may have entries of a record."""
    return sorted({each.id[:_FIRST] for _, each in entries(coded)})


def laid_out(article: int, ids: Iterable[str]) -> Iterator[Row]:
    """The rows of the table of ids for those of an article."""
    found: dict[str, str] = {}
    for id in ids:
        first = id[:_FIRST]
        if first:
            found[first] = f"{found.get(first, '')}\n{id[_FIRST:_BEGINNING]}"
    for first, following in found.items():
        yield first, article, following


def beginnings_of(rows: Iterable[Row]) -> str:
    """The beginnings in rows of the table of ids, each on a line of its own."""
    return "".join(f"\n{first}{more}" for first, _, following in rows for more in following.split("\n")[1:])


def _ids(coded: record.Record, actors: Mapping[str, int]) -> Iterator[str]:
    """The ids of all entries but those of actors that the registry knows: the table of actors finds them."""
    for actor in coded.actors:
        if not (actor.resolved and actor.id in actors):
            yield actor.id
    for layer in (
        coded.times, coded.places, coded.documents, coded.statements, coded.events, coded.positions, coded.meetings,
    ):  # fmt: skip
        for each in layer:
            yield each.id


def _facets(coded: record.Record, article: int) -> Row:
    """What searches count of an article."""
    types = sorted({each.type for each in coded.events})
    countries = sorted({each.country for each in coded.actors if each.country is not None})
    published = coded.article.published
    return (
        article, coded.article.outlet, published and published[:7], " ".join(types), " ".join(countries),
    )  # fmt: skip


def listed(values: Sequence[Any]) -> str:
    """Ids or offsets as they stand in one column: a list in JSON."""
    return _json(values).decode() if values else "[]"


def _once(entries: Sequence[Any]) -> Iterable[Any]:
    """The entries without those whose id came before: a coder that gives one twice must not cost the record."""
    known: dict[str, Any] = {}
    for each in entries:
        known.setdefault(each.id, each)
    return known.values()


def _moment(moment: record.Moment | None) -> Row:
    return (None, None, None) if moment is None else (moment.value, moment.earliest, moment.latest)


def _spot(spot: record.Spot | None) -> Row:
    return (spot.name, spot.country) if spot else (None, None)


def _appearances(coded: record.Record, at: _Place) -> Iterator[Row]:
    said = Counter(each.speaker.actor for each in _once(coded.statements) if each.speaker)
    acted = Counter(actor for each in _once(coded.events) for actor in {*each.sources, *each.targets})
    for n, actor in enumerate(_once(coded.actors)):
        own = None if actor.resolved else actor.id
        yield at.article, n, at.actors[actor.id], own, len(actor.mentions), said[actor.id], acted[actor.id]


def _event(coded: record.Record, at: _Place, parts: list[Row], n: int, each: record.Event) -> Row:
    days = at.days(each.time)
    parts += at.parts(Part.source, n, days, each.sources)
    parts += at.parts(Part.target, n, days, each.targets)
    return (
        at.article, n, each.id, each.type, each.mode, " ".join(each.contexts), each.cameo, each.quad, each.score,
        each.status, *each.trigger, *each.sentence, each.attributed_to, listed(each.sources), listed(each.targets),
        *_moment(each.time), *days, *_spot(each.place), *_point(coded, each.place), each.confidence,
    )  # fmt: skip


def _point(coded: record.Record, spot: record.Spot | None) -> Row:
    """Gazetteer number and coordinates of an event's place, where the record has them."""
    if spot is not None:
        for each in coded.places:
            if each.name == spot.name and each.geonames is not None and each.latitude is not None:
                return each.geonames, each.latitude, each.longitude
    return None, None, None


def _statement(at: _Place, parts: list[Row], n: int, each: record.Statement) -> Row:
    days = at.days(each.time)
    speaker, words = (each.speaker.actor, each.speaker.text) if each.speaker else (None, None)
    parts += at.parts(Part.speaker, n, days, (speaker,) if speaker else ())
    parts += at.parts(Part.addressee, n, days, each.addressees)
    return (
        at.article, n, each.id, each.kind, each.mode, each.claim, speaker, words, int(each.anonymous),
        listed(each.addressees), each.medium, each.document, each.reported_by, each.same_as,
        listed(each.content), *_moment(each.time), *days, each.confidence,
    )  # fmt: skip


def _position(at: _Place, parts: list[Row], n: int, each: record.Position) -> Row:
    days = at.days(each.time)
    parts += at.parts(Part.position, n, days, (each.actor,))
    return (
        at.article, n, each.id, each.actor, each.question, each.stance, each.statement, each.event,
        listed(each.evidence), *_moment(each.time), *days, each.confidence,
    )  # fmt: skip


def _meeting(at: _Place, parts: list[Row], n: int, each: record.Meeting) -> Row:
    days = at.days(each.time)
    body = (each.body,) if each.body else ()
    parts += at.parts(Part.meeting, n, days, (*body, *each.participants))
    return (
        at.article, n, each.id, each.body, listed(each.participants), each.status, listed(each.evidence),
        each.attributed_to, *_moment(each.time), *days, *_spot(each.place), each.confidence,
    )  # fmt: skip


def _agenda(coded: record.Record, article: int) -> Iterator[Row]:
    for meeting, each in enumerate(_once(coded.meetings)):
        for n, item in enumerate(each.agenda):
            yield article, meeting, n, item.topic, item.question, item.treatment
