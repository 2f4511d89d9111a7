"""Trains the linear model of event types (``communique.coders.events.linear``) and writes its weights.

Data: the development half of PLV (sentences with a marked pair and its PLOVER root) and the development part of the
pairs written for this project (:mod:`training.pair_sets`; with the further ones it did worse on PLV). PLV's other half
is only for the figure at the end. The rules were mended on both, so that they are right there more often than
elsewhere: every pair is read once more as if no rule had found anything. A first model is fitted to these; then what
it and the encoder's scorer together think of the pairs of machine-written stories (:mod:`training.event_stories`) is
learned beside them, so that the model knows more words. Run from the repository, after
``python -m training.encoder.pair_scorer``: ``python -m training.event_types``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from tqdm import tqdm

from communique.coders.events import linear, pair
from communique.parse.syntax import language_model
from evaluation.tasks.event_types import Example
from training import event_stories, pair_sets

SEED = 7
STRENGTH, STRENGTH_OF_BOTH, WEIGHT_OF_STORIES, WEIGHT_WITHOUT_RULES = 10.0, 20.0, 0.2, 0.5
"""Inverse strengths of the penalty, without and with the stories, and the weights of a story and of a pair read without
the rules, beside a pair with them: cross-validated on the development parts."""

OUT = Path(linear.__file__).with_name(linear.WEIGHTS)


def features(example: Example) -> list[str]:
    """The features of one example."""
    doc = language_model()(example.sentence)
    rated = pair.verdicts(doc, example.source, example.target)
    path = pair.path_between(doc, example.source, example.target)
    return linear.features_of(doc, example.source, example.target, rated, path)


def matrix(rows: list[list[str]]) -> csr_matrix:
    """One row an example: 1 / sqrt(number of features) for each that holds, as the model scores them."""
    columns = [sorted({linear.bucket(feature) for feature in row}) for row in rows]
    values = [1 / max(1.0, len(each)) ** 0.5 for each in columns for _ in each]
    edges = np.cumsum([0, *(len(each) for each in columns)])
    return csr_matrix((values, np.concatenate(columns), edges), (len(rows), linear.BUCKETS))


def without_rules(found: list[str]) -> list[str]:
    """The features of a pair as they would be if no rule had found anything."""
    return [*(each for each in found if not each.startswith(("rule", "mode"))), "rule0=none"]


def fitted(rows: csr_matrix, types: Sequence[str], weights: np.ndarray, strength: float) -> LogisticRegression:
    """The regression over rows of features."""
    return LogisticRegression(C=strength, max_iter=100, tol=1e-3, random_state=SEED).fit(rows, types, weights)


def balanced(types: Sequence[str]) -> np.ndarray:
    """A weight for each example, so that every type has the same in all."""
    sizes = Counter(types)
    return np.array([len(types) / len(sizes) / sizes[each] for each in types])


def gold_of(examples: list[Example]) -> tuple[csr_matrix, list[str], np.ndarray]:
    """Rows, types and weights of examples with gold, each with the rules and without."""
    found, types = [features(each) for each in tqdm(examples, mininterval=20)], [each.root for each in examples]
    rows = vstack([matrix(found), matrix([without_rules(each) for each in found])])
    return rows, types * 2, np.concatenate([balanced(types), WEIGHT_WITHOUT_RULES * balanced(types)])


def learned_from_stories(first: LogisticRegression, stories: list[Example]) -> tuple[csr_matrix, list[str], np.ndarray]:
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
    held_out = pair_sets.held_out()
    sets = [gold_of(examples) for examples in (pair_sets.plv(), pair_sets.written(further=False))]
    rows, types, weights = (list(each) for each in zip(*sets, strict=True))
    told = [each for some in types for each in some]
    first = fitted(vstack(rows), told, np.concatenate(weights), STRENGTH)
    stories = pair_sets.without_copies(list(event_stories.story_pairs()), pair_sets.untouched())
    taught = learned_from_stories(first, stories)
    learner = fitted(
        vstack([*rows, taught[0]]), told + taught[1], np.concatenate([*weights, taught[2]]), STRENGTH_OF_BOTH
    )
    np.savez_compressed(
        OUT, types=np.array(learner.classes_, dtype="U12"),
        weights=learner.coef_.T.astype(np.float16), offsets=learner.intercept_.astype(np.float16),
    )  # fmt: skip
    linear.model.cache_clear()
    right = sum(pair.classify_pair(e.sentence, e.source, e.target) in e.accepted for e in held_out)
    sizes = {"trained_on": len(told) // 2, "stories": len(taught[1]), "held_out": len(held_out)}
    print(json.dumps(sizes | {"accuracy": round(right / len(held_out), 4)}))


if __name__ == "__main__":
    main()
