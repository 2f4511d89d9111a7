"""The gazetteer: names to the places they can mean.

Cities and divisions are looked up in indexes that ship (:mod:`communique.resolve.places.cities`). Countries and
regions are compiled once into a file in the user's cache folder (:mod:`communique.registry.compiled`), since the
registry and the vocabulary have a say in their names; :mod:`communique.resolve.places.compiling` says how.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from communique.registry.compiled import Lookup, Table, compiled
from communique.resolve.places.candidate import Candidate, Level, bare, key_of
from communique.resolve.places.cities import Cities, cities, shipped
from communique.resolve.places.compiling import AREAS, CODES, Codes, entries, fingerprint
from communique.vocabulary.places import place_words

__all__ = ["Candidate", "Cities", "Divisions", "Level", "bare", "candidates", "cities", "divisions", "key_of"]


_TOWN = 5_000  # people: a place with fewer is not meant where its name is not given in full


@functools.cache
def _compiled() -> Table:
    return compiled("areas", fingerprint(), entries)


class Divisions:
    """Countries, first- and second-order divisions, and regions, by name and by code.

    Attributes:
        by_code: Countries by ISO 3166-1 alpha-2, first-order divisions by GeoNames' code such as ``US.TX``.
        alpha3: Alpha-3 codes by alpha-2.
        alpha2: Alpha-2 codes by alpha-3.
        capitals: The keys of capitals' names by alpha-2.
    """

    def __init__(self, table: Table, divided: Table) -> None:
        self._named = Lookup(table, AREAS, list[Candidate])
        self._divided = Lookup(divided, AREAS, list[Candidate])
        countries, self.alpha3, self.capitals = Lookup(table, CODES, Codes)[""]
        self.by_code = countries | Lookup(divided, CODES, dict[str, Candidate])[""]
        self.alpha2 = {iso3: iso2 for iso2, iso3 in self.alpha3.items()}

    def named(self, key: str) -> list[Candidate]:
        """Countries, divisions and regions with this name."""
        areas, divided = self._named.get(key, []), self._divided.get(key, [])
        if not areas or not divided:
            return areas or divided
        countries = [each for each in areas if each.level == "country"]
        return [*countries, *divided, *(each for each in areas if each.level != "country")]


@functools.cache
def divisions() -> Divisions:
    """Countries, divisions and regions, opened at the first call."""
    return Divisions(_compiled(), shipped("divisions.bin"))


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
        found = [*areas, *(city for city in cities().named(short) if city.population >= _TOWN)]
        if found:
            return found
    return []


def _variants(key: str) -> Iterator[str]:
    """Other spellings to try when a name is unknown."""
    words = key.split()
    spelled = {"st": "saint", "ft": "fort", "mt": "mount", "saint": "st", "fort": "ft", "mount": "mt"}
    if words and words[0] in spelled:
        yield " ".join([spelled[words[0]], *words[1:]])
    short = words
    while len(short) > 1 and short[-1] in place_words().ending_words:
        short = short[:-1]
        yield " ".join(short)
    if len(words) > 1 and words[0] in place_words().leading_words:
        yield " ".join(words[1:])
    if len(words) > 2 and words[0] in {"city", "town", "village", "state", "county", "province"} and words[1] == "of":
        yield " ".join(words[2:])
    if len(words) == 1:
        yield key + " city"
