"""The readings and checks that the data file of patterns names."""

from __future__ import annotations

from collections.abc import Callable

from communique.resolve.times import (
    checks,
    clock,
    days,
    lengths,
    months,
    others,
    quarters,
    ranges,
    relative,
    years,
)
from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit
from communique.resolve.times.meaning import Meaning

Reading = Callable[[Hit, Context], list[Meaning]]
Check = Callable[[Hit, Context], bool]

_READINGS: tuple[Reading, ...] = (
    days.iso, days.compact, days.slashed, days.numbered_weekday, days.calendar_day, days.day_range, days.holiday,
    months.month, months.month_of_step,
    years.year, years.year_words, years.decade, years.century, years.year_end, years.turn_of_century, years.new_year,
    years.year_before_christ, years.year_of_the_lord,
    ranges.year_range, ranges.month_range, ranges.days_apart, ranges.weekday_of_month, ranges.part_of_month,
    ranges.part_of_year, ranges.week_of_day, others.other_calendar, others.anniversary,
    quarters.quarter, quarters.period_of_year, quarters.season,
    quarters.two_quarters, quarters.quarter_of_months,
    clock.clock, clock.clock_in_words,
    relative.reference, relative.deictic_day, relative.day_of_month, relative.part_of_today, relative.part_told,
    relative.part_of_day, relative.weekday, relative.weekday_of_week, relative.weekend, relative.period_told,
    relative.the_period, relative.edge_of_period, relative.this_quarter, relative.year_ago, relative.ago,
    relative.earlier, relative.later, relative.from_now, relative.weekday_beside, relative.from_weekday,
    relative.ago_on, relative.period_beside, relative.then, relative.time_of_year,
    lengths.duration, lengths.told_duration, lengths.one_unit, lengths.duration_and_half, lengths.half,
    lengths.unknown_duration, lengths.lasting, lengths.part_of_century, lengths.fixed, lengths.frequency, lengths.every,
)  # fmt: skip
_CHECKS: tuple[Check, ...] = (
    checks.season_noun, checks.bare_period, checks.no_complement, checks.no_age, checks.unit_amount, checks.rate,
    checks.final_noun, checks.not_as_soon, checks.no_title, checks.no_noun_after, checks.sentence_start,
    checks.ends_clause, checks.ahead, checks.before_adjective,
)  # fmt: skip

READINGS: dict[str, Reading] = {reading.__name__: reading for reading in _READINGS}
CHECKS: dict[str, Check] = {check.__name__: check for check in _CHECKS}
