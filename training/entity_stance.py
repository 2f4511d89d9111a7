"""Trains the model of stance between named parties (``communique.coders.positions.pairs``) and writes its weights.

Data: the ``dev`` stories of SEESAW (the ``test`` stories are only for the figures at the end) and the pairs with a
stance of the directed-sentiment corpus. The model is logistic regression over words, both sides weighing the same; the
strength of its penalty is chosen by cross-validation over stories. The largest weights are kept. Run from the
repository: ``python -m training.entity_stance``. It prints the figures on the test stories, with a learning curve, the
majority and a plain sentiment baseline: a model of words alone that learned from NewsMTSC, whoever is meant.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from communique.coders.positions import directed, pairs
from evaluation.data import data_directory
from evaluation.task import in_part
from evaluation.tasks import entity_stance, stance

KEPT = 12_000
SEEN = 3  # a feature that fewer pairs have is left out
STRENGTHS = (0.03, 0.01)
SHARES = (0.1, 0.25, 0.5, 1.0)
OUT = Path(pairs.__file__).parent / "data" / "pairs.csv"

Row = dict[str, float]


def row(sentence: str, holder: str, target: str) -> Row:
    """The features of a pair."""
    return dict.fromkeys(pairs.features(sentence, holder, target), 1.0)


def from_directed(path: Path) -> tuple[list[Row], list[int]]:
    """The pairs of the directed-sentiment corpus that have a stance."""
    rows, sides = [], []
    for sentence, p, q, label in stance._rows(path):
        if label:
            text, _, _ = directed.locate(sentence, p, q)
            holder, target = (p, q) if label in {1, 3} else (q, p)
            rows.append(row(text, holder, target))
            sides.append(int(label in {1, 2}))
    return rows, sides


def from_targets(path: Path) -> tuple[list[Row], list[int]]:
    """The targets of NewsMTSC that are spoken well or badly of, by whomever."""
    rows, sides = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        noted = json.loads(line)
        for each in noted["targets"]:
            if each["polarity"] != 4:
                rows.append(row(noted["sentence_normalized"], "", each["mention"]))
                sides.append(int(each["polarity"] > 4))
    return rows, sides


def fit(rows: Sequence[Row], sides: Sequence[int], strength: float) -> tuple[DictVectorizer, LogisticRegression]:
    """The vectoriser and the model."""
    vectoriser = DictVectorizer(sort=True)
    matrix: csr_matrix = vectoriser.fit_transform(rows)
    kept = np.flatnonzero(np.asarray((matrix > 0).sum(axis=0)).ravel() >= SEEN)
    vectoriser.restrict(kept, indices=True)
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=120, tol=1e-3)
    return vectoriser, model.fit(vectoriser.transform(rows), sides)


def macro_f1(gold: Sequence[int], ours: Sequence[int]) -> float:
    """The mean F1 of the two sides."""
    names = ("against", "for")
    return entity_stance.figures([names[each] for each in gold], [names[each] for each in ours])["macro_f1"]


def best_strength(rows: list[Row], sides: list[int], stories: list[str], more: tuple[list[Row], list[int]]) -> float:
    """The strength with the best figure in cross-validation over stories."""
    found = {}
    for strength in STRENGTHS:
        scores = []
        for learn, check in GroupKFold(2).split(rows, sides, stories):
            vectoriser, model = fit(
                [rows[at] for at in learn] + more[0], [sides[at] for at in learn] + more[1], strength
            )
            ours = model.predict(vectoriser.transform([rows[at] for at in check]))
            scores.append(macro_f1([sides[at] for at in check], list(map(int, ours))))
        found[strength] = float(np.mean(scores))
    print(json.dumps({"cross_validation": {str(key): round(value, 4) for key, value in found.items()}}))
    return max(found, key=lambda strength: found[strength])


def plain_sentiment(path: Path, test: Sequence[entity_stance.Pair]) -> list[int]:
    """Sides by the sentence's sentiment alone, from words as NewsMTSC has them."""
    rows, sides = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        noted = json.loads(line)
        for each in noted["targets"]:
            if each["polarity"] != 4:
                rows.append(
                    {f"w={pairs.stem(word.lower())}": 1.0 for word in pairs._WORD.findall(noted["sentence_normalized"])}
                )
                sides.append(int(each["polarity"] > 4))
    vectoriser, model = fit(rows, sides, 0.1)
    asked = [{f"w={pairs.stem(word.lower())}": 1.0 for word in pairs._WORD.findall(each.sentence)} for each in test]
    return list(map(int, model.predict(vectoriser.transform(asked))))


def write(vectoriser: DictVectorizer, model: LogisticRegression) -> None:
    """Write the largest weights, rounded."""
    weights = model.coef_[0]
    names = vectoriser.get_feature_names_out()
    kept = sorted(np.argsort(-np.abs(weights), kind="stable")[:KEPT], key=lambda at: names[at])
    with OUT.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("feature", "weight"))
        rows.writerow(("bias", round(float(model.intercept_[0]), 3)))
        rows.writerows((names[at], round(float(weights[at]), 3)) for at in kept if round(float(weights[at]), 3))


def main() -> None:
    """Train, write the weights and print the figures."""
    data = data_directory() / "stance"
    every = list(entity_stance.pairs(data / "seesaw"))
    learn = [each for each in every if in_part(each.story, "dev")]
    test = [each for each in every if in_part(each.story, "test")]
    rows = [row(each.sentence, each.holder, each.target) for each in learn]
    sides = [int(each.side == "for") for each in learn]
    directed_rows, directed_sides = from_directed(data / "directed-sentiment" / "train.txt")
    target_rows, target_sides = from_targets(data / "newsmtsc" / "train.jsonl")
    more = (directed_rows + target_rows, directed_sides + target_sides)
    strength = best_strength(rows, sides, [each.story for each in learn], more)
    asked, gold = (
        [row(each.sentence, each.holder, each.target) for each in test],
        [int(each.side == "for") for each in test],
    )
    curve = {}
    stories = sorted({each.story for each in learn}, key=lambda story: story[::-1])
    for share in SHARES:
        some = set(stories[: max(1, round(len(stories) * share))])
        chosen = [at for at, each in enumerate(learn) if each.story in some]
        for name, (extra, extra_sides) in (("alone", ([], [])), ("with the other sets", more)):
            vectoriser, model = fit(
                [rows[at] for at in chosen] + extra, [sides[at] for at in chosen] + extra_sides, strength
            )
            curve[f"{len(chosen)} pairs {name}"] = round(
                macro_f1(gold, list(map(int, model.predict(vectoriser.transform(asked))))), 4
            )
    vectoriser, model = fit(rows + more[0], sides + more[1], strength)
    write(vectoriser, model)
    pairs._model.cache_clear()
    plain = macro_f1(gold, plain_sentiment(data / "newsmtsc" / "train.jsonl", test))
    print(json.dumps({"learned_from": len(learn), "test": len(test), "curve": curve}, indent=1))
    print(json.dumps({"majority": round(macro_f1(gold, [0] * len(gold)), 4), "plain_sentiment": round(plain, 4)}))
    print(json.dumps({"shipped": entity_stance.score(data / "seesaw", "test").figures}))


if __name__ == "__main__":
    main()
