"""Sentences of the measuring data that gold of our own names by their place: no text of others is kept beside it.

``own/event_leads.jsonl`` names sentences of news wires and reports, each by its collection, its document, and either
the number of the sentence there (where the collection holds words one by one) or offsets in the article's text, with
the beginning of the SHA-256 of what was read. A sentence whose text is another one by now is refused.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluation.data import data_directory
from evaluation.whole_articles import whole_articles

_WORDS = "conll"
_TIGHT = frozenset(".,;:?!)]%")


def text_of(line: dict[str, Any]) -> str | None:
    """The sentence that a line of gold names; None where its collection is missing.

    Args:
        line: A line with ``collection``, ``document``, ``sentence`` or ``span``, and ``sha256``.

    Raises:
        ValueError: The text at that place is not the one that was read.
    """
    text = _of_words(line) if line["collection"] == _WORDS else _of_article(line)
    if text is not None and not hashlib.sha256(text.encode()).hexdigest().startswith(line["sha256"]):
        raise ValueError(f"{line['id']}: the text of {line['collection']} {line['document']} is not what was judged.")
    return text


def _of_words(line: dict[str, Any]) -> str | None:
    documents = _documents(data_directory() / "names/conll_train.conllu")
    return joined(documents[line["document"]][line["sentence"]]) if documents else None


def _of_article(line: dict[str, Any]) -> str | None:
    text = _articles().get((line["collection"], line["document"]))
    return " ".join(text[slice(*line["span"])].split()) if text is not None else None


@functools.cache
def _articles() -> dict[tuple[str, str], str]:
    return {(whole.collection, whole.name): whole.text for whole in whole_articles()}


@functools.cache
def _documents(file: Path) -> list[list[list[str]]]:
    """The words of every sentence of every document; a document begins at its mark."""
    documents: list[list[list[str]]] = []
    for sentence in _sentences(file):
        if sentence[0] == "-DOCSTART-":
            documents.append([])
        else:
            documents[-1].append(sentence)
    return documents


def _sentences(file: Path) -> Iterator[list[str]]:
    sentence: list[str] = []
    for row in file.read_text("utf-8").split("\n") if file.exists() else []:
        if row:
            sentence.append(row.split("\t")[1])
        elif sentence:
            yield sentence
            sentence = []


def joined(words: Sequence[str]) -> str:
    """Words as running text: no space before punctuation, none inside quotation marks."""
    text, inside = "", False
    for word in words:
        tight = not text or text[-1] in "([$" or (text.endswith('"') and inside)
        if word == '"':
            text += word if inside or not text else " " + word
            inside = not inside
            continue
        ending = word in _TIGHT or word in {"n't", "..."} or (word.startswith("'") and len(word) > 1)
        text += word if tight or ending or (word == "'" and text[-1] == "s") else " " + word
    return text
