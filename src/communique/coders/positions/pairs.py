"""Whether one named party of a sentence speaks or acts for or against another: a linear model over words.

Unlike :mod:`communique.coders.positions.directed` it takes that there is a stance and tells which, and it needs no
parse; the two parties are given by name and may be missing in the sentence ("he", "the president"). The weights
(``data/pairs.csv``) were learned by us from the training stories of SEESAW (Zhang, Beauchamp and Wang, EMNLP 2022) and
from the directed-sentiment corpus (Park, Pan and Joo, Findings of ACL 2021).
"""

from __future__ import annotations

import csv
import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Literal

Side = Literal["for", "against"]

_WORD = re.compile(r"\w+(?:[-'’]\w+)*|[!?“”\"]")
_STOP = frozenset({"the", "of", "and", "for", "party", "president", "mr", "mrs", "u", "s"})
_REACH = 6


def pair_stance(sentence: str, holder: str, target: str) -> Side:
    """The side that a party takes towards another.

    Args:
        sentence: The sentence, with its context where there is some.
        holder: Name of the one who takes the side.
        target: Name of the one, or the thing, that it is taken on.
    """
    return "for" if score(sentence, holder, target) > 0 else "against"


def score(sentence: str, holder: str, target: str) -> float:
    """The model's score, above 0 for "for"."""
    weights, bias = _model()
    return bias + sum(weights.get(feature, 0.0) for feature in set(features(sentence, holder, target)))


def features(sentence: str, holder: str, target: str) -> Iterator[str]:
    """What the model looks at: words and pairs of words, those near each name, and those between the names."""
    words = [each.lower().replace("’", "'") for each in _WORD.findall(sentence)]
    stems = [stem(each) for each in words]
    one, other = _place(words, holder), _place(words, target)
    for each in dict.fromkeys(stems):
        yield f"w={each}"
    for left, right in itertools.pairwise(stems):
        yield f"b={left} {right}"
    yield from _near("h", stems, one)
    yield from _near("t", stems, other)
    yield from _between(stems, one, other)
    for name, place in (("h", holder), ("t", target)):
        for each in _parts(place):
            yield f"{name}n={each}"


def stem(word: str) -> str:
    """A word without the commonest endings."""
    for ending in ("'s", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _parts(name: str) -> list[str]:
    return [each for each in (part.lower() for part in _WORD.findall(name)) if each not in _STOP]


def _place(words: Sequence[str], name: str) -> int | None:
    """Where a name stands: at its last word, else at any of them; None where it is missing."""
    for part in reversed(_parts(name)):
        for at, word in enumerate(words):
            if word in {part, f"{part}'s", f"{part}s"}:
                return at
    return None


def _near(mark: str, stems: Sequence[str], at: int | None) -> Iterator[str]:
    if at is None:
        yield f"{mark}-missing"
        return
    for offset in (-3, -2, -1, 1, 2, 3):
        if 0 <= at + offset < len(stems):
            side = "l" if offset < 0 else "r"
            yield f"{mark}{side}={stems[at + offset]}"
    if at > 1:
        yield f"{mark}l2={stems[at - 2]} {stems[at - 1]}"
    if at + 2 < len(stems):
        yield f"{mark}r2={stems[at + 1]} {stems[at + 2]}"


def _between(stems: Sequence[str], one: int | None, other: int | None) -> Iterator[str]:
    if one is None or other is None or one == other:
        return
    order = "f" if one < other else "b"
    yield f"order={order}"
    for each in stems[min(one, other) + 1 : max(one, other)][: 4 * _REACH]:
        yield f"m{order}={each}"


@functools.cache
def _model() -> tuple[dict[str, float], float]:
    """The weights and the bias."""
    text = resources.files("communique.coders.positions").joinpath("data", "pairs.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    weights = {name: float(weight) for name, weight in rows}
    return weights, weights.pop("bias")
