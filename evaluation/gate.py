"""The gate: runs every task on every set there is, and compares with the floors and with the gold's fingerprints."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from evaluation.data import ROOT, discover, fingerprint
from evaluation.floors import Measured
from evaluation.task import Part, Task

PARTS: tuple[Part, ...] = ("dev", "test")


@dataclass(frozen=True, slots=True)
class Missing:
    """A gold set that is not there."""

    task: str
    label: str
    path: Path

    def __str__(self) -> str:
        return f"{self.task}/{self.label}: {self.path} is missing"


def available(tasks: Iterable[Task], data: Path) -> tuple[list[tuple[Task, str, Path]], list[Missing]]:
    """The sets that are there and those that are missing, in the order of the tasks."""
    there: list[tuple[Task, str, Path]] = []
    missing: list[Missing] = []
    for task in tasks:
        for label, relative in task.sets.items():
            path = data / relative
            if path.exists():
                there.append((task, label, path))
            else:
                missing.append(Missing(task.name, label, path))
    return there, missing


def measure(task: Task, label: str, gold: Path, part: Part | None) -> Measured:
    """Score one part of one set.

    Raises:
        ValueError: The task returned other figures than it declares.
    """
    began = time.perf_counter()
    result = task.score(gold, part)
    unknown = sorted(set(result.figures) - set(task.figures))
    if unknown:
        raise ValueError(f"The task {task.name!r} returned figures that it does not declare: {', '.join(unknown)}.")
    figures = {name: float(result.figures[name]) for name in task.figures if name in result.figures}
    return Measured(task.name, label, part, result.n, figures, time.perf_counter() - began)


def run(sets: Sequence[tuple[Task, str, Path]], parts: Sequence[Part | None], jobs: int = 1) -> Iterator[Measured]:
    """Measure every part of every set, in order; a part without a single gold record is left out.

    Args:
        sets: The task, the set's name and its gold, one each.
        parts: The parts of each.
        jobs: The number of processes. The parts of a set stay in one: a task keeps what it has read for the next part.
    """
    if jobs == 1:
        for task, label, path in sets:
            yield from _parts_of(task, label, path, parts)
        return
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(_in_a_process, task.name, label, path, parts) for task, label, path in sets]
        for done in waiting:
            yield from done.result()


def _parts_of(task: Task, label: str, gold: Path, parts: Sequence[Part | None]) -> list[Measured]:
    outcomes = (measure(task, label, gold, part) for part in parts)
    return [outcome for outcome in outcomes if outcome.n]


def _in_a_process(name: str, label: str, gold: Path, parts: Sequence[Part | None]) -> list[Measured]:
    """The same in a process of its own, which a task, being made of functions, does not travel to."""
    return _parts_of(discover()[name], label, gold, parts)


def read_hashes(path: Path) -> dict[str, str]:
    """The pinned fingerprints by gold path; none when there is no file yet."""
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def write_hashes(path: Path, hashes: dict[str, str]) -> None:
    """Pin fingerprints, sorted."""
    path.write_text(json.dumps(dict(sorted(hashes.items())), indent=1) + "\n", "utf-8")


def hashes_of(sets: Sequence[tuple[Task, str, Path]]) -> dict[str, str]:
    """Fingerprints of the sets, by their path below the data directory, or in the project for gold of our own."""
    return {_named(task.sets[label]): fingerprint(path) for task, label, path in sets}


def _named(path: str) -> str:
    """A gold path without the folder that the project happens to lie in."""
    return Path(path).relative_to(ROOT).as_posix() if Path(path).is_relative_to(ROOT) else path


def changed_gold(found: dict[str, str], pinned: dict[str, str]) -> list[str]:
    """The gold paths whose contents are no longer what was pinned."""
    return sorted(path for path, value in found.items() if path in pinned and pinned[path] != value)
