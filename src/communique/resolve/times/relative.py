"""Reading times that are counted from the day of the text or from a time before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from communique.resolve.times.calendar import add_months, days_of, shift, value_of
from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit
from communique.resolve.times.lengths import period
from communique.resolve.times.meaning import Meaning, meaning
from communique.resolve.times.numbers import number_of, ordinal_of
from communique.resolve.times.steps import step_of

_FROM_REFERENCE = frozenset({"following", "ensuing", "subsequent", "preceding", "previous", "prior", "same", "that"})
_NO_DAY = frozenset({"last", "past", "current", "coming", "upcoming", "prior"})
_SUNDAY = 7
_YEAR = 4  # figures of a year
_DAILY = frozenset({"day", "days", "hour", "hours", "minute", "minutes"})
_LEAD = 300  # characters in which the first sentence of a text ends
_REPORTED_NEARBY = 1000  # characters over which a quarter stays the period that figures are compared with


def reference(hit: Hit, _context: Context) -> list[Meaning]:
    """A time that is only past, present or future."""
    return [meaning(hit, hit.rule.settings["value"])]


def deictic_day(hit: Hit, context: Context) -> list[Meaning]:
    """Today, yesterday, tomorrow, and parts of them."""
    if context.published is None:
        return [meaning(hit, None)]
    offset = context.lexicon.number("deictic_days", hit.word("day"))
    if hit.texts()[:2] == ["the", "day"]:
        offset += -1 if "before" in hit.texts() else 1
    day = context.published + timedelta(days=offset)
    return [meaning(hit, day.isoformat() + _part(hit, context), "published")]


def day_of_month(hit: Hit, context: Context) -> list[Meaning]:
    """A day told by its number, of this, the last or the next month."""
    number = ordinal_of(hit.word("day"), context.lexicon)
    if number is None or not 1 <= number <= 31:
        return []
    if context.published is None:
        return [meaning(hit, None)]
    told = step_of(hit, context) if hit.word("step") else 0
    day = add_months(context.published.replace(day=1), told).replace(day=number)
    return [meaning(hit, day.isoformat(), "published")]


def _part(hit: Hit, context: Context) -> str:
    return "T" + context.lexicon.code("parts", hit.word("part")) if hit.word("part") else ""


def part_of_today(hit: Hit, context: Context) -> list[Meaning]:
    """Tonight and overnight."""
    if context.published is None:
        return [meaning(hit, None)]
    back = hit.texts()[0] == "overnight" and context.tense(hit) != "future"
    day = context.published - timedelta(days=1 if back else 0)
    return [meaning(hit, f"{day}T{hit.rule.settings['part']}", "published")]


def part_told(hit: Hit, context: Context) -> list[Meaning]:
    """This morning, last night, that evening, the next morning."""
    step = hit.word("step")
    of_reference = step not in ("this", "last")
    day = context.day_in_question if of_reference else context.published
    if day is None:
        return [meaning(hit, None)]
    day += timedelta(days=step_of(hit, context))
    found = meaning(hit, day.isoformat() + _part(hit, context), "published")
    return [replace(found, anchor=context.day_span) if of_reference and context.day else found]


def part_of_day(hit: Hit, context: Context) -> list[Meaning]:
    """The morning: of the day named beside it, else of a day named shortly before, else of the day of the text."""
    named = context.day_nearby(hit.words[hit.first].start)
    day = named or context.published
    known = (day.isoformat() if day else "XXXX-XX-XX") + _part(hit, context)
    found = meaning(hit, known, context.day_span if named else "published" if day else None)
    if hit.rule.settings.get("part"):
        found = replace(found, value=f"{found.value}T{hit.rule.settings['part']}" if found.value else None)
    sure = hit.before() in context.lexicon.values["part_links"] or hit.texts()[0] != "the"
    return [replace(found, needs_day=True, sure=sure)]


def weekday(hit: Hit, context: Context) -> list[Meaning]:
    """A day of the week: the next or the last one, by "next" and "last" or by the tense."""
    if not hit.get("day")[-1].raw[0].isupper() or _names_a_day(hit, context):
        return []
    if context.published is None:
        return [meaning(hit, None)]
    number = context.lexicon.number("weekdays", hit.word("day"))
    base = context.published
    if context.day is not None and _ends_a_stretch(hit, context):
        day = _weekday_from(context.day, number, 1)
        return [replace(meaning(hit, day.isoformat() + _part(hit, context)), anchor=context.day_span)]
    step = step_of(hit, context) if hit.word("step") else None
    if hit.word("step") in ("previous", "following", "preceding", "that", "same") and context.reference:
        day = _weekday_from(context.reference, number, step or 0)
        return [replace(meaning(hit, day.isoformat() + _part(hit, context)), anchor=context.reference_span)]
    if step is None:
        step = _step_by_tense(hit, context, (number - base.isoweekday()) % 7)
    elif hit.word("step") in ("this", "current"):
        day = base + timedelta(days=number - base.isoweekday())
        return [meaning(hit, day.isoformat() + _part(hit, context), "published")]
    day = _weekday_from(base, number, step)
    return [meaning(hit, day.isoformat() + _part(hit, context), "published")]


def _ends_a_stretch(hit: Hit, context: Context) -> bool:
    """Whether a weekday ends what the day named just before it begins: "from Monday to Friday"."""
    if hit.first == 0 or context.day_span is None or hit.before() not in context.lexicon.values["stretch_links"]:
        return False
    begin, end = context.day_span
    named = context.text[begin:end].lower().split()
    beside = not context.text[end : hit.words[hit.first - 1].start].strip()
    return beside and bool(named) and named[-1] in context.lexicon.values["weekdays"]


def _step_by_tense(hit: Hit, context: Context, distance: int) -> int:
    """Whether a weekday on its own is the next (1) or the last one (-1), or the day of the text (0).

    Args:
        hit: The weekday.
        context: What it is read against.
        distance: How many days the next one lies ahead.
    """
    if distance == 0:
        return 0
    tense = context.tense(hit)
    ahead = {"future": 7, "present": 7, "open": 4}.get(tense or "past", 0)
    return 1 if distance < ahead or (distance == 1 and _in_the_lead(hit, context)) else -1


def _in_the_lead(hit: Hit, context: Context) -> bool:
    """Whether the weekday stands in the first sentence of a dispatch.

    News opens with what is newest: the day of the week before, told by its name alone, is not. A dispatch that
    names the day after its date was sent round midnight or from another zone.
    """
    if context.published is None or context.published.isoweekday() == _SUNDAY:
        return False
    opening = context.text[: hit.words[hit.first].start].strip()
    return len(opening) < _LEAD and not re.search(r"[a-z)]{2}[.!?][\s\"”’']", opening)


def _weekday_from(base: date, number: int, step: int) -> date:
    """The day of that name after (1) or before (-1) a day; 0 takes the day itself, or the one before."""
    if step > 0:
        return base + timedelta(days=(number - base.isoweekday() - 1) % 7 + 1)
    back = (base.isoweekday() - number) % 7
    return base - timedelta(days=back or (7 if step < 0 else 0))


def _names_a_day(hit: Hit, context: Context) -> bool:
    """Whether the word before makes a name of it, as in Super Tuesday."""
    named = hit.before() in context.lexicon.values["named_days"]
    return named and hit.words[hit.first - 1].raw[0].isupper()


def weekday_beside(hit: Hit, context: Context) -> list[Meaning]:
    """The Sunday after, the Friday before: from the time in question."""
    if context.reference is None or not hit.get("day")[-1].raw[0].isupper():
        return []
    number = context.lexicon.number("weekdays", hit.word("day"))
    day = _weekday_from(context.reference, number, -1 if hit.word("step") == "before" else 1)
    return [meaning(hit, day.isoformat(), context.reference_span)]


def from_weekday(hit: Hit, context: Context) -> list[Meaning]:
    """A week from Friday, two weeks from tomorrow."""
    amount, base = _amount(hit, context) if hit.get("amount") else Fraction(1), context.published
    if base is None or amount is None:
        return [meaning(hit, None)]
    if hit.word("day2"):
        start = base + timedelta(days=context.lexicon.number("deictic_days", hit.word("day2")))
    else:
        start = _weekday_from(base, context.lexicon.number("weekdays", hit.word("day")), 1)
    return [meaning(hit, (start + timedelta(weeks=int(amount))).isoformat(), "published")]


def period_beside(hit: Hit, context: Context) -> list[Meaning]:
    """The week before, the year after: from the time in question."""
    unit = context.lexicon.code("units", hit.word("unit"))
    if context.reference is None or unit == "2W":
        return []
    step = 1 if hit.word("side") == "after" else -1
    return [meaning(hit, value_of(shift(context.reference, unit, step), unit), context.reference_span)]


def then(hit: Hit, context: Context) -> list[Meaning]:
    """Until then, since then: the time in question."""
    return [meaning(hit, context.reference_value, context.reference_span)] if context.reference_value else []


def weekday_of_week(hit: Hit, context: Context) -> list[Meaning]:
    """Tuesday last week."""
    if context.published is None:
        return [meaning(hit, None)]
    published = context.published
    away = context.lexicon.number("weekdays", hit.word("day")) - published.isoweekday()
    day = published + timedelta(days=away, weeks=step_of(hit, context))
    return [meaning(hit, day.isoformat(), "published")]


def weekend(hit: Hit, context: Context) -> list[Meaning]:
    """A weekend: Saturday and Sunday of an ISO week."""
    if context.published is None:
        return [meaning(hit, None)]
    step = step_of(hit, context) if hit.word("step") else None
    if step is None:
        step = -1 if context.published.isoweekday() < 6 and context.tense(hit) not in ("future", "present") else 0
    elif step == -1 and context.published.isoweekday() == 7:
        step = -1
    return [meaning(hit, value_of(context.published + timedelta(weeks=step), "W") + "-WE", "published")]


def period_told(hit: Hit, context: Context) -> list[Meaning]:
    """Last week, next year, the following day, that month."""
    step, unit, told = hit.word("step"), context.lexicon.code("units", hit.word("unit")), step_of(hit, context)
    if not _is_period(hit, context, step, unit):
        return []
    of_reference = step in _FROM_REFERENCE or (step == "next" and unit == "D")
    base = _base(context, daily=unit == "D") if of_reference else context.published
    span = context.day_span if unit == "D" else context.reference_span
    if base is None:
        return [meaning(hit, None)]
    if unit in ("DE", "CE") and step in ("last", "past", "next", "coming") and not _a_century(hit, context):
        return [replace(meaning(hit, "P10Y" if unit == "DE" else "P100Y"), type="DURATION")]
    found = _clipped(meaning(hit, value_of(shift(base, unit, told), unit), "published"), hit, base)
    return [replace(found, anchor=span) if base is not context.published else found]


def _base(context: Context, *, daily: bool) -> date | None:
    """What "the following week" and, where days are counted, "the following day" are counted from."""
    return context.day_in_question if daily else context.reference or context.published


def _a_century(hit: Hit, context: Context) -> bool:
    """Whether "the next century" is the one of the calendar, not a hundred years to come."""
    told = hit.word("unit") == "century" and hit.word("step") in ("last", "next")
    return told and hit.before() not in context.lexicon.values["lasting_links"]


def _is_period(hit: Hit, context: Context, step: str, unit: str) -> bool:
    """Whether the unit has a value of its own, and the words are not the title of a programme ("This Week")."""
    if unit == "2W" or (unit == "D" and step in _NO_DAY):
        return False
    if unit == "D" and step in ("same", "that") and not context.reference_is_day:
        return False
    return not (hit.get("unit")[-1].raw[0].isupper() and not hit.get("step")[-1].raw.isupper() and hit.first)


def _clipped(found: Meaning, hit: Hit, base: date) -> Meaning:
    """The days of "earlier this week" end with the day of the text; those of "later this week" begin with it."""
    days, phase = days_of(found.value or ""), hit.texts()[0]
    if days is None or phase not in ("earlier", "later") or not days[0] <= base <= days[1]:
        return found
    return replace(found, days=(days[0], base) if phase == "earlier" else (base, days[1]))


def the_period(hit: Hit, context: Context) -> list[Meaning]:
    """The year, the week: the one that holds the day of the text."""
    if context.published is None:
        return [meaning(hit, None)]
    unit = context.lexicon.code("units", hit.word("unit"))
    return [meaning(hit, value_of(context.published, unit), "published")] if unit not in ("2W", "D") else []


def edge_of_period(hit: Hit, context: Context) -> list[Meaning]:
    """The end of the month: its last day; other edges give the whole period."""
    unit = context.lexicon.code("units", hit.word("unit"))
    if unit in ("2W", "D"):
        return []
    if context.published is None:
        return [meaning(hit, None)]
    value = value_of(context.published, unit)
    days = days_of(value)
    if hit.word("edge") == "end" and unit == "M" and days is not None:
        return [meaning(hit, days[1].isoformat(), "published")]
    return [meaning(hit, value, "published")]


def this_quarter(hit: Hit, context: Context) -> list[Meaning]:
    """The quarter: this one, or the one that is being reported on."""
    texts = hit.texts()
    if "this" in texts or "current" in texts:
        if texts[-1] == "period" or context.published is None:
            return []
        return [meaning(hit, value_of(context.published, "Q"), "published")]
    if context.quarter is not None and (texts[-1] == "quarter" or "latest" in texts):
        context.report_on(context.quarter, hit.words[hit.last - 1].end)
        return [meaning(hit, context.quarter)]
    if texts[-1] == "period" or context.published is None:
        return []
    return [meaning(hit, value_of(add_months(context.published, -3), "Q"), "published")]


def year_ago(hit: Hit, context: Context) -> list[Meaning]:
    """The same period a year before."""
    unit, told = hit.word("unit"), context.reference or context.published
    if unit in ("month", "day") and told is not None:
        return [meaning(hit, value_of(add_months(told, -12), "M" if unit == "month" else "D"), context.reference_span)]
    if unit == "quarter" and context.quarter is None and context.published is not None:
        return [meaning(hit, value_of(add_months(context.published, -15), "Q"), "published")]
    if context.quarter is not None:
        return [meaning(hit, _year_back(context.quarter), "published")]
    if context.published is None:
        return [meaning(hit, None)]
    return [meaning(hit, f"{context.published.year - 1:04}", "published")]


def time_of_year(hit: Hit, context: Context) -> list[Meaning]:
    """This time last year."""
    if context.published is None:
        return [meaning(hit, None)]
    return [meaning(hit, value_of(add_months(context.published, 12 * step_of(hit, context)), "M"), "published")]


def _year_back(quarter: str) -> str:
    return f"{int(quarter[:4]) - 1:04}{quarter[4:]}"


def _amount(hit: Hit, context: Context) -> Fraction | None:
    words = hit.get("amount")
    known = number_of(words, context.lexicon)
    texts = [word.text for word in words]
    if "couple" in texts:
        return Fraction(2)
    if known is None and texts in (["a"], ["an"], ["another"]):
        return Fraction(1)
    return known


def _counted(hit: Hit, context: Context, base: date | None, sign: int) -> list[Meaning]:
    """So many units before or after a day, to the unit's own precision."""
    amount, word = _amount(hit, context), hit.word("unit")
    if amount is None:
        return [meaning(hit, "PAST_REF" if sign < 0 else "FUTURE_REF")]
    if base is None:
        return [meaning(hit, None)]
    for name in ("units", "unit_plurals"):
        if word in context.lexicon.values[name]:
            unit = context.lexicon.code(name, word)
            count = amount * (2 if unit == "2W" else 1)
            unit = {"2W": "W", "DE": "Y", "CE": "Y"}.get(unit, unit)
            count *= {"decade": 10, "decades": 10, "century": 100, "centuries": 100}.get(word, 1)
            if count.denominator != 1 and unit == "Y":
                return [meaning(hit, value_of(shift(base, "M", sign * int(count * 12)), "M"), "published")]
            return [meaning(hit, value_of(shift(base, unit, sign * int(count)), unit), "published")]
    return [_on_the_clock(hit, context, amount, base, sign)]


