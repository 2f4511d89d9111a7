"""Transcripts and interviews in turns: labels that return are speakers, and what follows each is theirs."""

from __future__ import annotations

from collections import Counter

from communique.coders.statements.drafts import Draft

TURN = "label-capitals"
"""Frame of a turn: its words are the speaker's own, though no marks stand round them."""

_LABELS = frozenset(["label", "label-headline", TURN])
_FEWEST_TURNS = 3
_CONFIDENCE = 0.9


def transcribe(text: str, drafts: list[Draft]) -> None:
    """Make turns of the labels of a text in which at least one of three or more labels returns."""
    names = {id(d): text[slice(*d.source)] for d in drafts if d.frame in _LABELS and d.source is not None}
    seen = Counter(names.values())
    if sum(seen.values()) < _FEWEST_TURNS or max(seen.values()) < 2:
        return
    for draft in drafts:
        name = names.get(id(draft))
        if name is not None and (seen[name] > 1 or draft.frame == TURN):
            draft.frame, draft.confidence = TURN, _CONFIDENCE
