"""Numbers that stand for days in the archive's indexes."""

from __future__ import annotations

import functools
from datetime import date
from typing import NamedTuple

NEVER = 9_999_999
"""The day of what has none: after every day, so that it stands last and lies in no stretch of time."""

LONG = 31
"""Days; what stretches over more is looked for in an index of its own."""


class Days(NamedTuple):
    """The days of an entry as numbers; ``long_until`` is the last one of what is long, else None."""

    day: int
    until: int
    long_until: int | None


@functools.lru_cache(maxsize=4096)
def day_number(day: str | None) -> int | None:
    """The number of an ISO 8601 day; None for none and for what is no day."""
    if not day:
        return None
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return None


def whole_day(day: str | None) -> str | None:
    """The ISO 8601 day of a day or a time; None for none and for what is no day, such as a month."""
    return day[:10] if day is not None and day_number(day) is not None else None


@functools.lru_cache(maxsize=4096)
def days_of(earliest: str | None, latest: str | None, published: str | None) -> Days:
    """The days of an entry: its own, else the day on which its article was published."""
    first, last = day_number(earliest), day_number(latest)
    if first is None and last is None:
        first = last = day_number(published)
    if first is None or last is None:
        known = first if first is not None else last
        return Days(NEVER, 0, None) if known is None else Days(known, known, None)
    return Days(first, last, last if last - first > LONG else None)
