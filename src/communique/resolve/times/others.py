"""Reading days of other calendars, and anniversaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from communique.resolve.times.context import Context
from communique.resolve.times.days import calendar_day
from communique.resolve.times.grammar import Hit
from communique.resolve.times.meaning import Meaning, meaning
from communique.resolve.times.numbers import ordinal_of

_GREGORIAN = 1600  # from which a number after a month is a year of ours, but for the Hebrew calendar
_HEBREW = 5000


def other_calendar(hit: Hit, context: Context) -> list[Meaning]:
    """A day, month or year of another calendar: named as such, and given no value."""
    era, words = hit.word("era"), hit.get("month")
    if words and not words[-1].raw[0].isupper():
        return []
    name = context.lexicon.code("eras", era) if era else context.lexicon.code("foreign_months", words[-1].text)
    first, *others = hit.texts()
    if words and first == words[-1].text and len(others) == 1 and _GREGORIAN <= int(others[0]) < _HEBREW:
        return []  # "Ramadan 2019" is the one of the year 2019
    if era and not 1 <= int(hit.words[hit.first].text) <= 2000:
        return []
    return [replace(meaning(hit, None), remark=f"is a date of the {name} calendar and is not converted")]


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
