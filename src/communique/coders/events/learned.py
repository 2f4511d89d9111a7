"""Acts that the encoder reads and no rule has: their word, type and parties come from its heads."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from communique.coders.events import match as matching
from communique.coders.events import roles
from communique.coders.events.frame import noun_frame, verb_frame
from communique.coders.events.parties import head_of, party_at
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from communique.coders.events.match import Match
    from communique.parse.encoder import Act
    from communique.parse.reading import Reading
    from communique.record import Offsets

LIMIT = 0.35
"""The least chance of its type that an act has."""
AGREED = 0.5
_TELLING = frozenset({"VERB", "NOUN", "ADJ", "PROPN"})
_YIELDING = frozenset({"YIELD", "CONCEDE", "RETREAT"})


class Parties(NamedTuple):
    """Ids of the actors that the encoder takes for the sources and the targets of an act."""

    sources: list[str]
    targets: list[str]


def acts_in(reading: Reading, sentence: Span) -> Iterator[tuple[Match, Parties]]:
    """The acts that the encoder reads in a sentence, each with its parties; those without any are left.

    Args:
        reading: The article, with its encoding and its actors.
        sentence: The sentence.
    """
    for act in _within(reading, sentence):
        token = reading.span(act.start, act.end).root
        if act.confidence < LIMIT or token.pos_ not in _TELLING:
            continue
        sources = _actors(reading, act.sources, token)
        targets = [a for a in _actors(reading, act.targets, token) if a not in sources]
        if sources or targets:
            yield match_for(token, act.type, act.confidence, act.code), Parties(sources, targets)


def targets_at(reading: Reading, token: Token, kind: str) -> list[str]:
    """Whom the encoder takes for the targets of an act that a rule has found too, if it reads the same type there."""
    act = _act_at(reading, token)
    if act is None or not _agree(kind, act.type) or act.confidence < AGREED:
        return []
    return _actors(reading, act.targets, token)


def _act_at(reading: Reading, token: Token) -> Act | None:
    acts = reading.encoding.acts if reading.encoding is not None else ()
    return next((a for a in acts if a.start <= token.idx < a.end), None)


def _within(reading: Reading, sentence: Span) -> Iterable[Act]:
    if reading.encoding is None:
        return ()
    return [a for a in reading.encoding.acts if sentence.start_char <= a.start and a.end <= sentence.end_char]


def _actors(reading: Reading, spans: Sequence[Offsets], token: Token) -> list[str]:
    """Actors whom the words mean that the encoder takes for a party."""
    meant = _coordinated(reading, spans)
    return list(dict.fromkeys(actor for start, end in meant for actor in party_at(reading, start, end, token)))


def _coordinated(reading: Reading, spans: Sequence[Offsets]) -> Sequence[Offsets]:
    """The likeliest of some runs of words, and those that stand in one row with it: of 'Oslo told Rome' one told."""
    if len(spans) < 2:
        return spans
    heads = [head_of(reading.span(*span)) for span in spans]
    first = heads[0]
    if first is None:
        return spans[:1]
    top = first
    while top.dep_ == "conj":
        top = top.head
    row = {token.i for token in roles.conjuncts(top)} | {first.i}
    return [span for span, head in zip(spans, heads, strict=True) if head is not None and head.i in row]


def match_for(token: Token, kind: str, confidence: float, code: str = "") -> Match:
    """A match for an act of a type that is only read: with the mode of the rule that fits its word, if they agree.

    Args:
        token: The word of the act.
        kind: Its PLOVER type.
        confidence: How sure the reader is of it.
        code: The CAMEO code that is read, for a word that no rule of the type fits.
    """
    ruled = matching.find(token)
    mode = ruled.mode if ruled is not None and _agree(ruled.type, kind) else _mode_of(kind, code)
    frame = ruled.frame if ruled else verb_frame(token) if token.pos_ == "VERB" else noun_frame(token)
    cameo = ruled.cameo if ruled is not None and mode == ruled.mode else vocabulary.modes()[mode].cameo
    trigger = vocabulary.Trigger(mode=mode, example="", p=round(confidence, 3))
    return matching.Match(token, trigger, frame, cameo, mode)


def _agree(ours: str, theirs: str) -> bool:
    return ours == theirs or (ours in _YIELDING and theirs in _YIELDING)


@functools.cache
def _mode_of(kind: str, code: str) -> str:
    """The mode for an act of which only type and code are known: of that code, or of the most general of the type.

    A code that is finer than any mode's counts for the one above it. PLOVER makes no difference between an appeal (02)
    and a demand (10).
    """
    code = f"10{code[2:]}" if code.startswith("02") else code
    wanted = ("CONCEDE", "RETREAT") if kind == "YIELD" else (kind,)
    modes = [
        (m.cameo, not m.general, name) for name, m in vocabulary.modes().items() if m.type in wanted and m.recorded
    ]
    near = [each for length in (4, 3) for each in sorted(modes) if code and each[0] == code[:length]]
    return near[0][2] if near else min(modes, key=lambda each: (each[0][2:], each[1], each))[2]
