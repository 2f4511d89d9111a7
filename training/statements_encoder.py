"""Fits how the encoder's word counts in statements (``statements.yaml``, ``encoder``), and prints thresholds.

Data: the half of PolNeAR's development part that the quality gate calls dev; the encoder itself has learned the
training part. A draft is right as in :mod:`training.statements`. Logistic regression, no seed. The weights and the
figures of a grid of thresholds go to standard output; run ``python -m training.statements_encoder``.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from communique.coders.statements import Statements, learned, lexicon
from communique.parse.reading import Reading
from evaluation.task import in_part
from evaluation.tasks import statements as task
from training.statements import _is_right, documents

STRENGTH = 1.0
GRID = [(t, a) for t in (0.20, 0.24, 0.28, 0.32, 0.36) for a in (0.20, 0.24, 0.28, 0.32, 0.36) if a >= t]


class Rated(NamedTuple):
    """What speaks for a draft, whether the rules found it, and whether the gold has it."""

    traits: dict[str, float]
    ruled: bool
    right: bool


def rated(document: dict[str, Any], reading: Reading) -> list[Rated]:
    """All drafts of one text."""
    encoding = reading.encoding
    if encoding is None:
        raise ValueError("The encoder must be on.")
    words = task.words_of(document["text"])
    text = task.Text(words, frozenset())
    gold = [each for quote in document["quotes"] if (each := task.attribution(text, quote)).content]
    found: list[Rated] = []
    seen: set[int] = set()
    for draft in Statements().ruled(reading):
        index = learned.same(encoding.attributions, draft)
        match = None if index is None else encoding.attributions[index]
        traits = learned.support(encoding, draft, match)
        if index is not None and match is not None:
            seen.add(index)
            learned._take_limits(reading, draft, match)
        if not learned.is_reported(encoding, draft, match):
            found.append(Rated(traits, True, _holds(words, draft, gold)))
    for index, each in enumerate(encoding.attributions):
        new = learned.new(reading, each) if index not in seen and each.contents else None
        if new is not None:
            found.append(Rated(learned.support_alone(each), False, _holds(words, new, gold)))
    return found


def _holds(words: list[tuple[int, int, str]], draft: Any, gold: list[task.Attribution]) -> bool:
    content = task.touched(words, draft.content)
    return bool(content) and _is_right(content, task.touched(words, [draft.source] if draft.source else []), gold)


def fitted(rows: list[Rated]) -> dict[str, float]:
    """Weights by trait."""
    names = list(rows[0].traits)
    table = np.array([[row.traits[name] for name in names] for row in rows])
    learner = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=1000)
    learner.fit(table, [row.right for row in rows])
    return {name: round(float(weight), 3) for name, weight in zip(names, learner.coef_[0], strict=True)}


def main() -> None:
    """Fit on dev, and print the weights and the grid for dev."""
    chosen = [each for each in documents("dev") if in_part(each["doc"], "dev")]
    readings = [task.read_statements(each["doc"], each["text"]) for each in chosen]
    rows = [row for each, reading in zip(chosen, readings, strict=True) for row in rated(each, reading)]
    weights = {
        "joint": fitted([row for row in rows if row.ruled]), "alone": fitted([row for row in rows if not row.ruled])
    }  # fmt: skip
    print(json.dumps(weights, indent=1))
    speech = {each["doc"]: each for each in documents("dev_speech")}
    with _Weights(weights) as settings:
        for threshold, act in GRID:
            settings(threshold, act)
            line = []
            for gold in ({each["doc"]: each for each in chosen}, speech):
                counts: Counter[str] = Counter()
                for each, reading in zip(chosen, readings, strict=True):
                    _count(gold[each["doc"]], reading, counts)
                figures = task.figures(counts)
                line += [f"{name} {figures[name]:.4f}" for name in
                         ("attributed_f1", "indirect_recall", "direct_recall", "content_f1")]  # fmt: skip
            print(threshold, act, *line)


def _count(document: dict[str, Any], reading: Reading, counts: Counter[str]) -> None:
    words = task.words_of(document["text"])
    text = task.Text(words, task.quoted_words(document["text"], words))
    Statements().code(reading)
    found = [task.attribution(text, quote) for quote in task.as_polnear(reading)]
    task.count(text, [task.attribution(text, quote) for quote in document["quotes"]], found, counts)


class _Weights:
    """Puts weights and thresholds in the place of the shipped ones while the grid is walked."""

    def __init__(self, weights: dict[str, dict[str, float]]) -> None:
        self.original, self.weights = lexicon.settings, weights

    def __enter__(self) -> Any:
        return self._set

    def _set(self, threshold: float, act: float) -> None:
        from msgspec import structs

        encoder = lexicon.EncoderWeights(**self.weights)
        changed = structs.replace(self.original(), threshold=threshold, threshold_act=act, encoder=encoder)
        lexicon.settings = lambda: changed

    def __exit__(self, *_: object) -> None:
        lexicon.settings = self.original


if __name__ == "__main__":
    main()
