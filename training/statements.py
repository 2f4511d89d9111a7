"""Counts the shares of the cues and fits the weights that judge statements, and writes both files.

Data: PolNeAR's training part (Newell, Margolin and Ruths, LREC 2018), political news with the source, cue and content
of every attribution; its development part is only for the figures at the end. Every attribution that the coder might
make (``Statements.drafts``) is held against the gold: it is right when its content shares at least half of its words
with a gold content and its source a word with that one's source. What is said inside another's content is no gold in
PolNeAR and does not count.

* ``cues.yaml``: for each cue and frame the share of drafts that are right, drawn towards the frame's share as if
  ``DRAWN`` further drafts had been seen.
* ``statements.yaml``: the frames' shares (``base``; a cue counts no more than ``CAPPED`` times), and a logistic
  regression over the log-odds of the cue's share, counted on the other documents, and the draft's traits. The two
  thresholds are carried over from the file: they were set by hand, by the grid that is printed at the end.

It is fitted to all drafts at once with Adam, so there is no seed. Run from the repository:
``python -m training.statements``.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import msgspec
import numpy as np
from numpy.typing import NDArray

from communique import vocabulary
from communique.coders.statements import Statements, judgement, lexicon
from communique.coders.statements.drafts import Draft
from communique.parse.reading import Reading
from communique.vocabulary import reader
from evaluation.data import data_directory
from evaluation.task import Part
from evaluation.tasks import statements as task

Numbers = NDArray[np.float64]

OVERLAP = 0.5
DRAWN, CAPPED = 4.0, 6
FEWEST_TRAITS = 30  # drafts that have a trait, for it to get a weight
STEPS, RATE, STRENGTH = 400, 0.05, 3e-5
GRID_TEXTS = 150
GRID = [(threshold, act) for threshold in (0.3, 0.35, 0.4) for act in (0.38, 0.43, 0.48)]
PARTS: tuple[Part, ...] = ("dev", "test")
OUT = Path(vocabulary.__file__).parent / "data"

CUES_HEAD = """\
# Cues: words that attribute, and for each way of taking a content the share of its uses in running political
# news that attribute it to the source beside it. Counted by us on PolNeAR's training part (Newell, Margolin and
# Ruths, LREC 2018), smoothed towards the share of the frame. Example: 'The ministry said that talks would resume'
# is the cue 'say' in the frame 'clause'. Made by training/statements.py.
"""
WEIGHTS_HEAD = """\
# How likely a draft is a true attribution: log-odds = bias + prior_weight x log-odds of the cue's share
# (cues.yaml) + the weights of its traits. Fitted by us on PolNeAR's training part by training/statements.py.
"""


class Seen(NamedTuple):
    """One draft of a text, and whether the gold has it."""

    document: int
    lemma: str
    frame: str
    traits: tuple[str, ...]
    right: bool


@dataclass
class Tally:
    """How many there were, and how many of them were right."""

    all: float = 0
    right: float = 0

    def add(self, all_: float, right: float) -> None:
        """Count more of them."""
        self.all += all_
        self.right += right


def documents(name: str) -> list[dict[str, Any]]:
    """The texts of one part of PolNeAR with their gold."""
    lines = (data_directory() / f"statements/polnear/{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def drafts_of(number: int, document: dict[str, Any], reading: Reading) -> Iterator[Seen]:
    """The drafts of one text, held against its gold."""
    words = task.words_of(document["text"])
    text = task.Text(words, frozenset())
    gold = [each for quote in document["quotes"] if (each := task.attribution(text, quote)).content]
    inside = frozenset(word for each in gold for word in each.content)
    for draft in Statements().drafts(reading):
        content = task.touched(words, draft.content)
        if not content:
            continue
        right = _is_right(content, task.touched(words, [draft.source] if draft.source else []), gold)
        cue = task.touched(words, [draft.cue] if draft.cue else [])
        if right or not cue or not cue <= inside:
            yield Seen(number, draft.lemma, draft.frame, _traits(reading, draft), right)


def _is_right(content: task.Words, source: task.Words, gold: list[task.Attribution]) -> bool:
    met = [(len(content & each.content) / len(content | each.content), i) for i, each in enumerate(gold)]
    overlap, best = max(met, default=(0.0, 0))
    if overlap < OVERLAP:
        return False
    wanted = gold[best].source
    return bool(wanted & source) or not (wanted or source)


def _traits(reading: Reading, draft: Draft) -> tuple[str, ...]:
    return tuple(judgement.traits(reading, draft))


class Shares:
    """The share of right drafts by frame, and by cue and frame."""

    def __init__(self, seen: list[Seen]) -> None:
        self.frames: Counter[str] = Counter(each.frame for each in seen)
        self.cues: dict[tuple[str, str], Tally] = defaultdict(Tally)
        self._own: dict[tuple[int, str, str], Tally] = defaultdict(Tally)
        for each in seen:
            self.cues[each.lemma, each.frame].add(1, each.right)
            self._own[each.document, each.lemma, each.frame].add(1, each.right)
        capped: dict[str, Tally] = defaultdict(Tally)
        for (_, frame), tally in self.cues.items():
            weight = min(tally.all, CAPPED) / tally.all
            capped[frame].add(tally.all * weight, tally.right * weight)
        self.base = {frame: (each.right + 0.5) / (each.all + 10) for frame, each in capped.items()}

    def share(self, lemma: str, frame: str, without: int | None = None) -> float:
        """The share of a cue in a frame; ``without`` leaves out what one document has."""
        tally, own = self.cues[lemma, frame], Tally()
        if without is not None:
            own = self._own[without, lemma, frame]
        return (tally.right - own.right + DRAWN * self.base[frame]) / (tally.all - own.all + DRAWN)


class Fitted(NamedTuple):
    """The judgement's numbers."""

    bias: float
    prior_weight: float
    weights: dict[str, float]


