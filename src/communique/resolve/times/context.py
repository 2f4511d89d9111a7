"""What a time expression is read against: the day of the text, earlier times, and the tense around it."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from communique.resolve.times.calendar import days_of
from communique.resolve.times.grammar import Hit
from communique.resolve.times.lexicon import Lexicon
from communique.resolve.times.meaning import Meaning
from communique.resolve.times.tense import Tense, tense_above, tense_nearby

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SAME_SCENE = 400  # characters over which "in the evening" goes on with the day that was named
_BESIDE = 8  # characters between a time of the clock and its day
_CLOCK = re.compile(r"T((?:[01]\d|2[0-3]):[0-5]\d)")
_LOOK_BACK = 12  # words before a time in which its tense is looked for when there is no parse


@dataclass(slots=True)
class Context:
    """The state of reading one text from left to right.

    Attributes:
        text: The text.
        published: Day of the text; None when it is not known.
        doc: The parse, when there is one; without it the tense is told from the words nearby.
        month_first: Whether 8/12 is August 12; None when it cannot be told.
        reference: First day of the last time before that was no longer than a year.
        reference_span: The offsets of that time.
        reference_is_day: Whether that time was a single day.
        reference_value: Value of that time.
        day: The last single day that was named.
        day_span: The offsets of that day.
        told_tense: The tense that was last asked for.
        clock: The last time of the clock that was named, on its day.
        quarter: Value of the quarter that was reported on last.
        quarter_at: Offset at which it was last spoken of.
    """

    text: str
    published: date | None
    lexicon: Lexicon
    doc: Doc | None = None
    month_first: bool | None = None
    reference: date | None = None
    reference_span: tuple[int, int] | None = None
    reference_is_day: bool = False
    reference_value: str | None = None
    day: date | None = None
    day_span: tuple[int, int] | None = None
    clock: str | None = None
    told_tense: str = ""
    quarter: str | None = None
    quarter_at: int = 0
    _clock_end: int = 0
    _starts: list[int] = field(default_factory=list)

    def remember(self, meaning: Meaning) -> None:
        """Keep a day that was named, as what later words such as "the next day" are counted from."""
        if meaning.type not in ("DATE", "TIME") or meaning.value is None:
            return
        days = days_of(meaning.value)
        if days is not None and (days[1] - days[0]).days < 366:
            self.reference, self.reference_span = days[0], (meaning.start, meaning.end)
            self.reference_is_day, self.reference_value = days[0] == days[1], meaning.value
            if days[0] == days[1]:
                self.day, self.day_span = days[0], (meaning.start, meaning.end)
                self._remember_clock(days[0], meaning)

    def _remember_clock(self, day: date, meaning: Meaning) -> None:
        """Keep a time of the clock; a day told right behind it is its day, another day ends it."""
        clock = _CLOCK.search(meaning.value or "")
        if clock is None and self.clock is not None and meaning.start - self._clock_end <= _BESIDE:
            clock = _CLOCK.search(self.clock)
        self.clock, self._clock_end = (f"{day}T{clock.group(1)}" if clock else None), meaning.end

    @property
    def day_in_question(self) -> date | None:
        """The day that "the next day" is counted from: the last one named; unknown after a week or a year alone."""
        return self.day or (self.published if self.reference is None else None)

    def day_nearby(self, offset: int) -> date | None:
        """The last day that was named, where it was named not long before an offset."""
        near = self.day_span is not None and 0 <= offset - self.day_span[1] < _SAME_SCENE
        return self.day if near else None

    def report_on(self, quarter: str, offset: int) -> None:
        """Keep the quarter whose figures are being told."""
        self.quarter, self.quarter_at = quarter, offset

    def token(self, offset: int) -> Token | None:
        """The parse's token at an offset."""
        if self.doc is None or not len(self.doc):
            return None
        if not self._starts:
            self._starts = [token.idx for token in self.doc]
        index = bisect.bisect_right(self._starts, offset) - 1
        return self.doc[index] if index >= 0 else None

    def tag(self, offset: int) -> str:
        """Part of speech (Universal) at an offset; empty without a parse."""
        token = self.token(offset)
        return str(token.pos_) if token is not None else ""

    def tense(self, hit: Hit) -> Tense | None:
        """Whether the clause that holds a match looks back or ahead; None when it cannot be told."""
        found = self._tense(hit)
        self.told_tense = found or ""
        return found

    def _tense(self, hit: Hit) -> Tense | None:
        if self.doc is None:
            before = hit.words[max(0, hit.first - _LOOK_BACK) : hit.first]
            return tense_nearby([word.text for word in before], self.lexicon)
        start, end = self.token(hit.words[hit.first].start), self.token(hit.words[hit.last - 1].start)
        if start is None or end is None:
            return None
        return tense_above(self.doc[start.i : end.i + 1].root, self.lexicon)

    def hangs_on_verb(self, hit: Hit) -> bool:
        """Whether the parse hangs a match straight on a verb, by itself or by "on" or "in"."""
        start, end = self.token(hit.words[hit.first].start), self.token(hit.words[hit.last - 1].start)
        if self.doc is None or start is None or end is None:
            return False
        above = self.doc[start.i : end.i + 1].root.head
        return bool((above.head if above.lower_ in ("on", "in") else above).pos_ == "VERB")
