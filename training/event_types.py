"""Trains the linear model of event types (``communique.coders.events.linear``) and writes its weights.

Data: the development half of PLV (sentences with a marked pair and its PLOVER root), split by a hash of the
sentence; the other half is only for the figure at the end. Sentences of the first half that nearly repeat one of the
second (Jaccard of word trigrams above 0.4) are left out. A first model is fitted to these; then what it and the
encoder's scorer together think of the pairs of machine-written stories (:mod:`training.event_stories`) is learned
beside them, so that the model knows more words than a few hundred sentences hold. Run from the repository:
``python -m training.event_types``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from tqdm import tqdm

from communique.coders.events import linear, pair
from communique.parse.syntax import language_model
from evaluation.data import data_directory
from evaluation.task import in_part
from evaluation.tasks.event_types import Example, read
from training import event_stories

SEED, NEAR = 7, 0.4
STRENGTH, STRENGTH_OF_BOTH, WEIGHT_OF_STORIES = 10.0, 30.0, 0.3
"""Inverse strengths of the penalty, without and with the stories, and a story's weight beside gold: cross-validated."""

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


def fitted(rows: np.ndarray, types: Sequence[str], weights: np.ndarray, strength: float) -> LogisticRegression:
    """The regression over rows of features."""
    return LogisticRegression(C=strength, max_iter=300, random_state=SEED).fit(rows, types, weights)


def balanced(types: Sequence[str]) -> np.ndarray:
    """A weight for each example, so that every type has the same in all."""
    sizes = Counter(types)
    return np.array([len(types) / len(sizes) / sizes[each] for each in types])


def learned_from_stories(first: LogisticRegression, stories: list[Example]) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Rows, types and weights of the pairs of stories whose type is sure enough."""
    types = list(first.classes_)
    rows = matrix([features(each) for each in tqdm(stories, mininterval=20)])
    priors = [event_stories.by_the_encoder(e, types) * event_stories.expected(e, types) for e in stories]
    chances = first.predict_proba(rows) * np.array(priors)
    chances /= chances.sum(1, keepdims=True)
    sure = chances.max(1) > event_stories.SURE
    return rows[sure], [types[at] for at in chances[sure].argmax(1)], WEIGHT_OF_STORIES * chances[sure].max(1)


def main() -> None:
    """Train, write the weights, and write the accuracy on the held-out half to standard output as JSON."""
    examples = read(data_directory() / "events/plv/train.jsonl")
    held_out = [e for e in examples if in_part(e.sentence, "test")]
    chosen = without_copies([e for e in examples if in_part(e.sentence, "dev")], held_out)
    gold, types = matrix([features(e) for e in chosen]), [e.root for e in chosen]
    first = fitted(gold, types, balanced(types), STRENGTH)
    stories = without_copies(list(event_stories.story_pairs()), held_out)
    rows, told, weights = learned_from_stories(first, stories)
    learner = fitted(
        np.vstack([gold, rows]), types + told, np.concatenate([balanced(types), weights]), STRENGTH_OF_BOTH
    )
    np.savez_compressed(
        OUT, types=np.array(learner.classes_, dtype="U12"),
        weights=learner.coef_.T.astype(np.float16), offsets=learner.intercept_.astype(np.float16),
    )  # fmt: skip
    linear.model.cache_clear()
    right = sum(pair.classify_pair(e.sentence, e.source, e.target) in e.accepted for e in held_out)
    sizes = {"trained_on": len(chosen), "stories": len(told), "held_out": len(held_out)}
    print(json.dumps(sizes | {"accuracy": round(right / len(held_out), 4)}))


if __name__ == "__main__":
    main()
