"""Dates of any precision, as other registers write them."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")
_PETRARCH = re.compile(r"(\d{2}|\d{4})(\d{2})(\d{2})")
_CENTURY = 30
"""PETRARCH's own rule: two digits up to 30 are a year of this century, later ones of the last."""


def iso_date(text: str | None) -> str | None:
    """An ISO 8601 date of any precision, time of day cut off; None for an empty one.

    Raises:
        ValueError: It is no such date, or no such day exists.
    """
    if text is None or not text.strip():
        return None
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return _checked(*match.groups())


def petrarch_date(text: str) -> str:
    """The day of ``YYMMDD`` or ``YYYYMMDD``; a month or day of 00 leaves the date less exact.

    Raises:
        ValueError: It is no such date.
    """
    match = _PETRARCH.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = match.groups()
    if len(year) == 2:
        year = f"20{year}" if int(year) <= _CENTURY else f"19{year}"
    month = month if month != "00" else None
    return _checked(year, month, day if month and day != "00" else None)


def _checked(year: str, month: str | None, day: str | None) -> str:
    checked = date(int(year), int(month or 1), int(day or 1))
    parts = [f"{checked.year:04}", f"{checked.month:02}" if month else "", f"{checked.day:02}" if day else ""]
    return "-".join(part for part in parts if part)


def is_reversed(since: str | None, until: str | None) -> bool:
    """Whether a period certainly ends before it starts."""
    if not since or not until:
        return False
    size = min(len(since), len(until))
    return until[:size] < since[:size]
