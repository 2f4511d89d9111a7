"""How tags and spans are read off the probabilities of words: the likeliest sequence, and the likeliest spans.

Both take many sequences at once, the windows of a text, and go through them abreast, word by word: a step over thirty
sequences costs hardly more than one over a single one. What is found in a sequence does not depend on the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Span = tuple[int, int, bool]
    _Number = TypeVar("_Number", np.float32, np.float64)

ENOUGH = 0.35
"""Probability from which on a span is taken. Exact F1 hardly changes between 0.3 and 0.45; the statement coder, which
weighs the spans with its rules, does better with more of them."""

NEVER = -1e4
"""Log weight of a move that cannot be."""

_LEAST = 1e-12
_SLACK = 1e-9  # more than rounding can amount to
_INSIDE = 2  # outside, beginning and inside are 0, 1 and 2


def best_paths(chances: Sequence[Floats], moves: Floats) -> list[list[int]]:
    """The likeliest sequence of labels of each (Viterbi).

    Where no move is likelier than another, as long as it can be, the likeliest label of each word makes the likeliest
    sequence, unless that cannot be.

    Args:
        chances: Probabilities [words, labels] of each sequence, which has a word at least.
        moves: Log weights [label, next label]; the first word may have any label.
    """
    found: list[list[int] | None] = [None] * len(chances)
    cannot = moves <= NEVER
    if chances and not moves[~cannot].any():
        edges = np.cumsum([len(each) for each in chances])[:-1]
        for index, labels in enumerate(np.split(np.concatenate(chances).argmax(1), edges)):
            if not cannot[labels[:-1], labels[1:]].any():
                found[index] = labels.tolist()
    left = [index for index, path in enumerate(found) if path is None]
    searched = dict(zip(left, _searched([chances[index] for index in left], moves), strict=True))
    return [searched[index] if path is None else path for index, path in enumerate(found)]


def _searched(chances: Sequence[Floats], moves: Floats) -> list[list[int]]:
    """The likeliest sequences, searched for word by word."""
    if not chances:
        return []
    order, active = _abreast(chances)
    logs = np.log(_stacked([chances[at] for at in order], 1.0) + np.float32(1e-9))
    back = np.zeros((len(logs), len(order), len(moves)), dtype=np.int8)
    into = np.ascontiguousarray(moves.T)
    score = logs[0].copy()
    for at, count in enumerate(active[1:], 1):
        ways = score[:count, None, :] + into
        back[at, :count] = ways.argmax(2)
        score[:count] = ways.max(2) + logs[at, :count]
    last = score.argmax(1).tolist()
    found: list[list[int]] = [[]] * len(order)
    for row, index in enumerate(order):
        path = [last[row]]
        for pointers in reversed(back[1 : len(chances[index]), row].tolist()):
            path.append(pointers[path[-1]])
        found[index] = path[::-1]
    return found


def likely_spans(chances: Sequence[Floats], moves: Sequence[Floats], enough: float = ENOUGH) -> list[list[Span]]:
    """The spans of each sequence that are each likely enough and together likeliest, without overlap.

    The likeliest sequence as a whole holds spans that are unlikely one by one; what is counted is spans. So the chance
    of every span is summed over all sequences of tags that have it, and those are chosen whose chances exceed
    ``enough`` by most in all.

    Args:
        chances: Probabilities [words, (outside, beginning, inside)] of each sequence, which has a word at least.
        moves: Log weights [label, next label] of each; the first word may have any label.
        enough: Chance below which no span is taken.

    Returns:
        Of each sequence: first word, word after the last, and whether the span begins here (or goes on from before the
        first word).
    """
    return [_chosen(spans, enough) for spans in span_chances(chances, moves, enough)]


def span_chances(
    chances: Sequence[Floats], moves: Sequence[Floats], enough: float
) -> list[tuple[dict[int, Doubles], Doubles]]:
    """The chances of the spans of each sequence: by first word, [last word]; and of those that go on from before it.

    Forward and backward over the words, each step scaled to one; a span's chance is that of its beginning, times that
    of every step inside, times that of what may follow. Words that begin no span as likely as ``enough`` are left out.
    """
    order, active = _abreast(chances)
    given = _stacked([chances[at].astype(np.float64) + _LEAST for at in order], _LEAST)
    weights = np.exp(np.stack([moves[at] for at in order]).astype(np.float64))
    before, scale = _forward(given, weights, active)
    after = _backward(given, weights, active, scale)
    follows = np.zeros_like(given)
    follows[:-1] = given[1:] * after[1:] / scale[1:, :, None]
    left = (follows[:, :, None, :_INSIDE] * weights[None, :, :, :_INSIDE]).sum(
        3
    )  # of going on outside, by what is left
    stay, enter = weights[:, _INSIDE, _INSIDE], weights[:, 1, _INSIDE]
    steps = np.log(given[:, :, _INSIDE] / scale * stay)
    steps[0] = 0.0
    run = np.cumsum(steps, axis=0)
    begun = np.log(before[:, :, 1] * enter / stay) - run
    begins = before[:, :, 1] * after[:, :, 1] > enough - _SLACK
    found: list[tuple[dict[int, Doubles], Doubles]] = [({}, run)] * len(order)
    for row, index in enumerate(order):
        count = len(chances[index])
        left[count - 1, row] = 1.0
        ends, inside = left[:count, row, _INSIDE], run[:count, row]
        spans = {}
        for begin in np.flatnonzero(begins[:count, row]).tolist():
            spans[begin] = np.exp(np.minimum(begun[begin, row] + inside, 0.0)) * ends
            spans[begin][:begin] = 0.0
            spans[begin][begin] = before[begin, row, 1] * left[begin, row, 1]
        found[index] = (spans, before[0, row, _INSIDE] * np.exp(inside) * ends)
    return found


def _chosen(chances: tuple[dict[int, Doubles], Doubles], enough: float) -> list[Span]:
    """Spans without overlap whose chances exceed ``enough`` by most in all."""
    spans, running = chances
    first = spans.get(0)
    goes_on = running > (0.0 if first is None else first)
    opened = {**spans, 0: running if first is None else np.maximum(first, running)}
    gains: dict[int, list[tuple[int, float]]] = {}
    for begin in sorted(opened):
        over = opened[begin] - enough
        for end in np.flatnonzero(over > 0).tolist():
            gains.setdefault(end + 1, []).append((begin, float(over[end])))
    best, back = [0.0] * (len(running) + 1), [-1] * (len(running) + 1)
    for end in range(1, len(best)):
        best[end] = best[end - 1]
        for begin, gain in gains.get(end, ()):
            if best[begin] + gain > best[end]:
                best[end], back[end] = best[begin] + gain, begin
    found: list[Span] = []
    end = len(running)
    while end > 0:
        begin = back[end]
        if begin >= 0:
            found.append((begin, end, not (begin == 0 and bool(goes_on[end - 1]))))
        end = begin if begin >= 0 else end - 1
    return found[::-1]


def _forward(given: Doubles, weights: Doubles, active: Sequence[int]) -> tuple[Doubles, Doubles]:
    """Chances of each label after the words so far [word, sequence, label], and what each step was scaled by."""
    before, scale = np.ones_like(given), np.ones(given.shape[:2])
    reached = given[0]
    for at, count in enumerate(active):
        if at:
            reached = (before[at - 1, :count, :, None] * weights[:count]).sum(1) * given[at, :count]
        total = reached.sum(1)
        scale[at, :count] = total
        before[at, :count] = reached / total[:, None]
    return before, scale


def _backward(given: Doubles, weights: Doubles, active: Sequence[int], scale: Doubles) -> Doubles:
    """What the words that follow make of each label [word, sequence, label]."""
    after = np.ones_like(given)
    for at in range(len(active) - 1, 0, -1):
        count = active[at]
        coming = given[at, :count] * after[at, :count]
        after[at - 1, :count] = (weights[:count] * coming[:, None, :]).sum(2) / scale[at, :count, None]
    return after


def _abreast(chances: Sequence[Floats]) -> tuple[list[int], list[int]]:
    """The sequences from the longest to the shortest, and how many have a word at each place."""
    order = sorted(range(len(chances)), key=lambda index: -len(chances[index]))
    sizes = np.array([len(chances[index]) for index in order])
    longest = int(sizes.max(initial=0))
    return order, (sizes[None, :] > np.arange(longest)[:, None]).sum(1).tolist()


def _stacked(tables: Sequence[NDArray[_Number]], padding: float) -> NDArray[_Number]:
    """Sequences beside one another [word, sequence, label]."""
    stacked = np.full((len(tables[0]), len(tables), tables[0].shape[1]), padding, dtype=tables[0].dtype)
    for row, table in enumerate(tables):
        stacked[: len(table), row] = table
    return stacked
