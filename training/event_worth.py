"""Fits how much each thing known of a coded act weighs for its being right, and writes ``events_worth.yaml``.

Data: the judged events of the articles of both halves (``evaluation/own/event_judgements.jsonl``; those that were read
last, ``fresh``, are left out), and events of sentences by themselves: of the development halves of PLV and of the
PLOVER gold standard records, and of those real sentences with every act (:mod:`training.acts.sentences`) that the
reader of acts was not trained on, where an event is right when its type is the gold's and no country of its parties is
another than the gold's.
What is fitted is a logistic regression with a squared penalty, by Newton's steps: the same data give the same weights.
A feature has a weight for all texts, and a difference from it in sentences by themselves, each with its penalty, so
that either kind learns from the other what they have in common.
Run from the repository: ``python -m training.event_worth``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from communique.coders.events.explanation import builder_of
from communique.parse.reading import Reading
from communique.record import Event
from communique.vocabulary import events as vocabulary
from evaluation.event_calibration import coded, judged_events
from evaluation.event_judgements import RIGHT, Part, judged_readings, verdict_of
from evaluation.tasks.event_sentences import Act, act_of, acts_of, is_right, matched
from training.acts.sentences import Sentence, read

PENALTY, PENALTY_APART = 10.0, 10.0
"""The penalties of the weights, and of what is apart in sentences by themselves; cross-validated."""
WEIGHTS = {"article": 1.0, "record": 1.0, "sentence": 0.6}
"""What an event counts: of an article, of a record that holds few false ones, of a sentence with every act."""
OFTEN, STEPS = 4, 30
"""The fewest events with a feature, Newton's steps."""
SMALL = 0.0005
THRESHOLDS = {
    "articles": {"threshold": 0.3, "read": 0.5, "beside": 0.65},
    "sentences": {"threshold": 0.15, "read": 0.4, "beside": 0.72},
}
"""In articles an act that is only read is told when it is likelier right than wrong. In sentences they were chosen on
development halves, and weigh what is found in real sentences against what is false in short records."""

FITTED: tuple[Part, ...] = ("dev", "test")
OUT = Path(vocabulary.__file__).parent / "data" / "events_worth.yaml"
READ = "read:"

Floats = NDArray[np.float64]


class Row(NamedTuple):
    """An event: what is known of it, whether it is right, and what it was told in."""

    features: dict[str, float]
    right: bool
    of: Literal["article", "record", "sentence"]


def rows() -> Iterator[Row]:
    """The events to learn from."""
    for reading, known in judged_readings(FITTED, threshold=0.0):
        for event in reading.events:
            verdict, builder = verdict_of(event, known), builder_of(reading, event)
            if verdict is not None and builder is not None:
                yield Row(builder.features(event.status), verdict in RIGHT, "article")
    for reading, event, right in judged_events("dev", threshold=0.0):
        if (builder := builder_of(reading, event)) is not None:
            yield Row(builder.features(event.status), right, "record")
    for reading, event, right in events_of_sentences():
        if (builder := builder_of(reading, event)) is not None:
            yield Row(builder.features(event.status), right, "sentence")


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


def fitted(data: list[Row]) -> dict[str, dict[str, float]]:
    """The weight of each feature that is not rare, in articles and in sentences by themselves."""
    counts = Counter(name for row in data for name in row.features)
    names = ["bias", *sorted(name for name, count in counts.items() if count >= OFTEN and name != "bias")]
    table = np.array([[row.features.get(name, 0.0) for name in names] for row in data])
    alone = np.array([row.of != "article" for row in data])
    right = np.array([float(row.right) for row in data])
    counted = np.array([WEIGHTS[row.of] for row in data])
    penalty = np.repeat([PENALTY, PENALTY_APART], len(names))
    penalty[0] = 1e-3
    shared, apart = np.split(_solved(np.hstack([table, table * alone[:, None]]), right, counted, penalty), 2)
    read = [n for n, name in enumerate(names) if name.startswith(READ)]
    ruled = np.array(["encoder" not in row.features for row in data])
    found = {}
    for text, weights, rows_of in (("articles", shared, ~alone), ("sentences", shared + apart, alone)):
        found[text] = dict(zip(names, weights.tolist(), strict=True))
        # without the encoder, the mean of what it would say is taken
        found[text]["unread"] = float((table[ruled & rows_of][:, read] @ weights[read]).mean())
    return found


def _solved(table: Floats, right: Floats, counted: Floats, penalty: Floats) -> Floats:
    """The weights of a logistic regression with a squared penalty."""
    weights = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (counted * (chances - right)) + penalty * weights
        bend = (table * (counted * chances * (1 - chances))[:, None]).T @ table + np.diag(penalty)
        weights -= np.linalg.solve(bend, slope)
    return weights


def main() -> None:
    """Fit and write the weights."""
    data = list(rows())
    found = fitted(data)
    lines = [
        f"# What is known of an act, and its weight; by training/event_worth.py, from {len(data)} events.",
        "# Acts below the threshold are left out.",
    ]
    for text, weights in found.items():
        kept = [f'    "{name}": {weight:.3f}' for name, weight in sorted(weights.items()) if abs(weight) >= SMALL]
        lines += [f"{text}:", *(f"  {name}: {share}" for name, share in THRESHOLDS[text].items()), "  weights:", *kept]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{sum(map(len, found.values()))} weights from {len(data)} events in {OUT.name}.")


if __name__ == "__main__":
    main()
