"""Passages of our own making for what the sets lack, annotated for every head: ``training/encoder/own/*.jsonl``.

One passage a line. Every span is given by its words; the first occurrence counts, or the n-th when the words end in
``#n``. A person's name is written ``{person}`` (``{person2}`` for a second one) and filled in from the registry when
the passage is read, so that a passage invents nobody. Run ``python -m training.encoder.own FILE ...`` to check files.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from training.encoder.corpora import Text
from training.encoder.labels import NAMES, STATUS, TIMES, TYPES

FOLDER = Path(__file__).with_name("own")
_NUMBERED = re.compile(r"#(\d+)$")
_PERSON = re.compile(r"\{person2?\}")


class Act(msgspec.Struct, forbid_unknown_fields=True):
    """An act: the one word that names it, its type and status, and the words that name its parties."""

    trigger: str
    type: str
    status: str = "actual"
    source: list[str] = []
    target: list[str] = []


class Said(msgspec.Struct, forbid_unknown_fields=True):
    """An attribution; a statement inside another's content is given as well."""

    cue: str
    content: list[str]
    source: str | None = None


class Passage(msgspec.Struct, forbid_unknown_fields=True):
    """One to three sentences of news with everything that the heads are to find in it."""

    text: str
    names: list[tuple[str, str]] = []
    titles: list[str] = []
    documents: list[str] = []
    times: list[tuple[str, str]] = []
    statements: list[Said] = []
    acts: list[Act] = []


def locate(text: str, words: str) -> tuple[int, int]:
    """Offsets of words in a text.

    Raises:
        ValueError: The text does not have them, or not that often.
    """
    numbered = _NUMBERED.search(words)
    wanted, nth = (words[: numbered.start()], int(numbered[1])) if numbered else (words, 1)
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", text)]
    if len(found) < nth or not wanted:
        raise ValueError(f"'{words}' is not in: {text}")
    return found[nth - 1], found[nth - 1] + len(wanted)


def filled(line: str, people: list[str], choice: random.Random) -> str:
    """A line of the file with people's names in the places for them."""
    chosen = {slot: choice.choice(people) for slot in ("{person}", "{person2}")}
    return _PERSON.sub(lambda m: chosen[m[0]], line)


def layers_of(passage: Passage) -> dict[str, Any]:
    """The layers of a passage in characters.

    Raises:
        ValueError: Some words or labels are wrong.
    """
    text = passage.text

    def spans(words: list[str]) -> list[tuple[int, int]]:
        return [locate(text, each) for each in words]

    return {
        "names": [(*locate(text, words), _known(label, NAMES)) for words, label in passage.names],
        "titles": spans(passage.titles),
        "documents": spans(passage.documents),
        "times": [(*locate(text, words), _known(label, TIMES)) for words, label in passage.times],
        "statements": [
            {"cue": [locate(text, s.cue)], "content": spans(s.content), "source": spans([s.source] if s.source else [])}
            for s in passage.statements
        ],
        "acts": [
            {"head": locate(text, a.trigger), "type": _known(a.type, TYPES), "status": _known(a.status, STATUS),
             "sources": spans(a.source), "targets": spans(a.target)}
            for a in passage.acts
        ],
    }  # fmt: skip


def _known(label: str, labels: tuple[str, ...]) -> str:
    if label not in labels:
        raise ValueError(f"'{label}' is none of {', '.join(labels)}")
    return label


def own_texts(people: list[str], seed: int = 7, files: list[Path] | None = None) -> Iterator[Text]:
    """Every passage, with names filled in.

    Raises:
        ValueError: A line is wrong; the message says where and why.
    """
    choice = random.Random(seed)
    for path in files or sorted(FOLDER.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                passage = msgspec.json.decode(filled(line, people, choice), type=Passage)
                yield Text(f"own-{path.stem}-{number}", "own", passage.text, None, layers_of(passage))
            except (ValueError, msgspec.MsgspecError) as problem:
                raise ValueError(f"{path.name}, line {number}: {problem}") from problem


if __name__ == "__main__":
    chosen = [Path(name) for name in sys.argv[1:]] or None
    print(sum(1 for _ in own_texts(["Jean Asselborn", "Antony Blinken"], files=chosen)), "passages are sound")