def _on_the_clock(hit: Hit, context: Context, amount: Fraction, base: date, sign: int) -> Meaning:
    """Hours or minutes before or after: from a time of the clock that was named, else a length on a day."""
    unit = context.lexicon.code(
        "clock_units" if hit.word("unit") in context.lexicon.values["clock_units"] else "clock_unit_plurals",
        hit.word("unit"),
    )
    if context.clock is not None and hit.rule.how in ("later", "earlier"):
        seconds = int(amount * {"TH": 3600, "TM": 60, "TS": 1}[unit]) * sign
        then = datetime.fromisoformat(context.clock) + timedelta(seconds=seconds)
        return replace(meaning(hit, f"{then:%Y-%m-%dT%H:%M}"), type="TIME")
    if hit.rule.how in ("later", "earlier"):
        return replace(meaning(hit, period(amount, unit)), type="DURATION", days=(base, base))
    return meaning(hit, base.isoformat(), "published")


def _quarter_nearby(hit: Hit, context: Context) -> bool:
    near = hit.words[hit.first].start - context.quarter_at < _REPORTED_NEARBY
    return context.quarter is not None and near and hit.word("unit") == "year" and _amount(hit, context) == 1


def ago(hit: Hit, context: Context) -> list[Meaning]:
    """So long before the day of the text."""
    if context.quarter is not None and _quarter_nearby(hit, context):
        context.report_on(context.quarter, hit.words[hit.last - 1].end)
        return [meaning(hit, _year_back(context.quarter), "published")]
    return _counted(hit, context, context.published, -1)


