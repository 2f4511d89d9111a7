"""The vectors of the words of a text, as spaCy's ``tok2vec`` gives them, to the last bit.

What a word is by itself (its form, its ends, its shape) is worked out once for each kind of word and remembered; what
its neighbours add is the same four layers over the whole text, without what the training of a network needs.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from spacy.attrs import NORM, ORTH, SPACY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc

    Floats = NDArray[np.float32]

ENOUGH = 40_000
"""Kinds of words that are remembered, in some 15 MB; a stream of ever new ones begins anew."""

_LEAST = 1e-8  # added to a variance, as spaCy does


class _Layer(NamedTuple):
    """One layer of maxout with its normalisation; its weights lie piece by piece."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats


class Vectors:
    """A ``tok2vec`` that remembers.

    Args:
        model: The network of the pipe: hashed embeddings of attributes, mixed, and layers over windows of three words.
    """

    def __init__(self, model: Any) -> None:
        layers = list(model.walk())
        self._ops: Any = model.ops
        self._tables = [(each.get_param("E"), each.attrs["seed"]) for each in layers if each.name == "hashembed"]
        self._attributes = next(each.attrs["columns"] for each in layers if each.name == "extract_features")
        self._pad = max(each.attrs.get("pad", 0) for each in layers)
        maxouts, normals = ([each for each in layers if each.name == name] for name in ("maxout", "layernorm"))
        self._mixing, *self._layers = (_layer(*both) for both in zip(maxouts, normals, strict=True))
        self._known: dict[tuple[int, ...], int] = {}
        self._rows: Floats = np.zeros((1024, len(self._mixing.scale)), dtype=np.float32)
        self._one_at_a_time = threading.Lock()

    def __call__(self, doc: Doc) -> Floats:
        """The vectors [words, width] of a text."""
        alone = self._alone(doc)
        found = np.zeros((len(alone) + 2 * self._pad, alone.shape[1]), dtype=np.float32)
        found[self._pad : self._pad + len(alone)] = alone
        window = np.zeros((len(found), 3 * alone.shape[1]), dtype=np.float32)
        width = alone.shape[1]
        for layer in self._layers:
            window[1:, :width] = found[:-1]
            window[:, width : 2 * width] = found
            window[:-1, 2 * width :] = found[1:]
            found += self._applied(layer, window)
        return found[self._pad : self._pad + len(alone)]

    def _alone(self, doc: Doc) -> Floats:
        """The vectors of the words, each by itself."""
        kinds = [tuple(kind) for kind in doc.to_array([ORTH, NORM, SPACY]).tolist()]
        with self._one_at_a_time:
            if len(self._known) > ENOUGH:
                self._known.clear()
            new = {kind: at for at, kind in enumerate(kinds) if kind not in self._known}
            if new:
                self._remember(list(new), self._mixed(doc, list(new.values())))
            return self._rows.take([self._known[kind] for kind in kinds], axis=0)

    def _remember(self, kinds: Sequence[tuple[int, ...]], vectors: Floats) -> None:
        begin = len(self._known)
        while begin + len(kinds) > len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[begin : begin + len(kinds)] = vectors
        self._known.update(zip(kinds, range(begin, begin + len(kinds)), strict=True))

    def _mixed(self, doc: Doc, words: Sequence[int]) -> Floats:
        """What the attributes of some words are embedded in, mixed."""
        asked = doc.to_array(self._attributes)[words]
        parts = []
        for column, (table, seed) in enumerate(self._tables):
            keys = self._ops.hash(np.ascontiguousarray(asked[:, column], dtype=np.uint64), seed) % len(table)
            parts.append(self._ops.gather_add(table, keys))
        return self._applied(self._mixing, np.concatenate(parts, axis=1))

    def _applied(self, layer: _Layer, given: Floats) -> Floats:
        every: Floats = self._ops.gemm(given, layer.weights, trans2=True)
        every += layer.bias
        width = len(layer.scale)
        found: Floats = np.maximum(every[:, :width], every[:, width : 2 * width])
        for begin in range(2 * width, every.shape[1], width):
            np.maximum(found, every[:, begin : begin + width], out=found)
        return _normal(found, layer)


def _layer(maxout: Any, normal: Any) -> _Layer:
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    return _Layer(
        np.ascontiguousarray(weights.transpose(1, 0, 2)).reshape(-1, weights.shape[2]),
        np.ascontiguousarray(bias.T).reshape(-1),
        normal.get_param("G"),
        normal.get_param("b"),
    )


def _normal(values: Floats, layer: _Layer) -> Floats:
    """The rows normalised, in place."""
    count = np.float32(values.shape[1])
    values -= values.sum(axis=1, keepdims=True) / count
    variance = np.square(values).sum(axis=1, keepdims=True) / count + np.float32(_LEAST)
    values *= variance ** np.float32(-0.5)
    values *= layer.scale
    values += layer.shift
    return values
