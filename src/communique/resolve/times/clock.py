"""Reading times of the clock."""

from __future__ import annotations

import re
from dataclasses import replace

from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit
from communique.resolve.times.meaning import Meaning, meaning
from communique.resolve.times.numbers import number_of

_CLOCK = re.compile(r"([0-9]{1,2})(?::?([0-9]{2}))?")


def clock(hit: Hit, context: Context) -> list[Meaning]:
    """A time of the clock on the day named beside it, else the day last named or the day of the text."""
    time = _clock_value(hit, context)
    if time is None:
        return []
    told = hit.last - hit.first > 1 or "meridiemclock" in hit.words[hit.first].classes
    told = told or hit.word("hour") in context.lexicon.values["clock_words"]
    day = context.reference if _same_sentence(hit, context) else context.published
    base = day.isoformat() if day else "XXXX-XX-XX"
    found = meaning(hit, f"{base}T{time}", "published" if day and day == context.published else None)
    return [replace(found, needs_day=True, sure=told or hit.before() in context.lexicon.values["clock_links"])]


def clock_in_words(hit: Hit, context: Context) -> list[Meaning]:
    """Half past ten, a quarter to nine."""
    hours = number_of(hit.get("hour"), context.lexicon)
    if hours is None or not 1 <= hours <= 24:
        return []
    minutes = 30 if hit.word("share") == "half" else 15
    total = int(hours) * 60 + (minutes if hit.word("side") == "past" else -minutes)
    total += context.lexicon.number("meridiem", hit.word("half")) * 60 if hit.word("half") else 0
    day = context.reference if _same_sentence(hit, context) else context.published
    base = day.isoformat() if day else "XXXX-XX-XX"
    found = meaning(
        hit, f"{base}T{total // 60 % 24:02}:{total % 60:02}", "published" if day and day == context.published else None
    )
    return [replace(found, needs_day=True)]


def _same_sentence(hit: Hit, context: Context) -> bool:
    """Whether the last day that was named stands in the same sentence."""
    span = context.reference_span
    return span is not None and not re.search(r"[.!?]\s|\n\n", context.text[span[1] : hit.words[hit.first].start])


def _clock_value(hit: Hit, context: Context) -> str | None:
    word = hit.get("hour")[-1]
    if word.text in context.lexicon.values["clock_words"]:
        return context.lexicon.code("clock_words", word.text)
    if word.text in context.lexicon.values["numbers"]:
        hours, minutes = context.lexicon.number("numbers", word.text), 0
    elif "clockzone" in word.classes:
        hours, minutes = int(word.text[:2]), int(word.text[2:])
    else:
        match = _CLOCK.match(word.text.replace(".", ":"))
        if match is None:
            return None
        hours, minutes = int(match[1]), int(match[2] or 0)
    half = hit.word("half") or (word.text[-2:] if "meridiemclock" in word.classes else "")
    if half:
        hours = hours % 12 + context.lexicon.number("meridiem", half)
    elif hit.word("part"):
        hours += 12 if context.lexicon.code("parts", hit.word("part")) in ("AF", "EV") and hours < 12 else 0
    return f"{hours:02}:{minutes:02}" if hours <= 24 and minutes < 60 else None
