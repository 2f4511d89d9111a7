"""Names: spans and types against CoNLL-U with BIO labels (word in the second column, label in the last).

The words of a sentence are joined with spaces; forty sentences make a text, each a paragraph of its own. A name is
right when it starts and ends with the same words and has the same type. Our labels map to the types of CoNLL-2003:
person PER; organisation and media ORG; place LOC; group (nationalities, religions, members of parties), event,
document and everything else MISC. ``f1`` is over all four types.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from communique.parse.encoder import Encode
from communique.parse.names import Names
from communique.parse.prose import Prose
from communique.parse.syntax import Syntax
from communique.pipeline import Pipeline
from communique.sources import make_article
from evaluation.task import Part, Result, Task, in_part

Span = tuple[int, int, int, str]
_TYPES = {"person": "PER", "organisation": "ORG", "media": "ORG", "place": "LOC"}
_BLOCK = 40


def sentences(gold: Path) -> Iterator[list[tuple[str, str]]]:
    """Words with labels, sentence by sentence."""
    sentence: list[tuple[str, str]] = []
    for line in gold.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("#") and len(cells) == 1:
            continue
        if len(cells) < 2:
            if sentence:
                yield sentence
            sentence = []
            continue
        sentence.append((cells[1], cells[-1]))
    if sentence:
        yield sentence


def gold_spans(number: int, sentence: list[tuple[str, str]]) -> Iterator[Span]:
    """The names of a sentence: sentence number, first word, word after the last, type."""
    start, sort = 0, ""
    for index, (_, label) in enumerate([*sentence, ("", "O")]):
        if sort and label != f"I-{sort}":
            yield number, start, index, sort
            sort = ""
        if label.startswith("B-") or (label.startswith("I-") and not sort):
            start, sort = index, label[2:]


def found_spans(block: list[tuple[int, list[tuple[str, str]]]]) -> Iterator[Span]:
    """The names that the parser finds in a block of sentences, in words."""
    starts: dict[int, tuple[int, int]] = {}
    ends: dict[int, int] = {}
    text = ""
    for number, sentence in block:
        for index, (word, _) in enumerate(sentence):
            starts[len(text)] = (number, index)
            text += word
            ends[len(text)] = index + 1
            text += " "
        text = text[:-1] + "\n\n"
    reading = Pipeline([Prose(), Syntax(), Encode(), Names()]).reading(make_article(text))
    for name in reading.names:
        if name.start in starts and name.end in ends:
            number, first = starts[name.start]
            yield number, first, ends[name.end], _TYPES.get(name.label, "MISC")
        else:
            yield -1, name.start, name.end, _TYPES.get(name.label, "MISC")


def f1(gold: set[Span], found: set[Span], sort: str | None = None) -> float:
    """F1 over one type, or over all."""
    counts = Counter(
        right=sum(span in gold for span in found if sort in (None, span[3])),
        gold=sum(sort in (None, span[3]) for span in gold),
        found=sum(sort in (None, span[3]) for span in found),
    )
    return 2 * counts["right"] / (counts["gold"] + counts["found"]) if counts["right"] else 0.0


def score(gold: Path, part: Part | None) -> Result:
    """Score the names of one file."""
    numbered = list(enumerate(sentences(gold)))
    blocks = [numbered[at : at + _BLOCK] for at in range(0, len(numbered), _BLOCK)]
    wanted: set[Span] = set()
    found: set[Span] = set()
    for number, block in enumerate(blocks):
        if in_part(number, part):
            wanted.update(span for index, sentence in block for span in gold_spans(index, sentence))
            found.update(found_spans(block))
    return Result(len(wanted), {
        "f1": f1(wanted, found),
        "per_f1": f1(wanted, found, "PER"),
        "org_f1": f1(wanted, found, "ORG"),
        "loc_f1": f1(wanted, found, "LOC"),
    })  # fmt: skip


TASK = Task(
    name="names",
    sets={"CoNLL-2003 val": "names/conll_val.conllu", "WikiNEuRal test": "names/wikineural_test.conllu"},
    figures=("f1", "per_f1", "org_f1", "loc_f1"),
    score=score,
    anchors={"f1": (0.616, "spaCy small"), "org_f1": (0.410, "spaCy small")},
)
