"""Reading parts of years: quarters, halves and seasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from communique.resolve.times.calendar import FIRST_MONTHS, add_months, days_of
from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit
from communique.resolve.times.meaning import Meaning, meaning
from communique.resolve.times.numbers import ordinal_of
from communique.resolve.times.steps import step_of
from communique.resolve.times.years import year_number

_PARTS_OF_YEAR = {"quarter": ("Q", 3, 4), "half": ("H", 6, 2)}  # the letter, months, and how many there are


def quarter(hit: Hit, context: Context) -> list[Meaning]:
    """A quarter or half of a year."""
    letter, months, count = _PARTS_OF_YEAR[hit.word("part") or hit.rule.settings.get("part") or "quarter"]
    said = hit.word("number")
    number = count if said in ("last", "final") else ordinal_of(said, context.lexicon)
    if number is None or not 1 <= number <= count:
        return []
    year = year_number(hit, context)
    if year is not None:
        return [meaning(hit, f"{year:04}-{letter}{number}")]
    if context.published is None:
        return [meaning(hit, None)]
    if hit.word("step"):
        return [meaning(hit, f"{context.published.year + step_of(hit, context):04}-{letter}{number}", "published")]
    if hit.rule.settings.get("back"):
        begun = (context.published.month - 1) // months + 1 > number
        return [meaning(hit, f"{context.published.year - (1 if begun else 2):04}-{letter}{number}", "published")]
    value = f"{_year_of_part(hit, context, number, months):04}-{letter}{number}"
    days = days_of(value)
    if letter == "Q" and days and (days[1] <= context.published or context.tense(hit) != "future"):
        context.report_on(value, hit.words[hit.last - 1].end)
    return [meaning(hit, value, "published")]


def _year_of_part(hit: Hit, context: Context, number: int, months: int) -> int:
    """The year whose quarter or half is meant: the last begun, or the next to end when the clause looks ahead.

    For two months after its end a quarter's figures are still to come, so that it may lie ahead.
    """
    published = context.published or date.min
    begun = (published.month - 1) // months + 1 >= number
    current = (add_months(published, -2).month - 1) // months + 1
    if hit.before() in ("than", "from"):
        return published.year if begun else published.year - 1
    if context.tense(hit) == "future" and number < current:
        return add_months(published, -2).year + 1
    if context.tense(hit) == "future":
        return add_months(published, -2).year
    return published.year if begun else published.year - 1


def two_quarters(hit: Hit, context: Context) -> list[Meaning]:
    """The second and third quarters: each is an expression of its own."""
    numbers = [ordinal_of(hit.word(name), context.lexicon) for name in ("number", "number2")]
    if None in numbers or not all(1 <= (number or 0) <= 4 for number in numbers):
        return []
    year, published = year_number(hit, context), context.published
    out = []
    for name, number in zip(("first", "last"), numbers, strict=True):
        known = year if year is not None else _year_of_part(hit, context, number or 0, 3) if published else None
        first, last = hit.groups[name]
        value = None if known is None else f"{known:04}-Q{number}"
        found = meaning(hit, value, None if year is not None or published is None else "published")
        out.append(replace(found, start=hit.words[first].start, end=hit.words[last - 1].end))
    return out


def quarter_of_months(hit: Hit, context: Context) -> list[Meaning]:
    """The July-September quarter."""
    first, last = (context.lexicon.number("months", hit.word(name)) for name in ("month", "until"))
    if first % 3 != 1 or last != first + 2:
        return []
    number, year = last // 3, year_number(hit, context)
    if year is None and context.published is None:
        return [meaning(hit, None)]
    known = year if year is not None else _year_of_part(hit, context, number, 3)
    value = f"{known:04}-Q{number}"
    context.report_on(value, hit.words[hit.last - 1].end)
    return [meaning(hit, value, "published" if year is None else None)]


def period_of_year(hit: Hit, context: Context) -> list[Meaning]:
    """The quarter of another year that corresponds to the one reported on: "the 1988 period"."""
    year = year_number(hit, context)
    if year is None:
        return []
    if context.quarter and hit.word("part") == "quarter":
        return [meaning(hit, f"{year:04}{context.quarter[4:]}")]
    return [meaning(hit, f"{year:04}")]


def season(hit: Hit, context: Context) -> list[Meaning]:
    """A season, its year told or inferred."""
    code = context.lexicon.code("seasons", hit.word("season"))
    number = year_number(hit, context)
    if number is not None:
        return [meaning(hit, f"{number:04}-{code}")]
    if context.published is None:
        return [meaning(hit, None)]
    return [meaning(hit, f"{_year_of_season(hit, context, context.published, code):04}-{code}", "published")]


def _year_of_season(hit: Hit, context: Context, published: date, code: str) -> int:
    """The year of a season: by "last" and "next", else the last begun, or the next when the clause looks ahead."""
    step = step_of(hit, context) if hit.word("step") else None
    first = FIRST_MONTHS[code]
    begun, over = published.month >= first, published >= add_months(date(published.year, first, 1), 3)
    if step == 0:
        return published.year
    if step == 1 or (step is None and context.tense(hit) == "future"):
        return published.year + (1 if begun else 0)
    return published.year - (0 if over or (begun and step is None) else 1)
