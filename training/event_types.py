"""Trains the linear model of event types (``communique.coders.events.linear``) and writes its weights.

Data: the development half of PLV (sentences with a marked pair and its PLOVER root), split by a hash of the
sentence; the other half is only for the figure at the end. Sentences of the first half that nearly repeat one of the
second (Jaccard of word trigrams above 0.4) are left out. Run from the repository: ``python -m training.event_types``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from communique.coders.events import linear, pair
from communique.parse.syntax import language_model
from evaluation.data import data_directory
from evaluation.task import in_part
from evaluation.tasks.event_types import Example, read

SEED, STRENGTH, NEAR = 7, 10.0, 0.4
OUT = Path(linear.__file__).with_name(linear.WEIGHTS)


def features(example: Example) -> list[str]:
    """The features of one example."""
    doc = language_model()(example.sentence)
    rated = pair.verdicts(doc, example.source, example.target)
    path = pair.path_between(doc, example.source, example.target)
    return linear.features_of(doc, example.source, example.target, rated, path)


def matrix(rows: list[list[str]]) -> np.ndarray:
    """One row an example: 1 / sqrt(number of features) for each that holds, as the model scores them."""
    found = np.zeros((len(rows), linear.BUCKETS), dtype=np.float32)
    for index, row in enumerate(rows):
        columns = sorted({linear.bucket(feature) for feature in row})
        found[index, columns] = 1 / max(1.0, len(columns)) ** 0.5
    return found


def without_copies(examples: list[Example], held_out: list[Example]) -> list[Example]:
    """The examples that do not nearly repeat one that is held out."""
    others = [_shingles(example.sentence) for example in held_out]
    return [e for e in examples if all(_likeness(_shingles(e.sentence), other) <= NEAR for other in others)]


def _shingles(sentence: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", sentence.lower())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _likeness(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def main() -> None:
    """Train, write the weights, and write the accuracy on the held-out half to standard output as JSON."""
    examples = read(data_directory() / "events/plv/train.jsonl")
    held_out = [e for e in examples if in_part(e.sentence, "test")]
    chosen = without_copies([e for e in examples if in_part(e.sentence, "dev")], held_out)
    learner = LogisticRegression(C=STRENGTH, max_iter=300, class_weight="balanced", random_state=SEED)
    learner.fit(matrix([features(e) for e in chosen]), [e.root for e in chosen])
    np.savez_compressed(
        OUT, types=np.array(learner.classes_, dtype="U12"),
        weights=learner.coef_.T.astype(np.float16), offsets=learner.intercept_.astype(np.float16),
    )  # fmt: skip
    linear.model.cache_clear()
    right = sum(pair.classify_pair(e.sentence, e.source, e.target) in e.accepted for e in held_out)
    print(
        json.dumps({"trained_on": len(chosen), "held_out": len(held_out), "accuracy": round(right / len(held_out), 4)})
    )


if __name__ == "__main__":
    main()
