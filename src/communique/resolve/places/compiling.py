"""What the gazetteer's countries, divisions and regions are compiled from.

First- and second-order divisions depend on nothing outside this room: they ship compiled, as ``data/divisions.bin``.
Countries and regions, whose names the registry has a say in, are few and compiled at their first use.

The tables in ``data`` are GeoNames' (codes, names, ids and points, CC BY 4.0; where GeoNames' own point of a country
or division was not at hand, the middle of its cities) with CLDR's English names of countries; ``training/places.py``
makes them. Names of states and their adjectives come from the registry, regions and seas from
``vocabulary/data/places_regions.yaml``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable
from typing import NamedTuple

from communique.registry import tables
from communique.registry.compiled import fingerprint_of, packed
from communique.resolve.places.candidate import Candidate, key_of
from communique.vocabulary.places import place_areas, place_words

AREAS = "area:"
CODES = "codes:"

_WORDS = ("places.yaml", "places_regions.yaml")
_STATE_COLUMNS = ("id", "name", "aliases", "adjectives", "demonyms", "capitals", "wikidata")


class Codes(NamedTuple):
    """Countries by code.

    ``by_code`` is keyed by ISO 3166-1 alpha-2, ``alpha3`` and ``capitals`` by alpha-2;
    a capital stands under the key of its name.
    """

    by_code: dict[str, Candidate]
    alpha3: dict[str, str]
    capitals: dict[str, str]


def fingerprint() -> str:
    """Changes whenever a source of the gazetteer does, or the code that compiles it."""
    room = resources.files("communique.resolve.places")
    data = room.joinpath("data")
    sources: list[Traversable] = [
        data.joinpath("countries.csv"),
        *(each for each in (room.joinpath("compiling.py"), room.joinpath("candidate.py")) if each.is_file()),
        *(resources.files("communique.vocabulary").joinpath("data", name) for name in _WORDS),
        resources.files("communique.registry").joinpath("data", "states.csv"),
    ]
    return fingerprint_of(sources, version("communique"))


def entries() -> Iterator[tuple[str, bytes]]:
    """Countries and regions, packed by key."""
    areas = _Areas()
    yield from packed(AREAS, areas.names)
    yield from packed(CODES, {"": areas.codes})


def division_entries() -> Iterator[tuple[str, bytes]]:
    """First- and second-order divisions, packed by key; what ``data/divisions.bin`` holds."""
    divisions = _Divisions()
    yield from packed(AREAS, divisions.names)
    yield from packed(CODES, {"": divisions.by_code})


def _table(name: str) -> Iterator[list[str]]:
    text = resources.files("communique.resolve.places").joinpath("data", name).read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    yield from rows


def _degrees(cell: str) -> float | None:
    return float(cell) if cell else None


class _Named:
    """Areas by name and by code."""

    def __init__(self) -> None:
        self.by_code: dict[str, Candidate] = {}
        self.names: dict[str, list[Candidate]] = {}

    def _name(self, key: str, place: Candidate) -> None:
        known = self.names.setdefault(key, [])
        if place not in known:
            known.append(place)


class _Areas(_Named):
    """Countries and regions."""

    def __init__(self) -> None:
        super().__init__()
        self.alpha3: dict[str, str] = {}
        self.capitals: dict[str, str] = {}
        self._countries()
        self._regions()

    def _countries(self) -> None:
        for iso2, iso3, name, geonames, latitude, longitude, population, capital, cldr in _table("countries.csv"):
            place = Candidate(
                "country", name, int(geonames), iso2, None, _degrees(latitude), _degrees(longitude), int(population)
            )
            self.by_code[iso2] = place
            self.alpha3[iso2] = iso3
            self.capitals[iso2] = key_of(capital)
            for alias in (name, *tables.several(cldr)):
                self._name(key_of(alias), place)
        alpha2 = {iso3: iso2 for iso2, iso3 in self.alpha3.items()}
        for alias, iso3 in place_words().countries.items():
            self._name(key_of(alias), self.by_code[alpha2[iso3]])
        self.alpha2 = alpha2
        for iso3, name, *cells in tables.rows("states.csv", _STATE_COLUMNS):
            namings = [tables.alias_of(iso3, cell).text for several in cells[:3] for cell in tables.several(several)]
            for alias in (name, *namings):
                if iso3 in alpha2:
                    self._name(key_of(alias), self.by_code[alpha2[iso3]])

    def _regions(self) -> None:
        for region in place_areas().regions:
            country = self.alpha2.get(region.country) if region.country else None
            place = Candidate(
                "region", region.name, region.geonames, country, None, region.latitude, region.longitude, 5_000_000
            )
            for alias in (region.name, *region.aliases):
                self._name(key_of(alias), place)

    @property
    def codes(self) -> Codes:
        """What is looked up by code."""
        return Codes(self.by_code, self.alpha3, self.capitals)


class _Divisions(_Named):
    """First- and second-order divisions."""

    def __init__(self) -> None:
        super().__init__()
        self._admin1()
        self._admin2()

    def _admin1(self) -> None:
        for code, name, geonames, latitude, longitude, thousands in _table("admin1.csv"):
            place = Candidate(
                "admin1", name, int(geonames), code[:2], code, _degrees(latitude), _degrees(longitude),
                int(thousands) * 1000,
            )  # fmt: skip
            self.by_code[code] = place
            for short in _without(name, place_words().division_words):
                self._name(key_of(short), place)
        for alias, code in place_words().divisions.items():
            self._name(key_of(alias), self.by_code[code])

    def _admin2(self) -> None:
        for code, name, geonames, latitude, longitude, thousands in _table("admin2.csv"):
            admin1 = ".".join(code.split(".")[:2])
            place = Candidate(
                "admin2", name, int(geonames), code[:2], admin1, _degrees(latitude), _degrees(longitude),
                int(thousands) * 1000,
            )  # fmt: skip
            short = _without(name, place_words().division_words) if code[:2] not in {"US", "CA"} else (name,)
            for each in short:
                self._name(key_of(each), place)


def _without(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The name, and the name without a word such as "Province" at either end."""
    for word in words:
        if name.endswith(" " + word):
            return (name, name[: -len(word) - 1])
        if name.startswith(word + " of "):
            return (name, name[len(word) + 4 :])
    return (name,)
