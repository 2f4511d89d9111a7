"""Type of event given the pair: sentences with source and target marked, one of fifteen PLOVER roots as gold.

CONCEDE and RETREAT are one root there, YIELD. ``accuracy`` is the share that is right, ``macro_f1`` the mean F1 of
the roots that occur in the gold. Where the gold marks no words for a party, none are given.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from communique.coders.events import classify_pair
from evaluation.task import Part, Result, Task, in_part

Span = tuple[int, int]
YIELDING = ("CONCEDE", "RETREAT")
_TAG = re.compile(r"</?[st]>")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, the offsets of its pair, and the root."""

    sentence: str
    source: Span | None
    target: Span | None
    root: str

    @property
    def accepted(self) -> tuple[str, ...]:
        """Types that count as right."""
        return YIELDING if self.root == "YIELD" else (self.root,)


def unmark(marked: str) -> tuple[str, Span | None, Span | None]:
    """The sentence without its tags, and the offsets of the first marked source and target."""
    places: dict[str, int] = {}
    plain, last = "", 0
    for tag in _TAG.finditer(marked):
        plain += marked[last : tag.start()]
        last = tag.end()
        places.setdefault(tag.group(), len(plain))
    plain += marked[last:]
    return plain, _span(places, "s"), _span(places, "t")


def _span(places: dict[str, int], letter: str) -> Span | None:
    start, end = places.get(f"<{letter}>"), places.get(f"</{letter}>")
    return (start, end) if start is not None and end is not None else None


def read(gold: Path) -> list[Example]:
    """The examples of a file of lines with ``marked_sentence`` and ``gold_root``."""
    lines = (json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip())
    return [Example(*unmark(line["marked_sentence"]), root=line["gold_root"]) for line in lines]


def score(gold: Path, part: Part | None) -> Result:
    """Score one file."""
    pairs = [(each.root, answer(each)) for each in read(gold) if in_part(each.sentence, part)]
    return Result(len(pairs), figures(pairs))


def answer(example: Example) -> str:
    """The root that we give the pair."""
    found = classify_pair(example.sentence, example.source, example.target)
    return "YIELD" if found in YIELDING else found


def figures(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Accuracy and macro F1 of pairs of gold and found root."""
    if not pairs:
        return {"accuracy": 0.0, "macro_f1": 0.0}
    right = Counter(gold for gold, found in pairs if gold == found)
    wanted, given = Counter(gold for gold, _ in pairs), Counter(found for _, found in pairs)
    each = [2 * right[root] / (wanted[root] + given[root]) for root in sorted(wanted)]
    return {"accuracy": sum(right.values()) / len(pairs), "macro_f1": sum(each) / len(each)}


TASK = Task(
    name="event-types",
    sets={"PLV": "events/plv/train.jsonl"},
    figures=("accuracy", "macro_f1"),
    score=score,
    anchors={"accuracy": (0.839, "ZSP, roberta-large-mnli"), "macro_f1": (0.816, "ZSP, roberta-large-mnli")},
)
