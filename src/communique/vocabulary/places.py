"""The words that name places and point at them, from ``data/places.yaml`` and the files beside it."""

from __future__ import annotations

from msgspec import Struct

from communique.vocabulary.reader import load


class Region(Struct, frozen=True):
    """A continent, sea or other region, or a building; ``country`` is alpha-3, ``geonames`` its id where known."""

    name: str
    latitude: float
    longitude: float
    geonames: int | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()


class PlaceWords(Struct, frozen=True):
    """Names and words of names; the file explains the fields."""

    countries: dict[str, str]
    divisions: dict[str, str]
    abbreviations: dict[str, str]
    division_words: tuple[str, ...]
    ending_words: frozenset[str]
    leading_words: frozenset[str]
    area_words: frozenset[str]
    kind_words: frozenset[str]
    not_places: frozenset[str]
    facility_words: frozenset[str]
    body_words: frozenset[str]
    usual: dict[str, int]
    open_domains: frozenset[str]
    weights: dict[str, float]


class PlaceUse(Struct, frozen=True):
    """Words around a name that tell its use as a place; the file explains the fields."""

    locatives: frozenset[str]
    directions: frozenset[str]
    motion_words: frozenset[str]
    movers: frozenset[str]
    messages: frozenset[str]
    not_located: frozenset[str]
    aloft: frozenset[str]
    assaults: frozenset[str]
    assault_prepositions: frozenset[str]
    parts: frozenset[str]
    happenings: frozenset[str]
    place_verbs: frozenset[str]
    place_subjects: frozenset[str]
    agent_verbs: frozenset[str]
    company: frozenset[str]
    hearsay: frozenset[str]


class PlaceAreas(Struct, frozen=True):
    """Regions and buildings that no table of divisions holds."""

    regions: tuple[Region, ...]
    buildings: tuple[Region, ...]


def place_words() -> PlaceWords:
    """The words that name places.

    Raises:
        BadDataFile: The file does not fit its shape.
    """
    return load("places.yaml", PlaceWords)


def place_use() -> PlaceUse:
    """The words that tell the use of a name as a place.

    Raises:
        BadDataFile: The file does not fit its shape.
    """
    return load("places_use.yaml", PlaceUse)


def place_areas() -> PlaceAreas:
    """Regions and buildings with their points.

    Raises:
        BadDataFile: The file does not fit its shape.
    """
    return load("places_regions.yaml", PlaceAreas)
