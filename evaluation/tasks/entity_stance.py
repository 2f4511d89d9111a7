"""Stance between the entities of a sentence: is the subject for or against the object? The pair is given by name.

Gold is the SEESAW corpus: a folder with ``articles`` and ``annotations`` in JSON. Parts are drawn by story, so that the
articles of several outlets about one event lie in one part; the weights learned from ``dev`` stories alone.

- ``macro_f1``: mean of the F1 of "for" and of "against".
- ``accuracy``: share of the pairs with the right side.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from communique.coders.positions.pairs import pair_stance
from evaluation.task import Part, Result, Task, in_part

SIDES = {"POS": "for", "NEG": "against"}


class Pair(NamedTuple):
    """A pair of entities in a sentence, with its side."""

    story: str
    sentence: str
    holder: str
    target: str
    side: str


def pairs(folder: Path) -> Iterator[Pair]:
    """The annotated pairs; those without a named subject or object, or with both sides, are left out."""
    for file in sorted((folder / "annotations").glob("*.json")):
        noted = json.loads(file.read_text(encoding="utf-8"))
        article = json.loads((folder / "articles" / file.name).read_text(encoding="utf-8"))
        sentences = {str(each["id"]): each["text"] for each in article["text"]}
        story = file.name.split("_DOCUMENT")[0]
        for number, stances in noted["sentence-level stances"].items():
            sides: dict[tuple[str, str], set[str]] = {}
            for each in stances:
                if each["subject"] and each["object"] and each["sentiment"] in SIDES and number in sentences:
                    sides.setdefault((each["subject"], each["object"]), set()).add(SIDES[each["sentiment"]])
            for (holder, target), known in sides.items():
                if len(known) == 1:
                    yield Pair(story, sentences[number], holder, target, next(iter(known)))


def score(gold: Path, part: Part | None) -> Result:
    """Score the folder."""
    chosen = [each for each in pairs(gold) if in_part(each.story, part)]
    ours = [pair_stance(each.sentence, each.holder, each.target) for each in chosen]
    return Result(len(chosen), figures([each.side for each in chosen], list(ours)))


def figures(gold: list[str], ours: list[str]) -> dict[str, float]:
    """The figures of gold and our sides."""
    scores = []
    for side in SIDES.values():
        hits = sum(one == other == side for one, other in zip(gold, ours, strict=True))
        named = gold.count(side) + ours.count(side)
        scores.append(2 * hits / named if named else 0.0)
    right = sum(one == other for one, other in zip(gold, ours, strict=True))
    return {"macro_f1": sum(scores) / len(scores), "accuracy": right / len(gold) if gold else 0.0}


TASK = Task(
    name="entity-stance",
    sets={"SEESAW": "stance/seesaw"},
    figures=("macro_f1", "accuracy"),
    score=score,
    anchors={},
)
