"""Is there an event at all in a sentence of running news, and which CAMEO roots: four annotators each.

- ``f1``: F1 of "relevant". Sentences on which the annotators are split evenly have no gold answer and are left out.
- ``root_set_f1``: F1 over pairs of sentence and CAMEO root, micro-averaged; gold are the roots that most annotators
  gave. Evenly split sentences are left out here too.

Our answer is read from the record: the roots of its events (with their status folded in, as in the task ``events``)
and 01, public statement, where the text lets a political actor speak. A sentence with any of these is relevant.
"""

from __future__ import annotations

import json
from pathlib import Path

from communique.coders.events import public_speakers
from communique.parse.reading import Reading
from communique.pipeline import default_pipeline
from communique.sources import make_article
from evaluation.task import Part, Result, Task, in_part
from evaluation.tasks.events import cameo_code, f1


def roots_of(reading: Reading) -> set[str]:
    """CAMEO roots that the record of a sentence gives."""
    codes = (cameo_code(event) for event in reading.events)
    roots = {code[:2] for code in codes if code}
    return roots | {"01"} if public_speakers(reading) else roots


def predict(text: str) -> set[str]:
    """The roots of one sentence, read without a date."""
    return roots_of(default_pipeline().reading(make_article(text), until="events"))


def score(gold: Path, part: Part | None) -> Result:
    """Score one file of annotated sentences."""
    lines = (json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip())
    chosen = [line for line in lines if line["relevant"] is not None and in_part(line["id"], part)]
    found = [predict(line["text"]) for line in chosen]
    wanted = [set(line["roots_majority"]) for line in chosen]
    relevant = [bool(line["relevant"]) for line in chosen]
    hits = sum(yes and bool(ours) for yes, ours in zip(relevant, found, strict=True))
    shared = sum(len(gold_roots & ours) for gold_roots, ours in zip(wanted, found, strict=True))
    return Result(
        len(chosen),
        {
            "f1": f1(hits, sum(relevant), sum(map(bool, found))),
            "root_set_f1": f1(shared, sum(map(len, wanted)), sum(map(len, found))),
        },
    )


TASK = Task(
    name="relevance",
    sets={"CAMEO news": "events/cameo_news/dev.jsonl"},
    figures=("f1", "root_set_f1"),
    score=score,
    anchors={"f1": (0.448, "PETRARCH2"), "root_set_f1": (0.161, "PETRARCH2")},
)
