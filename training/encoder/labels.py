"""What the heads predict: label sets and relations, in the order of their numbers."""

from __future__ import annotations

NAMES = ("person", "organisation", "place", "group", "media", "misc")
TIMES = ("DATE", "TIME", "DURATION", "SET")
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""Roots of plain PLOVER as PLV has them: CONCEDE and RETREAT are one."""

CLASSES = (1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4)
"""Class of each type: 1 and 2 cooperation in word and deed, 3 and 4 conflict."""

STATUS = ("actual", "ongoing", "planned", "possible", "denied", "past")
LINKS = ("cue-source", "cue-content", "trigger-source", "trigger-target")
"""Relations of the pair scorer: from the first word of the first span to the words of the second."""


def bio(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The tags of a layer of spans: outside, and beginning and inside of every label."""
    return ("O", *(f"{place}-{label}" for label in labels for place in "BI"))


HEADS: dict[str, tuple[str, ...]] = {
    "names": bio(NAMES),
    "titles": bio(("title",)),
    "documents": bio(("document",)),
    "times": bio(TIMES),
    "cues": bio(("cue",)),
    "sources": bio(("source",)),
    "contents": bio(("content",)),
    "triggers": ("O", *TYPES),
    "status": STATUS,
}
"""Heads that label words, with their labels."""

LEFT_OUT = -100
"""Label of a piece that is not scored: later pieces of a word, and what a set does not annotate."""
