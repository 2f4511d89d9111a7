"""What a match was read as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from communique.resolve.times.calendar import Days
from communique.resolve.times.grammar import Hit, TimexType


@dataclass(frozen=True, slots=True)
class Meaning:
    """A time expression with its value.

    Attributes:
        value: TIMEX3 value; None when the day of the text is needed and not known.
        anchor: What it was resolved against: the day of the text, or the offsets of an earlier time.
        days: First and last day, where they do not follow from the value.
        needs_day: A clock time or part of the day, which belongs to the day named beside it.
        sure: Whether it is a time expression even without a day beside it.
        rule: The name of the rule that read it.
        tense: The tense of its clause, where that was asked for.
        remark: What the reader should know when there is no value: an impossible day, another calendar.
    """

    start: int
    end: int
    type: TimexType
    value: str | None
    anchor: Literal["published"] | tuple[int, int] | None = None
    days: Days | None = None
    needs_day: bool = False
    sure: bool = True
    remark: str = ""
    rule: str = ""
    tense: str = ""


def meaning(hit: Hit, value: str | None, anchor: Literal["published"] | tuple[int, int] | None = None) -> Meaning:
    """A meaning for the whole match, or for its part captured as ``ext``, with the rule's type."""
    first, last = hit.groups.get("ext", (hit.first, hit.last))
    return Meaning(hit.words[first].start, hit.words[last - 1].end, hit.rule.type, value, anchor, rule=hit.rule.name)
