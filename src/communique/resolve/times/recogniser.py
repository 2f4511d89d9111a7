"""From a text to its time expressions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from communique import record
from communique.resolve.times.calendar import days_of
from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit, grammar
from communique.resolve.times.lexicon import lexicon
from communique.resolve.times.meaning import Meaning
from communique.resolve.times.normaliser import CHECKS, READINGS

if TYPE_CHECKING:
    from spacy.tokens import Doc

_JOIN = re.compile(r"\s*(?:,\s*)?(?:\b(?:on|at|of|in|the)\b\s*)*$", re.IGNORECASE)
_CLOSED = re.compile(r"\s*[),]?\s*(?:on\s+)?$", re.IGNORECASE)
_PAIR = 2
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_DAY_OR_PART = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(MO|AF|EV|NI))?$")
_HALF_TOLD = re.compile(r"[ap]\.?m\b|noon|midnight|GMT|UTC", re.IGNORECASE)
_EVENING = 5  # the hour from which a clock time "last night" is one before midnight
_SECOND_CLOCK = frozenset({"(", "or", ", or"})
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d(T.+)$")


def find_times(
    text: str,
    published: date | None,
    doc: Doc | None = None,
    *,
    sha256: str | None = None,
    skipped: Sequence[record.Offsets] = (),
    anchor: str = "published",
    month_first: bool | None = None,
) -> list[record.Time]:
    """The time expressions of a text, in order, with TIMEX3 types and values.

    Args:
        text: The text.
        published: The day it was written; without it relative expressions keep their words and no value.
        doc: spaCy's parse of the same text; its tenses settle which Monday or which January is meant.
        sha256: The text's hash, for the ids; worked out when not given.
        skipped: Passages in which nothing is looked for.
        anchor: How the day came to be known: ``published`` or ``dateline``.
        month_first: Whether 8/12/2019 is August 12; when None the reading nearer to ``published`` is taken.
    """
    return [time for time, _ in read_times(text, published, doc, sha256, skipped, anchor, month_first)]


def read_times(
    text: str,
    published: date | None,
    doc: Doc | None,
    sha256: str | None,
    skipped: Sequence[record.Offsets],
    anchor: str,
    month_first: bool | None,
) -> list[tuple[record.Time, str]]:
    """The times as :func:`find_times` gives them, each with what its reader should know; mostly nothing."""
    digest = sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    meanings = read_meanings(text, published, doc, skipped, month_first)
    ids = {(each.start, each.end): record.entry_id("t", digest, each.start, each.end) for each in meanings}
    return [(_time(each, text, ids, anchor), each.remark) for each in meanings]


def read_meanings(
    text: str, published: date | None, doc: Doc | None, skipped: Sequence[record.Offsets], month_first: bool | None
) -> list[Meaning]:
    """What the times of a text were read as, in order; the arguments are those of :func:`find_times`."""
    return _joined(_meanings(Context(text, published, lexicon(), doc, month_first), skipped), text)


def _meanings(context: Context, skipped: Sequence[record.Offsets]) -> list[Meaning]:
    """Read the matches from left to right; the longest that makes sense at a place wins."""
    out: list[Meaning] = []
    taken = 0
    words = context.lexicon.words(context.text)
    for hit in grammar().hits(words):
        start, end = words[hit.first].start, words[hit.last - 1].end
        if hit.first < taken or any(start < stop and begin < end for begin, stop in skipped):
            continue
        found = _read(hit, context)
        if found:
            out.extend(found)
            taken = hit.last
    return out


def _read(hit: Hit, context: Context) -> list[Meaning]:
    if hit.rule.check is not None and not CHECKS[hit.rule.check](hit, context):
        return []
    context.told_tense = ""
    try:
        found = READINGS[hit.rule.how](hit, context)
    except (OverflowError, ValueError):
        return []
    for meaning in found:
        context.remember(meaning)
    return [replace(each, tense=context.told_tense) for each in found] if context.told_tense else found


def _joined(meanings: list[Meaning], text: str) -> list[Meaning]:
    """Make one expression of a clock time or part of the day and the day beside it."""
    out: list[Meaning] = []
    for each in meanings:
        last = out[-1] if out else None
        joined = _join(last, each, text) if last is not None else None
        if joined is not None:
            out[-1] = joined
        else:
            _give_day(out, each, text)
            out.append(each)
    return [each for each in out if not each.needs_day or each.sure]


def _give_day(out: list[Meaning], day: Meaning, text: str) -> None:
    """Give its day to a clock time in brackets, and to the one before them: "10:30 p.m. (1930 GMT) on Thursday"."""
    if len(out) < _PAIR or not out[-1].needs_day or not _CLOSED.match(text[out[-1].end : day.start]):
        return
    if text[out[-2].end : out[-1].start].strip() not in _SECOND_CLOCK:
        return
    if day.needs_day or not _DAY.match(day.value or ""):
        return
    for place in (-2, -1):
        time = _CLOCK.match(out[place].value or "")
        if time is not None:
            out[place] = replace(out[place], value=f"{day.value}{time.group(1)}", sure=True)


def _join(left: Meaning, right: Meaning, text: str) -> Meaning | None:
    gap = text[left.end : right.start]
    if not _JOIN.match(gap) or "\n\n" in gap or ("," in gap and left.needs_day):
        return None
    for day, clock in ((left, right), (right, left)):
        known = _DAY_OR_PART.match(day.value or "") if clock.needs_day and not day.needs_day else None
        if known is not None:
            time = _CLOCK.match(clock.value or "")
            if time is not None:
                value = known.group(1) + _in_part(time.group(1), known.group(2), text[clock.start : clock.end])
                return replace(day, start=left.start, end=right.end, type="TIME", value=value, sure=True)
    return None


def _in_part(clock: str, part: str | None, words: str) -> str:
    """A time of the clock in a part of the day: "at 9:15 last night" is 21:15, unless the words tell the half."""
    hour = re.match(r"T(\d\d):", clock)
    if hour is None or part not in ("AF", "EV", "NI") or _HALF_TOLD.search(words):
        return clock
    number = int(hour.group(1))
    late = number < 12 and (part != "NI" or number >= _EVENING)
    return f"T{number + 12 if late else number:02}{clock[3:]}"


def _time(meaning: Meaning, text: str, ids: dict[tuple[int, int], str], anchor: str) -> record.Time:
    days = meaning.days or (days_of(meaning.value) if meaning.value else None)
    against = meaning.anchor
    return record.Time(
        id=ids[meaning.start, meaning.end],
        start=meaning.start,
        end=meaning.end,
        text=text[meaning.start : meaning.end],
        type=meaning.type,
        value=meaning.value,
        earliest=days[0].isoformat() if days else None,
        latest=days[1].isoformat() if days else None,
        anchor=anchor if against == "published" else ids.get(against) if isinstance(against, tuple) else None,
    )
