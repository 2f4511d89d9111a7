"""Arithmetic on TIMEX3 calendar values: shifting them, and the days they cover."""

from __future__ import annotations

import calendar as _calendar
import re
from datetime import date, timedelta
from typing import Literal

Unit = Literal["D", "W", "M", "Q", "H", "Y", "DE", "CE"]
Days = tuple[date, date]

# Meteorological seasons of the northern hemisphere; a winter is named after the year it begins in.
FIRST_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_VALUE = re.compile(
    r"(?P<century>\d\d)$|(?P<decade>\d{3})$|(?P<year>\d{4})"
    r"(?:$|-W(?P<week>\d\d)(?P<weekend>-WE)?|-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-(?P<season>SP|SU|FA|WI)"
    r"|-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T.*)?)?)$"
)
_MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200}


def add_months(day: date, months: int) -> date:
    """The day so many months on (or back), the last of the month when there is no such day.

    Raises:
        OverflowError: The result lies outside the years 1 to 9999.
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(day.day, _calendar.monthrange(year, month + 1)[1]))


def shift(day: date, unit: str, count: int) -> date:
    """The day ``count`` units on; units are those of :data:`Unit`.

    Raises:
        OverflowError: The result lies outside the years 1 to 9999.
    """
    if unit in _MONTHS:
        return add_months(day, _MONTHS[unit] * count)
    return day + timedelta(days=count * (7 if unit == "W" else 1))


def value_of(day: date, unit: str) -> str:
    """The TIMEX3 value of the period of this unit that holds the day, such as 2019-W49 for W."""
    if unit == "W":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    shapes = {
        "D": day.isoformat(),
        "M": f"{day.year:04}-{day.month:02}",
        "Q": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "H": f"{day.year:04}-H{1 if day.month < 7 else 2}",
        "Y": f"{day.year:04}",
        "DE": f"{day.year:04}"[:3],
        "CE": f"{day.year:04}"[:2],
    }
    return shapes[unit]


def days_of(value: str) -> Days | None:
    """First and last day of a calendar value; None for durations, sets, references and impossible dates."""
    first, mark, last = value.partition("/")
    if mark:
        begin, end = days_of(first), days_of(last)
        return (begin[0], end[1]) if begin and end else None
    match = _VALUE.match(value)
    if match is None:
        return None
    try:
        return _days(match.groupdict())
    except (ValueError, OverflowError):
        return None


def _days(part: dict[str, str | None]) -> Days:
    if part["century"] or part["decade"]:
        digits = part["century"] or part["decade"] or ""
        first = int(digits.ljust(4, "0"))
        return date(max(first, 1), 1, 1), date(first + 10 ** (4 - len(digits)) - 1, 12, 31)
    year = int(part["year"] or 0)
    if part["week"]:
        monday = date.fromisocalendar(year, int(part["week"]), 1)
        return monday + timedelta(days=5 if part["weekend"] else 0), monday + timedelta(days=6)
    if part["day"]:
        day = date(year, int(part["month"] or 1), int(part["day"]))
        return day, day
    month, length = _stretch(part)
    first_day = date(year, month, 1)
    if (year, month + length) == (date.max.year, 13):
        return first_day, date.max
    return first_day, add_months(first_day, length) - timedelta(days=1)


def _stretch(part: dict[str, str | None]) -> tuple[int, int]:
    """First month and number of months of a month, quarter, half, season or year."""
    if part["month"]:
        return int(part["month"]), 1
    if part["quarter"]:
        return int(part["quarter"]) * 3 - 2, 3
    if part["half"]:
        return int(part["half"]) * 6 - 5, 6
    if part["season"]:
        return FIRST_MONTHS[part["season"]], 3
    return 1, 12


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, in Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    n = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + n + 90) // 25
    return date(year, month, (h - m + n + month + 19) % 32)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth Monday (1) … Sunday (7) of a month; -1 is the last."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    last = date(year, month, _calendar.monthrange(year, month)[1])
    return last - timedelta(days=(last.isoweekday() - weekday) % 7 + 7 * (-nth - 1))
