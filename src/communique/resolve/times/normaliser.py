"""The readings and checks that the data file of patterns names."""

from __future__ import annotations

from collections.abc import Callable

from communique.resolve.times import checks, explicit, lengths, relative
from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit
from communique.resolve.times.meaning import Meaning

READINGS: dict[str, Callable[[Hit, Context], list[Meaning]]] = {
    reading.__name__: reading
    for reading in (
        explicit.iso, explicit.slashed, explicit.calendar_day, explicit.day_range, explicit.month,
        explicit.month_of_step, explicit.year, explicit.year_words, explicit.decade, explicit.century,
        explicit.quarter, explicit.period_of_year, explicit.season, explicit.holiday, explicit.year_end,
        explicit.clock, relative.reference, relative.deictic_day, relative.part_of_today, relative.part_told,
        relative.part_of_day, relative.weekday, relative.weekday_of_week, relative.weekend, relative.period_told,
        relative.the_period, relative.edge_of_period, relative.this_quarter, relative.year_ago, relative.ago,
        relative.earlier, relative.later, relative.from_now, lengths.duration, lengths.told_duration,
        lengths.duration_of, lengths.duration_and_half, lengths.half, lengths.unknown_duration, lengths.fixed,
        lengths.frequency, lengths.every,
    )
} | {"present": relative.reference, "single_duration": lengths.duration_of}  # fmt: skip

CHECKS: dict[str, Callable[[Hit, Context], bool]] = {
    check.__name__: check
    for check in (
        checks.season_noun, checks.bare_period, checks.no_complement, checks.no_age, checks.unit_amount,
        checks.rate, checks.final_noun, checks.not_as_soon, checks.no_title,
    )
}  # fmt: skip
