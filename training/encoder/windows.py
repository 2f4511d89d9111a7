"""Step 2: gold and silver layers as labelled windows.

Run: ``python -m training.encoder.windows [full|open|own|pairs]``. A window carries labels only for the layers that its
set annotates; silver layers (the rules' own reading) count with less weight. Windows near a held-out text are left out,
and the count is printed and kept for the model card.
"""

from __future__ import annotations

import json
import pickle
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from communique.parse.encoder.pieces import Pieces, cut, windows
from training.encoder import gold
from training.encoder.bases import student_folder
from training.encoder.corpora import WORK, Text, all_texts, open_texts, windows_file
from training.encoder.held_out import HeldOut
from training.encoder.labels import HEADS, LEFT_OUT, LINKS, TYPES
from training.encoder.own import own_texts
from training.encoder.pair_sentences import pair_sentences

_FIRST, _LAST = 101, 102  # the special pieces [CLS] and [SEP] of BERT's vocabulary


@dataclass(slots=True)
class Window:
    """One training example; arrays are as long as the pieces, with the two special ones.

    ``taught`` holds what the teachers take the pairs for, probabilities [pairs, types]; no rows where nobody teaches.
    """

    set: str
    ids: np.ndarray
    shapes: np.ndarray
    labels: dict[str, np.ndarray] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    words: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    links: list[tuple[int, int, np.ndarray, float]] = field(default_factory=list)
    pairs: list[tuple[np.ndarray, np.ndarray, np.ndarray, int, float]] = field(default_factory=list)
    taught: np.ndarray = field(default_factory=lambda: np.zeros((0, len(TYPES)), dtype=np.float16))


