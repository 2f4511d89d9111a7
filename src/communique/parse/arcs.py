"""The arcs between the words of a text, as spaCy's parser draws them, to the last bit.

The parser goes through a text move by move: it shifts a word, drops one, joins two, or begins a sentence. A move costs
a small product of matrices, whose overhead is larger than itself. So many stretches are gone through abreast, with one
product for the next move of each. They begin at paragraphs and after the marks that end sentences. Where the parser,
coming from before, stands at such a word with nothing in hand, what it does from there on does not depend on what was
before. Where it does not, the guess was wrong, and what was done from that word on is done again.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from spacy.attrs import ORTH, SENT_START

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.pipeline import DependencyParser
    from spacy.tokens import Doc

    Floats = NDArray[np.float32]

_SHIFT, _REDUCE, _LEFT, _RIGHT, _BREAK = range(5)
_MOVES = {"S": _SHIFT, "D": _REDUCE, "L": _LEFT, "R": _RIGHT, "B": _BREAK}
_ALL = 1 << len(_MOVES)
_FEATURES = 8  # words that a move depends on
_NONE = -1
_NEVER = np.float32(-np.inf)
_BELOW = 3  # so many words in hand are looked at, whether they are there or not
_ENDS = (".", "?", "!")
_CLOSING = ('"', "\u201d", "''", "'", "\u2019", ")", "]")
_CANNOT = (1 << 64) - 1  # of a word that begins no sentence, in spaCy's arrays of whole numbers without sign


class Tree:
    """The words of a text with the arcs drawn so far.

    Lists have a place more than there are words, for the word that is not there (-1).

    Attributes:
        heads: The head of each word, or -1.
        labels: The number of the move that drew its arc.
        left: The last word to the left that was hung on each word, or -1.
        right: The same to the right.
        before: The word that was hung there before each word, on the same side, or -1.
        starts: Which words begin a sentence, as was known before.
        cannot: Which words were said to begin none.
        waited: Which words went back to those to come, and may not be shifted again.
        stretches: The stretches that are gone through abreast, by the word at which they begin.
    """

    __slots__ = ("before", "cannot", "heads", "labels", "left", "right", "starts", "stretches", "waited", "words")

    def __init__(self, starts: Sequence[int], guesses: Iterable[int]) -> None:
        self.words = len(starts)
        places = self.words + 1
        self.heads, self.labels, self.left, self.right, self.before = ([_NONE] * places for _ in range(5))
        self.starts = [each == 1 for each in starts] + [False]
        self.cannot = [each == _CANNOT for each in starts] + [False]
        self.waited = bytearray(places)
        edges = sorted({0, self.words, *guesses, *(at for at, start in enumerate(self.starts) if start)})
        self.stretches = {begin: Stretch(self, begin, end) for begin, end in pairwise(edges)}

    def join(self, head: int, child: int, label: int) -> None:
        """Draw an arc, in the place of one that the word has."""
        known = self.heads[child]
        if known >= 0:
            self._part(self.left if known > child else self.right, known, child)
        last = self.left if head > child else self.right
        self.before[child], last[head] = last[head], child
        self.heads[child], self.labels[child] = head, label

    def _part(self, last: list[int], head: int, child: int) -> None:
        """Take back an arc."""
        if last[head] == child:
            last[head] = self.before[child]
            return
        after = last[head]
        while self.before[after] != child:
            after = self.before[after]
        self.before[after] = self.before[child]

    def forget(self, begin: int, end: int) -> None:
        """Take back every arc between some words."""
        for known in (self.heads, self.labels, self.left, self.right, self.before):
            known[begin:end] = [_NONE] * (end - begin)
        self.waited[begin:end] = bytes(end - begin)


class Stretch:
    """How far one stretch has come: the words in hand, those that went back to wait, and the next one.

    It ends before the word at which the next stretch begins, if the parser stands there with nothing in hand and
    nothing said of what follows. If not, that stretch was a wrong guess: it is forgotten, and this one goes on.
    """

    __slots__ = ("broken", "end", "first", "hand", "is_over", "next", "second", "tree", "waiting")

    def __init__(self, tree: Tree, begin: int, end: int) -> None:
        self.tree, self.next, self.end = tree, begin, end
        self.hand = [_NONE] * _BELOW
        self.waiting: list[int] = []
        self.first = self.second = _NONE
        self.broken: set[int] = set()
        self.is_over = begin == end

    def look(self, found: list[int]) -> int:
        """Add the words that the next move depends on, and say which moves are allowed, a bit each."""
        tree, waiting, hand, upcoming = self.tree, self.waiting, self.hand, self.next
        ahead = tree.words - upcoming
        if waiting:
            first = waiting[-1]
            second = waiting[-2] if len(waiting) > 1 else upcoming if ahead else _NONE
        else:
            first = upcoming if ahead else _NONE
            second = upcoming + 1 if ahead > 1 else _NONE
        self.first, self.second = first, second
        top = hand[-1]
        left = tree.left[first] if first != self.end else _NONE
        found += (first, second, top, hand[-2], hand[-3], left, tree.left[top], tree.right[top])
        allowed = 0
        if second == first + 1 and not tree.starts[second] and not tree.cannot[second] and second not in self.broken:
            allowed = 1 << _BREAK if second > 0 else 0
        if len(hand) == _BELOW:
            return allowed | 1 << _SHIFT
        if first < 0:
            return allowed | 1 << _REDUCE
        if len(hand) > _BELOW + 1 or not tree.cannot[first]:
            allowed |= 1 << _REDUCE
        if not tree.starts[first] and first not in self.broken:
            allowed |= 1 << _LEFT | 1 << _RIGHT
            if second >= 0 and not tree.waited[first]:
                allowed |= 1 << _SHIFT
        return allowed

    def move(self, kind: int, number: int) -> None:
        """Make a move."""
        tree, hand, first = self.tree, self.hand, self.first
        if kind == _REDUCE:
            word = hand.pop()
            if tree.heads[word] < 0 and len(hand) > _BELOW:
                tree.waited[word] = 1
                self.waiting.append(word)
        elif kind == _BREAK:
            self.broken.add(self.second)
        else:
            if first == self.end:
                self._go_on()
            if kind == _LEFT:
                tree.join(first, hand.pop(), number)
                tree.waited[first] = 0
            else:
                if kind == _RIGHT:
                    tree.join(hand[-1], first, number)
                self._take()
        if self.next == self.end and not self.waiting and len(hand) == _BELOW:
            self.is_over = self.end + 1 not in self.broken

    def _take(self) -> None:
        """Take the first of the words to come in hand."""
        if self.waiting:
            self.hand.append(self.waiting.pop())
        else:
            self.hand.append(self.next)
            self.next += 1

    def _go_on(self) -> None:
        """Go on into the next stretch, what was done there being forgotten."""
        other = self.tree.stretches[self.end]
        other.is_over = True
        self.tree.forget(self.end, other.end)
        self.end = other.end


class Arcs:
    """A parser that goes through many stretches abreast.

    Args:
        parser: The pipe, greedy, whose moves depend on eight words.
    """

    def __init__(self, parser: DependencyParser) -> None:
        lower, upper, tok2vec = (cast("Any", parser.model.get_ref(name)) for name in ("lower", "upper", "tok2vec"))
        self._ops: Any = parser.model.ops
        self._narrow = next(each for each in tok2vec.walk() if each.name == "linear")
        weights, padding = lower.get_param("W"), lower.get_param("pad")[0]
        self._weights = _pieces_apart(weights.transpose(3, 0, 1, 2)).transpose(1, 2, 0).reshape(-1, weights.shape[3])
        self._padding = _pieces_apart(padding)
        self._bias = _pieces_apart(lower.get_param("b"))
        self._upper = np.ascontiguousarray(upper.get_param("W"))
        names = [name.partition("-") for name in parser.move_names]
        self._kinds = [_MOVES[kind] for kind, _, _ in names]
        self.labels = np.array([parser.vocab.strings.add(label) for _, _, label in names], dtype=np.uint64)
        self.root = parser.vocab.strings.add("ROOT")
        ruled_out = [[not allowed >> kind & 1 for kind in self._kinds] for allowed in range(_ALL)]
        self._scores = np.where(ruled_out, _NEVER, upper.get_param("b")).astype(np.float32)
        self._ends, self._closing = ({parser.vocab.strings.add(each) for each in some} for some in (_ENDS, _CLOSING))
        self._columns = np.arange(_FEATURES, 2 * _FEATURES)

    def __call__(self, doc: Doc, vectors: Floats) -> tuple[list[int], list[int]]:
        """The head of each word as an offset from it, and the hash of its relation.

        Args:
            doc: A text in which starts of sentences may be set.
            vectors: The vectors of its words.
        """
        tree = Tree(doc.to_array(SENT_START).tolist(), self._likely_starts(doc))
        known = self._known(vectors)
        under_way = list(tree.stretches.values())
        while under_way:
            self._step(under_way, known)
            under_way = [each for each in under_way if not each.is_over]
        relations = [*self.labels.tolist(), self.root]  # the last is that of words without a head
        heads = [head - at if head >= 0 else 0 for at, head in enumerate(tree.heads[:-1])]
        return heads, [relations[number] for number in tree.labels[:-1]]

    def _step(self, stretches: Sequence[Stretch], known: Floats) -> None:
        """The next move of each stretch."""
        words: list[int] = []
        allowed = [each.look(words) for each in stretches]
        rows = np.array(words).reshape(-1, _FEATURES) * _FEATURES + self._columns
        hidden = known.take(rows, axis=0).sum(axis=1)
        hidden += self._bias
        half = hidden.shape[1] // 2
        scores = self._ops.gemm(np.maximum(hidden[:, :half], hidden[:, half:]), self._upper, trans2=True)
        scores += self._scores.take(allowed, axis=0)
        for each, number in zip(stretches, scores.argmax(axis=1).tolist(), strict=True):
            if not each.is_over:  # an earlier one may just have gone on into it
                each.move(self._kinds[number], number)

    def _likely_starts(self, doc: Doc) -> Iterator[int]:
        """Words after the end of a sentence, as the marks have it."""
        ended = False
        for at, orth in enumerate(doc.to_array(ORTH).tolist()):
            if orth in self._ends:
                ended = True
            elif ended and orth not in self._closing:
                ended = False
                yield at

    def _known(self, vectors: Floats) -> Floats:
        """What each word gives to a move in each of its eight places; first the word that is not there."""
        narrow = self._ops.affine(vectors, self._narrow.get_param("W"), self._narrow.get_param("b"))
        found = np.empty((len(vectors) + 1, len(self._weights)), dtype=np.float32)
        found[0] = self._padding.reshape(-1)
        self._ops.gemm(narrow, self._weights, trans2=True, out=found[1:])
        return found.reshape(-1, len(self._bias))


def _pieces_apart(values: Floats) -> Floats:
    """The last two axes, [hidden, pieces], as one in which the first pieces come first."""
    return np.ascontiguousarray(values.swapaxes(-1, -2)).reshape(*values.shape[:-2], -1)
