"""Reading stretches of years, months and days, and days told by their place in a month or a year."""

from __future__ import annotations

import calendar as _calendar
from dataclasses import replace
from datetime import date, timedelta

from communique.resolve.times.calendar import days_of, nth_weekday, value_of
from communique.resolve.times.context import Context
from communique.resolve.times.days import calendar_day, nearest_day
from communique.resolve.times.grammar import Hit
from communique.resolve.times.meaning import Meaning, meaning
from communique.resolve.times.months import month_number, year_of_month
from communique.resolve.times.numbers import ordinal_of
from communique.resolve.times.years import year_number

_LONGEST = 60  # years that "1955-15" may not span: figures further apart are a code


def _part(found: Meaning, hit: Hit, name: str, value: str | None) -> Meaning:
    """The meaning of the words captured under a name."""
    first, last = hit.groups[name]
    return replace(found, start=hit.words[first].start, end=hit.words[last - 1].end, value=value)


def year_range(hit: Hit, _context: Context) -> list[Meaning]:
    """Two years: "2014-15", "1914–1918", "2017/18"; each is an expression of its own."""
    first, told = int(hit.word("year")), hit.word("other")
    second = int(told) if len(told) == 4 else first // 100 * 100 + int(told)
    if not first < second <= first + _LONGEST or not 1500 <= first <= 2100:
        return []
    whole = meaning(hit, None)
    return [_part(whole, hit, "year", f"{first:04}"), _part(whole, hit, "other", f"{second:04}")]


def month_range(hit: Hit, context: Context) -> list[Meaning]:
    """Two months of which the last has the year: "March to July 2018"."""
    year, names = year_number(hit, context), [hit.get(each)[-1] for each in ("month", "until")]
    if year is None or not all(word.raw[0].isupper() for word in names):
        return []
    first, second = (context.lexicon.number("months", word.text) for word in names)
    whole = meaning(hit, None)
    return [
        _part(whole, hit, "month", f"{year - (first > second):04}-{first:02}"),
        _part(whole, hit, "last", f"{year:04}-{second:02}"),
    ]


def days_apart(hit: Hit, context: Context) -> list[Meaning]:
    """Two days of which the last has the year: "28 September to 2 October 2019"."""
    year = year_number(hit, context)
    months = [context.lexicon.number("months", hit.word(each)) for each in ("month", "month2")]
    days = [ordinal_of(hit.word(each), context.lexicon) or 0 for each in ("day", "day2")]
    if not all(hit.get(each)[-1].raw[0].isupper() for each in ("month", "month2")):
        return []
    if year is None:
        if context.published is None:
            return []
        later = nearest_day(context, hit, months[1], days[1])
        year = later.year if later else context.published.year
    second = date(year, months[1], days[1])
    first = date(year - ((months[0], days[0]) > (months[1], days[1])), months[0], days[0])
    whole = meaning(hit, None)
    return [_part(whole, hit, "first", first.isoformat()), _part(whole, hit, "last", second.isoformat())]


def weekday_of_month(hit: Hit, context: Context) -> list[Meaning]:
    """The first Tuesday in September."""
    number, said = month_number(hit, context), hit.word("nth")
    nth = -1 if said in ("last", "final") else ordinal_of(said, context.lexicon)
    if number is None or nth is None or nth > 5:
        return []
    year = _year(hit, context, number)
    if year is None:
        return [meaning(hit, None)]
    day = nth_weekday(year, number, context.lexicon.number("weekdays", hit.word("weekday")), nth)
    return [meaning(hit, day.isoformat(), None if hit.word("year") else "published")] if day.month == number else []


def part_of_month(hit: Hit, context: Context) -> list[Meaning]:
    """The first week of December, the last day of March, the second half of May."""
    number, said, unit = month_number(hit, context), hit.word("nth"), hit.word("unit")
    nth = -1 if said in ("last", "final") else ordinal_of(said, context.lexicon)
    if number is None or nth is None:
        return []
    year = _year(hit, context, number)
    if year is None:
        return [meaning(hit, None)]
    length = _calendar.monthrange(year, number)[1]
    anchor = None if hit.word("year") else "published"
    if unit == "half":
        first, last = (1, 15) if nth == 1 else (16, length)
        days = date(year, number, first), date(year, number, last)
        return [replace(meaning(hit, f"{year:04}-{number:02}", anchor), days=days)]  # type: ignore[arg-type]
    day = _day_of_part(year, number, nth, unit)
    if day.month != number:
        return []
    suffix = "-WE" if unit == "weekend" else ""
    return [meaning(hit, value_of(day, "D" if unit == "day" else "W") + suffix, anchor)]  # type: ignore[arg-type]


def _day_of_part(year: int, month: int, nth: int, unit: str) -> date:
    """The nth day, a day in the nth week, the Saturday of the nth weekend of a month; -1 is the last."""
    if unit == "weekend":
        return nth_weekday(year, month, 6, nth)
    middle = 3 if unit == "week" else 0  # a week belongs to the month that most of its days are in
    if nth < 0:
        return date(year, month, _calendar.monthrange(year, month)[1]) - timedelta(days=middle)
    return date(year, month, 1) + timedelta(days=(7 if unit == "week" else 1) * (nth - 1) + middle)


def _year(hit: Hit, context: Context, number: int) -> int | None:
    """The year told, or that of the month by the tense; None when neither can be known."""
    year = year_number(hit, context)
    if year is None and context.published is not None:
        return year_of_month(hit, context, number)
    return year


def part_of_year(hit: Hit, context: Context) -> list[Meaning]:
    """The first day of 2016, the last month of the year."""
    year, said, unit = year_number(hit, context), hit.word("nth"), hit.word("unit")
    if year is None and context.published is None:
        return [meaning(hit, None)]
    known = year if year is not None else context.published.year if context.published else 0
    nth = -1 if said in ("last", "final") else ordinal_of(said, context.lexicon)
    if nth is None or (unit == "month" and not -1 <= nth <= 12):
        return []
    if unit == "month":
        value = f"{known:04}-{12 if nth < 0 else nth:02}"
    else:
        day = (
            date(known, 12, 31)
            if nth < 0
            else date(known, 1, 1) + timedelta(days=(nth - 1) * (7 if unit == "week" else 1))
        )
        value = value_of(day, "W" if unit == "week" else "D")
    return [meaning(hit, value, "published" if year is None else None)]


def week_of_day(hit: Hit, context: Context) -> list[Meaning]:
    """The week of 3 May, the weekend of December 7: the one that holds the day."""
    found = calendar_day(hit, context)
    days = days_of(found[0].value or "") if found else None
    if days is None:
        return [replace(each, value=None) for each in found]
    return [replace(found[0], value=value_of(days[0], "W") + ("-WE" if hit.word("unit") == "weekend" else ""))]