def fit(seen: list[Seen], shares: Shares) -> Fitted:
    """Fit the logistic regression."""
    counts = Counter(trait for each in seen for trait in each.traits)
    columns = {trait: i for i, trait in enumerate(sorted(t for t, n in counts.items() if n >= FEWEST_TRAITS))}
    known = [[columns[trait] for trait in each.traits if trait in columns] for each in seen]
    flat = np.array([column for row in known for column in row], dtype=np.intp)
    rows = np.repeat(np.arange(len(seen)), [len(row) for row in known])
    odds = np.array([lexicon.log_odds(shares.share(each.lemma, each.frame, each.document)) for each in seen])
    right = np.array([each.right for each in seen], dtype=np.float64)
    found = np.zeros(len(columns) + 2)  # the traits' weights, the bias, the weight of the cue's log-odds
    found[-1] = 1
    first, second = np.zeros_like(found), np.zeros_like(found)
    for step in range(1, STEPS + 1):
        score = found[-2] + found[-1] * odds + np.bincount(rows, found[flat], minlength=len(seen))
        error = (1 / (1 + np.exp(-score)) - right) / len(seen)
        slope = np.bincount(flat, error[rows], minlength=len(columns)) + STRENGTH * found[:-2]
        slope = np.concatenate([slope, [error.sum(), (error * odds).sum()]])
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        found -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-9)
    return Fitted(float(found[-2]), float(found[-1]), {t: float(found[i]) for t, i in columns.items()})


def cue_lines(shares: Shares) -> Iterator[str]:
    """The lines of ``cues.yaml``: the cues whose share is not about the frame's own."""
    told: dict[str, dict[str, float]] = defaultdict(dict)
    for (lemma, frame), tally in sorted(shares.cues.items()):
        share = shares.share(lemma, frame)
        apart = abs(lexicon.log_odds(share) - lexicon.log_odds(shares.base[frame]))
        if ((tally.right and tally.all > 1) or tally.all >= 8) and apart > 0.15:
            told[lemma][frame] = round(share, 3)
    for lemma, frames in told.items():
        listed = ", ".join(f"{frame}: {share}" for frame, share in sorted(frames.items()))
        yield f"- {{cue: {json.dumps(lemma, ensure_ascii=False)}, frames: {{{listed}}}}}\n"


def weight_lines(fitted: Fitted, shares: Shares) -> Iterator[str]:
    """The lines of ``statements.yaml``, with the thresholds that it has."""
    yield f"threshold: {lexicon.settings().threshold}\nthreshold_act: {lexicon.settings().threshold_act}\n"
    yield f"bias: {fitted.bias:.3f}\nprior_weight: {fitted.prior_weight:.3f}\nbase:\n"
    for frame, share in sorted(shares.base.items()):
        if shares.frames[frame] >= 20:
            yield f'  "{frame}": {share:.3f}\n'
    yield "weights:\n"
    for trait, weight in sorted(fitted.weights.items()):
        if abs(weight) >= 0.05:
            yield f"  {json.dumps(trait)}: {weight:.2f}\n"


def forget() -> None:
    """Read the files anew from here on."""
    for each in (reader._load, lexicon.settings, lexicon._priors):
        each.cache_clear()


def grid(texts: list[dict[str, Any]], readings: list[Reading]) -> Iterator[tuple[float, float, float]]:
    """The attributed F1 on these texts at each pair of thresholds."""
    known = lexicon.settings()
    for threshold, act in GRID:
        tried = msgspec.structs.replace(known, threshold=threshold, threshold_act=act)
        with mock.patch.object(lexicon, "settings", lambda tried=tried: tried):
            yield threshold, act, round(_attributed(texts, readings), 4)


def _attributed(texts: list[dict[str, Any]], readings: list[Reading]) -> float:
    counts: Counter[str] = Counter()
    for document, reading in zip(texts, readings, strict=True):
        Statements().code(reading)
        text = task.Text(task.words_of(document["text"]), frozenset())
        gold, ours = ([task.attribution(text, q) for q in qs] for qs in (document["quotes"], task.as_polnear(reading)))
        task.count(text, gold, ours, counts)
    return task.figures(counts)["attributed_f1"]


def main() -> None:
    """Count, fit, write both files, and write the figures on the development part to standard output as JSON."""
    texts = documents("train")
    seen: list[Seen] = []
    first: list[Reading] = []
    for number, document in enumerate(texts):
        reading = task.read_statements(document["doc"], document["text"])
        seen += drafts_of(number, document, reading)
        first += [reading] if number < GRID_TEXTS else []
    shares = Shares(seen)
    fitted = fit(seen, shares)
    weights = "".join(weight_lines(fitted, shares))
    (OUT / "cues.yaml").write_text(CUES_HEAD + "".join(cue_lines(shares)), encoding="utf-8")
    (OUT / "statements.yaml").write_text(WEIGHTS_HEAD + weights, encoding="utf-8")
    forget()
    gold = data_directory() / "statements/polnear/dev.jsonl"
    figures = {part: {k: round(v, 4) for k, v in task.score(gold, part).figures.items()} for part in PARTS}
    told = {"drafts": len(seen), "right": sum(each.right for each in seen), "PolNeAR dev": figures}
    print(json.dumps({**told, "thresholds on train": list(grid(texts[:GRID_TEXTS], first))}))


if __name__ == "__main__":
    main()
