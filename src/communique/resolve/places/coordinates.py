"""Coordinates written in a text: "35°41′N 51°25′E", "(35.6892, 51.3890)", "15.3 degrees north, 44.2 degrees east"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_DEGREES = r"\s?(?:°|º|˚|degrees?|deg\.?)"
_MINUTES = r"(?:\s?(?P<m{n}>\d{{1,2}}(?:[.,]\d{{1,4}})?)\s?(?:′|’|'|‘|minutes?|min\.?))?"
_SECONDS = r"(?:\s?(?P<s{n}>\d{{1,2}}(?:[.,]\d{{1,4}})?)\s?(?:″|”|\"|''|′′|seconds?|sec\.?))?"
_NUMBER = r"(?P<d{n}>\d{{1,3}}(?:\.\d{{1,8}})?)"
_SURE = rf"(?=\d{{1,3}}(?:\.\d{{1,8}})?{_DEGREES}|\d{{1,3}}\.\d\d)"  # "3 north" is no angle
_JOINT = r"(?:\s?[,;/]\s?|\s+and\s+|\s+by\s+|\s*)(?:longitude:?\s+)?"


def _axis(n: int, letters: str, words: str) -> str:
    number = _NUMBER.format(n=n)
    angle = rf"{_SURE}{number}(?:{_DEGREES}{_MINUTES.format(n=n)}{_SECONDS.format(n=n)})?"
    return rf"{angle}\s?(?P<h{n}>[{letters}]\b|{words}\b)"


_SIDED = re.compile(
    rf"(?<![\w.])(?:latitude:?\s+)?{_axis(1, 'NS', '[Nn]orth|[Ss]outh')}{_JOINT}{_axis(2, 'EWO', '[Ee]ast|[Ww]est')}"
)
_BEFORE = (
    r"(?P<h{n}>[{letters}])\s?"
    + _SURE.replace("{", "{{").replace("}", "}}")
    + _NUMBER
    + "(?:"
    + _DEGREES
    + _MINUTES
    + _SECONDS
    + ")?"
)
_LETTER_FIRST = re.compile(rf"\b{_BEFORE.format(n=1, letters='NS')}{_JOINT}{_BEFORE.format(n=2, letters='EW')}(?!\w)")
_PLAIN = re.compile(
    r"(?<![\w.,$€£-])(?P<d1>[-−]?\d{1,2}\.\d{3,8})°?,\s?(?P<d2>[-−]?\d{1,3}\.\d{3,8})°?(?![\w%]|[.,]\d)"
)

Exactness = Literal["point", "city", "region"]


class Coordinates(NamedTuple):
    """A position in a text.

    ``latitude`` and ``longitude`` are degrees north and east, None where the figures are no place on the globe;
    ``precision`` says how exactly it is given: minutes or hundredths of a degree are a point, tenths the size of
    a city, whole degrees a region.
    """

    start: int
    end: int
    latitude: float | None
    longitude: float | None
    precision: Exactness


def find_coordinates(text: str) -> Iterator[Coordinates]:
    """The coordinates in a text, in order; impossible ones without values.

    Args:
        text: The whole text.
    """
    taken: list[Coordinates] = []
    for pattern in (_SIDED, _LETTER_FIRST, _PLAIN):
        for match in pattern.finditer(text):
            taken.append(_read(match))
    end = -1
    for each in sorted(taken, key=lambda found: (found.start, -found.end)):
        if each.start >= end:
            yield each
            end = each.end


def _read(match: re.Match[str]) -> Coordinates:
    latitude, longitude = _angle(match, 1, 90), _angle(match, 2, 180)
    if latitude is None or longitude is None:
        latitude = longitude = None
    return Coordinates(match.start(), match.end(), latitude, longitude, _precision(match))


def _angle(match: re.Match[str], n: int, most: int) -> float | None:
    """One coordinate in degrees; None when it is out of range."""
    parts = match.groupdict()
    minutes, seconds = (float((parts.get(f"{unit}{n}") or "0").replace(",", ".")) for unit in "ms")
    degrees = float(parts[f"d{n}"].replace("−", "-"))
    value = degrees + (minutes / 60 + seconds / 3600)
    if minutes >= 60 or seconds >= 60 or abs(value) > most:
        return None
    side = (parts.get(f"h{n}") or "")[:1].upper()
    return round(-value if side in ("S", "W") else value, 6)


def _precision(match: re.Match[str]) -> Exactness:
    parts = match.groupdict()
    if parts.get("m1") or parts.get("m2"):
        return "point"
    decimals = min(len(parts[name].partition(".")[2]) for name in ("d1", "d2"))
    return "point" if decimals > 1 else "city" if decimals else "region"
