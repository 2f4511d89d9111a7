"""What police did, in exhaustively labelled sentences of running news: arrests, use of force, killings.

Each sentence is read alone, as it stands in the data (in lower case). Gold are the labels ``ARREST``, ``FORCE`` and
``KILL``; ours are read off the events of the record, whatever their status but denied:

- an arrest is an event of the mode ``arrest``, by police, by nobody who is named, or by the state as a whole, whose
  hand the police are;
- force is an event of type ASSAULT with police among its sources, or an act of crowd control;
- a killing is such an event by police whose own words, or whose sentence's part about it, tell of dead.

Figures: ``precision`` and ``recall`` over all pairs of sentence and label, and the recall of each label. All
sentences that carry one of the labels are read, and of the others one in ``EVERY``, chosen by a hash of sentence and
document; false finds among those count ``EVERY`` times in the precision.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from communique.parse.reading import Reading
from communique.pipeline import default_pipeline
from communique.record import Event
from communique.sources import make_article
from evaluation.task import Part, Result, Task, in_part

LABELS = ("ARREST", "FORCE", "KILL")
EVERY = 10
_DEAD = ("kill", "dead", "death", "died", "die ", "succumb", "shot dead", "lives")
_CROWD = frozenset({"175"})


def labels_of(reading: Reading) -> set[str]:
    """The labels that the events of a reading give."""
    found: set[str] = set()
    for event in reading.events:
        if event.status != "denied":
            found |= _labels(reading, event)
    return found


def _labels(reading: Reading, event: Event) -> set[str]:
    sources = [reading.actors[a] for a in event.sources if a in reading.actors]
    by_police = any("COP" in actor.plover.sector for actor in sources)
    if event.cameo[:3] == "173":
        by_state = any(actor.kind == "state" for actor in sources)
        return {"ARREST"} if by_police or by_state or not event.sources else set()
    if event.type != "ASSAULT" or not (by_police or event.cameo[:3] in _CROWD):
        return set()
    words = reading.text[slice(*event.sentence)].lower()
    return {"FORCE", "KILL"} if any(word in words for word in _DEAD) else {"FORCE"}


def is_read(sentence: Mapping[str, Any]) -> bool:
    """Whether a sentence is among those that are read: it carries a label, or is one of the sample."""
    if set(sentence["sent_labels"]) & set(LABELS):
        return True
    digest = hashlib.sha256(f"{sentence['doc_id']}-{sentence['sent_id']}".encode()).digest()
    return digest[1] % EVERY == 0


def figures(pairs: list[tuple[set[str], set[str]]]) -> dict[str, float]:
    """The figures of pairs of gold and found labels."""
    wanted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    false = 0
    for gold, found in pairs:
        wanted.update(gold)
        right.update(gold & found)
        false += len(found - gold) * (1 if gold else EVERY)
    hits, total = sum(right.values()), sum(wanted.values())
    result = {"precision": hits / (hits + false) if hits else 0.0, "recall": hits / total if total else 0.0}
    return result | {f"{label.lower()}_recall": right[label] / wanted[label] for label in LABELS if wanted[label]}


def predict(text: str) -> set[str]:
    """The labels of one sentence, read without a date."""
    return labels_of(default_pipeline().reading(make_article(text), until="events"))


def score(gold: Path, part: Part | None) -> Result:
    """Score one file of labelled sentences; the part goes by document."""
    lines = (json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip())
    chosen = [line for line in lines if in_part(line["doc_id"], part) and is_read(line)]
    pairs = [(set(line["sent_labels"]) & set(LABELS), predict(line["sent_text"])) for line in chosen]
    return Result(len(chosen), figures(pairs))


TASK = Task(
    name="police",
    sets={"India police": "events/india_police/sents.jsonl"},
    figures=("precision", "recall", "arrest_recall", "force_recall", "kill_recall"),
    score=score,
    anchors={},
)
