"""The sentences that were read for every act they tell, found again in the measuring data by their hash.

``training/own/acts.tsv`` holds no text; what was written for this project stands in ``act_sentences.txt``. A line
is the beginning of the SHA-256 of a sentence and, for each act and pair of parties, a cell of eight words: trigger,
source and target as offsets (``-`` for none), PLOVER type, CAMEO code, the countries of source and target, and the
status. What the acts are, says ``evaluation/tasks/event_sentences.py``. Of a collection with halves only what the
quality gate counts as development was read, and no document of which a sentence is for figures alone.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from evaluation import leads
from evaluation.data import ROOT, data_directory
from evaluation.task import in_part
from evaluation.tasks.names import sentences as name_sentences
from evaluation.whole_articles import whole_articles
from training import pair_sets
from training.encoder.corpora import example_texts, joined, lines, party_texts
from training.encoder.labels import STATUS
from training.event_stories import STORIES

Span = tuple[int, int]
Use = Literal["train", "weigh"]

OWN = ROOT / "training/own/acts.tsv"
"""The acts, sentence by sentence."""

WRITTEN = ROOT / "training/own/act_sentences.txt"
"""Sentences that were written for this project with their acts, one a line."""

DIGITS = 12
"""How much of a hash names a sentence."""

_OFTEN = 20
_WEIGHED = "0"  # first digit of a hash: a sixteenth is kept for the weights of events, and not trained on
_END = re.compile(r"\S.*?[.!?][\"”]?(?=\s+[A-Z\"“]|$)")
_STORY_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_STORY_SENTENCES = 5


@dataclass(frozen=True, slots=True)
class Told:
    """An act between two parties, either of which may be absent; offsets are of characters."""

    trigger: Span
    source: Span | None
    target: Span | None
    root: str
    cameo: str
    countries: tuple[str, str]
    status: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with every act that it tells, one for each pair of parties."""

    text: str
    acts: tuple[Told, ...]


def read(use: Use) -> list[Sentence]:
    """The sentences that are there, for training the reader or for weighing what it and the rules find.

    Args:
        use: Which share of them.
    """
    texts = _texts()
    found = []
    for line in OWN.read_text(encoding="utf-8").splitlines():
        key, *acts = line.split("\t")
        if key in texts and key.startswith(_WEIGHED) == (use == "weigh"):
            found.append(Sentence(texts[key], tuple(map(_told, acts))))
    return found


@functools.cache
def codes() -> tuple[str, ...]:
    """The CAMEO codes that enough acts have to learn them."""
    cells = (cell for line in OWN.read_text(encoding="utf-8").splitlines() for cell in line.split("\t")[1:])
    counts = Counter(_told(cell).cameo for cell in cells)
    return tuple(sorted(code for code, count in counts.items() if count >= _OFTEN and code.isdigit()))


def key_of(text: str) -> str:
    """The name of a sentence."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _told(cell: str) -> Told:
    trigger, source, target, root, cameo, one, other, status = cell.split(" ")
    where = _span(trigger)
    if where is None:
        raise ValueError(f"{OWN.name}: an act without a trigger: {cell}")
    countries = ("" if one == "-" else one, "" if other == "-" else other)
    return Told(where, _span(source), _span(target), root, cameo, countries, STATUS[int(status)])


def _span(words: str) -> Span | None:
    start, _, end = words.partition("-")
    return (int(start), int(end)) if start else None


@functools.cache
def _texts() -> dict[str, str]:
    """Every sentence that may have been read, by its name."""
    return {key_of(text): text for source in _SOURCES for text in source()}


def _wires() -> Iterator[str]:
    for document in leads._documents(data_directory() / "names/conll_train.conllu"):
        yield from (leads.joined(sentence) for sentence in document)


def _articles() -> Iterator[str]:
    for whole in whole_articles():
        for line in whole.text.split("\n"):
            yield from (" ".join(each.group().split()) for each in _END.finditer(line))


def _opinions() -> Iterator[str]:
    path = data_directory() / "stance/directed-sentiment/train.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        yield " ".join(re.sub(r"[\[\]]", "", line.split("\t")[0]).split())


def _targets() -> Iterator[str]:
    yield from (" ".join(each["sentence_normalized"].split()) for each in lines("stance/newsmtsc/train.jsonl"))


def _parties() -> Iterator[str]:
    yield from (each.text for each in party_texts())
    yield from (" ".join(each["text"].split()) for each in lines("events/conflibert_train/class_train.jsonl"))


def _police() -> Iterator[str]:
    for each in lines("events/india_police/sents.jsonl"):
        if in_part(each["doc_id"], "dev"):
            yield " ".join(each["sent_text"].split())


def _encyclopedic() -> Iterator[str]:
    for sentence in name_sentences(data_directory() / "names/wikineural_val.conllu"):
        yield joined("", sentence)[0]


def _stories() -> Iterator[str]:
    path = data_directory() / STORIES
    with zipfile.ZipFile(path) as packed, packed.open(path.name.removesuffix(".zip")) as file:
        for story in csv.DictReader(io.TextIOWrapper(file, "utf-8")):
            yield from (" ".join(each.split()) for each in _STORY_END.split(story["text"])[:_STORY_SENTENCES])


def _marked() -> Iterator[str]:
    yield from (each.sentence for each in (*pair_sets.written(), *pair_sets.plv()))


def _written() -> Iterator[str]:
    yield from WRITTEN.read_text(encoding="utf-8").splitlines()


def _records() -> Iterator[str]:
    yield from (each.text for each in example_texts())


_SOURCES: tuple[Callable[[], Iterator[str]], ...] = (
    _wires, _articles, _opinions, _targets, _parties, _police, _encyclopedic, _stories, _marked, _records, _written,
)  # fmt: skip
