"""Other calendars: which of our days a year, a month or a day of theirs is.

The Islamic calendar is that of Umm al-Qura (the package hijridate); the sighting of the moon may move a day by one. The
Hebrew and Ethiopian calendars follow fixed rules, as Reingold and Dershowitz give them (Calendrical Calculations); the
Iranian one is reckoned by the cycle of 33 years, which agrees with the sun from 1799 to 2250. Thailand's years are
ours and 543 more. Tests compare them with the tables of holidays.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from hijridate import Hijri

from communique.resolve.times.calendar import Days

_HEBREW_EPOCH, _PERSIAN_EPOCH, _ETHIOPIAN_EPOCH = -1373427, 226895, 2796  # as days of the proleptic Gregorian calendar
_BUDDHIST = 543
_ADAR = 6  # in the order from Tishri, in which a leap year has another month before it


def days_in(calendar: str, year: int, month: int | None = None, day: int | None = None) -> Days | None:
    """The first and the last of our days of a year, a month or a day of another calendar.

    Args:
        calendar: The calendar's name, as in ``times.yaml``.
        year: Its year.
        month: The number of its month; None for the whole year.
        day: The day of the month; None for the whole month.

    Returns:
        The days; None where the calendar is not reckoned, or has no such day.
    """
    begin = _BEGINNINGS.get(calendar)
    if begin is None or not 1 <= (month or 1) <= _LAST[calendar]:
        return None
    try:
        first = begin(year, month or 1)
        whole = month is None or month == _LAST[calendar]
        over = begin(year + 1, 1) if whole else begin(year, (month or 0) + 1)
        if day is None:
            return first, over - timedelta(days=1)
        found = first + timedelta(days=day - 1)
        return (found, found) if day >= 1 and found < over else None
    except (ValueError, OverflowError):
        return None


def _islamic(year: int, month: int) -> date:
    found = Hijri(year, month, 1).to_gregorian()
    return date(found.year, found.month, found.day)


def _hebrew(year: int, month: int) -> date:
    """The first day of a month, the months counted from Tishri without the first Adar of a leap year."""
    leap, length = (7 * year + 1) % 19 < 7, _hebrew_new_year(year + 1) - _hebrew_new_year(year)
    lengths = [30, 30 if length % 10 == 5 else 29, 29 if length % 10 == 3 else 30, 29, 30]
    lengths += [29, 30, 29, 30, 29, 30, 29]
    passed = sum(lengths[: month - 1]) + (30 if leap and month >= _ADAR else 0)
    return date.fromordinal(_hebrew_new_year(year) + passed)


def _hebrew_new_year(year: int) -> int:
    before, now, after = (_hebrew_elapsed(each) for each in (year - 1, year, year + 1))
    delay = 2 if after - now == 356 else 1 if now - before == 382 else 0
    return _HEBREW_EPOCH + now + delay


def _hebrew_elapsed(year: int) -> int:
    """Days from the calendar's beginning to the new moon that opens a year, put off from certain days of the week."""
    months = (235 * year - 234) // 19
    day = months * 29 + (12084 + 13753 * months) // 25920
    return day + 1 if 3 * (day + 1) % 7 < 3 else day


def _iranian(year: int, month: int) -> date:
    passed = (month - 1) * 31 if month <= 7 else (month - 1) * 30 + 6
    return date.fromordinal(_PERSIAN_EPOCH + 365 * (year - 1) + (8 * year + 21) // 33 + passed)


def _ethiopian(year: int, month: int) -> date:
    return date.fromordinal(_ETHIOPIAN_EPOCH + 365 * (year - 1) + year // 4 + 30 * (month - 1))


def _buddhist(year: int, month: int) -> date:
    return date(year - _BUDDHIST, month, 1)


_BEGINNINGS: dict[str, Callable[[int, int], date]] = {
    "Islamic": _islamic, "Hebrew": _hebrew, "Iranian": _iranian, "Ethiopian": _ethiopian, "Buddhist": _buddhist,
}  # fmt: skip
_LAST = {"Islamic": 12, "Hebrew": 12, "Iranian": 12, "Ethiopian": 13, "Buddhist": 12}  # months of a year
