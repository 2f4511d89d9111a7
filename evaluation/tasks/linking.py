"""People to Wikidata: mentions in news linked to items, in ELEVANT's format (a JSON object a line).

Gold are the labels of people (their ``type`` lists Q215627) that the registry holds with that Wikidata item, that
lie in ``evaluation_span`` and are no coreference (``coref`` true) and not written in lower case throughout. A
prediction is a mention by name that overlaps the evaluation span and whose actor is a person with a Wikidata item.
It is right when a label of the same item overlaps it, and finds that label. Predictions over a label whose item is
unknown to the gold (``<NIL>``) are left out, as ELEVANT does: nobody knows whether they are right.

- ``precision``: share of the predictions that are right; one over an unlabelled name is wrong.
- ``recall``: share of the gold labels that are found.
- ``recall_at_p95``: the greatest recall at a precision of at least .95 when predictions are taken in the order of
  their actors' confidence.

The day on which offices are looked up is that of the title when it starts with one (``20180306 - ...``), else the
first ISO date in the text.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from communique.parse.encoder import Encode
from communique.parse.names import Names
from communique.parse.prose import Prose
from communique.parse.quotes import Quotes
from communique.parse.reading import Reading
from communique.parse.syntax import Syntax
from communique.pipeline import Pipeline
from communique.registry import load_registry
from communique.resolve.actors import Actors
from communique.sources import make_article
from evaluation.task import Part, Result, Task, in_part

PERSON = "Q215627"
UNKNOWN = "<NIL>"
_TITLE_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})\b")
_ISO_DAY = re.compile(r"\b(1[89]|20)\d\d-\d\d-\d\d\b")


@dataclass(frozen=True, slots=True)
class Guess:
    """A prediction: how sure, whether right, and the label it finds."""

    confidence: float
    right: bool
    label: tuple[int, int] | None


def day_of(record: dict[str, Any]) -> str | None:
    """The day of a text, ISO 8601; None when it tells none."""
    title = _TITLE_DAY.match(record.get("title") or "")
    found = _ISO_DAY.search(record["text"])
    day = "-".join(title.groups()) if title else found.group() if found else None
    try:
        return date.fromisoformat(day).isoformat() if day else None
    except ValueError:
        return None


@functools.cache
def people_known() -> frozenset[str]:
    """The Wikidata items of all people of the registry."""
    people = (each for each in load_registry().actors() if each.kind == "person")
    return frozenset(item for each in people for item in (each.wikidata, each.id) if item and item[0] == "Q")


def labels(record: dict[str, Any]) -> dict[tuple[int, int], str]:
    """Span to item of every gold label that counts."""
    begin, stop = record["evaluation_span"]
    found = {}
    for label in record["labels"]:
        start, end = label["span"]
        words = record["text"][start:end]
        counted = PERSON in (label.get("type") or "").split("|") and not label.get("coref") and not words.islower()
        if counted and begin <= start and end <= stop and label["entity_id"] in people_known():
            found[start, end] = label["entity_id"]
    return found


def read(record: dict[str, Any]) -> Reading:
    """The text with its actors."""
    pipeline = Pipeline([Prose(), Syntax(), Encode(), Quotes(), Names(), Actors()])
    return pipeline.reading(make_article(record["text"], published=day_of(record)))


def guesses(record: dict[str, Any], gold: dict[tuple[int, int], str]) -> list[Guess]:
    """The predictions for one text."""
    reading = read(record)
    begin, stop = record["evaluation_span"]
    unknown = [tuple(label["span"]) for label in record["labels"] if label["entity_id"] == UNKNOWN]
    found = []
    for mention in reading.mentions:
        actor = reading.actors[mention.actor]
        if mention.form != "name" or actor.kind != "person" or not actor.wikidata:
            continue
        if mention.start >= stop or mention.end <= begin:
            continue
        if any(_overlaps(span, mention) for span in unknown):
            continue
        hit = [span for span, item in gold.items() if item == actor.wikidata and _overlaps(span, mention)]
        found.append(Guess(actor.confidence, bool(hit), hit[0] if hit else None))
    return found


def _overlaps(span: tuple[int, int], mention: Any) -> bool:
    return bool(span[0] < mention.end and mention.start < span[1])


def recall_at(guessed: list[Guess], n: int, precision: float = 0.95) -> float:
    """The greatest recall at that precision, the surest predictions first."""
    best = right = 0
    ordered = sorted(guessed, key=lambda guess: -guess.confidence)
    for taken, guess in enumerate(ordered, 1):
        right += guess.right
        last = taken == len(ordered) or ordered[taken].confidence < guess.confidence
        if last and right / taken >= precision:
            best = right
    return best / n if n else 0.0


def score(gold: Path, part: Part | None) -> Result:
    """Link the people of one file."""
    n = 0
    guessed: list[Guess] = []
    for line in gold.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if not in_part(record["id"], part):
            continue
        wanted = labels(record)
        n += len(wanted)
        guessed += guesses(record, wanted)
    right = sum(guess.right for guess in guessed)
    return Result(n, {
        "precision": right / len(guessed) if guessed else 0.0,
        "recall": min(1.0, right / n) if n else 0.0,
        "recall_at_p95": min(1.0, recall_at(guessed, n)),
    })  # fmt: skip


TASK = Task(
    name="linking",
    sets={
        "AIDA dev": "actors/gold-linking/aida-conll-dev.jsonl",
        "News-Fair": "actors/gold-linking/news-fair-v2-no-coref.jsonl",
    },
    figures=("precision", "recall", "recall_at_p95"),
    score=score,
    anchors={"recall_at_p95": (0.830, "full names with surname carry-over")},
)
