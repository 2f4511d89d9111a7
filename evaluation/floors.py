"""The floors: what was measured, pinned; and the rule that a floor is never lowered in silence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaluation.task import Part

# Speeds depend on the machine and are reported, never pinned.
UNPINNED = frozenset({"kchar_per_s"})

# Another processor may round a model's scores differently and turn a decision here and there.
TOLERANCE = 0.003

Floors = dict[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """The outcome of one task on one part of one set.

    Attributes:
        task: Name of the task.
        label: Label of the gold set.
        part: The part that was scored; None when all of it was.
        n: Number of gold records scored.
        figures: The figures by name, as fractions, except for speeds.
        seconds: How long it took.
    """

    task: str
    label: str
    part: Part | None
    n: int
    figures: dict[str, float]
    seconds: float = 0.0

    def key(self, figure: str) -> str:
        """The name under which a figure is pinned, such as ``times/timebank/dev/value_f1``."""
        return "/".join((self.task, self.label, self.part or "all", figure))

    def pinned(self) -> dict[str, float]:
        """The figures that can be pinned, under their keys."""
        return {self.key(name): value for name, value in self.figures.items() if name not in UNPINNED}


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that lies under its floor."""

    key: str
    floor: float
    value: float

    def __str__(self) -> str:
        return f"{self.key} fell to {self.value:.4f}; its floor is {self.floor:.4f}"


def read(path: Path) -> Floors:
    """The floors in a file; none when there is no file yet."""
    if not path.exists():
        return {}
    return {str(key): float(value) for key, value in json.loads(path.read_text("utf-8")).items()}


def write(path: Path, floors: Floors) -> None:
    """Write floors, one a line, sorted, so that a change of one is a change of one line."""
    path.write_text(json.dumps(dict(sorted(floors.items())), indent=0) + "\n", "utf-8")


def falls(outcomes: list[Measured], floors: Floors) -> list[Fall]:
    """The figures that lie under their floors by more than the tolerance."""
    return [
        Fall(key, floors[key], value)
        for outcome in outcomes
        for key, value in outcome.pinned().items()
        if key in floors and value < floors[key] - TOLERANCE
    ]


def raised(outcomes: list[Measured], floors: Floors) -> Floors:
    """The floors with new figures added and risen ones raised; nothing is lowered."""
    result = dict(floors)
    for outcome in outcomes:
        for key, value in outcome.pinned().items():
            result[key] = max(round(value, 4), result.get(key, 0.0))
    return result


def lowered(fallen: list[Fall], floors: Floors) -> Floors:
    """The floors with those that fell set to what was measured."""
    return floors | {fall.key: round(fall.value, 4) for fall in fallen}


def changelog_lines(fallen: list[Fall], reason: str, today: date) -> list[str]:
    """The lines that tell of lowered floors."""
    return [
        f"- Floor lowered on {today.isoformat()}: `{fall.key}` from {fall.floor:.4f} to {fall.value:.4f}. {reason}"
        for fall in fallen
    ]


def write_changelog(path: Path, lines: list[str]) -> None:
    """Put lines into the changelog's section on quality, under its first heading.

    Raises:
        ValueError: The changelog has no heading "### Quality" to write under.
    """
    text = path.read_text("utf-8")
    heading = "### Quality\n"
    if heading not in text:
        raise ValueError(f"{path.name} has no '### Quality' heading to write under: add one to its first section.")
    path.write_text(text.replace(heading, heading + "\n" + "\n".join(lines), 1), "utf-8")