def ago_on(hit: Hit, context: Context) -> list[Meaning]:
    """Three weeks ago today, a week ago Sunday, a year ago this month."""
    if context.published is None:
        return [meaning(hit, None)]
    if hit.word("same"):
        unit = context.lexicon.code("units", hit.word("same"))
        found = _counted(hit, context, context.published, -1)
        amount = _amount(hit, context)
        months = {"year": 12, "years": 12, "month": 1, "months": 1}.get(hit.word("unit"))
        if amount is None or months is None:
            return found
        return [meaning(hit, value_of(add_months(context.published, -int(amount * months)), unit), "published")]
    amount, base = _amount(hit, context), context.published
    if amount is None:
        return [meaning(hit, "PAST_REF")]
    if hit.word("day2"):
        base += timedelta(days=context.lexicon.number("deictic_days", hit.word("day2")))
    else:
        base = _weekday_from(base, context.lexicon.number("weekdays", hit.word("day")), 0)
    name = "units" if hit.word("unit") in context.lexicon.values["units"] else "unit_plurals"
    unit = context.lexicon.code(name, hit.word("unit"))
    day = shift(base, {"2W": "W"}.get(unit, unit), -int(amount * (2 if unit == "2W" else 1)))
    return [meaning(hit, day.isoformat(), "published")]


def earlier(hit: Hit, context: Context) -> list[Meaning]:
    """So long before the time in question."""
    if context.quarter is not None and _quarter_nearby(hit, context):
        context.report_on(context.quarter, hit.words[hit.last - 1].end)
        return [meaning(hit, _year_back(context.quarter), context.reference_span)]
    return _beside(hit, context, -1)


def later(hit: Hit, context: Context) -> list[Meaning]:
    """So long after the time in question."""
    return _beside(hit, context, 1)


def _beside(hit: Hit, context: Context, sign: int) -> list[Meaning]:
    """So long before or after the time in question; days are counted from a day."""
    daily = hit.word("unit") in _DAILY
    span = context.day_span if daily else context.reference_span
    if len(context.reference_value or "") == _YEAR and hit.word("unit").rstrip("s") in ("month", "week"):
        return [meaning(hit, None)]  # months from a year: from which of its days nobody knows
    found = _counted(hit, context, _base(context, daily=daily), sign)
    return [replace(each, anchor=span or each.anchor) for each in found]


def from_now(hit: Hit, context: Context) -> list[Meaning]:
    """So long after the day of the text."""
    return _counted(hit, context, context.published, 1)
