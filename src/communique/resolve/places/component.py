"""The component 'places': names that the text uses as places."""

from __future__ import annotations

from typing import Literal

from communique import record
from communique.parse.reading import Reading
from communique.record import Offsets
from communique.resolve.places.buildings import find_buildings
from communique.resolve.places.containment import containers
from communique.resolve.places.context import context_of
from communique.resolve.places.coordinates import Coordinates, find_coordinates
from communique.resolve.places.detection import find_toponyms
from communique.resolve.places.gazetteer import Candidate, Level, divisions, key_of
from communique.resolve.places.ranking import Resolved, resolve_toponyms
from communique.resolve.places.use import is_used_as_place

Precision = Literal["point", "city", "admin1", "country", "region"]

# The record knows no second-order divisions: a county is known as finely as the state it lies in, and no finer.
_PRECISION: dict[Level, Precision] = {
    "building": "point", "city": "city", "admin2": "admin1", "admin1": "admin1", "country": "country",
    "region": "region",
}  # fmt: skip


class Places:
    """Finds the names of places, tells those used as places from actors, and resolves them to GeoNames."""

    name = "places"
    version = "1"
    needs = frozenset({"syntax", "names", "actors"})
    gives = frozenset({"places"})

    def code(self, reading: Reading) -> None:
        """Add the places; every toponym helps to resolve the others, also one that is an actor here."""
        spans = [
            span for span in find_toponyms(reading.doc, reading.names, facilities=True) if not reading.is_skipped(*span)
        ]
        resolved: dict[Offsets, Resolved | None] = dict(
            zip(spans, resolve_toponyms(reading.text, spans, context_of(reading)), strict=True)
        )
        buildings: dict[Offsets, Resolved | None] = {
            span: found for span, found in find_buildings(reading.text, spans) if not reading.is_skipped(*span)
        }
        taken = {offset for start, end in buildings for offset in range(start, end)}
        resolved = {span: place for span, place in resolved.items() if taken.isdisjoint(range(*span))} | buildings
        positions = [each for each in find_coordinates(reading.text) if not reading.is_skipped(each.start, each.end)]
        taken = {offset for each in positions for offset in range(each.start, each.end)}
        named = [
            _place(reading, start, end, place)
            for (start, end), place in sorted(resolved.items())
            if taken.isdisjoint(range(start, end)) and is_used_as_place(reading, start, end, place)
        ]
        written = [place for each in positions if (place := _position(reading, each))]
        reading.places = sorted([*named, *written], key=lambda place: (place.start, place.end))


def _place(reading: Reading, start: int, end: int, resolved: Resolved | None) -> record.Place:
    words = reading.text[start:end]
    identifier = record.entry_id("p", reading.article.sha256, start, end)
    if resolved is None:
        return _unknown(reading, identifier, start, end)
    place = resolved.place
    return record.Place(
        id=identifier,
        start=start,
        end=end,
        text=words,
        name=place.name,
        country=country_code(place),
        admin1=_admin1_name(place),
        geonames=place.geonames,
        latitude=place.latitude,
        longitude=place.longitude,
        precision=_PRECISION[place.level],
    )


def _unknown(reading: Reading, identifier: str, start: int, end: int) -> record.Place:
    """A place that no table has: known as exactly as the country or division that the words put it in."""
    words = reading.text[start:end]
    around = [each.place for each in containers(reading.text, start, end) if each.strict]
    if len({each.country for each in around}) != 1:
        return record.Place(id=identifier, start=start, end=end, text=words, name=words)
    holder = around[0]
    return record.Place(
        id=identifier, start=start, end=end, text=words, name=words, country=country_code(holder),
        admin1=_admin1_name(holder), precision=_PRECISION[holder.level],
    )  # fmt: skip


def _position(reading: Reading, given: Coordinates) -> record.Place | None:
    """The place at coordinates in the text; a note where there can be none."""
    words = reading.text[given.start : given.end]
    if given.latitude is None:
        reading.note("warning", "places", f"'{words}' is no position on the globe; it has no place in the record.")
        return None
    identifier = record.entry_id("p", reading.article.sha256, given.start, given.end)
    return record.Place(
        id=identifier, start=given.start, end=given.end, text=words, name=words, latitude=given.latitude,
        longitude=given.longitude, precision=given.precision,
    )  # fmt: skip


def country_code(place: Candidate) -> str | None:
    """The alpha-3 code of the country a place lies in; None for seas, continents and the like."""
    return divisions().alpha3.get(place.country) if place.country else None


def _admin1_name(place: Candidate) -> str | None:
    division = divisions().by_code.get(place.admin1) if place.admin1 else None
    return division.name if division and key_of(division.name) else None


def spot_in(reading: Reading, start: int, end: int) -> record.Spot | None:
    """The first place that lies wholly inside ``[start, end)``, for the ``place`` of an entry."""
    found = reading.places_in(start, end)
    return spot_of(found[0]) if found else None


def spot_of(place: record.Place) -> record.Spot:
    """A place of the record as the ``place`` of another entry."""
    return record.Spot(name=place.name, country=place.country, precision=place.precision, mention=place.id)
