"""Windows of sentences with their acts, as the reader of acts learns from them: states of the encoder's lower layers.

Sentences are put together by chance into windows of several lengths, because the reader meets them among others. Pairs
whose type alone is known (:mod:`training.pair_sets`) stand in windows of their own and teach only the types of pairs.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from tqdm import tqdm

from communique.parse.encoder.network import Network
from communique.parse.encoder.pieces import WINDOW, Pieces, cut
from evaluation.tasks.event_types import YIELDING, Example
from training.acts.sentences import Sentence, Span, Told, codes
from training.encoder.labels import LEFT_OUT, STATUS, TYPES

SEED = 7
_FULL, _SHORTER = 0.6, (40, 60, 90)  # share of windows that are filled, and the room of the others
_KIND = {kind: number for number, kind in enumerate(TYPES, 1)}

Item = Sentence | Example
Ints = np.ndarray


@dataclass(slots=True)
class Window:
    """One window; arrays are as long as its pieces with the two special ones.

    Attributes:
        states: States of the encoder's lower layers [pieces, hidden], in half precision.
        triggers: Type of the act that a piece tells, 0 for none; left out where nothing is known.
        status: Its status, likewise.
        codes: Its CAMEO code, as a number among those of :func:`training.acts.sentences.codes`, likewise.
        sentence: Which sentence of the window a piece belongs to; -1 for special pieces.
        acts: Each trigger's piece, and the pieces of its sources and of its targets.
        pairs: A sentence's number, the pieces of source and target, and the type between them.
    """

    states: Ints
    triggers: Ints
    status: Ints
    codes: Ints
    sentence: Ints
    acts: list[tuple[int, list[int], list[int]]] = field(default_factory=list)
    pairs: list[tuple[int, Ints, Ints, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.triggers)


def made(items: Iterable[Item], network: Network, seed: int = SEED, together: bool = True) -> list[Window]:
    """The windows of some sentences or pairs, as the shipped encoder sees them.

    Args:
        items: The sentences; what does not fit a window is left out.
        network: The shipped encoder.
        seed: Which sentences come together.
        together: Whether several may; else each has a window of its own.
    """
    groups = list(_grouped([(item, cut(_text(item), network.tokenizer)) for item in items], seed, together))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        windows = threads.map(lambda group: _window(group, network), groups)
        return list(tqdm(windows, "windows", len(groups), mininterval=20))


def _text(item: Item) -> str:
    return item.text if isinstance(item, Sentence) else item.sentence


def _grouped(items: list[tuple[Item, Pieces]], seed: int, together: bool) -> Iterator[list[tuple[Item, Pieces]]]:
    choice = random.Random(seed)
    fit = [each for each in items if 0 < len(each[1]) <= WINDOW]
    if together:
        choice.shuffle(fit)
    group: list[tuple[Item, Pieces]] = []
    room = left = 0
    for item, pieces in fit:
        if group and (not together or len(pieces) > left):
            yield group
            group = []
        if not group:
            room = WINDOW if choice.random() < _FULL else choice.choice(_SHORTER)
            left = room
        group.append((item, pieces))
        left -= len(pieces)
    if group:
        yield group


def _window(group: Sequence[tuple[Item, Pieces]], network: Network) -> Window:
    ids = np.concatenate([pieces.ids for _, pieces in group])
    shapes = np.concatenate([pieces.shapes for _, pieces in group])
    size = len(ids) + 2
    triggers, status, codes_of = (np.full(size, LEFT_OUT) for _ in range(3))
    states = network.lower(ids, shapes).astype(np.float16)
    window = Window(states, triggers, status, codes_of, np.full(size, -1))
    at = 1
    for number, (item, pieces) in enumerate(group):
        window.sentence[at : at + len(pieces)] = number
        if isinstance(item, Sentence):
            _add_acts(window, item.acts, pieces, at, number)
        else:
            source, target = (_pieces(span, pieces, at) for span in (item.source, item.target))
            _add_pair(window, number, source, target, item.root)
        at += len(pieces)
    return window


def _add_acts(window: Window, acts: Sequence[Told], pieces: Pieces, base: int, number: int) -> None:
    first = np.diff(pieces.words, prepend=-2) != 0
    window.triggers[base : base + len(pieces)][first] = 0
    told: dict[int, tuple[Told, list[int], list[int]]] = {}
    for act in acts:
        words = [at for at in _pieces(act.trigger, pieces, base).tolist() if first[at - base]]
        if not words:
            continue
        source, target = (_pieces(span, pieces, base) for span in (act.source, act.target))
        kept = told.setdefault(words[0], (act, [], []))
        kept[1].extend(source.tolist())
        kept[2].extend(target.tolist())
        if len(source) and len(target):
            _add_pair(window, number, source, target, act.root)
    known = {code: number for number, code in enumerate(codes())}
    for at, (act, sources, targets) in told.items():
        window.triggers[at], window.status[at] = _KIND[plain(act.root)], STATUS.index(act.status)
        window.codes[at] = known.get(act.cameo, LEFT_OUT)
        window.acts.append((at, sorted(set(sources)), sorted(set(targets))))


def _add_pair(window: Window, number: int, source: Ints, target: Ints, root: str) -> None:
    if plain(root) in _KIND:
        window.pairs.append((number, source, target, _KIND[plain(root)] - 1))


def plain(root: str) -> str:
    """The type as the reader knows it: CONCEDE and RETREAT are one."""
    return "YIELD" if root in YIELDING else root


def _pieces(span: Span | None, pieces: Pieces, base: int) -> Ints:
    if span is None:
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero((pieces.starts < span[1]) & (pieces.ends > span[0])) + base
