"""One act of each of 2,130 sentences of our own, known by its parties' countries, looked for in the raw sentence.

A line: ``{"id", "marked", "root", "cameo", "source", "target", "part"}``: the sentence with its pair marked, the
PLOVER type, every CAMEO code that is right, and the countries of both (empty where nobody can tell). The sentences were
written from the codes alone, by others than the patterns, in wording as free as the news'; the acts are made up.
Each names its part: patterns were mended on ``dev``, and the pair scorers learn from it; ``test`` was read for neither.

- ``root_recall``: share of the acts of which an event of ours has the type or CAMEO root, and both countries.
- ``cameo_recall``: the whole CAMEO code and both countries; ``dyad_recall``: both countries, whatever the event.
- ``spared``: share of the sentences without an act between the pair (public statements) for which none is given.

A joint act is found either way round.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from communique.pipeline import default_pipeline
from communique.record import Event
from communique.sources import make_article
from evaluation.data import own
from evaluation.task import Part, Result, Task
from evaluation.tasks.event_types import unmark
from evaluation.tasks.events import country, dyads

Found = tuple[str, str]
"""The CAMEO code and the type of an event that joins the countries."""


def score(gold: Path, part: Part | None) -> Result:
    """Score one file."""
    lines = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    chosen = [line for line in lines if part is None or line["part"] == part]
    return Result(len(chosen), figures([(line, list(predict(line))) for line in chosen]))


def predict(line: Mapping[str, Any]) -> Iterator[Found]:
    """The events of the raw sentence that join the countries of a line."""
    reading = default_pipeline().reading(make_article(unmark(line["marked"])[0]), until="events")
    for event in reading.events:
        for source, target, code in dyads([event], reading.actors):
            if _joins(line, source, target) or (_is_joint(event) and _joins(line, target, source)):
                yield code, event.type


def _is_joint(event: Event) -> bool:
    return not event.targets


def _joins(line: Mapping[str, Any], source: str, target: str) -> bool:
    wanted = ((line["source"], source), (line["target"], target))
    return all(not gold or country(gold) == country(ours) for gold, ours in wanted)


def figures(pairs: list[tuple[Mapping[str, Any], list[Found]]]) -> dict[str, float]:
    """The figures of lines of gold with what was found."""
    acts = [(line, found) for line, found in pairs if line["root"]]
    others = [found for line, found in pairs if not line["root"]]
    roots = [{code[:2] for code in line["cameo"]} for line, _ in acts]
    right = [
        any(code[:2] in root or kind == line["root"] for code, kind in found)
        for (line, found), root in zip(acts, roots, strict=True)
    ]
    whole = [any(code in line["cameo"] for code, _ in found) for line, found in acts]
    return {
        "root_recall": sum(right) / (len(acts) or 1),
        "cameo_recall": sum(whole) / (len(acts) or 1),
        "dyad_recall": sum(bool(found) for _, found in acts) / (len(acts) or 1),
        "spared": sum(not found for found in others) / (len(others) or 1),
    }


TASK = Task(
    name="event-pairs",
    sets={"own pairs": own("event_pairs.jsonl")},
    figures=("root_recall", "cameo_recall", "dyad_recall", "spared"),
    score=score,
    anchors={},
)
