"""Word pieces with word shapes, and the windows that the encoder reads.

The encoder's vocabulary is uncased, so every piece also carries the shape of its word: how it is capitalised, and
whether it has digits. A window is a run of whole sentences that fits the encoder; only a sentence that is longer
than a window is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

WINDOW = 126
"""Most pieces of a window, without its first and last special piece."""

SHAPES = ("none", "lower", "title", "upper", "initial", "mixed", "number", "alphanumeric", "mark", "uncased")
"""Shapes of words, in the order of their numbers; ``none`` is that of special pieces."""

_NUMBERS = {name: number for number, name in enumerate(SHAPES)}


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one text.

    Attributes:
        ids: Number of each piece in the vocabulary.
        starts: Offset of each piece's first character in the text.
        ends: Offset after its last character.
        words: Index of the word that each piece belongs to; words are split at spaces and marks.
        shapes: Shape of that word, as an index into :data:`SHAPES`.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    words: NDArray[np.int64]
    shapes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


def cut(text: str, tokenizer: Tokenizer) -> Pieces:
    """The pieces of a text; ``tokenizer`` adds no special pieces here."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    words = np.array([-1 if each is None else each for each in encoding.word_ids], dtype=np.int64)
    starts, ends = offsets[:, 0], offsets[:, 1]
    return Pieces(np.array(encoding.ids, dtype=np.int64), starts, ends, words, _shapes(text, starts, ends, words))


def _shapes(
    text: str, starts: NDArray[np.int64], ends: NDArray[np.int64], words: NDArray[np.int64]
) -> NDArray[np.int64]:
    if not len(words):
        return np.zeros(0, dtype=np.int64)
    first = np.flatnonzero(np.diff(words, prepend=words[0] - 1))
    last = np.append(first[1:], len(words)) - 1
    kinds = [_NUMBERS[shape(text[a:b])] for a, b in zip(starts[first].tolist(), ends[last].tolist(), strict=True)]
    return np.repeat(np.array(kinds, dtype=np.int64), last - first + 1)


def shape(word: str) -> str:
    """The shape of a word, one of :data:`SHAPES`."""
    if word.isdigit():
        return "number"
    if word.isalpha():
        if word.islower():
            return "lower"
        if word.isupper():
            return "upper" if len(word) > 1 else "initial"
        if word.istitle():
            return "title"
        return "mixed" if word.lower() != word.upper() else "uncased"
    return "alphanumeric" if any(letter.isalnum() for letter in word) else "mark"


def windows(pieces: Pieces, sentences: Sequence[tuple[int, int]], limit: int = WINDOW) -> Iterator[tuple[int, int]]:
    """Ranges of pieces that are read together.

    Args:
        pieces: The pieces of the text.
        sentences: Offsets of the sentences, in order; text outside of them is not read.
        limit: Most pieces of a window.

    Yields:
        Index of the first piece and of the piece after the last.
    """
    begin = end = 0
    for first, after in _ranges(pieces, sentences):
        if first != end or after - begin > limit:
            if end > begin:
                yield begin, end
            begin = first
            while after - begin > limit:
                yield begin, begin + limit
                begin += limit
        end = after
    if end > begin:
        yield begin, end


def _ranges(pieces: Pieces, sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pieces of each sentence that has any."""
    starts = [start for start, _ in sentences]
    ends = [end for _, end in sentences]
    firsts = np.searchsorted(pieces.starts, starts, side="left").tolist()
    afters = np.searchsorted(pieces.starts, ends, side="left").tolist()
    for first, after in zip(firsts, afters, strict=True):
        if after > first:
            yield first, after
