"""What a task of the quality gate is: named sets of gold, a scorer, and figures between 0 and 1."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Part = Literal["dev", "test"]


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one task on one file: ``n`` gold records scored, and the figures (0 to 1) by name."""

    n: int
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Task:
    """One task of the gate.

    Attributes:
        name: As typed on the command line, such as ``event-types``.
        sets: Label of each gold set to its path below the data directory.
        figures: Names of the figures, in the order they are printed.
        score: Scores one gold file; the second argument picks a part (:func:`in_part`), None means all of it.
        anchors: Figure name to the best earlier figure that was measured, and whose it is.
    """

    name: str
    sets: dict[str, str]
    figures: tuple[str, ...]
    score: Callable[[Path, Part | None], Result]
    anchors: dict[str, tuple[float, str]]


def in_part(identifier: object, part: Part | None) -> bool:
    """Whether a gold record belongs to the part: half are dev, half are test, by a hash of the id."""
    if part is None:
        return True
    digest = hashlib.sha256(str(identifier).encode()).digest()
    return ("dev", "test")[digest[0] % 2] == part
