"""Reading days of other calendars, and anniversaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from communique.resolve.times.calendar import days_of
from communique.resolve.times.calendars import days_in
from communique.resolve.times.context import Context
from communique.resolve.times.days import calendar_day
from communique.resolve.times.grammar import Hit
from communique.resolve.times.meaning import Meaning, meaning
from communique.resolve.times.numbers import ordinal_of

_GREGORIAN = 1600  # from which a number after a month is a year of ours, but for the Hebrew calendar
_HEBREW = 5000
_LAST_YEAR = 3000
_DOUBTS = {"Islamic": ", by the tables of Umm al-Qura: where the moon itself is looked for, a day earlier or later"}


def other_calendar(hit: Hit, context: Context) -> list[Meaning]:
    """A day, month or year of another calendar: named as such, and given as days of ours where it is reckoned."""
    era, words = hit.word("era"), hit.get("month")
    named = words or ([] if era == "hijri" else hit.get("era"))
    if named and not named[-1].raw[0].isupper():
        return []
    told = context.lexicon.code("eras", era) if era else context.lexicon.code("foreign_months", words[-1].text)
    name, _, number = told.rpartition(" ") if words else (told, "", "")
    year, day = _number(hit, "year"), _number(hit, "day")
    if words and day is None and year is not None and _GREGORIAN <= year < _HEBREW:
        return []  # "Ramadan 2019" is the one of the year 2019
    if era and (year is None or not 1 <= year <= _LAST_YEAR):
        return []
    days = days_in(name, year, int(number) if number else None, day) if year is not None else None
    if days is None:
        return [replace(meaning(hit, None), remark=f"is a date of the {name} calendar and is not converted")]
    value = days[0].isoformat() if days[0] == days[1] else f"{days[0]}/{days[1]}"
    if days == days_of(value[:4]):
        value = value[:4]
    remark = f"is a date of the {name} calendar{_DOUBTS.get(name, '')}"
    return [replace(meaning(hit, value), days=days, remark=remark)]


def _number(hit: Hit, name: str) -> int | None:
    """The number captured under a name; None where there is none."""
    figures = "".join(filter(str.isdigit, hit.word(name)))
    return int(figures) if figures else None


def anniversary(hit: Hit, context: Context) -> list[Meaning]:
    """The 30th anniversary of a day, and the day itself."""
    number, found = ordinal_of(hit.word("number"), context.lexicon), calendar_day(hit, context)
    if number is None or not found or found[0].value is None:
        return []
    first, last = hit.groups["date"]
    day = replace(found[0], start=hit.words[first].start, end=hit.words[last - 1].end)
    then = date.fromisoformat(found[0].value)
    leap = then.month == 2 and then.day == 29
    again = then.replace(year=then.year + number, day=28 if leap else then.day)
    return [meaning(hit, again.isoformat(), (day.start, day.end)), day]
