"""Use of a place's name: the place itself, or the government, team, market or event that it stands for.

Gold are 150 sentences written for this project, a JSON line each: ``{"id", "text", "start", "end", "name", "use"}``
with ``use`` ``place`` or ``metonym`` for the name at these offsets. Every sentence is read as an article of its
own; a name counts as read as a place when the record has a place that shares a character with it.

- ``accuracy``: share of the sentences read rightly.
- ``place_recall`` and ``metonym_recall``: the same over the names of one use.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from communique.pipeline import default_pipeline
from communique.sources import make_article
from evaluation.data import own
from evaluation.task import Part, Result, Task, in_part


def score(gold: Path, part: Part | None) -> Result:
    """Score one gold file."""
    counts: Counter[str] = Counter()
    with gold.open(encoding="utf-8") as lines:
        for line in lines:
            sentence = json.loads(line)
            if in_part(sentence["id"], part):
                use = read_use(sentence["text"], sentence["start"], sentence["end"])
                counts[sentence["use"]] += 1
                counts["right " + sentence["use"]] += use == sentence["use"]
    sizes = {use: counts[use] for use in ("place", "metonym")}
    right = {use: counts["right " + use] for use in sizes}
    n = sum(sizes.values())
    figures = {"accuracy": sum(right.values()) / n if n else 0.0}
    figures |= {f"{use}_recall": right[use] / size for use, size in sizes.items() if size}
    return Result(n, figures)


def read_use(text: str, start: int, end: int) -> str:
    """How the product reads the name at these offsets: ``place`` or ``metonym``."""
    reading = default_pipeline().reading(make_article(text, published="2021-03-02"), until="places")
    return "place" if any(each.start < end and start < each.end for each in reading.places) else "metonym"


TASK = Task(
    name="place-use",
    sets={"own sentences": own("place_use.jsonl")},
    figures=("accuracy", "place_recall", "metonym_recall"),
    score=score,
    anchors={},
)
