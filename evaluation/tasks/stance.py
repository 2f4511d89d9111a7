"""Stance: who in a sentence is for or against whom.

Gold is a tab-separated line a pair: the sentence with the two names in brackets, the names p and q, and the label:
0 none, 1 p for q, 2 q for p, 3 p against q, 4 q against p. ``macro_f1`` is the mean of the labels' F1; a label that
neither gold nor we give does not count.
"""

from __future__ import annotations

from pathlib import Path

from communique.coders.positions.directed import locate, stance_of
from communique.parse.syntax import language_model
from evaluation.task import Part, Result, Task, in_part

LABELS = range(5)


def score(gold: Path, part: Part | None) -> Result:
    """Score one gold file."""
    rows = [row for row in _rows(gold) if in_part("\t".join(row[:3]), part)]
    located = [locate(*row[:3]) for row in rows]
    parsed = language_model().pipe(text for text, _, _ in located)
    ours = [stance_of(doc, first, second) for doc, (_, first, second) in zip(parsed, located, strict=True)]
    return Result(n=len(rows), figures={"macro_f1": macro_f1([row[3] for row in rows], ours)})


def _rows(gold: Path) -> list[tuple[str, str, str, int]]:
    rows = []
    for line in gold.read_text(encoding="utf-8").split("\n"):
        cells = line.rstrip("\r").split("\t")
        if len(cells) >= 4 and cells[3].strip().isdigit():
            rows.append((cells[0], cells[1], cells[2], int(cells[3])))
    return rows


def macro_f1(gold: list[int], ours: list[int]) -> float:
    """The mean F1 over the labels that occur."""
    scores = []
    for label in LABELS:
        hits = sum(one == other == label for one, other in zip(gold, ours, strict=True))
        named = gold.count(label) + ours.count(label)
        if named:
            scores.append(2 * hits / named)
    return sum(scores) / len(scores) if scores else 0.0


TASK = Task(
    name="stance",
    sets={"directed sentiment": "stance/directed-sentiment/valid.txt"},
    figures=("macro_f1",),
    score=score,
    anchors={},
)
