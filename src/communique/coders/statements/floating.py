"""Quotations that no cue of their own introduces: they carry the statement just before them on."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

from communique.coders.statements.choice import PROPOSITIONS
from communique.coders.statements.drafts import Draft
from communique.record import Offsets

if TYPE_CHECKING:
    from communique.parse.reading import Quote, Reading

_FULL_STOP = re.compile(r"[.?!…]$")
_SHORTEST = 4
_GAP = 240


def carried_on(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The drafts, those that a bare quotation follows lengthened by it.

    Only a whole quoted sentence counts, and only when no sentence stands between it and the statement.
    """
    covered = sorted(piece for draft in drafts for piece in draft.content)
    speeches = [draft for draft in drafts if draft.frame in PROPOSITIONS and draft.source is not None]
    speeches.sort(key=_reach)
    for quote in reading.quotes:
        if quote.depth or not _is_sentence(reading, quote) or _is_covered(covered, quote):
            continue
        index = bisect.bisect_right(speeches, quote.outer_start, key=_reach) - 1
        if index >= 0 and _follows(reading, speeches[index], quote):
            speeches[index].content.append((quote.start, quote.end))
    return drafts


def _is_covered(covered: list[Offsets], quote: Quote) -> bool:
    """Whether some statement has words of the quotation already; pieces seldom reach back further than a few."""
    index = bisect.bisect_left(covered, (quote.end, 0))
    return any(quote.start < end for _, end in covered[max(0, index - 12) : index])


def _reach(draft: Draft) -> int:
    """Where the draft's last word stands."""
    return max(end for _, end in [*draft.content, *([draft.cue] if draft.cue else [])])


def _is_sentence(reading: Reading, quote: Quote) -> bool:
    words = reading.text[quote.start : quote.end]
    ahead = reading.text[max(0, quote.outer_start - 40) : quote.outer_start].rstrip()
    starts = not ahead or ahead[-1] in '.?!:”"’' or "\n" in reading.text[quote.outer_start - 1 : quote.outer_start]
    return starts and words[0].isupper() and len(words.split()) >= _SHORTEST and bool(_FULL_STOP.search(words))


def _follows(reading: Reading, draft: Draft, quote: Quote) -> bool:
    """Whether the quotation is the very next sentence, in the same paragraph or at the start of the next."""
    gap = reading.text[_reach(draft) : quote.outer_start]
    if len(gap) > _GAP or gap.count("\n\n") > 1:
        return False
    tokens = reading.span(_reach(draft), quote.outer_start)
    ends = [t for t in tokens if t.text in (".", "?", "!") and t.idx >= _reach(draft)]
    rest = reading.text[ends[0].idx + 1 : quote.outer_start] if ends else ""
    return len(ends) <= 1 and not any(character.isalnum() for character in rest)
