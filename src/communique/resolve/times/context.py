"""What a time expression is read against: the day of the text, earlier times, and the tense around it."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from communique.resolve.times.calendar import days_of
from communique.resolve.times.grammar import Hit
from communique.resolve.times.lexicon import Lexicon
from communique.resolve.times.meaning import Meaning

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Tense = Literal["past", "present", "future"]
_MODALS = frozenset({"will", "shall", "'ll", "’ll", "wo", "would", "could", "should", "may", "might", "can", "must"})
_PREDICATES = frozenset({"VERB", "AUX"})
_ATTRIBUTIVE = frozenset({"poss", "compound", "amod", "nmod"})


@dataclass(slots=True)
class Context:
    """The state of reading one text from left to right.

    Attributes:
        text: The text.
        published: Day of the text; None when it is not known.
        doc: The parse, when there is one; without it the tense is told from the words nearby.
        month_first: Whether 8/12 is August 12; None when it cannot be told.
        reference_is_day: Whether that time was a single day.
        reference: The day that the last explicit time before meant, and the offsets of that time.
        quarter: Value of the quarter that was reported on last, and the offset where.
    """

    text: str
    published: date | None
    lexicon: Lexicon
    doc: Doc | None = None
    month_first: bool | None = None
    reference: date | None = None
    reference_span: tuple[int, int] | None = None
    reference_is_day: bool = False
    quarter: str | None = None
    quarter_at: int = 0
    _starts: list[int] = field(default_factory=list)

    def remember(self, meaning: Meaning) -> None:
        """Keep a day that was named, as what later words such as "the next day" are counted from."""
        if meaning.type in ("DATE", "TIME") and meaning.value is not None:
            days = days_of(meaning.value)
            if days is not None and (days[1] - days[0]).days < 366:
                self.reference, self.reference_span = days[0], (meaning.start, meaning.end)
                self.reference_is_day = days[0] == days[1]

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
        return token.pos_ if token is not None else ""

    def tense(self, hit: Hit) -> Tense | None:
        """Whether the clause that holds a match looks back or ahead; None when it cannot be told."""
        first, last = hit.words[hit.first], hit.words[hit.last - 1]
        if self.doc is None:
            return self._tense_nearby(hit)
        start, end = self.token(first.start), self.token(last.start)
        if start is None or end is None:
            return None
        return self._tense_above(self.doc[start.i : end.i + 1].root)

    def _tense_above(self, token: Token) -> Tense | None:
        """Climb from the time to the verb that governs it, heeding the words that point ahead or back on the way.

        A time that belongs to a noun on the way ("the December announcement", "an attack in March") need not
        share the tense of the verb: what is told of then looks ahead only when a modal says so, or when the
        noun is something that has its day fixed beforehand, such as a meeting.
        """
        words = self.lexicon.values
        of_noun = token.dep_ in _ATTRIBUTIVE and token.head.lower_ not in words["scheduled"]
        while True:
            lower = token.lower_
            if lower in words["backward_links"]:
                return "past"
            if lower in words["forward_links"] and not of_noun:
                return "future"
            if token.pos_ in _PREDICATES and token.dep_ not in ("aux", "auxpass"):
                return self._tense_of(token) if not of_noun or _modal(token) else self._past_only(token)
            if any(child.lower_ in words["forward"] and child.dep_ == "amod" for child in token.lefts):
                return "future"
            if token.head.i == token.i:
                return None
            if token.pos_ == "ADP" and token.head.pos_ in ("NOUN", "PROPN"):
                known = words["scheduled"].keys() | words["forward_links"].keys()
                of_noun = of_noun or token.head.lower_ not in known
            token = token.head

    def _past_only(self, verb: Token) -> Tense | None:
        """The tense of a verb when it looks back; None otherwise."""
        return "past" if self._tense_of(verb) == "past" else None

    def _tense_of(self, verb: Token, depth: int = 0) -> Tense | None:
        """The tense of a verb with its auxiliaries."""
        helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
        lowers = [child.lower_ for child in helpers]
        if any(lower in _MODALS for lower in lowers):
            return "past" if "have" in lowers else "future"
        if any(child.tag_ == "VBD" for child in helpers):
            return "future" if verb.lower_ in self.lexicon.values["forward"] else "past"
        if any(child.lower_ in ("has", "have", "having", "'ve", "’ve") for child in helpers):
            return "future" if verb.lower_ in self.lexicon.values["forward"] else "past"
        if "to" in lowers:
            return self._tense_of_infinitive(verb, depth)
        if verb.tag_ == "VBD":
            return "past"
        if verb.tag_ == "VBN":
            return "future" if verb.lower_ in self.lexicon.values["forward"] else ("present" if helpers else "past")
        if verb.tag_ == "VBG" and not helpers and depth < 5:
            return self._tense_of(verb.head, depth + 1) if verb.head.pos_ in _PREDICATES and verb.head.i != verb.i else None
        if verb.tag_ in ("VBZ", "VBP"):
            return "past" if verb.lemma_ in self.lexicon.values["reporting"] else "present"
        return "present" if helpers else None

    def _tense_of_infinitive(self, verb: Token, depth: int) -> Tense | None:
        """An infinitive looks ahead, unless what governs it has come about ("began to"); one of purpose tells less."""
        head = verb.head
        done = ("begin", "start", "continue", "fail", "manage", "try", "come", "go", "use", "seem", "appear", "prove", "move")
        if depth < 5 and head.i != verb.i and head.pos_ in _PREDICATES and head.lemma_ in done:
            return self._tense_of(head, depth + 1)
        return "present" if verb.dep_ in ("acl", "advcl", "relcl") and head.lower_ not in self.lexicon.values["forward"] else "future"

    def _tense_nearby(self, hit: Hit) -> Tense | None:
        """Without a parse: the nearest sign of tense among the words of the sentence, those before it first."""
        forward = self.lexicon.values["forward"]
        texts = [word.text for word in hit.words[max(0, hit.first - 12) : hit.first]]
        for stop in range(len(texts) - 1, -1, -1):
            if texts[stop] in (".", "!", "?", "\n"):
                texts = texts[stop + 1 :]
                break
        for text in reversed(texts):
            if text in ("will", "would", "until", "ahead", "advance", "till") or text in forward:
                return "future"
            if text in ("was", "were", "had", "has", "since", "said", "told") or (text.endswith("ed") and len(text) > 4):
                return "past"
        return None


def _modal(verb: Token) -> bool:
    """Whether "will" or another modal helps a verb."""
    return any(child.lower_ in _MODALS for child in verb.children)
