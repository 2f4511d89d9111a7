"""Reading days: dates in figures and words, and days with a name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from communique.resolve.times.calendar import add_months, easter, nth_weekday
from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit, Holiday, grammar
from communique.resolve.times.meaning import Meaning, meaning
from communique.resolve.times.months import month_number
from communique.resolve.times.numbers import ordinal_of
from communique.resolve.times.steps import step_of
from communique.resolve.times.years import year_number

_NEAR = 90  # days within which a day of a month is taken as the nearest
_JUST_PAST = 10  # days back up to which a day is the one meant, whatever the tense
_ROUND_THE_DAY = 3  # days ahead that a past tense may still name, for want of a certain day of the text
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEEK_AND_DAY = 8  # days up to which a feast is known by its first


def iso(hit: Hit, _context: Context) -> list[Meaning]:
    """A date in ISO 8601."""
    raw = hit.words[hit.first].raw
    if "W" not in raw:
        date.fromisoformat(raw[:10])
    return [meaning(hit, raw[:16] if "T" in raw else raw)]


def compact(hit: Hit, _context: Context) -> list[Meaning]:
    """A date in eight figures, as wire services number their items."""
    raw = hit.words[hit.first].raw
    return [meaning(hit, date(int(raw[:4]), int(raw[4:6]), int(raw[6:])).isoformat())]


def slashed(hit: Hit, context: Context) -> list[Meaning]:
    """A date in figures; of 8/12 and 12/8 the reading that exists, fits the outlet, or lies nearer to the text."""
    first, second, year = (int(part) for part in re.split(r"[/.-]", hit.words[hit.first].text))
    if first > 31:
        day = _day(first, second, year)
        return [meaning(hit, day.isoformat())] if day else []
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    if not 1500 <= year <= 2199:
        return []
    possible = [day for day in (_day(year, second, first), _day(year, first, second)) if day is not None]
    if not possible:
        return []
    chosen = possible[0]
    if len(possible) == 2 and context.month_first is not None:
        chosen = possible[1 if context.month_first else 0]
    elif len(possible) == 2 and context.published is not None:
        published = context.published
        chosen = min(possible, key=lambda day: abs((day - published).days))
    return [meaning(hit, chosen.isoformat())]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def calendar_day(hit: Hit, context: Context) -> list[Meaning]:
    """A day of a month, its year told or inferred."""
    month = month_number(hit, context)
    number = ordinal_of(hit.word("day"), context.lexicon)
    if month is None or number is None:
        return []
    return _on(hit, context, month, number)


def _on(hit: Hit, context: Context, month: int, number: int) -> list[Meaning]:
    year = year_number(hit, context)
    if not 1 <= number <= 31:
        return []
    if "far_year" in hit.words[hit.last - 1].classes and hit.after()[:1].isalpha():  # "on 3 May 2500 marched"
        told = {name: span for name, span in hit.groups.items() if name != "year"}
        hit = replace(hit, last=max(told["day"][1], told["month"][1]), groups=told)
    if number > _LENGTHS[month - 1] or (year is not None and _day(year, month, number) is None):
        return [replace(meaning(hit, None), remark="is no day of the calendar")]
    if year is not None:
        return [meaning(hit, date(year, month, number).isoformat())]
    if context.published is None:
        return [meaning(hit, None)]
    day = nearest_day(context, hit, month, number)
    return [meaning(hit, day.isoformat(), "published")] if day else []


def nearest_day(context: Context, hit: Hit, month: int, number: int) -> date | None:
    """The day of that name nearest to the text, unless the tense points clearly to the other side."""
    published = context.published or date.min
    possible = [day for year in (-1, 0, 1) if (day := _day(published.year + year, month, number)) is not None]
    possible = possible or [day for year in (-3, -2, 2, 3) if (day := _day(published.year + year, month, number))]
    near = min(possible, key=lambda day: abs((day - published).days), default=None)
    if near is None or (not hit.word("step") and _certain(context, hit, (near - published).days)):
        return near
    if hit.word("step"):
        ahead = hit.word("step") == "next"
        fitting = [day for day in possible if (day > published if ahead else day < published)]
        return (min if ahead else max)(fitting, default=near)
    tense = context.tense(hit)
    if 0 < (near - published).days < _NEAR and not (tense == "past" and context.hangs_on_verb(hit)):
        return near
    if tense == "past":
        return max((day for day in possible if day <= published), default=near)
    if tense == "future":
        return min((day for day in possible if day >= published), default=near)
    return near


def _certain(context: Context, hit: Hit, distance: int) -> bool:
    """Whether the nearest day of that name, so many days from the text, is meant whatever else could be.

    One that lies some days back is not, where the clause looks ahead: in March, 31 December is still to come.
    """
    if not -_NEAR < distance <= _ROUND_THE_DAY:
        return False
    if "may" in hit.texts():  # which the parse takes for the verb now and then
        return True
    return distance >= -_JUST_PAST or context.tense(hit) != "future" or not context.hangs_on_verb(hit)


def numbered_weekday(hit: Hit, context: Context) -> list[Meaning]:
    """Friday the 13th: the nearest day that is both."""
    number, weekday = ordinal_of(hit.word("day"), context.lexicon), hit.word("weekday")
    if number is None or not hit.get("weekday")[-1].raw[0].isupper():
        return []
    if context.published is None:
        return [meaning(hit, None)]
    published = context.published
    months = (add_months(published.replace(day=1), count) for count in range(-14, 15))
    fitting = (_day(month.year, month.month, number) for month in months)
    wanted = context.lexicon.number("weekdays", weekday)
    days = [day for day in fitting if day is not None and day.isoweekday() == wanted]
    nearest = min(days, key=lambda day: abs((day - published).days), default=None)
    return [meaning(hit, nearest.isoformat(), "published")] if nearest else []


def day_range(hit: Hit, context: Context) -> list[Meaning]:
    """Two days of one month: "3 to 5 May" or "May 3-5"; each is an expression of its own."""
    whole = calendar_day(hit, context)
    month, other = month_number(hit, context), ordinal_of(hit.word("other"), context.lexicon)
    first = ordinal_of(hit.word("day"), context.lexicon)
    month_leads = hit.groups["month"][0] < hit.groups["day"][0]
    if not whole or month is None or other is None or first is None or other <= first:
        return []
    known = whole[0].value
    values = [f"{known[:8]}{number:02}" if known else None for number in (first, other)]
    if known:
        date.fromisoformat(values[1] or "")
    spans = [hit.groups["ext"], hit.groups["other"]] if month_leads else [hit.groups["day"], hit.groups["ext"]]
    return [
        replace(whole[0], start=hit.words[begin].start, end=hit.words[end - 1].end, value=value)
        for (begin, end), value in zip(spans, values, strict=True)
    ]


def holiday(hit: Hit, context: Context) -> list[Meaning]:
    """A day, or a season of days, with a name."""
    known = grammar().holidays[_name_of(hit)]
    if known.dates and (not hit.get("holiday")[0].raw[0].isupper() or _is_surname(hit, context)):
        return []
    if hit.after() in context.lexicon.values["named_after"] and hit.words[hit.last].raw[0].isupper():
        return []
    number, published = year_number(hit, context), context.published
    if number:
        found = _holidays_in(known, number)
        return [_holiday(hit, known, found[0])] if found else []
    if published is None or (known.national and _of_another(hit, context)):
        return [meaning(hit, None)]
    years = (published.year - 1, published.year, published.year + 1)
    days = [day for year in years for day in _holidays_in(known, year)]
    chosen = _by_tense(days, known, hit, context)
    return [_holiday(hit, known, chosen, "published")] if chosen else []


def _by_tense(days: list[date], known: Holiday, hit: Hit, context: Context) -> date | None:
    """The holiday that is on, the last or the next one by "last", "next" or the tense, else the nearest."""
    published = context.published or date.min
    running = [day for day in days if day <= published < day + timedelta(days=known.length)]
    step = step_of(hit, context) if hit.word("step") else None
    if running and step is None:
        return running[0]
    tense = context.tense(hit) if step is None else None
    if step == -1 or tense == "past":
        return max((day for day in days if day <= published), default=None)
    if step == 1 or tense in ("future", "present"):
        return min((day for day in days if day >= published), default=None)
    return min(days, key=lambda day: abs((day - published).days), default=None)


def _holiday(hit: Hit, known: Holiday, first: date, anchor: Literal["published"] | None = None) -> Meaning:
    """The meaning of a holiday that begins on a day; a season has the interval as its value."""
    last = first + timedelta(days=known.length - 1)
    value = f"{first}/{last}" if known.length > _WEEK_AND_DAY else first.isoformat()
    return replace(meaning(hit, value, anchor), days=(first, last))


def _is_surname(hit: Hit, context: Context) -> bool:
    """Whether a holiday of one word is somebody's surname, after a given name."""
    if hit.first == 0 or len(hit.get("holiday")) > 1 or context.text[hit.words[hit.first - 1].end] == "\n":
        return False
    before = hit.words[hit.first - 1]
    return before.raw[:1].isupper() and context.tag(before.start) == "PROPN" and "months" not in before.classes


def _of_another(hit: Hit, context: Context) -> bool:
    """Whether a country's name or adjective before a national day makes it another country's."""
    if hit.before() in ("'s", "’s") or hit.first == 0:
        return hit.first > 0
    before = hit.words[hit.first - 1]
    return before.raw[:1].isupper() and context.tag(before.start) in ("ADJ", "PROPN")


def _holidays_in(known: Holiday, number: int) -> list[date]:
    """The days in a year: mostly one."""
    if known.dates:
        return [date.fromisoformat(each) for each in known.dates if each.startswith(f"{number:04}-")]
    if known.day is not None:
        return [date.fromisoformat(f"{number:04}-{known.day}")]
    if known.nth is not None:
        return [nth_weekday(number, *known.nth) + timedelta(days=known.plus)]
    return [easter(number) + timedelta(days=known.easter or 0)]


def _name_of(hit: Hit) -> str:
    """The captured name with its apostrophes and spaces as in the data file."""
    words, out = hit.get("holiday"), ""
    for index, word in enumerate(words):
        glued = index == 0 or word.start == words[index - 1].end
        out += ("" if glued else " ") + word.text.replace("’", "'").replace("`", "'")
    return out
