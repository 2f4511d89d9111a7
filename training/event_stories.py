"""Pairs without gold for the linear model of event types, from machine-written stories of one type each.

A story of ``events/ngec_synthetic`` was written to be about a type. The first two names of each of its first two
sentences are taken for a pair, and what the pair's type is, the models of the day tell: the type of the story is only
what they are told to expect.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from communique.coders.events import pair
from communique.parse.encoder import Encoding, load_network
from evaluation.data import data_directory
from evaluation.tasks.event_types import YIELDING, Example

STORIES = "events/ngec_synthetic/gpt_synthetic_events_2023-10-19_19.csv.zip"
SHORTEST, LONGEST, SENTENCES = 40, 320, 2
ELSE = 0.15
"""How likely a type other than the story's is held to be, beside 1 for the story's own."""

SURE = 0.8
"""Pairs whose likeliest type has a smaller chance are left out."""

_DATELINE = re.compile(r"^[A-Z][A-Za-z ,.]*\((?:Reuters|AP|AFP)\)\s*-*\s*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def story_pairs() -> Iterator[Example]:
    """The pairs of all stories; ``root`` is the type of the story."""
    path = data_directory() / STORIES
    with zipfile.ZipFile(path) as packed, packed.open(path.name.removesuffix(".zip")) as file:
        stories = list(csv.DictReader(io.TextIOWrapper(file, "utf-8")))
    for story in tqdm(stories, mininterval=20):
        root = pair.YIELD if story["label"] in YIELDING else story["label"]
        text = _DATELINE.sub("", re.sub(r"\s+", " ", story["text"].strip()))
        for sentence in _SENTENCE.split(text)[:SENTENCES]:
            if SHORTEST < len(sentence) < LONGEST:
                yield from _pair(sentence, root)


def _pair(sentence: str, root: str) -> Iterator[Example]:
    names = Encoding(sentence, [(0, len(sentence))], load_network()).names
    if len(names) > 1:
        yield Example(sentence, (names[0].start, names[0].end), (names[1].start, names[1].end), root)


def expected(example: Example, types: list[str]) -> np.ndarray:
    """How likely each type is held to be before the sentence is read."""
    return np.array([1.0 if each == example.root else ELSE for each in types])


def by_the_encoder(example: Example, types: list[str]) -> np.ndarray:
    """Chances that the encoder's scorer gives the types."""
    read = Encoding(example.sentence, [(0, len(example.sentence))], load_network())
    chances = read.type_of_pair(*([span] if span else [] for span in (example.source, example.target)))
    return np.array([chances.get(each, 0.0) for each in types])
