"""Trains the linear model of directed stance (``communique.coders.positions.directed``) and writes its weights.

Data: the training part of the directed-sentiment corpus (Park, Pan and Joo, Findings of ACL 2021): sentences with two
marked names and a label, 0 none, 1 and 2 for, 3 and 4 against. Its validation part is only for the figures at the end.

The model is a softmax over the five labels. Both directions of a pair share one weight a feature and side: the score
of "p for q" is the sum of the weights "for" of the features of p towards q, that of "q for p" of those of q towards p.
It is fitted to all examples at once with Adam, rare labels weighing more, and the largest weights are kept. Nothing is
drawn by chance, so there is no seed. Run from the repository: ``python -m training.directed_stance``.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from communique.coders.positions import directed
from communique.parse.syntax import language_model
from evaluation.data import data_directory
from evaluation.task import Part
from evaluation.tasks import stance

Numbers = NDArray[np.float64]

SEEN = 2  # a feature that fewer directions have is left out
STRENGTH = 1.0  # of the penalty on the squares of the weights
LABEL_WEIGHTS = np.array([1.0, 1.5, 2.5, 1.3, 2.5])
STEPS, RATE = 200, 0.05
KEPT = 20_000  # features, those with the largest weights
PARTS: tuple[Part, ...] = ("dev", "test")
OUT = Path(directed.__file__).parent / "data" / "directed.csv"


@dataclass(frozen=True)
class Example:
    """The features of a pair in both directions, and its label."""

    forth: list[str]
    back: list[str]
    label: int


def read(path: Path) -> list[Example]:
    """The examples of one file of the corpus, parsed."""
    rows = stance._rows(path)
    located = [directed.locate(*row[:3]) for row in rows]
    parsed = language_model().pipe((text for text, _, _ in located), batch_size=128)
    found = []
    for row, (_, first, second), doc in zip(rows, located, parsed, strict=True):
        one = doc.char_span(*first, alignment_mode="expand") or doc[0:1]
        other = doc.char_span(*second, alignment_mode="expand") or doc[0:1]
        forth, back = sorted(set(directed.features(one, other))), sorted(set(directed.features(other, one)))
        found.append(Example(forth, back, row[3]))
    return found


class Features:
    """Which example has which features, in one direction: a sparse matrix of zeros and ones."""

    def __init__(self, rows: list[list[str]], columns: dict[str, int]) -> None:
        known = [[columns[name] for name in row if name in columns] for row in rows]
        self._columns = np.array([column for row in known for column in row], dtype=np.intp)
        self._rows = np.repeat(np.arange(len(rows)), [len(row) for row in known])
        self._shape = (len(rows), len(columns))

    def times(self, weights: Numbers) -> Numbers:
        """The sum of the weights of every example's features."""
        return np.bincount(self._rows, weights[self._columns], minlength=self._shape[0]).astype(np.float64)

    def gathered(self, values: Numbers) -> Numbers:
        """The sum of the values of every feature's examples."""
        return np.bincount(self._columns, values[self._rows], minlength=self._shape[1]).astype(np.float64)


@dataclass
class Model:
    """Weights of the features towards 'for' and 'against', and the biases of none, for and against."""

    side_for: Numbers
    against: Numbers
    bias: Numbers

    def scores(self, forth: Features, back: Features) -> Numbers:
        """One row an example, one column a label."""
        none, pro, con = self.bias
        columns = [pro + each.times(self.side_for) for each in (forth, back)]
        columns += [con + each.times(self.against) for each in (forth, back)]
        return np.stack([np.full_like(columns[0], none), *columns], axis=1)

    def parts(self) -> tuple[Numbers, Numbers, Numbers]:
        """The arrays that are learned."""
        return self.side_for, self.against, self.bias


def gradient(model: Model, forth: Features, back: Features, labels: NDArray[np.intp]) -> Iterator[Numbers]:
    """The slope of the penalised loss for each of the model's parts."""
    scores = model.scores(forth, back)
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(labels)), labels] -= 1
    shares *= LABEL_WEIGHTS[labels][:, None] / len(labels)
    for weights, column in ((model.side_for, 1), (model.against, 3)):
        slope = forth.gathered(shares[:, column]) + back.gathered(shares[:, column + 1])
        yield slope + STRENGTH * weights / len(labels)
    yield np.array([shares[:, 0].sum(), shares[:, 1:3].sum(), shares[:, 3:].sum()])


def fit(examples: list[Example], columns: dict[str, int]) -> Model:
    """The model after all steps, with weights that are not rounded yet."""
    forth = Features([example.forth for example in examples], columns)
    back = Features([example.back for example in examples], columns)
    labels = np.array([example.label for example in examples], dtype=np.intp)
    model = Model(np.zeros(len(columns)), np.zeros(len(columns)), np.zeros(3))
    first = [np.zeros_like(part) for part in model.parts()]
    second = [np.zeros_like(part) for part in model.parts()]
    for step in range(1, STEPS + 1):
        slopes = list(gradient(model, forth, back, labels))
        for index, (part, slope) in enumerate(zip(model.parts(), slopes, strict=True)):
            first[index] = 0.9 * first[index] + 0.1 * slope
            second[index] = 0.999 * second[index] + 0.001 * slope**2
            mean, spread = first[index] / (1 - 0.9**step), second[index] / (1 - 0.999**step)
            np.subtract(part, RATE * mean / (np.sqrt(spread) + 1e-8), out=part)
    return model


def write(path: Path, model: Model, columns: dict[str, int]) -> None:
    """Write the largest weights, rounded, in the form that the product reads."""
    size = np.abs(model.side_for) + np.abs(model.against)
    names = list(columns)
    kept = np.argsort(-size, kind="stable")[:KEPT]
    none, pro, con = (round(float(each), 3) for each in model.bias)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerows([("feature", "for", "against"), ("bias-none", none, 0), ("bias", pro, con)])
        for index in sorted(kept, key=lambda each: names[each]):
            rows.writerow((names[index], *(round(float(each[index]), 2) for each in (model.side_for, model.against))))


def main() -> None:
    """Train, write the weights, and write the figures on the validation part to standard output as JSON."""
    data = data_directory() / "stance" / "directed-sentiment"
    examples = read(data / "train.txt")
    counts = Counter(name for each in examples for name in (*each.forth, *each.back))
    columns = {name: index for index, name in enumerate(name for name, count in counts.items() if count >= SEEN)}
    write(OUT, fit(examples, columns), columns)
    directed._model.cache_clear()
    figures = {part: round(stance.score(data / "valid.txt", part).figures["macro_f1"], 4) for part in PARTS}
    print(json.dumps({"trained_on": len(examples), "features": len(columns), "macro_f1": figures}))


if __name__ == "__main__":
    main()
