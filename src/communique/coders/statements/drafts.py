"""What the statement coder works on: drafts made of tokens, before they become entries of the record."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.record import Offsets

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Quote, Reading

EDGE = " \t\r\n\u00a0,;:.—–-…"


@dataclass(slots=True)
class Draft:
    """One attribution in the making.

    Attributes:
        frame: How the cue takes its content: clause, question, infinitive, object, quote, …
        lemma: The cue's key in the cue list.
        head: The token that the cue is built on; None for a cue that is a mark only.
        cue: Offsets of the cue.
        source: Offsets of the phrase that names the speaker; None when the text names nobody.
        source_head: Its syntactic head.
        content: Offsets of what was said, as found; trimmed when the entry is made.
        confidence: Probability that the attribution is right.
        traits: What the confidence was judged by, beside lemma and frame.
        carrier: The attribution that passes this one on in the same words; None for those whose words hold it.
    """

    frame: str
    lemma: str
    head: Token | None
    cue: Offsets | None
    source: Offsets | None
    source_head: Token | None
    content: list[Offsets]
    confidence: float = 0.5
    traits: list[str] = field(default_factory=list)
    carrier: Draft | None = None


def cover(tokens: Iterable[Token]) -> Offsets | None:
    """The offsets from the first of these tokens to the last; None when there are none."""
    visible = [token for token in tokens if not token.is_space]
    if not visible:
        return None
    first, last = min(visible, key=lambda t: t.i), max(visible, key=lambda t: t.i)
    return first.idx, last.idx + len(last)


def runs(tokens: Iterable[Token], gap: int = 0) -> list[Offsets]:
    """Offsets of the unbroken runs of these tokens; up to ``gap`` missing tokens do not break a run."""
    ordered = sorted((token for token in tokens if not token.is_space), key=lambda t: t.i)
    pieces: list[list[Token]] = []
    for token in ordered:
        if pieces and token.i - pieces[-1][-1].i <= gap + 1:
            pieces[-1].append(token)
        else:
            pieces.append([token])
    return [(piece[0].idx, piece[-1].idx + len(piece[-1])) for piece in pieces]


def trimmed(text: str, start: int, end: int, edge: str = EDGE) -> Offsets | None:
    """The passage without the white space and punctuation at its edges; None when nothing is left."""
    words = text[start:end]
    left = len(words) - len(words.lstrip(edge))
    right = len(words.rstrip(edge))
    return (start + left, start + right) if left < right else None


def quotes_near(reading: Reading, start: int, end: int) -> list[Quote]:
    """The quotations, nested ones included, that touch ``[start, end]``; found without a walk over all of them."""
    index = bisect.bisect_left(reading.quotes, start, key=lambda quote: quote.outer_start)
    while index > 0:
        index -= 1
        if reading.quotes[index].depth == 0:
            break
    found: list[Quote] = []
    while index < len(reading.quotes) and reading.quotes[index].outer_start <= end:
        if reading.quotes[index].outer_end >= start:
            found.append(reading.quotes[index])
        index += 1
    return found


def overlaps(one: Offsets, other: Offsets) -> bool:
    """Whether two passages share a character."""
    return one[0] < other[1] and other[0] < one[1]
