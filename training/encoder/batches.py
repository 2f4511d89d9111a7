"""Batches of windows: of like length, and put together into tensors."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.encoder.corpora import windows_file
from training.encoder.labels import HEADS, LEFT_OUT
from training.encoder.windows import Window

BUDGET = 3072
"""Pieces of a batch, padding included."""

COPIES = {"TimeBank": 2, "AQUAINT": 2, "PLV": 3, "PLOVER GSR": 2, "own": 4, "NGEC headlines": 1}
"""How often a pass reads the windows of a small set."""

_RECASED = 0.06  # share of windows read as if they were printed all in capitals or all in small letters
_LOWER, _UPPER, _TITLE = 1, 3, 2


@dataclass(slots=True)
class Batch:
    """Tensors of one step; ``links`` and ``pairs`` carry the index of their window first.

    ``pairs`` end with the teachers' probabilities of their types, or None.
    """

    pieces: Tensor
    shapes: Tensor
    mask: Tensor
    words: Tensor
    labels: dict[str, Tensor]
    weights: dict[str, Tensor]
    links: list[tuple[int, int, int, np.ndarray, float]]
    pairs: list[tuple[int, np.ndarray, np.ndarray, np.ndarray, int, float, np.ndarray | None]]


def load(which: str = "full") -> list[Window]:
    """All windows of a build and of our own passages, small sets as often as they are read in a pass."""
    found: list[Window] = [w for name in (which, "own") for w in pickle.loads(windows_file(name).read_bytes())]
    return [window for window in found for _ in range(COPIES.get(window.set, 1))]


def some(windows: list[Window], shares: dict[str, float], number: int) -> list[Window]:
    """The windows that a pass reads: of the named sets, a share drawn at random."""
    choice = random.Random(100 + number)
    return [window for window in windows if choice.random() < shares.get(window.set, 1.0)]


def finishing(windows: list[Window]) -> list[Window]:
    """The windows of the last steps: our own passages, and as many others drawn at random."""
    own = [window for window in windows if window.set == "own"]
    others = [window for window in windows if window.set != "own"]
    return [*own, *random.Random(11).sample(others, min(len(own), len(others)))]


def batches(windows: list[Window], seed: int) -> Iterator[Batch]:
    """One pass over the windows in an order that the seed decides."""
    choice = random.Random(seed)
    order = sorted(windows, key=lambda w: (len(w.ids) // 8 + choice.random() * 2, choice.random()))
    groups: list[list[Window]] = [[]]
    for window in order:
        if groups[-1] and len(window.ids) * (len(groups[-1]) + 1) > BUDGET:
            groups.append([])
        groups[-1].append(window)
    choice.shuffle(groups)
    for group in groups:
        yield collate(group, choice)


def collate(group: list[Window], choice: random.Random | None = None) -> Batch:
    """The tensors of some windows, padded to the longest."""
    longest = max(len(window.ids) for window in group)
    size = (len(group), longest)
    pieces, shapes = torch.zeros(size, dtype=torch.long), torch.zeros(size, dtype=torch.long)
    mask, words = torch.zeros(size, dtype=torch.long), torch.zeros(size, dtype=torch.bool)
    labels = {name: torch.full(size, LEFT_OUT, dtype=torch.long) for name in HEADS}
    weights = {name: torch.zeros(len(group)) for name in HEADS}
    links, pairs = [], []
    for row, window in enumerate(group):
        length = len(window.ids)
        pieces[row, :length] = torch.from_numpy(window.ids.astype(np.int64))
        shapes[row, :length] = torch.from_numpy(_recased(window.shapes, choice).astype(np.int64))
        mask[row, :length] = 1
        words[row, :length] = torch.from_numpy(window.words)
        for name, values in window.labels.items():
            labels[name][row, :length] = torch.from_numpy(values.astype(np.int64))
            weights[name][row] = window.weights[name]
        links += [(row, *link) for link in window.links]
        types = list(window.taught) if len(window.taught) else [None] * len(window.pairs)
        pairs += [(row, *pair, each) for pair, each in zip(window.pairs, types, strict=True)]
    return Batch(pieces, shapes, mask, words, labels, weights, links, pairs)


def _recased(shapes: np.ndarray, choice: random.Random | None) -> np.ndarray:
    """The shapes, in a few windows as if the text were printed in one case."""
    if choice is None or choice.random() > _RECASED:
        return shapes
    cased = np.isin(shapes, (_LOWER, _TITLE, _UPPER))
    return np.where(cased, _UPPER if choice.random() < 0.6 else _LOWER, shapes)
