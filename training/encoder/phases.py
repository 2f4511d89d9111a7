"""The phases of training: what each starts from, reads, and for how long."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from training.encoder.corpora import WORK


@dataclass(frozen=True, slots=True)
class Phase:
    """One run of training.

    Attributes:
        start: The phase whose mean weights it starts from; None for the base weights.
        passes: Passes over the windows, or 0 when ``steps`` says how long.
        steps: Steps, when the length is not in passes.
        rate: Share of the full learning rate at its peak.
        own: Whether half of what is read is passages of our own.
        chain: Whether tags are learned as sequences.
        shares: Share of a set's windows that a pass reads; all where none is given.
        build: Which texts are read: ``full``, or ``open`` for those whose terms let anyone use them.
    """

    start: str | None
    passes: float = 0.0
    steps: int = 0
    rate: float = 1.0
    own: bool = False
    chain: bool = True
    shares: dict[str, float] = field(default_factory=dict)
    build: str = "full"


_MASTERED = {
    "CoNLL-2003 train": 0.5, "articles": 0.3, "ConfliBERT source-target": 0.5, "ConfliBERT class": 0.5,
    "NGEC headlines": 0.5,
}  # fmt: skip
"""Sets that later passes read less of: their heads had reached their bars, or their labels are silver."""

PHASES = {
    "first": Phase(None, passes=3.6, chain=False),
    "settle": Phase("first", steps=260, rate=0.25, own=True, chain=False),
    "second": Phase("settle", passes=2.4, rate=0.5, shares=_MASTERED),
    "last": Phase("second", steps=300, rate=0.25, own=True),
    "open": Phase(None, passes=6.0, build="open"),
}
"""By name, in their order."""


def checkpoint(phase: str) -> Path:
    """Where a phase keeps its weights."""
    return WORK / f"{phase}.pt"
