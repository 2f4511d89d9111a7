"""The texts that are trained on, set by set, and which part of each set stays untouched.

A record of a set with halves of its own (TimeBank, PLV, the PLOVER examples, CAMEO news) is trained on only when the
quality gate counts it as development (:func:`evaluation.task.in_part`). Of sets that come in files, the training
file is used alone: PolNeAR train, CoNLL-2003 train, WikiNEuRal val.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.data import ROOT, data_directory
from evaluation.task import in_part
from evaluation.tasks.names import sentences

WORK = ROOT / "local" / "encoder"
"""Where the steps leave their files; git ignores it."""

_TIGHT_BEFORE = frozenset(
    [",", ".", ";", ":", "?", "!", ")", "]", "'s", "n't", "%", "'", "''", "’", "’s", "'re", "'ve"]
)
_TIGHT_AFTER = frozenset(["(", "[", "$", "``", "“"])
_BLOCK = 12  # sentences of a names set that are read as one text

Span = tuple[int, int]


def windows_file(which: str) -> Path:
    """Where the windows lie that are made of the texts ``full``, ``open``, ``own`` or ``pairs``."""
    return WORK / f"windows-{which}.pickle"


@dataclass(slots=True)
class Text:
    """One text with the gold that its set has; a layer that is absent was not annotated."""

    id: str
    set: str
    text: str
    published: str | None = None
    layers: dict[str, Any] = field(default_factory=dict)


def lines(path: str) -> list[dict[str, Any]]:
    """The records of a file of JSON lines below the data directory."""
    return [json.loads(line) for line in _file(path).read_text(encoding="utf-8").splitlines() if line.strip()]


def _file(path: str) -> Path:
    return data_directory() / path


def names_texts(path: str, name: str) -> Iterator[Text]:
    """Blocks of a CoNLL-U file as running text: words joined as they are printed, sentences with spaces."""
    found = list(sentences(_file(path)))
    for at in range(0, len(found), _BLOCK):
        text, spans, starts = "", [], []
        for sentence in found[at : at + _BLOCK]:
            starts.append(len(text))
            text, more = joined(text, sentence)
            spans += more
            text += "\n"
        yield Text(f"{name}-{at}", name, text, layers={"names": spans, "sentences": starts})


def joined(text: str, sentence: list[tuple[str, str]]) -> tuple[str, list[tuple[int, int, str]]]:
    """The text with the words of a sentence added, and its names in characters."""
    spans: list[tuple[int, int, str]] = []
    previous, open_quote = "", False
    for word, label in sentence:
        tight = not text or text[-1] == "\n" or word in _TIGHT_BEFORE or previous in _TIGHT_AFTER
        if word == '"':
            tight, open_quote = tight or open_quote, not open_quote
        elif previous == '"' and open_quote:
            tight = True
        text += "" if tight else " "
        start, text = len(text), text + word
        if label.startswith("I-") and spans and spans[-1][2] == label[2:]:
            spans[-1] = (spans[-1][0], len(text), label[2:])
        elif label != "O":
            spans.append((start, len(text), label[2:]))
        previous = word
    return text, spans


def statements_texts() -> Iterator[Text]:
    """PolNeAR's training documents with their attributions."""
    for each in lines("statements/polnear/train.jsonl"):
        published = each["doc"].split("_")[1]
        yield Text(each["doc"], "PolNeAR train", each["text"], published, {"statements": each["quotes"]})


def times_texts() -> Iterator[Text]:
    """The development halves of the TIMEX3 sets."""
    for name, path in (("TimeBank", "times/timebank.jsonl"), ("AQUAINT", "times/aquaint_half.jsonl")):
        for each in lines(path):
            if in_part(each["id"], "dev"):
                spans = [(t["start"], t["end"], t["type"]) for t in each["timexes"]]
                yield Text(f"{name}-{each['id']}", name, each["text"], each["dct"][:10], {"times": spans})


def pair_texts() -> Iterator[Text]:
    """The development half of PLV: one sentence a text, with its pair and its root."""
    from evaluation.tasks.event_types import unmark

    for each in lines("events/plv/train.jsonl"):
        sentence, source, target = unmark(each["marked_sentence"])
        if in_part(sentence, "dev"):
            yield Text(
                f"plv-{each['sentence_id']}", "PLV", sentence, layers={"pair": (source, target, each["gold_root"])}
            )


def party_texts() -> Iterator[Text]:
    """Sentences with source and target marked word by word."""
    for number, each in enumerate(lines("events/conflibert_train/source_target_spans.jsonl")):
        pairs = [(w, {"S": "S", "T": "T"}.get(t[2:], "")) for w, t in zip(each["tokens"], each["tags"], strict=True)]
        words = [(w, f"{t[0]}-{s}" if s else "O") for (w, s), t in zip(pairs, each["tags"], strict=True)]
        text, spans = joined("", words)
        yield Text(f"parties-{number}", "ConfliBERT source-target", text, layers={"parties": spans})


def penta_texts() -> Iterator[Text]:
    """Sentences with one of the five classes of acts."""
    for number, each in enumerate(lines("events/conflibert_train/class_train.jsonl")):
        yield Text(f"penta-{number}", "ConfliBERT class", each["text"], layers={"penta": int(each["penta"])})


def example_texts() -> Iterator[Text]:
    """The development half of the PLOVER gold standard records."""
    for each in lines("events/plover_gsr/gsr_gold.jsonl"):
        if in_part(each["id"], "dev"):
            yield Text(each["id"], "PLOVER GSR", each["text"], layers={"example": each})


def news_texts() -> Iterator[Text]:
    """Running news without gold."""
    for number, each in enumerate(lines("articles/syria_2019.jsonl")):
        published = str(each.get("date") or each.get("published") or "")[:10] or None
        yield Text(f"articles-{number}", "articles", each["text"], published)


def open_texts() -> Iterator[Text]:
    """Texts whose terms let anyone use them: our dispatches, Wikinews, speeches in the Security Council, PLOVER.

    Of Wikinews and the speeches the words alone are read, not the annotations of the sets that they come from.
    """
    for path in sorted((ROOT / "examples" / "dispatches").glob("*.txt")):
        yield Text(f"dispatch-{path.stem}", "dispatches", path.read_text(encoding="utf-8").split("---\n", 2)[-1])
    for each in lines("places/geovirus.jsonl"):
        if in_part(str(each["id"]), "dev"):
            yield Text(f"wikinews-{each['id']}", "Wikinews", each["text"])
    yield from speech_texts()
    yield from example_texts()


def speech_texts() -> Iterator[Text]:
    """Speeches in the Security Council, sentences joined."""
    speeches: dict[str, list[str]] = {}
    for each in lines("stance/unscon/sentences.jsonl"):
        speeches.setdefault(each["file_id"], []).append(" ".join(each["sentence_text"].split()))
    for name, found in speeches.items():
        text = re.sub(r" +([,.;:?!)’])", r"\1", " ".join(found))
        yield Text(f"speech-{name}", "Security Council", re.sub(r"([(“‘]) +", r"\1", text))


def all_texts() -> Iterator[Text]:
    """Every text that the full build is trained on."""
    yield from statements_texts()
    yield from names_texts("names/conll_train.conllu", "CoNLL-2003 train")
    yield from names_texts("names/wikineural_val.conllu", "WikiNEuRal val")
    yield from times_texts()
    yield from pair_texts()
    yield from party_texts()
    yield from penta_texts()
    yield from example_texts()
    yield from news_texts()
