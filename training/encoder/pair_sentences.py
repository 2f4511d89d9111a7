"""Sentences with a marked pair whose type no gold tells; the teachers do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaluation.data import data_directory
from training.encoder.corpora import Text, lines, party_texts

EVERY = 8
"""Every so many sentences of the directed sentiment set are read."""

_BRACKETED = re.compile(r"\[([^\]]+)\](?:s\b)?")


def pair_sentences() -> Iterator[Text]:
    """Sentences with a marked pair; where a class of acts is given (1 to 4), the type lies within it."""
    classes = {
        _letters(each["text"]): int(each["penta"]) for each in lines("events/conflibert_train/class_train.jsonl")
    }
    for text in party_texts():
        sides = {side: [(s, e) for s, e, label in text.layers["parties"] if label == side] for side in "ST"}
        if sides["S"] and sides["T"]:
            layer = (sides["S"], sides["T"], classes.get(_letters(text.text), 0))
            yield Text(f"pair-{text.id}", "ConfliBERT pairs", text.text, layers={"judged": layer})
    path = data_directory() / "stance/directed-sentiment/train.txt"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        marked = line.partition("\t")[0]
        spans = list(_BRACKETED.finditer(marked))
        if number % EVERY == 0 and len(spans) == 2:
            plain, found = _unbracketed(marked, spans)
            layers = {"judged": ([found[0]], [found[1]], 0)}
            yield Text(f"directed-{number}", "directed sentiment", plain, layers=layers)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _unbracketed(marked: str, spans: list[re.Match[str]]) -> tuple[str, list[tuple[int, int]]]:
    """The sentence without its brackets, and what stood in them; a plural or possessive s outside of them is theirs."""
    text, last, found = "", 0, []
    for span in spans:
        text += marked[last : span.start()]
        found.append((len(text), len(text) + len(span[1])))
        text += span[0].replace("[", "").replace("]", "")
        last = span.end()
    return (text + marked[last:]).strip(), found
