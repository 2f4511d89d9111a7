"""Who stands where: positions read from 40 short articles written for this project over five questions.

A JSON line each: ``{"id", "question", "published", "text", "positions", "no_position", "optional"}``. ``positions`` has
an ``actor`` (registry id, or the name where the registry has none) and its ``stance``; ``no_position`` names actors of
the article that take no side; what we say of an ``optional`` actor is not counted. A person who speaks for a government
whose own position we give counts as that government. A position on another question than the article's is wrong.

- ``precision``: share of our positions that are right, actor and stance.
- ``recall``: share of the gold positions that we give.
- ``spared``: share of the actors that take no side for which we give no position.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from communique.pipeline import read
from communique.record import Actor, Record
from evaluation.data import own
from evaluation.task import Part, Result, Task, in_part

Named = tuple[frozenset[str], str, str]
"""The ids and names of an actor, in lower case, with a stance and a question."""


def score(gold: Path, part: Part | None) -> Result:
    """Score one gold file."""
    lines = (json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip())
    chosen = [line for line in lines if in_part(line["id"], part)]
    counts: Counter[str] = Counter()
    for line in chosen:
        counts += compare(line, given(read(line["text"], published=line["published"], outlet="Example Wire")))
    return Result(len(chosen), figures(counts))


def given(coded: Record) -> list[Named]:
    """Our positions; those of people whose government's same position is among them are left out."""
    actors = {actor.id: actor for actor in coded.actors}
    states: set[tuple[str, str, str]] = {(each.actor, each.question, each.stance) for each in coded.positions}
    return [
        (_names(actors[each.actor]), each.stance, each.question)
        for each in coded.positions
        if not _speaks_for(actors[each.actor], each.question, each.stance, states)
    ]


def _names(actor: Actor) -> frozenset[str]:
    return frozenset({actor.id.casefold(), actor.name.casefold()})


def _speaks_for(actor: Actor, question: str, stance: str, states: set[tuple[str, str, str]]) -> bool:
    return actor.kind == "person" and (actor.country or "", question, stance) in states


def compare(line: dict[str, Any], ours: Iterable[Named]) -> Counter[str]:
    """Counts for one article."""
    counts: Counter[str] = Counter()
    left = {(each["actor"].casefold(), each["stance"]) for each in line["positions"]}
    counts["gold"] = len(left)
    optional = {name.casefold() for name in line["optional"]}
    seen: set[str] = set()
    for names, stance, question in ours:
        seen |= names
        right = next(((name, side) for name, side in left if name in names and side == stance), None)
        if right is not None and question == line["question"]:
            left.discard(right)
            counts["right"] += 1
            counts["ours"] += 1
        elif not names & optional or question != line["question"]:
            counts["ours"] += 1
    none = [name.casefold() for name in line["no_position"]]
    counts["none"], counts["spared"] = len(none), sum(name not in seen for name in none)
    return counts


def figures(counts: Counter[str]) -> dict[str, float]:
    """The figures of all counts."""
    pairs = {"precision": ("right", "ours"), "recall": ("right", "gold"), "spared": ("spared", "none")}
    return {name: counts[good] / counts[of] if counts[of] else 1.0 for name, (good, of) in pairs.items()}


TASK = Task(
    name="positions",
    sets={"own articles": own("positions.jsonl")},
    figures=("precision", "recall", "spared"),
    score=score,
    anchors={},
)
