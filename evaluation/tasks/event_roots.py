"""Events from raw sentences whose pair is marked in the gold: is the event between them found, with the right root?

The sentences are those of the task ``event-types``, but here the tags are taken away before the text is read. Of the
record's events, the one that joins the marked parties is our answer: one with a source and a target whose mentions
share a character with the marked words (either way round in joint acts); failing that, one with either party. An
event's root is its type in plain PLOVER, with what is planned as AGREE or THREATEN, and what is refused as REJECT.

- ``recall``: share of all sentences whose answer has the gold root.
- ``precision``: share of the answers that have the gold root.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from communique.coders.events import plain_root
from communique.parse.reading import Reading
from communique.pipeline import default_pipeline
from communique.record import Event
from communique.sources import make_article
from evaluation.task import Part, Result, Task, in_part
from evaluation.tasks.event_types import YIELDING, Example, Span, read


def answer(reading: Reading, example: Example) -> str | None:
    """The root of the event that joins the marked pair; None when there is no such event."""
    rated = [(likeness(reading, event, example), event.confidence, -event.trigger[0]) for event in reading.events]
    if not rated or max(rated)[0] == 0:
        return None
    event = reading.events[rated.index(max(rated))]
    root = plain_root(event)
    return "YIELD" if root in YIELDING else root


def likeness(reading: Reading, event: Event, example: Example) -> int:
    """How many of the marked parties an event has in their roles."""
    straight = _names(reading, event.sources, example.source) + _names(reading, event.targets, example.target)
    if event.targets:
        return straight
    joint = _names(reading, event.sources, example.source) + _names(reading, event.sources, example.target)
    return max(straight, joint if len(event.sources) > 1 else 0)


def _names(reading: Reading, actors: Iterable[str], span: Span | None) -> bool:
    if span is None:
        return False
    named = {mention.actor for mention in reading.mentions_over(*span)}
    return any(actor in named for actor in actors)


def score(gold: Path, part: Part | None) -> Result:
    """Score one file."""
    pairs: list[tuple[str, str | None]] = []
    for example in read(gold):
        if in_part(example.sentence, part):
            reading = default_pipeline().reading(make_article(example.sentence), until="events")
            pairs.append((example.root, answer(reading, example)))
    return Result(len(pairs), figures(pairs))


def figures(pairs: list[tuple[str, str | None]]) -> dict[str, float]:
    """The figures of pairs of gold and found root."""
    right = sum(gold == found for gold, found in pairs)
    given = sum(found is not None for _, found in pairs)
    return {"recall": right / len(pairs) if pairs else 0.0, "precision": right / given if given else 0.0}


TASK = Task(
    name="event-roots",
    sets={"PLV, raw": "events/plv/train.jsonl"},
    figures=("recall", "precision"),
    score=score,
    anchors={},
)
