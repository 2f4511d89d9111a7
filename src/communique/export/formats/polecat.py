"""POLECAT: 40 tab-separated columns with a header; an event of several actors stays one row with lists.

Columns after the codebook of POLECAT (Halterman and others 2023). Lists are joined by ``; ``, in one order in all the
columns of a party.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from communique.export.codes import countries, languages
from communique.export.dyads import HAPPENED
from communique.export.formats.tabbed import write_lines
from communique.record import Actor, Event, Place, Record
from communique.vocabulary.events import modes

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
_QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
_FEATURES = {"city": "PPL", "admin1": "ADM1", "country": "PCLI"}


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the events that happened, one line each."""
    write_lines((row for record in records for row in _rows(record)), out, COLUMNS)


def _rows(record: Record) -> Iterator[tuple[object, ...]]:
    story = _story(record)
    for event in record.events:
        if event.status in HAPPENED:
            yield (*_event(record, event), *_parties(record, event), *_place(record, event), *story)


def _event(record: Record, event: Event) -> tuple[object, ...]:
    mode = modes().get(event.mode or "")
    kind = (mode.plain_type if mode else None) or event.type
    plain = mode.plover_mode if mode else None
    day = (event.time.earliest if event.time else None) or record.article.published
    return (event.id, day and day[:10], kind, plain, event.score, _QUADS[event.quad], "; ".join(event.contexts))


def _parties(record: Record, event: Event) -> Iterator[object]:
    known = {each.id: each for each in record.actors}
    for ids in (event.sources, event.targets):
        yield from _party([known[each] for each in ids if each in known], event)


def _party(actors: list[Actor], event: Event) -> tuple[str, ...]:
    """The eight columns of the actors or of the recipients."""
    numbers = [countries()[each.country].cow if each.country in countries() else None for each in actors]
    sectors = [each.plover.sector for each in actors]
    return (
        _list(each.name for each in actors),
        _list(each.plover.country or each.country for each in actors),
        _list(numbers),
        _list(each[0] if each else None for each in sectors),
        _list(",".join(each) for each in sectors),
        _list(each.office.title if each.office else None for each in actors),
        _list(_words(each, event) for each in actors),
        _list(each.wikidata for each in actors),
    )


def _words(actor: Actor, event: Event) -> str:
    """How the event's sentence, or else the text, first names the actor."""
    start, end = event.sentence
    inside = [each for each in actor.mentions if start <= each.start < end]
    return next((each.text for each in inside or actor.mentions), actor.name)


def _place(record: Record, event: Event) -> tuple[object, ...]:
    spot = event.place
    if spot is None:
        return (None,) * 10
    known = next((each for each in record.places if each.id == spot.mention), None)
    country = countries().get(spot.country or "")
    return (
        spot.name,
        spot.name if spot.precision in {"city", "point"} else None,
        None,
        spot.name if spot.precision == "admin1" else (known.admin1 if known else None),
        country.name if country else None,
        *((known.latitude, known.longitude, known.geonames, known.text) if known else (None,) * 4),
        _FEATURES.get(spot.precision or ""),
    )


def _story(record: Record) -> tuple[object, ...]:
    """The columns that are the same for all events of an article."""
    article = record.article
    people = _list(each.name for each in record.actors if each.kind == "person")
    organisations = _list(each.name for each in record.actors if each.kind not in {"person", "state", "people", None})
    version = f"communique {record.communique}"
    known = languages().get(article.language or "")
    language = known.name if known else article.language
    return (
        article.outlet, article.published and article.published[:10], people, organisations, _names(record.places),
        language, version,
    )  # fmt: skip


def _names(places: Iterable[Place]) -> str:
    return _list(dict.fromkeys(each.name for each in places))


def _list(values: Iterable[object]) -> str:
    return "; ".join("" if each is None else str(each).replace(";", ",") for each in values)
