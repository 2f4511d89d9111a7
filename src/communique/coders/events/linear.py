"""A small linear model of the type that joins a pair: hashed words between the pair, and what the rules say.

The weights are ours, trained by ``training/event_types.py``; the file holds one matrix of half-precision numbers.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from communique.coders.events.pair import Verdict
    from communique.record import Offsets

BUCKETS = 1 << 13
WEIGHTS = "pair_model.npz"
_SHOWN = 2


class Model:
    """Weights by hashed feature and type, with an offset for each type."""

    def __init__(self, types: Sequence[str], weights: np.ndarray[Any, Any], offsets: np.ndarray[Any, Any]) -> None:
        self.types, self.weights, self.offsets = tuple(types), weights, offsets

    def probabilities(self, features: Sequence[str]) -> dict[str, float]:
        """Probability of each type, given the features that hold."""
        rows = sorted({bucket(feature) for feature in features})
        scores = self.weights[rows].sum(axis=0) / max(1.0, len(rows)) ** 0.5 + self.offsets
        odds = np.exp(scores - scores.max())
        return dict(zip(self.types, (odds / odds.sum()).tolist(), strict=True))


def bucket(feature: str) -> int:
    """The row of a feature."""
    return zlib.crc32(feature.encode()) % BUCKETS


@functools.cache
def model() -> Model:
    """The shipped model, read once a process."""
    with resources.files("communique.coders.events").joinpath(WEIGHTS).open("rb") as file, np.load(file) as stored:
        weights = stored["weights"].astype(np.float32)
        return Model(stored["types"].tolist(), weights, stored["offsets"].astype(np.float32))


def features_of(
    doc: Doc, source: Offsets | None, target: Offsets | None, rated: Sequence[Verdict], path: set[int]
) -> list[str]:
    """The features of a pair in a parsed sentence: the words on the path and between them, and the rules' verdicts."""
    found = ["bias"]
    for index, verdict in enumerate(rated[:_SHOWN]):
        found += [
            f"rule{index}={verdict.type}",
            f"rule{index}={verdict.type}:{round(verdict.points)}",
            f"mode{index}={verdict.trigger}",
        ]
    if not rated:
        found.append("rule0=none")
    found += [f"path={doc[i].lemma_.lower()}" for i in sorted(path) if doc[i].pos_ in {"VERB", "NOUN", "ADP", "ADJ"}]
    found += [f"between={lemma}" for lemma in _between(doc, source, target)]
    return list(dict.fromkeys(found))


def _between(doc: Doc, source: Offsets | None, target: Offsets | None) -> Iterator[str]:
    if source is None or target is None:
        return
    start, end = min(source[1], target[1]), max(source[0], target[0])
    for token in doc:
        if start <= token.idx < end and token.pos_ in {"VERB", "NOUN", "ADP", "AUX", "PART", "ADJ"}:
            yield token.lemma_.lower()
