"""The gazetteer: names to the places they can mean.

What it knows is compiled once into a file in the user's cache folder (see :mod:`communique.registry.compiled`)
and looked up there, name by name; :mod:`communique.resolve.places.compiling` says where it comes from.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from communique.registry.compiled import Lookup, Table, compiled
from communique.resolve.places.candidate import Candidate, Level, bare, key_of
from communique.resolve.places.compiling import AREAS, CITIES, CODES, OTHER_NAMES, Codes, entries, fingerprint
from communique.vocabulary.places import place_words

__all__ = ["Candidate", "Cities", "Divisions", "Level", "bare", "candidates", "cities", "divisions", "key_of"]


@functools.cache
def _compiled() -> Table:
    return compiled("gazetteer", fingerprint(), entries)


class Cities:
    """All populated places of 500 people and more, by name."""

    def __init__(self, table: Table) -> None:
        self._named = Lookup(table, CITIES, list[Candidate])
        self._other_names = Lookup(table, OTHER_NAMES, list[Candidate])

    def named(self, key: str, *, others: bool = True) -> list[Candidate]:
        """Cities with this name; with ``others``, larger cities that have it as one of their other names too."""
        named = self._named.get(key, [])
        return list(dict.fromkeys([*named, *self._other_names.get(key, [])])) if others else list(named)


class Divisions:
    """Countries, first- and second-order divisions, and regions, by name and by code.

    Attributes:
        by_code: Countries by ISO 3166-1 alpha-2, first-order divisions by GeoNames' code such as ``US.TX``.
        alpha3: Alpha-3 codes by alpha-2.
        capitals: The keys of capitals' names by alpha-2.
    """

    def __init__(self, table: Table) -> None:
        self._named = Lookup(table, AREAS, list[Candidate])
        self.by_code, self.alpha3, self.capitals = Lookup(table, CODES, Codes)[""]

    def named(self, key: str) -> list[Candidate]:
        """Countries, divisions and regions with this name."""
        return self._named.get(key, [])


@functools.cache
def cities() -> Cities:
    """The table of cities, opened at the first call."""
    return Cities(_compiled())


@functools.cache
def divisions() -> Divisions:
    """Countries, divisions and regions, opened at the first call."""
    return Divisions(_compiled())


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
