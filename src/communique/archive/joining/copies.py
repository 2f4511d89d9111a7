"""Whether two articles are one text: a wire report printed by several outlets, cut, edited or headed anew.

A copy has most of the shorter text's words in the same order. Reports that follow a pattern (results, talks, tolls)
have that too, from one day to the next: so names, days and numbers must agree, and the days of publication lie close.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from communique.archive.joining.words import facts, numbers, shingles, tokens

DAYS_APART = 4
LEAST_WORDS = 20
_ORDERED = 0.42  # share of the shorter text's runs of three words that the longer has
_NAMED = 0.70  # share of the names, days and numbers of the shorter one that the longer has
_LENIENT = 0.55  # that suffices where nearly all words are the same
_NEARLY_ALL = 0.85
_UPDATED = 1  # how many facts may stand exchanged: a toll that rose is still the same report
_PIECE = 8  # longer pieces are other sentences and no exchange


class Joined(NamedTuple):
    """A score from 0 to 1 and why."""

    score: float
    reason: str


@dataclass(frozen=True)
class Text:
    """An article as a text to compare."""

    text: str
    published: str | None = None

    @cached_property
    def runs(self) -> frozenset[str]:
        """Its runs of three words."""
        return shingles(tokens(self.text))

    @cached_property
    def named(self) -> frozenset[str]:
        """Its names, days and numbers."""
        return facts(self.text)


def same_text(one: Text, other: Text) -> Joined | None:
    """Whether two articles are one text, with the reason; None when they are not."""
    apart = days_between(one.published, other.published)
    if apart is not None and apart > DAYS_APART:
        return None
    short, long = sorted((one, other), key=lambda each: len(each.runs))
    if len(short.runs) < LEAST_WORDS:
        return Joined(1.0, "the same words") if short.runs == long.runs else None
    ordered = len(short.runs & long.runs) / len(short.runs)
    named = len(short.named & long.named) / len(short.named) if short.named else 1.0
    needed = _LENIENT if ordered >= _NEARLY_ALL else _NAMED
    if ordered < _ORDERED or named < needed or len(exchanged(one.text, other.text)) > _UPDATED:
        return None
    when = "days unknown" if apart is None else "same day" if apart == 0 else f"{apart} days apart"
    reason = (
        f"{ordered:.0%} of the shorter text's words in the same order, {named:.0%} of its names and numbers, {when}"
    )
    return Joined(round(min(1.0, 0.6 * ordered + 0.4 * named), 3), reason)


def exchanged(one: str, other: str) -> list[tuple[str, str]]:
    """Facts of one text in whose place the other has facts that the first has nowhere: 12 for 9, Monday for Friday."""
    left, right = tokens(one), tokens(other)
    mine, theirs = facts(one), facts(other)
    found = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what != "replace" or b - a > _PIECE or d - c > _PIECE:
            continue
        gone = [word for word in left[a:b] if _is_fact(word, mine) and not _is_fact(word, theirs)]
        come = [word for word in right[c:d] if _is_fact(word, theirs) and not _is_fact(word, mine)]
        if gone and come:
            found.append((" ".join(gone), " ".join(come)))
    return found


def _is_fact(word: str, known: frozenset[str]) -> bool:
    return word in known or bool(numbers(word) & known)


def days_between(one: str | None, other: str | None) -> int | None:
    """Days between two days in ISO 8601; None where one is missing."""
    if not one or not other:
        return None
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)
