"""The words that name places and point at them, from ``data/places.yaml``."""

from __future__ import annotations

from msgspec import Struct

from communique.vocabulary.reader import load


class Region(Struct, frozen=True):
    """A continent, sea or other region; ``country`` is alpha-3, ``geonames`` its GeoNames id where known."""

    name: str
    latitude: float
    longitude: float
    geonames: int | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()


class PlaceWords(Struct, frozen=True):
    """The whole file; it explains the fields."""

    locatives: frozenset[str]
    directions: frozenset[str]
    motion_words: frozenset[str]
    visiting_verbs: frozenset[str]
    countries: dict[str, str]
    divisions: dict[str, str]
    abbreviations: dict[str, str]
    division_words: tuple[str, ...]
    ending_words: frozenset[str]
    leading_words: frozenset[str]
    area_words: frozenset[str]
    kind_words: frozenset[str]
    not_places: frozenset[str]
    regions: tuple[Region, ...]
    usual: dict[str, int]
    weights: dict[str, float]


def place_words() -> PlaceWords:
    """The words that name places.

    Raises:
        BadDataFile: The file does not fit its shape.
    """
    return load("places.yaml", PlaceWords)