def tokenizer() -> Tokenizer:
    """The base model's tokenizer, without padding and truncation."""
    found = Tokenizer.from_file(str(student_folder() / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


class Maker:
    """Makes the windows of one text after the other."""

    def __init__(self, silver: dict[str, dict[str, Any]]) -> None:
        self.silver, self.tokenizer, self.held_out = silver, tokenizer(), HeldOut()
        self.dropped: Counter[str] = Counter()

    def windows_of(self, text: Text) -> Iterator[Window]:
        """The windows of one text that are not near a held-out one."""
        silver = self.silver.get(text.id, {})
        if not silver.get("same"):
            silver = {}
        layers = gold.layers_of(text, silver)
        pieces = cut(text.text, self.tokenizer)
        for first, after in windows(pieces, _sentences(text, silver)):
            start, end = int(pieces.starts[first]), int(pieces.ends[after - 1])
            if self.held_out.is_near(text.text[start:end]):
                self.dropped[text.set] += 1
                continue
            yield _Window(text, pieces, first, after, layers).made()


def _sentences(text: Text, silver: dict[str, Any]) -> list[tuple[int, int]]:
    if text.set == "own" or {"pair", "example", "headline", "judged"} & set(text.layers):
        return [(0, len(text.text))]
    if "sentences" in text.layers:
        starts = text.layers["sentences"]
        return list(zip(starts, [*starts[1:], len(text.text)], strict=True))
    if "sentences" in silver:
        return [(start, end) for start, end in silver["sentences"]]
    found, at = [], 0
    for line in text.text.splitlines(keepends=True):
        found.append((at, at + len(line)))
        at += len(line)
    return found


class _Window:
    """Collects the labels of one window."""

    def __init__(self, text: Text, pieces: Pieces, first: int, after: int, layers: dict[str, gold.Layer]) -> None:
        self.first, self.layers = first, layers
        self.starts, self.ends = pieces.starts[first:after], pieces.ends[first:after]
        self.is_first = np.diff(pieces.words[first:after], prepend=-2) != 0
        self.start, self.end = int(self.starts[0]), int(self.ends[-1])
        pad = ([_FIRST], [_LAST])
        self.window = Window(
            text.set, np.concatenate([pad[0], pieces.ids[first:after], pad[1]]).astype(np.int32),
            np.concatenate([[0], pieces.shapes[first:after], [0]]).astype(np.int8),
        )  # fmt: skip
        self.window.words = np.concatenate([[False], self.is_first, [False]])

    def made(self) -> Window:
        for name in HEADS:
            layer = self.layers.get(name)
            if layer is not None:
                self.window.labels[name] = self._labels(name, layer)
                self.window.weights[name] = layer.weight
        for relation, head, ends, weight in self.layers.get("links", gold.NOTHING).spans:
            self._link(relation, head, ends, weight)
        for source, target, kind, weight in self.layers.get("pairs", gold.NOTHING).spans:
            self._pair(source, target, TYPES.index(kind), weight)
        for source, target, kind in self.layers.get("judged", gold.NOTHING).spans:
            self._pair(source, target, -kind, 0.0)
        return self.window

    def _labels(self, name: str, layer: gold.Layer) -> np.ndarray:
        tags = HEADS[name]
        found = np.full(len(self.window.ids), LEFT_OUT, dtype=np.int16)
        found[self.window.words] = LEFT_OUT if name == "status" else 0
        for start, end, label in layer.spans:
            inside = self._inside(start, end) & self.window.words
            if not inside.any():
                continue
            if label is None:
                found[inside] = LEFT_OUT
            elif name in ("triggers", "status"):
                found[np.flatnonzero(inside)[0]] = tags.index(label)
            else:
                found[inside] = tags.index(f"I-{label}")
                if start >= self.start:
                    found[np.flatnonzero(inside)[0]] = tags.index(f"B-{label}")
        return found

    def _inside(self, start: int, end: int) -> np.ndarray:
        inside = (self.starts < end) & (self.ends > start)
        return np.concatenate([[False], inside, [False]])

    def _link(self, relation: str, head: tuple[int, int], ends: list[tuple[int, int]], weight: float) -> None:
        row = np.flatnonzero(self._inside(*head) & self.window.words)
        if head[0] < self.start or not len(row):
            return
        columns = np.zeros(len(self.window.ids), dtype=bool)
        for start, end in ends:
            columns |= self._inside(start, end) & self.window.words
        self.window.links.append((LINKS.index(relation), int(row[0]), columns, weight))

    def _pair(self, source: list[tuple[int, int]], target: list[tuple[int, int]], kind: int, weight: float) -> None:
        if any(not (self.start <= start and end <= self.end) for start, end in (*source, *target)):
            return
        masks = []
        for spans in (source, target):
            mask = np.zeros(len(self.window.ids), dtype=bool)
            for start, end in spans:
                mask |= self._inside(start, end)
            masks.append(mask)
        inside = np.ones(len(self.window.ids), dtype=bool)
        inside[[0, -1]] = False
        self.window.pairs.append((masks[0], masks[1], inside, kind, weight))


def read_silver() -> dict[str, dict[str, Any]]:
    """The silver layers by the id of their text."""
    files = sorted(WORK.glob("silver-*.jsonl"))
    return {(line := json.loads(raw))["id"]: line for path in files for raw in path.open(encoding="utf-8")}


def people() -> list[str]:
    """Names of office-holders, to fill into our own passages."""
    from importlib import resources

    table = resources.files("communique.registry").joinpath("data", "people.csv").read_text(encoding="utf-8")
    names = [line.split(",")[1].strip('"') for line in table.splitlines()[1:]]
    return sorted({name for name in names if 2 <= len(name.split()) <= 3 and name.replace(" ", "").isalpha()})


def texts(which: str) -> Iterator[Text]:
    """The texts of a file of windows: ``full``, ``open``, ``own`` or ``pairs``."""
    if which == "own":
        yield from own_texts(people())
    elif which == "pairs":
        yield from pair_sentences()
    elif which == "open":
        yield from open_texts()
    else:
        yield from all_texts()
        yield from gold.headline_texts(random.Random(7))


def main() -> None:
    """Make the windows that are named: of the full build, the open one, our own passages, or sentences with a pair."""
    maker = Maker(read_silver())
    for which in sys.argv[1:] or ["full", "open", "own", "pairs"]:
        maker.dropped.clear()
        found = [window for text in texts(which) for window in maker.windows_of(text)]
        out = windows_file(which)
        out.write_bytes(pickle.dumps(found))
        counts = {
            "windows": Counter(w.set for w in found), "pieces": sum(len(w.ids) for w in found),
            "near a held-out text": dict(maker.dropped), "pairs": Counter(w.set for w in found for _ in w.pairs),
            "links": sum(len(w.links) for w in found),
        }  # fmt: skip
        out.with_suffix(".json").write_text(json.dumps(counts, indent=1))
        print(json.dumps(counts))


if __name__ == "__main__":
    from training.encoder import windows as module  # windows are kept under the module's own name

    module.main()
