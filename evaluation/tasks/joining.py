"""Joining: are two articles copies of one text, and do two articles tell one event?

Gold are 300 pairs written for this project, a JSON line each: ``{"id", "group", "kind", "same", "one", "other"}`` with
``kind`` ``articles`` or ``events``; the two have a text and a day, and of events the word that names the act. Copies
are cut, edited or headed anew; beside them stand follow-ups, independent reports of the same news, and reports in the
same words about another day, place or number. The parts are drawn by group, so that no story is in both.

Articles are compared as they are; for events both texts are coded, and an act that is not found joins nothing.

- ``articles_precision``, ``articles_recall``: of the pairs found to be copies.
- ``events_precision``, ``events_recall``: of the pairs of acts found to be one.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from communique.archive.joining.acts import Act, act_of, same_act
from communique.archive.joining.copies import Text, same_text
from communique.pipeline import read
from evaluation.data import own
from evaluation.task import Part, Result, Task, in_part


def score(gold: Path, part: Part | None) -> Result:
    """Score one gold file."""
    pairs = [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line]
    chosen = [pair for pair in pairs if in_part(pair["group"], part)]
    counts: Counter[str] = Counter()
    for pair in chosen:
        found, same, kind = joins(pair), bool(pair["same"]), pair["kind"]
        counts[f"{kind} found"] += found
        counts[f"{kind} same"] += same
        counts[f"{kind} both"] += found and same
    figures = {}
    for kind in ("articles", "events"):
        figures[f"{kind}_precision"] = counts[f"{kind} both"] / (counts[f"{kind} found"] or 1)
        figures[f"{kind}_recall"] = counts[f"{kind} both"] / (counts[f"{kind} same"] or 1)
    return Result(len(chosen), figures)


def joins(pair: dict[str, Any]) -> bool:
    """Whether the product joins the two."""
    one, other = pair["one"], pair["other"]
    if pair["kind"] == "articles":
        return same_text(*(Text(each["text"], each["published"]) for each in (one, other))) is not None
    return any(same_act(a, replace(b, article="other")) is not None for a in _acts(one) for b in _acts(other))


def _acts(side: dict[str, Any]) -> list[Act]:
    """The events that the marked word names; where none does, those of its sentence."""
    coded = read(side["text"], published=side["published"])
    at = side["text"].index(side["trigger"])
    named = [each for each in coded.events if each.trigger[0] <= at < each.trigger[1]]
    told = [each for each in coded.events if each.sentence[0] <= at < each.sentence[1]]
    return [act_of(coded, each) for each in named or told]


TASK = Task(
    name="joining",
    sets={"own pairs": own("joining.jsonl")},
    figures=("articles_precision", "articles_recall", "events_precision", "events_recall"),
    score=score,
    anchors={},
)
