"""Who in a sentence is for or against whom: a linear model over words, roles and the way between two names.

The weights (``data/directed.csv``) were learned by us from the training part of the directed-sentiment corpus of
Park, Pan and Joo ("Who blames or endorses whom?", Findings of ACL 2021). Both directions of a pair share them.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterator
from importlib import resources
from typing import TYPE_CHECKING

from communique.parse.syntax import language_model

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_MARKS = re.compile(r"\[([^\]]*)\]")
_LONGEST_WAY = 8
_OPEN_CLASS = frozenset({"VERB", "NOUN", "ADJ", "ADV", "ADP", "PART", "PROPN"})


def directed_stance(sentence: str, p: str, q: str) -> int:
    """The stance between two names in a sentence.

    Args:
        sentence: The sentence, with the two names in square brackets; without brackets the first occurrences
            of ``p`` and ``q`` count.
        p: The first name.
        q: The second name.

    Returns:
        0 none, 1 ``p`` is for ``q``, 2 ``q`` is for ``p``, 3 ``p`` is against ``q``, 4 ``q`` is against ``p``.
    """
    text, first, second = locate(sentence, p, q)
    return stance_of(language_model()(text), first, second)


def stance_of(doc: Doc, first: tuple[int, int], second: tuple[int, int]) -> int:
    """The stance between two names of a parsed sentence; offsets of the names in, a label of the above out."""
    if not len(doc):
        return 0
    scores = label_scores(doc, first, second)
    return max(range(5), key=lambda label: (scores[label], -label))


def label_scores(doc: Doc, first: tuple[int, int], second: tuple[int, int]) -> list[float]:
    """The model's score of each label, natural logarithms up to a constant."""
    weights, bias = _model()
    one = doc.char_span(*first, alignment_mode="expand") or doc[0:1]
    other = doc.char_span(*second, alignment_mode="expand") or doc[0:1]
    scores = [bias["none"], bias["for"], bias["for"], bias["against"], bias["against"]]
    for index, (holder, target) in enumerate(((one, other), (other, one))):
        for feature in features(holder, target):
            for_, against = weights.get(feature, (0.0, 0.0))
            scores[1 + index] += for_
            scores[3 + index] += against
    return scores


def locate(sentence: str, p: str, q: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
    """The sentence without its brackets, and the offsets of the two names in it."""
    pieces, spans, last = [], [], 0
    for match in _MARKS.finditer(sentence):
        pieces += [sentence[last : match.start()], match[1]]
        length = sum(map(len, pieces))
        spans.append((length - len(match[1]), length))
        last = match.end()
    text = "".join([*pieces, sentence[last:]])
    by_name = {text[start:end]: (start, end) for start, end in reversed(spans)}
    if p == q and len(spans) > 1:
        return text, spans[0], spans[1]
    return text, by_name.get(p, _first(text, p)), by_name.get(q, _first(text, q))


def _first(text: str, name: str) -> tuple[int, int]:
    start = max(0, text.find(name))
    return start, min(len(text), start + max(1, len(name)))


def features(holder: Span, target: Span) -> Iterator[str]:
    """What the model looks at for one direction: does the holder take a side on the target?"""
    ahead = holder.start <= target.start
    order = "f" if ahead else "b"
    yield f"order={order}"
    yield f"roles={order}:{_role(holder.root)}>{_role(target.root)}"
    yield f"types={holder.root.ent_type_}>{target.root.ent_type_}"
    up, down = _way(holder.root, target.root)
    for token in up:
        yield f"up={token.lemma_.lower()}"
    for token in down:
        yield f"down={token.lemma_.lower()}"
    yield f"way={order}:{'.'.join(t.dep_ for t in up[:3])}|{'.'.join(t.dep_ for t in down[:3])}"
    if up:
        top = up[-1]
        yield f"top={order}:{_role(holder.root)}:{top.lemma_.lower()}:{_role(target.root)}"
        if any(child.dep_ == "neg" for child in top.children):
            yield f"neg={top.lemma_.lower()}"
    yield from _governed(holder.root, "holder")
    yield from _governed(target.root, "target")
    yield from _between(holder, target, order)


def _role(token: Token) -> str:
    return token.dep_


def _way(holder: Token, target: Token) -> tuple[list[Token], list[Token]]:
    """The tokens from the holder up to where the two meet, that word included, and from there down to the target."""
    above = [holder, *holder.ancestors]
    index = {token.i: at for at, token in enumerate(above)}
    down: list[Token] = []
    current = target
    while current.i not in index and len(down) < 40:
        down.append(current)
        if current.head.i == current.i:
            return [], []
        current = current.head
    return above[1 : index.get(current.i, 0) + 1][-_LONGEST_WAY:], down[1:][:_LONGEST_WAY]


def _governed(token: Token, side: str) -> Iterator[str]:
    head = token.head
    yield f"{side}-head={_role(token)}:{head.lemma_.lower()}"
    if head.dep_ in {"prep", "agent", "dative"} or head.pos_ == "ADP":
        yield f"{side}-head2={head.lower_}:{head.head.lemma_.lower()}"
    for child in token.children:
        if child.dep_ in {"amod", "compound", "appos"}:
            yield f"{side}-child={child.lemma_.lower()}"


def _between(holder: Span, target: Span, order: str) -> Iterator[str]:
    left, right = (holder, target) if holder.start <= target.start else (target, holder)
    middle = holder.doc[left.end : max(left.end, right.start)]
    yield f"gap={order}:{min(6, len(middle) // 4)}"
    for token in middle[:25]:
        if token.pos_ in _OPEN_CLASS and not token.ent_type_:
            yield f"mid={order}:{token.lemma_.lower()}"
    for token in holder.doc[right.end : right.end + 6]:
        if token.pos_ in _OPEN_CLASS:
            yield f"end={order}:{token.lemma_.lower()}"
    for token in holder.doc[max(0, left.start - 5) : left.start]:
        if token.pos_ in _OPEN_CLASS:
            yield f"start={order}:{token.lemma_.lower()}"


@functools.cache
def _model() -> tuple[dict[str, tuple[float, float]], dict[str, float]]:
    """The weights of every feature for the two sides, and the biases."""
    text = resources.files("communique.coders.positions").joinpath("data", "directed.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    weights = {name: (float(for_), float(against)) for name, for_, against in rows}
    none, _ = weights.pop("bias-none")
    for_, against = weights.pop("bias")
    return weights, {"none": none, "for": for_, "against": against}
