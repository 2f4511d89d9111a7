"""Makes ``vocabulary/data/times_movable.yaml``: the days of holidays that the moon sets, 1940 to 2060.

``python -m training.holidays`` needs ``pip install hijridate convertdate holidays`` (MIT), at this step alone: the Umm
al-Qura calendar, the Hebrew calendar, and the tables of the Chinese and Hindu lunar years. Eastern Easter is reckoned
here, from the Julian calendar.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from convertdate import hebrew, persian  # type: ignore[import-not-found]
from hijridate import Hijri  # type: ignore[import-not-found]
from holidays.calendars.chinese import _ChineseLunisolar  # type: ignore[import-not-found]
from holidays.calendars.hindu import _HinduLunisolar  # type: ignore[import-not-found]

FILE = Path(__file__).parents[1] / "src/communique/vocabulary/data/times_movable.yaml"
FIRST, LAST = 1940, 2060
HEAD = """\
# Holidays whose day moves with the moon, by the calendars of the packages hijridate (Umm al-Qura), convertdate (Hebrew,
# Iranian) and holidays (Chinese, Hindu); made by training/holidays.py. `names` are how it is written, `dates` its first
# days, `length` its number of days; local sightings of the moon may move an Islamic day by one.
"""
# Names, month and day of the Islamic year, number of days (0: to the month's end).
ISLAMIC = (
    (["Islamic New Year", "Islamic new year"], 1, 1, 1),
    (["Ashura", "Day of Ashura"], 1, 10, 1),
    (["Mawlid", "Mawlid al-Nabi", "Prophet's birthday", "Prophet Muhammad's birthday"], 3, 12, 1),
    (["Ramadan", "Ramadhan", "Ramzan"], 9, 1, 0),
    (["Eid al-Fitr", "Eid ul-Fitr", "Eid el-Fitr", "Id al-Fitr"], 10, 1, 1),
    (
        ["Eid al-Adha", "Eid ul-Adha", "Eid el-Adha", "Id al-Adha", "Feast of Sacrifice", "Feast of the Sacrifice"],
        12,
        10,
        1,
    ),
)
# Names, month and day of the Hebrew year (Nisan is 1), number of days.
HEBREW = (
    (["Purim"], 0, 14, 1),
    (["Passover", "Pesach"], 1, 15, 7),
    (["Shavuot"], 3, 6, 1),
    (["Rosh Hashanah", "Rosh Hashana", "Jewish New Year"], 7, 1, 2),
    (["Yom Kippur"], 7, 10, 1),
    (["Sukkot"], 7, 15, 7),
    (["Hanukkah", "Chanukah", "Hanukka"], 9, 25, 8),
)


def islamic(month: int, day: int) -> Iterator[tuple[date, int]]:
    """A day of the Islamic year in each year, with the length of its month."""
    for year in range(1359, 1500):
        first = Hijri(year, month, day)
        found = first.to_gregorian()
        if FIRST <= found.year <= LAST:
            yield date(found.year, found.month, found.day), first.month_length()


def jewish(month: int, day: int) -> Iterator[date]:
    """A day of the Hebrew year in each year; month 0 is the Adar before Nisan."""
    for year in range(FIRST + 3759, LAST + 3763):
        purim = 13 if hebrew.leap(year) else 12
        found = date(*hebrew.to_gregorian(year, month or purim, day))
        if FIRST <= found.year <= LAST:
            yield found


def eastern_easter(year: int) -> date:
    """Easter of the Julian calendar, as a Gregorian day (Meeus, Astronomical Algorithms, ch. 8; 1900 to 2099)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def entry(names: list[str], length: int, dates: list[date]) -> str:
    """One holiday of the data file."""
    lines = textwrap.wrap(" ".join(day.isoformat() for day in sorted(dates)), 118)
    said = ", ".join(f'"{name}"' for name in names)
    return f"- names: [{said}]\n  length: {length}\n  dates: >-\n" + "".join(f"    {line}\n" for line in lines)


def main() -> None:
    """Write the data file."""
    years = range(FIRST, LAST + 1)
    out = [HEAD]
    for names, month, day, length in ISLAMIC:
        found = list(islamic(month, day))
        out.append(entry(names, length or 29, [each for each, _ in found]))
    for names, month, day, length in HEBREW:
        out.append(entry(names, length, list(jewish(month, day))))
    chinese, hindu = _ChineseLunisolar(), _HinduLunisolar()
    new_year = ["Lunar New Year", "Chinese New Year", "Lunar new year", "Tet"]
    out.append(entry(new_year, 1, [chinese.lunar_new_year_date(year)[0] for year in years]))
    out.append(entry(["Diwali", "Deepavali"], 1, [hindu.diwali_date(year)[0] for year in years]))
    nowruz = ["Nowruz", "Noruz", "Nawruz", "Iranian New Year", "Persian New Year"]
    out.append(entry(nowruz, 1, [date(*persian.to_gregorian(year - 621, 1, 1)) for year in years]))
    easter = ["Orthodox Easter", "Eastern Easter", "Orthodox Easter Sunday"]
    out.append(entry(easter, 1, [eastern_easter(year) for year in years]))
    FILE.write_text("".join(out), encoding="utf-8")


if __name__ == "__main__":
    main()
