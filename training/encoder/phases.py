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
        heads: The same for the heads, where it is another; 0 for the same.
        own: Whether half of what is read is passages of our own.
        chain: Whether tags are learned as sequences.
        shares: Share of a set's windows that a pass reads; all where none is given.
        build: Which texts are read: ``full``, or ``open`` for those whose terms let anyone use them.
        teacher: Whether the larger network is trained.
        same: Whether every pass reads the same windows of the sets of which it reads a share.
    """

    start: str | None
    passes: float = 0.0
    steps: int = 0
    rate: float = 1.0
    heads: float = 0.0
    own: bool = False
    chain: bool = True
    shares: dict[str, float] = field(default_factory=dict)
    build: str = "full"
    teacher: bool = False
    same: bool = False


_MASTERED = {
    "CoNLL-2003 train": 0.5, "articles": 0.3, "ConfliBERT source-target": 0.5, "ConfliBERT class": 0.5,
    "NGEC headlines": 0.5,
}  # fmt: skip
"""Sets that later passes read less of: their heads had reached their bars, or their labels are silver."""

_STATEMENTS = {
    "own": 0.25, "CoNLL-2003 train": 0.0, "WikiNEuRal val": 0.0, "TimeBank": 0.5, "AQUAINT": 0.5, "PLV": 0.0,
    "ConfliBERT source-target": 0.5, "ConfliBERT class": 0.0, "NGEC headlines": 0.3, "articles": 0.0,
}  # fmt: skip
"""What the teacher reads: it is to teach statements and times; it meets PLV in phases of its own."""

_PAIRED = {
    "own": 0.1, "PolNeAR train": 0.03, "CoNLL-2003 train": 0.0, "WikiNEuRal val": 0.0, "TimeBank": 0.1, "AQUAINT": 0.1,
    "ConfliBERT source-target": 0.3, "ConfliBERT class": 0.0, "NGEC headlines": 0.3, "articles": 0.0,
}  # fmt: skip
"""What the teacher reads last: pairs, and a little of what it has read before."""

_TAUGHT = {
    "own": 0.5, "CoNLL-2003 train": 0.6, "WikiNEuRal val": 0.6, "ConfliBERT source-target": 0.5,
    "ConfliBERT class": 0.3, "NGEC headlines": 0.5, "articles": 0.7,
}  # fmt: skip

PHASES = {
    "teacher": Phase(None, passes=1.0, rate=0.4, heads=1.0, shares=_STATEMENTS, teacher=True),
    "first": Phase(None, passes=3.6, chain=False),
    "settle": Phase("first", steps=260, rate=0.25, own=True, chain=False),
    "second": Phase("settle", passes=2.4, rate=0.5, shares=_MASTERED),
    "last": Phase("second", steps=300, rate=0.25, own=True),
    "teacher-pairs": Phase("teacher", passes=1.0, rate=0.25, heads=1.0, shares=_PAIRED, teacher=True),
    "taught": Phase("version2-full", passes=1.6, rate=0.4, shares=_TAUGHT, build="taught"),
    "open": Phase(None, passes=6.0, build="open"),
}
"""By name, in their order."""

_STATEMENTS_ALONE = dict.fromkeys(
    ["own", "CoNLL-2003 train", "WikiNEuRal val", "TimeBank", "AQUAINT", "PLV", "PLOVER GSR",
     "ConfliBERT source-target", "ConfliBERT class", "NGEC headlines", "articles"], 0.0,
)  # fmt: skip
PHASES |= {
    f"share-{part}": Phase(None, passes=3.0, shares={**_STATEMENTS_ALONE, "PolNeAR train": 1 / part}, same=True)
    for part in (16, 8, 4, 2, 1)
}
"""The learning curve by the amount of data: a part of PolNeAR's training windows alone, from the base weights."""

TEACHERS = ("teacher-pairs", "version2-full")
"""Phases whose networks teach: the larger one, and version 2 as it shipped."""


def checkpoint(phase: str) -> Path:
    """Where a phase keeps its weights."""
    return WORK / f"{phase}.pt"
