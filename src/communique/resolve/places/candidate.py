"""A place that a name can mean, and the form under which names are compared."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

Level = Literal["building", "city", "admin2", "admin1", "country", "region"]

_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*", re.ASCII).fullmatch
_ARTICLE = re.compile(r"^(?:al|ar|as|ash|ad|adh|an|at|az|el) ")
_DOUBLED = re.compile(r"(.)\1")
_SHORT = {"saint": "st", "mount": "mt", "fort": "ft"}
_MARKS = re.compile("[’‘ʼʻʿʾ`´]")


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


def key_of(name: str) -> str:
    """The form under which a name is looked up: small letters, no accents, no full stops."""
    if _PLAIN(name):  # nine names in ten; the table of cities has a quarter of a million
        return name.lower()
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        name = _MARKS.sub("'", name)
    return " ".join(word.strip("'") for word in name.replace(".", "").replace("-", " ").lower().split())


def sound_of(key: str) -> str:
    """A key without what spellings differ in: "Saint" for "St", and of Arabic names the article and a final h."""
    first, space, rest = key.partition(" ")
    key = _SHORT.get(first, first) + space + rest
    return _DOUBLED.sub(r"\1", _ARTICLE.sub("", key)).removesuffix("h")


def bare(name: str) -> str:
    """The name without an article in front and a possessive ending."""
    name = name.strip(" \t\n\"'“”‘’,;:()[]")
    for ending in ("'s", "’s", "'", "’"):
        name = name.removesuffix(ending)
    lowered = name.lower()
    return name[4:] if lowered.startswith("the ") else name
