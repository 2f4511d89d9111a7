"""Fits how much each thing known of a coded act weighs for its being right, and writes ``events_worth.yaml``.

Data: the judged events of the articles of both halves (``evaluation/own/event_judgements.jsonl``; those that were read
last, ``fresh``, are left out), and, at lower weights, events of the development halves of PLV and of the PLOVER gold
standard records, which hold few false ones, and of those real sentences with every act (:mod:`training.acts.sentences`)
that the reader of acts was not trained on: there an event is right when its type is the gold's and no country of its
parties is another than the gold's.
What is fitted is a logistic regression with a squared penalty, by Newton's steps: the same data give the same weights.
Run from the repository: ``python -m training.event_worth``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from communique.coders.events.builder import Builder
from communique.coders.events.explanation import builder_of
from communique.parse.reading import Reading
from communique.record import Event
from communique.vocabulary import events as vocabulary
from evaluation.event_calibration import coded, judged_events
from evaluation.event_judgements import RIGHT, Part, judged_readings, verdict_of
from evaluation.tasks.event_sentences import Act, act_of, acts_of, is_right, matched
from training.acts.sentences import Sentence, read

PENALTY, WEIGHT_OF_SENTENCES, WEIGHT_OF_ACTS, OFTEN, STEPS = 10.0, 0.3, 0.3, 4, 30
"""The penalty and a sentence's weight beside an article's event (cross-validated), the fewest events with a feature."""
SMALL = 0.0005
THRESHOLDS = {"threshold": 0.3, "read": 0.4, "beside": 0.65}
"""Chosen on development halves: they weigh what is found in real sentences against what is false in short records."""

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
    judged = judged_events("dev", threshold=0.0)
    for weight, some in ((WEIGHT_OF_SENTENCES, judged), (WEIGHT_OF_ACTS, events_of_sentences())):
        for reading, event, right in some:
            found = builder_of(reading, event)
            if found is not None:
                yield Row(features(found, event), right, weight)


def events_of_sentences() -> Iterator[tuple[Reading, Event, bool]]:
    """The events of real sentences that were kept for this, and whether they are right."""
    for sentence in tqdm(read("weigh"), "sentences", mininterval=20):
        reading = coded(sentence.text, threshold=0.0)
        ours = [act_of(event, reading.actors) for event in reading.events]
        right = {id(mine) for gold, mine in matched(list(_acts(sentence)), ours) if is_right(gold, mine)}
        yield from ((reading, event, id(act) in right) for event, act in zip(reading.events, ours, strict=True))


def _acts(sentence: Sentence) -> Iterator[Act]:
    pairs = [
        {"trigger": act.trigger, "root": act.root, "source": act.countries[0], "target": act.countries[1]}
        for act in sentence.acts
    ]
    return acts_of({"acts": pairs})


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
    ruled = np.array(["encoder" not in row.features for row in data])
    found["unread"] = float((table[ruled][:, read] @ weights[read]).mean())  # without the encoder its mean is taken
    return found


def main() -> None:
    """Fit and write the weights."""
    data = list(rows())
    found = fitted(data)
    head = f"# What is known of an act, and its weight; by training/event_worth.py, from {len(data)} events."
    kept = [f'  "{name}": {weight:.3f}' for name, weight in sorted(found.items()) if abs(weight) >= SMALL]
    least = [f"{name}: {share}" for name, share in THRESHOLDS.items()]
    lines = [head, "# Acts below the threshold are left out.", *least, "weights:", *kept]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found)} weights from {len(data)} events in {OUT.name}.")


if __name__ == "__main__":
    main()
