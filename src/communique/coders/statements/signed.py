"""Signed quotations: one that fills its line, a dash, and the name of who said it ('"P" — X, minister of Y')."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.coders.statements.drafts import Draft

if TYPE_CHECKING:
    from communique.parse.reading import Quote, Reading

FRAME = "label-signature"
_SIGNATURE = re.compile(
    r"[ \t\u00a0]*\n?[ \t\u00a0]*([–—―]|--)[ \t\u00a0]*([A-ZÀ-Þ][^\n\"“”]{1,118}?)[ \t\u00a0.]*(?=\n|$)"
)
_MOST_WORDS = 16
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])


def signature_of(reading: Reading, quote: Quote) -> re.Match[str] | None:
    """Dash and name behind a quotation that begins its line; None where a clause goes on behind the dash."""
    match = _SIGNATURE.match(reading.text, quote.outer_end)
    line = reading.text.rfind("\n", 0, quote.outer_start) + 1
    if match is None or quote.depth or reading.text[line : quote.outer_start].strip():
        return None
    tokens = reading.span(match.start(2), match.end(2))
    if not len(tokens) or len(tokens) > _MOST_WORDS or any(token.tag_ in _FINITE for token in tokens):
        return None
    return match


def signed_drafts(reading: Reading) -> Iterator[Draft]:
    """The attributions of signed quotations, in the order of the text."""
    for quote in reading.quotes:
        match = signature_of(reading, quote)
        if match is not None:
            yield Draft(
                frame=FRAME, lemma="—", head=None, cue=match.span(1), source=match.span(2),
                source_head=reading.span(*match.span(2)).root, content=[(quote.start, quote.end)],
            )  # fmt: skip
