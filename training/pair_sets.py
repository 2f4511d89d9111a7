"""The marked pairs with a type that a person gave, of which the linear model and the encoder's scorer of pairs learn.

PLV and the PLOVER records are read in their development halves, the pairs of our own but for the part ``test``; what
nearly repeats a sentence that is for figures alone (Jaccard of word trigrams above 0.4) is left out of all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from evaluation.data import ROOT, data_directory
from evaluation.task import Part, in_part
from evaluation.tasks.event_types import YIELDING, Example, Span, read, unmark
from training.encoder.corpora import lines
from training.encoder.gold import plain
from training.encoder.own import own_texts
from training.encoder.windows import people

OWN = ROOT / "evaluation/own/event_pairs.jsonl"
"""Pairs written for this project: ``marked`` as in PLV, ``root``, and ``part``; ``test`` is for figures alone."""

MORE = ROOT / "training/own/event_pairs.jsonl"
"""Further pairs written for this project, for training alone."""

NEAR = 0.4
_DONE = ("actual", "ongoing", "past")


def held_out() -> list[Example]:
    """The half of PLV that is for figures alone."""
    return [each for each in read(data_directory() / "events/plv/train.jsonl") if in_part(each.sentence, "test")]


def untouched() -> list[Example]:
    """All that is for figures alone: that half of PLV, and the part of our own pairs."""
    return [*held_out(), *_written(OWN, "test")]


def without_copies(examples: list[Example], others: list[Example]) -> list[Example]:
    """The examples that do not nearly repeat one of the others."""
    known = [_shingles(example.sentence) for example in others]
    return [e for e in examples if all(_likeness(_shingles(e.sentence), other) <= NEAR for other in known)]


def plv() -> list[Example]:
    """PLV's development half."""
    found = [each for each in read(data_directory() / "events/plv/train.jsonl") if in_part(each.sentence, "dev")]
    return without_copies(found, untouched())


def written(further: bool = True) -> list[Example]:
    """The pairs written for this project, but for those that are for figures alone.

    Args:
        further: Whether those that are for training alone are read too.
    """
    return without_copies([*_written(OWN, "dev"), *(_written(MORE, "dev") if further else ())], untouched())


def _written(path: Path, part: Part) -> list[Example]:
    records = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [
        Example(*unmark(each["marked"]), root=_root(each["root"]))
        for each in records
        if each.get("part", "dev") == part and each["root"]
    ]


def passages() -> list[Example]:
    """Acts that are done, with both parties, of the encoder's own passages."""
    found = [
        Example(text.text, act["sources"][0], act["targets"][0], plain(act))
        for text in own_texts(people())
        for act in text.layers["acts"]
        if act["status"] in _DONE and act["sources"] and act["targets"] and act["sources"] != act["targets"]
    ]
    return without_copies(found, untouched())


def records() -> list[Example]:
    """The PLOVER records of the development half whose actors stand in the sentence."""
    return without_copies(list(_records()), untouched())


def _records() -> Iterator[Example]:
    for each in lines("events/plover_gsr/gsr_gold.jsonl"):
        if in_part(each["id"], "dev"):
            sources, targets = (
                [span for actor in each[side] if (span := _found(each["text"], actor["actorText"]))]
                for side in ("source", "target")
            )
            source, target = next(iter(sources), None), next(iter(targets or sources[1:]), None)
            if source or target:
                yield Example(each["text"], source, target, _root(each["plover"]))


def _found(text: str, words: str) -> Span | None:
    at = text.find(words) if words else -1
    return (at, at + len(words)) if at >= 0 else None


def _root(kind: str) -> str:
    return "YIELD" if kind in YIELDING else kind


def _shingles(sentence: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", sentence.lower())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _likeness(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
