"""Phrases of every sort that mean actors, on a day: sentences and phrases written for this project.

``evaluation/own/actors.jsonl`` holds a JSON line for each: ``{"id", "kind", "text", "on"}`` with what is wanted, one
of ``"actors"`` (in order; of each the accepted values of ``country``, ``sector`` and ``name``, null for none and a
field left out where it is not judged), ``"ambiguous": true`` or ``"none": true``. With ``"article"`` the words stand
in a text, which is read whole; without it they are asked for as ``communique actor`` does.

- ``all``: share of the phrases of which every field of every actor is right.
- ``several``: the same over compound actors and groups.
- ``people``: over names, former office-holders and office-holders by title.
- ``bodies``: over states, regions, organs, parties, rebels and embassies.
- ``roles``: over demonyms and generic roles.
- ``doubt``: over phrases that are no actor, and names with several bearers.
- ``text``: over words in a text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from communique.pipeline import default_pipeline
from communique.record import Actor
from communique.registry.words import normalise
from communique.resolve.actors.explanation import Explanation, explain
from communique.sources import make_article
from evaluation.data import own
from evaluation.task import Part, Result, Task, in_part

FIGURES = {
    "several": ("compound", "group"),
    "people": ("title", "name", "former"),
    "bodies": ("state", "region", "organ", "opposition", "rebels", "ambassador"),
    "roles": ("people", "role"),
    "doubt": ("none", "ambiguous"),
    "text": ("text",),
}
"""The kinds of phrases behind each figure."""

Answer = tuple[str | None, str | None, str | None]
"""Country, sector and the name of the registry's actor; a group has none."""


def right(case: dict[str, Any]) -> bool:
    """Whether everything that the case asks for is answered rightly."""
    return in_text(case) if "article" in case else alone(case)


def alone(case: dict[str, Any]) -> bool:
    """Whether the words by themselves are read rightly."""
    found = explain(case["text"], date.fromisoformat(case["on"]))
    if case.get("ambiguous"):
        return found.outcome == "ambiguous"
    answers = [_answer(each) for each in (found.parts or (found,))]
    if case.get("none"):
        return answers == [(None, None, None)]
    return _fit(case["actors"], answers)


def in_text(case: dict[str, Any]) -> bool:
    """Whether the words are read rightly where they stand in a text."""
    start = case["article"].index(case["text"])
    end = start + len(case["text"])
    reading = default_pipeline().reading(make_article(case["article"], published=case["on"]), until="actors")
    over = reading.mentions_over(start, end)
    if case.get("none"):
        return not any(reading.actors[mention.actor].resolved for mention in over)
    widest = sorted(over, key=lambda mention: (mention.start - mention.end, mention.start))
    return bool(widest) and _fit(case["actors"], [_of_record(reading.actors[widest[0].actor])])


def _answer(found: Explanation) -> Answer:
    return found.country, _told(found.plover), found.name if found.kind != "group" else None


def _of_record(actor: Actor) -> Answer:
    return actor.country, _told(actor.plover.sector), actor.name if actor.resolved and actor.kind != "group" else None


def _told(sectors: Sequence[str]) -> str | None:
    return next((sector for sector in sectors if sector != "UNK"), None)


def _fit(wanted: Sequence[dict[str, list[str | None]]], answers: Sequence[Answer]) -> bool:
    return len(wanted) == len(answers) and all(map(_fits, wanted, answers))


def _fits(wanted: dict[str, list[str | None]], answer: Answer) -> bool:
    country, sector, name = answer
    named = [each and normalise(each) for each in wanted.get("name", [])]
    return (
        country in wanted.get("country", [country])
        and sector in wanted.get("sector", [sector])
        and (not named or (name and normalise(name)) in named)
    )


def score(gold: Path, part: Part | None) -> Result:
    """Score one gold file."""
    sizes: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for line in gold.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if in_part(case["id"], part):
            sizes[case["kind"]] += 1
            hits[case["kind"]] += right(case)
    figures = {"all": hits.total() / sizes.total() if sizes else 0.0}
    for figure, kinds in FIGURES.items():
        size = sum(sizes[kind] for kind in kinds)
        figures[figure] = sum(hits[kind] for kind in kinds) / size if size else 0.0
    return Result(sizes.total(), figures)


TASK = Task(
    name="actor-phrases",
    sets={"own phrases": own("actors.jsonl")},
    figures=("all", *FIGURES),
    score=score,
    anchors={},
)
