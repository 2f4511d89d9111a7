"""What the encoder found in a text, and how spans, attributions and acts are read off its scores."""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from communique.parse.encoder.decode import best_paths, likely_spans
from communique.parse.encoder.network import LOWER, OF_ACTS, PARTIES
from communique.parse.encoder.pieces import Pieces, cut, windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from communique.parse.encoder.network import Network
    from communique.record import Offsets

    Floats = NDArray[np.float32]


_ONE_LABEL = 3  # tags of a head with one label: outside, beginning and inside
_LIKELY = 0.25  # chance of some act, below which a word tells none
_WORTH = 0.2  # probability of some label below which a window has none


@dataclass(frozen=True, slots=True)
class Labelled:
    """A span that a head found, with the mean probability of its words."""

    start: int
    end: int
    label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with the spans that the pair scorer joins to it; ``confidence`` is that of cue and contents together."""

    cue: Labelled
    sources: tuple[Labelled, ...]
    contents: tuple[Labelled, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Act:
    """A word that may name an act: its PLOVER root and status, and the words that are taken for its parties.

    ``confidence`` is the chance of the root; ``sources`` and ``targets`` are offsets of runs of words, the likeliest
    first; ``code`` is the likeliest CAMEO code, or empty where the build knows none.
    """

    start: int
    end: int
    type: str
    status: str
    confidence: float
    sources: tuple[Offsets, ...]
    targets: tuple[Offsets, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Window:
    """One window: which pieces of the text, which of them begin a word, and its scores."""

    first: int
    after: int
    words: NDArray[np.int64]
    scores: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of one window with one label: first word, word after the last, and whether the label begins here."""

    begin: int
    end: int
    label: str
    confidence: float
    opens: bool


