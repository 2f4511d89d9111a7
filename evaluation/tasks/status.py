"""Whether an act is the case: the status of one marked act in each of 200 sentences written for this project.

A JSON line each: ``{"id", "text", "start", "end", "trigger", "status"}``. Every sentence is read as an article of its
own, published on 2 March 2021; our answer is the status of the event whose trigger shares a character with the marked
word.

- ``accuracy``: share of the sentences where "is the case" is answered rightly: actual, ongoing and past acts are,
  planned, possible and denied ones are not. An act that is not found is wrong.
- ``six_accuracy``: the same with all six answers kept apart.
- ``found``: share of the acts that are found.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from communique.parse.reading import Reading
from communique.pipeline import default_pipeline
from communique.sources import make_article
from evaluation.data import own
from evaluation.task import Part, Result, Task, in_part

PUBLISHED = "2021-03-02"
REAL = frozenset({"actual", "ongoing", "past"})


def score(gold: Path, part: Part | None) -> Result:
    """Score one gold file."""
    lines = (json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip())
    chosen = [line for line in lines if in_part(line["id"], part)]
    return Result(len(chosen), figures([(line["status"], predict(line)) for line in chosen]))


def predict(line: Mapping[str, Any]) -> str | None:
    """The status of the marked act; None when no event has it as its trigger."""
    reading = default_pipeline().reading(make_article(line["text"], published=PUBLISHED), until="events")
    return status_in(reading, line)


def status_in(reading: Reading, line: Mapping[str, Any]) -> str | None:
    """The status of the event of a reading whose trigger is the marked word."""
    found = (e.status for e in reading.events if e.trigger[0] < line["end"] and line["start"] < e.trigger[1])
    return next(found, None)


def figures(pairs: list[tuple[str, str | None]]) -> dict[str, float]:
    """The figures of pairs of gold and found status."""
    n = len(pairs) or 1
    found = [(gold, ours) for gold, ours in pairs if ours is not None]
    return {
        "accuracy": sum((gold in REAL) == (ours in REAL) for gold, ours in found) / n,
        "six_accuracy": sum(gold == ours for gold, ours in found) / n,
        "found": len(found) / n,
    }


TASK = Task(
    name="status",
    sets={"own sentences": own("event_status.jsonl")},
    figures=("accuracy", "six_accuracy", "found"),
    score=score,
    anchors={},
)
