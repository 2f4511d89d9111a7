"""The readings and checks that the data file of patterns names."""

from __future__ import annotations

from collections.abc import Callable

from communique.resolve.times import checks, clock, days, lengths, months, quarters, relative, years
from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit
from communique.resolve.times.meaning import Meaning

Reading = Callable[[Hit, Context], list[Meaning]]
Check = Callable[[Hit, Context], bool]

_READINGS: tuple[Reading, ...] = (
    days.iso, days.slashed, days.calendar_day, days.day_range, days.holiday,
    months.month, months.month_of_step,
    years.year, years.year_words, years.decade, years.century, years.year_end,
    quarters.quarter, quarters.period_of_year, quarters.season,
    clock.clock,
    relative.reference, relative.deictic_day, relative.day_of_month, relative.part_of_today, relative.part_told,
    relative.part_of_day, relative.weekday, relative.weekday_of_week, relative.weekend, relative.period_told,
    relative.the_period, relative.edge_of_period, relative.this_quarter, relative.year_ago, relative.ago,
    relative.earlier, relative.later, relative.from_now,
    lengths.duration, lengths.told_duration, lengths.one_unit, lengths.duration_and_half, lengths.half,
    lengths.unknown_duration, lengths.fixed, lengths.frequency, lengths.every,
)  # fmt: skip
_CHECKS: tuple[Check, ...] = (
    checks.season_noun, checks.bare_period, checks.no_complement, checks.no_age, checks.unit_amount, checks.rate,
    checks.final_noun, checks.not_as_soon, checks.no_title, checks.no_noun_after, checks.sentence_start,
)  # fmt: skip

READINGS: dict[str, Reading] = {reading.__name__: reading for reading in _READINGS}
CHECKS: dict[str, Check] = {check.__name__: check for check in _CHECKS}