class Encoding:
    """The encoder's reading of one text.

    Args:
        text: The text.
        sentences: Offsets of the sentences to read, in order.
        network: The network that reads.
    """

    def __init__(self, text: str, sentences: Sequence[Offsets], network: Network) -> None:
        self._network, self._text = network, text
        self._sentences = np.array([start for start, _ in sentences], dtype=np.int64)
        self._pieces: Pieces = cut(text, network.tokenizer)
        starts = np.diff(self._pieces.words, prepend=-2) != 0
        edges = list(windows(self._pieces, sentences, network.labels.window))
        scores = network.run_each([(self._pieces.ids[a:b], self._pieces.shapes[a:b]) for a, b in edges])
        self._windows = [
            _Window(first, after, np.flatnonzero(starts[first:after]), found)
            for (first, after), found in zip(edges, scores, strict=True)
        ]
        self._bases = [0, *itertools.accumulate(len(window.words) for window in self._windows)]
        heads = [window.first + window.words for window in self._windows] or [np.zeros(0, dtype=np.int64)]
        words = np.concatenate(heads)
        self._starts: list[int] = self._pieces.starts[words].tolist()  # of the first pieces of the words that were read
        self._ends: list[int] = self._pieces.ends[words].tolist()
        self._known: dict[str, list[Floats]] = {}
        self._sums: dict[tuple[str, str], list[Floats]] = {}
        self._read: dict[str, list[list[_Run]]] = {}
        self._spans: dict[str, list[Labelled]] = {}

    @functools.cached_property
    def names(self) -> list[Labelled]:
        """Proper names: person, organisation, place, group, media, misc."""
        return self.spans("names")

    @functools.cached_property
    def times(self) -> list[Labelled]:
        """Time expressions by TIMEX3 type."""
        return self.spans("times")

    def spans(self, head: str) -> list[Labelled]:
        """The spans of a head, in order; one that runs on into the next window is one span."""
        if head not in self._spans:
            self._spans[head] = self._joined_runs(head)
        return self._spans[head]

    def _joined_runs(self, head: str) -> list[Labelled]:
        found: list[Labelled] = []
        for window, runs in zip(self._windows, self._runs(head), strict=True):
            for run in runs:
                span = self._labelled(window, run)
                last = found[-1] if found else None
                goes_on = not run.opens and run.begin == 0 and last is not None and last.label == run.label
                if goes_on and last is not None and self._touches(last.end, span.start):
                    found[-1] = Labelled(last.start, span.end, run.label, min(last.confidence, run.confidence))
                else:
                    found.append(span)
        return found

    def probability(self, head: str, label: str, start: int, end: int) -> float:
        """Mean probability that the words of a span carry a label, whether they begin or continue it."""
        inside = self._words_in(start, end)
        if not inside:
            return 0.0
        low, high = inside.start, inside.stop
        key = (head, label)
        if key not in self._sums:
            labels = self._network.labels.heads[head]
            columns = [n for n, each in enumerate(labels) if each.partition("-")[2] == label or each == label]
            self._sums[key] = [chances[:, columns].sum(1) for chances in self._chances(head)]
        total = 0.0
        for index in range(bisect.bisect_right(self._bases, low) - 1, len(self._windows)):
            base = self._bases[index]
            if base >= high:
                break
            total += float(self._sums[key][index][max(low - base, 0) : high - base].sum())
        return total / (high - low)

    def _words_in(self, start: int, end: int) -> range:
        """Numbers of the words that were read and that a span touches."""
        return range(bisect.bisect_right(self._ends, start), bisect.bisect_left(self._starts, end))

    @functools.cached_property
    def attributions(self) -> list[Attribution]:
        """Cues with their sources and contents, in the order of the cues."""
        self._read_together(("cues", "sources", "contents"))
        return [found for index in range(len(self._windows)) for found in self._attributions(index)]

    @functools.cached_property
    def acts(self) -> list[Act]:
        """Words that name acts, in order."""
        return [act for index in range(len(self._windows)) for act in self._acts(index)]

    def type_of_pair(self, sources: Sequence[Offsets], targets: Sequence[Offsets]) -> dict[str, float]:
        """Probability of each type of act between parties of one window; empty when no window holds them all."""
        found = self.pair_states(sources, targets)
        if found is None:
            return {}
        scores = self._network.pair(*found)
        return dict(zip(self._network.labels.types, _softmax(scores)[0].tolist(), strict=True))

    def pair_states(
        self, sources: Sequence[Offsets], targets: Sequence[Offsets]
    ) -> tuple[Floats, Floats, Floats] | None:
        """What the scorer of pairs reads of two parties: the states of the one window that holds them all, and masks.

        Returns:
            States [pieces, hidden] and the masks [1, pieces] of both sides; None when no window holds them all.
        """
        spans = [*sources, *targets]
        for window, scores in zip(self._windows, self._scores("states"), strict=True):
            begin, end = self._bounds(window)
            if spans and all(begin <= s and e <= end for s, e in spans):
                source, target = (self._mask(window, side) for side in (sources, targets))
                return scores["states"], source, target
        return None

    def party_chances(self, trigger: int, spans: Sequence[Offsets]) -> tuple[float, float]:
        """How likely it is that some of these words name the source, and the target, of an act.

        Args:
            trigger: Offset of the first character of the word that tells the act.
            spans: Offsets of the words; those that no window reads together with the trigger count as unlikely.

        Returns:
            The chances of the likeliest word of all spans, 0 where no word was read.
        """
        word = bisect.bisect_right(self._starts, trigger) - 1
        if word < 0 or trigger >= self._ends[word]:
            return 0.0, 0.0
        index = bisect.bisect_right(self._bases, word) - 1
        words, base = self._windows[index].words, self._bases[index]
        inside = [
            number - base
            for start, end in spans
            for number in self._words_in(start, end)
            if base <= number < base + len(words)
        ]
        best = self._of_acts[index][PARTIES][:, words[word - base], words[inside]].max(1, initial=-np.inf)
        source, target = (1 / (1 + np.exp(-best))).tolist()
        return source, target

    @functools.cached_property
    def _of_acts(self) -> Sequence[Mapping[str, Floats]]:
        """What each window says of acts, read when it is first asked for."""
        found = self._network.run_acts_each([window.scores for window in self._windows])
        for window in self._windows:
            window.scores.pop(LOWER, None)  # large, and needed no more
        return found

    def _scores(self, head: str) -> Sequence[Mapping[str, Floats]]:
        """The scores of each window in which those of a head stand."""
        return self._of_acts if head in OF_ACTS else [window.scores for window in self._windows]

    def _chances(self, head: str) -> list[Floats]:
        """Probabilities of a head's labels for every word of each window, worked out once."""
        if head not in self._known:
            of = zip(self._windows, self._scores(head), strict=True)
            scores = [found[head][window.words] for window, found in of]
            self._known[head] = np.split(_softmax(np.concatenate(scores)), self._bases[1:-1]) if scores else []
        return self._known[head]

    def _mask(self, window: _Window, spans: Sequence[Offsets]) -> Floats:
        mask = np.zeros((1, window.after - window.first), dtype=np.float32)
        starts, ends = self._offsets(window)
        for start, end in spans:
            mask[0, (starts < end) & (ends > start)] = 1
        return mask

    def _offsets(self, window: _Window) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return self._pieces.starts[window.first : window.after], self._pieces.ends[window.first : window.after]

    def _bounds(self, window: _Window) -> Offsets:
        return int(self._pieces.starts[window.first]), int(self._pieces.ends[window.after - 1])

    def _touches(self, end: int, start: int) -> bool:
        return not self._text[end:start].strip()

    def _runs(self, head: str) -> list[list[_Run]]:
        """Runs of words with one label, of each window."""
        if head not in self._read:
            self._read_together((head,))
        return self._read[head]

    def _read_together(self, heads: Sequence[str]) -> None:
        """Read the runs of some heads off the chances: of those with one label all at once."""
        new = [head for head in heads if head not in self._read]
        at = [
            (head, index)
            for head in new
            for index, chances in enumerate(self._chances(head))
            if chances[:, 1:].max(initial=0.0) > _WORTH
        ]
        for head in new:
            self._read[head] = [[] for _ in self._windows]
            if len(self._network.labels.heads[head]) > _ONE_LABEL:
                self._read_paths(head, [index for other, index in at if other == head])
        single = [each for each in at if len(self._network.labels.heads[each[0]]) == _ONE_LABEL]
        if single:
            found = likely_spans(
                [self._chances(head)[index] for head, index in single],
                [self._network.labels.weights(head) for head, _ in single],
            )
            for (head, index), spans in zip(single, found, strict=True):
                self._read[head][index] = [self._run(head, index, *span) for span in spans]

    def _run(self, head: str, index: int, begin: int, end: int, opens: bool) -> _Run:
        chances = self._chances(head)[index]
        inside = chances[begin:end, 2].sum() + (chances[begin, 1] - chances[begin, 2] if opens else 0.0)
        label = self._network.labels.heads[head][1].partition("-")[2]
        return _Run(begin, end, label, float(inside) / (end - begin), opens)

    def _read_paths(self, head: str, indices: Sequence[int]) -> None:
        """Read the runs of a head with several labels."""
        if not indices:
            return
        labels = [each.partition("-")[::2] for each in self._network.labels.heads[head]]
        chances = [self._chances(head)[index] for index in indices]
        for index, some, path in zip(
            indices, chances, best_paths(chances, self._network.labels.weights(head)), strict=True
        ):
            named = [(at, *labels[tag]) for at, tag in enumerate(path) if tag]
            for begin, end in _runs_of(named):
                at, place, label = named[begin]
                after = at + end - begin
                mean = float(some[np.arange(at, after), path[at:after]].mean())
                self._read[head][index].append(_Run(at, after, label, mean, place == "B"))

    def _labelled(self, window: _Window, run: _Run) -> Labelled:
        start, close = self._span(window, run.begin, run.end)
        return Labelled(start, close, run.label, round(run.confidence, 4))

    def _span(self, window: _Window, begin: int, end: int) -> Offsets:
        """Offsets of a run of a window's words."""
        after = window.words[end] if end < len(window.words) else window.after - window.first
        starts, ends = self._offsets(window)
        return int(starts[window.words[begin]]), int(ends[after - 1])

    def _attributions(self, index: int) -> Iterator[Attribution]:
        window = self._windows[index]
        spans = {
            head: [(run.begin, run.end, self._labelled(window, run)) for run in self._runs(head)[index]]
            for head in ("cues", "sources", "contents")
        }
        if not spans["cues"]:
            return
        linked = {
            head: self._linked(window, [b for b, *_ in spans["cues"]], spans[head], relation)
            for head, relation in (("sources", "cue-source"), ("contents", "cue-content"))
        }
        for at, (_, _, cue) in enumerate(spans["cues"]):
            others = [other for number, (*_, other) in enumerate(spans["cues"]) if number != at]
            sources, contents = linked["sources"][at], self._joined(linked["contents"][at], others)
            chances = [cue.confidence, *(each.confidence for each in contents)]
            sure = float(np.prod(chances)) ** (1 / len(chances)) if contents else cue.confidence / 2
            yield Attribution(cue, tuple(sources), tuple(contents), round(sure, 4))

    def _joined(self, contents: list[Labelled], cues: list[Labelled]) -> list[Labelled]:
        """The contents of one cue, those joined that only another cue keeps apart: tags cannot nest, words do."""
        found: list[Labelled] = []
        for content in contents:
            last = found[-1] if found else None
            if last and any(self._touches(last.end, c.start) and self._touches(c.end, content.start) for c in cues):
                sure = min(last.confidence, content.confidence)
                found[-1] = Labelled(last.start, content.end, content.label, sure)
            else:
                found.append(content)
        return found

    def _linked(
        self, window: _Window, heads: list[int], spans: list[tuple[int, int, Labelled]], relation: str
    ) -> list[list[Labelled]]:
        """The spans of each head: a span goes to the head that scores highest, if its score is above even."""
        found: list[list[Labelled]] = [[] for _ in heads]
        scores = window.scores["links"][self._network.labels.links.index(relation)]
        rows = scores[window.words[heads]]
        for begin, end, span in spans:
            means = rows[:, window.words[begin:end]].mean(1)
            best = int(means.argmax())
            if means[best] > 0:
                found[best].append(span)
        return found

    def _acts(self, at: int) -> Iterator[Act]:
        window, chances, scores = self._windows[at], self._chances("triggers")[at], self._of_acts[at]
        best = chances[:, 1:].argmax(1) + 1
        labels = self._network.labels
        for index in np.flatnonzero(chances[:, 0] < 1 - _LIKELY).tolist():
            status = labels.heads["status"][int(scores["status"][window.words[index]].argmax())]
            start, end = self._span(window, index, index + 1)
            code = labels.codes[int(scores["codes"][window.words[index]].argmax())] if labels.codes else ""
            sources, targets = (self._parties(window, index, side) for side in scores[PARTIES])
            yield Act(
                start, end, labels.heads["triggers"][best[index]], status, round(float(chances[index, best[index]]), 4),
                sources, targets, code,
            )  # fmt: skip

    def _parties(self, window: _Window, trigger: int, side: Floats) -> tuple[Offsets, ...]:
        """Runs of words of the trigger's sentence that score above even as a party of it, the likeliest first."""
        row = side[window.words[trigger]]
        starts = self._pieces.starts[window.first + window.words]
        sentence = np.searchsorted(self._sentences, starts, side="right")
        scores = row[window.words]
        chosen = [*((scores > 0) & (sentence == sentence[trigger])).tolist(), False]
        found: list[tuple[float, Offsets]] = []
        begin = -1
        for index, inside in enumerate(chosen):
            if inside and begin < 0:
                begin = index
            elif not inside and begin >= 0:
                found.append((float(scores[begin:index].max()), self._span(window, begin, index)))
                begin = -1
        return tuple(span for _, span in sorted(found, key=lambda each: -each[0]))


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    found: Floats = shifted / shifted.sum(-1, keepdims=True)
    return found


def _runs_of(named: Sequence[tuple[int, str, str]]) -> Iterator[tuple[int, int]]:
    """Runs of words, given by their number, place and label, of which each goes on with the label of the one before."""
    begin = 0
    for at in range(1, len(named) + 1):
        if at < len(named):
            number, place, label = named[at]
            if place == "I" and number == named[at - 1][0] + 1 and label == named[begin][2]:
                continue
        yield begin, at
        begin = at
