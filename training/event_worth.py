"""Fits how much each thing known of a coded act weighs for its being right, and writes ``events_worth.yaml``.

Data: the judged events of the articles of both halves (``evaluation/own/event_judgements.jsonl``; those that were read
last, ``fresh``, are left out), and, at a lower weight, events of the development halves of PLV and of the PLOVER gold
standard records, which hold few false ones.
What is fitted is a logistic regression with a squared penalty, by Newton's steps: the same data give the same weights.
Run from the repository: ``python -m training.event_worth``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from communique.coders.events.builder import Builder
from communique.coders.events.explanation import builder_of
from communique.record import Event
from communique.vocabulary import events as vocabulary
from evaluation.event_calibration import judged_events
from evaluation.event_judgements import RIGHT, Part, judged_readings, verdict_of

PENALTY, WEIGHT_OF_SENTENCES, OFTEN, STEPS = 10.0, 0.3, 4, 30
"""The penalty and a sentence's weight beside an article's event (cross-validated), the fewest events with a feature."""
THRESHOLD, SMALL = 0.4, 0.0005
FITTED: tuple[Part, ...] = ("dev", "test")
OUT = Path(vocabulary.__file__).parent / "data" / "events_worth.yaml"
READ = "read:"


class Row(NamedTuple):
    """An event: what is known of it, whether it is right, and how much it counts."""

    features: dict[str, float]
    right: bool
    weight: float


def rows() -> Iterator[Row]:
    """The events to learn from."""
    for reading, known in judged_readings(FITTED, threshold=0.0):
        for event in reading.events:
            verdict, builder = verdict_of(event, known), builder_of(reading, event)
            if verdict is not None and builder is not None:
                yield Row(features(builder, event), verdict in RIGHT, 1.0)
    for reading, event, right in judged_events("dev", threshold=0.0):
        found = builder_of(reading, event)
        if found is not None:
            yield Row(features(found, event), right, WEIGHT_OF_SENTENCES)


def features(builder: Builder, event: Event) -> dict[str, float]:
    """What is known of an event."""
    return builder.features(event.status)


def fitted(data: list[Row]) -> dict[str, float]:
    """The weight of each feature that is not rare."""
    counts = Counter(name for row in data for name in row.features)
    names = ["bias", *sorted(name for name, count in counts.items() if count >= OFTEN and name != "bias")]
    table = np.array([[row.features.get(name, 0.0) for name in names] for row in data])
    right = np.array([float(row.right) for row in data])
    counted = np.array([row.weight for row in data])
    penalty = np.full(len(names), PENALTY)
    penalty[0] = 1e-3
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (counted * (chances - right)) + penalty * weights
        bend = (table * (counted * chances * (1 - chances))[:, None]).T @ table + np.diag(penalty)
        weights -= np.linalg.solve(bend, slope)
    read = [n for n, name in enumerate(names) if name.startswith(READ)]
    found = dict(zip(names, weights.tolist(), strict=True))
    found["unread"] = float((table[:, read] @ weights[read]).mean())  # without the encoder its mean is taken
    return found


def main() -> None:
    """Fit and write the weights."""
    data = list(rows())
    found = fitted(data)
    head = f"# What is known of an act, and its weight; by training/event_worth.py, from {len(data)} events."
    kept = [f'  "{name}": {weight:.3f}' for name, weight in sorted(found.items()) if abs(weight) >= SMALL]
    lines = [head, "# Acts below the threshold are left out.", f"threshold: {THRESHOLD}", "weights:", *kept]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found)} weights from {len(data)} events in {OUT.name}.")


if __name__ == "__main__":
    main()
