"""Why a time has its value: the rule that read it, what it was counted from, and the tense that was asked for."""

from __future__ import annotations

from msgspec import Struct

from communique.parse.reading import Reading
from communique.resolve.times.grammar import grammar
from communique.resolve.times.meaning import Meaning
from communique.resolve.times.order import month_first
from communique.resolve.times.recogniser import read_meanings


class TimeExplanation(Struct, frozen=True):
    """How a time expression came to its value.

    Attributes:
        time: The entry's id.
        text: The words.
        rule: The rule that read them, with its example.
        value: The TIMEX3 value; None where there is none.
        days: The first and the last day it can mean; empty where it has none.
        counted_from: What it was counted from: the day of the text, another time of the text, or nothing.
        tense: Whether the clause looks back or ahead, where the choice of the day was left to it; empty where not.
        remark: Why it has no value, where that is known.
    """

    time: str
    text: str
    rule: str
    value: str | None
    days: tuple[str, ...]
    counted_from: str
    tense: str
    remark: str


def explain_time(reading: Reading, time_id: str) -> TimeExplanation | None:
    """How a time of a reading came to its value; None when the reading has no such time."""
    time = next((each for each in reading.times if each.id == time_id), None)
    if time is None:
        return None
    meanings = read_meanings(
        reading.text, reading.published, reading.doc, reading.article.skipped, month_first(reading.article)
    )
    found = next((each for each in meanings if (each.start, each.end) == (time.start, time.end)), None)
    if found is None:
        return None
    return TimeExplanation(
        time=time.id,
        text=time.text,
        rule=_rule(found),
        value=time.value,
        days=tuple(sorted({day for day in (time.earliest, time.latest) if day is not None})),
        counted_from=_counted_from(reading, time.anchor, found),
        tense=_TENSES.get(found.tense, ""),
        remark=found.remark,
    )


_TENSES = {
    "past": "the clause looks back", "future": "the clause looks ahead", "present": "the clause is in the present",
    "open": "the clause leaves it open",
}  # fmt: skip


def _rule(found: Meaning) -> str:
    example = next((rule.example for rule in grammar().rules() if rule.name == found.rule), "")
    return f"{found.rule}, as in: {example}"


def _counted_from(reading: Reading, anchor: str | None, found: Meaning) -> str:
    """What a time was counted from, in words."""
    if anchor in ("published", "dateline"):
        source = "the dateline" if anchor == "dateline" else "the day of publication"
        return f"{source}, {reading.published}"
    other = next((each for each in reading.times if each.id == anchor), None)
    if other is not None:
        return f"'{other.text}' ({other.value})"
    if found.value is None and not found.remark and reading.published is None:
        return "nothing: no day of publication is known"
    return "nothing: the words say it themselves"
