"""The heads alone on held-out parts, read by the shipped int8 network and by the float one.

Run: ``python -m training.encoder.fidelity``. Names and times are exact spans with type; cues, sources and contents
exact spans of words; all before any rule.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator

from communique.parse.encoder import Encoding, load_network
from communique.parse.encoder.network import Network, _session
from communique.parse.syntax import language_model
from evaluation.data import data_directory
from evaluation.task import in_part
from evaluation.tasks.names import gold_spans, sentences
from training.encoder.corpora import WORK, lines

Spans = set[tuple[object, ...]]
_BLOCK = 40
_TYPES = {"person": "PER", "organisation": "ORG", "media": "ORG", "place": "LOC"}


def exact() -> Network:
    """The network with the float graph."""
    shipped = load_network()
    return Network(shipped.labels, shipped.tokenizer, _session(str(WORK / "float/encoder.onnx")), shipped._pairs)


def names(network: Network, path: str) -> Iterator[tuple[str, Spans, Spans]]:
    """Gold and found names, block by block, of the part that the gate calls test."""
    numbered = list(enumerate(sentences(data_directory() / path)))
    for number, at in enumerate(range(0, len(numbered), _BLOCK)):
        if not in_part(number, "test"):
            continue
        text, spans, places = "", [], {}
        for index, sentence in numbered[at : at + _BLOCK]:
            start = len(text)
            for word, (letters, _) in enumerate(sentence):
                places[len(text)], places[-len(text) - len(letters)] = (index, word), (index, word + 1)
                text += letters + " "
            spans.append((start, len(text)))
        found = Encoding(text, spans, network).names
        gold = {span for index, sentence in numbered[at : at + _BLOCK] for span in gold_spans(index, sentence)}
        yield "names", gold, {
            (*places.get(f.start, (-1, f.start)), places.get(-f.end, (0, f.end))[1], _TYPES.get(f.label, "MISC"))
            for f in found
        }  # fmt: skip


def spans_of(
    network: Network, path: str, key: str, gold_of: Callable[[dict[str, object]], dict[str, Spans]]
) -> Iterator[tuple[str, Spans, Spans]]:
    """Gold and found spans by head of every document of the test part of a file; points and marks at edges dropped."""
    for each in lines(path):
        if not in_part(each[key], "test"):
            continue
        text = each["text"]
        doc = language_model()(text, disable=["ner"])
        read = Encoding(text, [(s.start_char, s.end_char) for s in doc.sents], network)
        for head, gold in gold_of(each).items():
            found: Spans = {(*_bare(text, f.start, f.end), f.label) for f in read.spans(head)}
            yield head, {(*_bare(text, s, e), label) for s, e, label in gold}, found  # type: ignore[arg-type, misc]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span from its first to its last letter or digit."""
    inside = [at for at in range(start, end) if text[at].isalnum()]
    return (inside[0], inside[-1] + 1) if inside else (start, start)


def _statements(each: dict[str, object]) -> dict[str, Spans]:
    quotes: list[dict[str, list[tuple[int, int]]]] = each["quotes"]  # type: ignore[assignment]
    return {f"{k}s": {(s, e, k) for q in quotes for s, e in q[k]} for k in ("cue", "source", "content")}


def _times(each: dict[str, object]) -> dict[str, Spans]:
    found: list[dict[str, object]] = each["timexes"]  # type: ignore[assignment]
    return {"times": {(t["start"], t["end"], t["type"]) for t in found}}


def figures(network: Network) -> dict[str, float]:
    """F1 by set and head."""
    counts: dict[str, Counter[str]] = {}
    runs = {
        "CoNLL-2003 val": names(network, "names/conll_val.conllu"),
        "WikiNEuRal test": names(network, "names/wikineural_test.conllu"),
        "PolNeAR dev": spans_of(network, "statements/polnear/dev.jsonl", "doc", _statements),
        "TimeBank": spans_of(network, "times/timebank.jsonl", "id", _times),
    }
    for name, run in runs.items():
        for head, gold, found in run:
            count = counts.setdefault(f"{name}: {head}", Counter())
            count.update(hit=2 * len(gold & found), all=len(gold) + len(found))
    return {name: round(count["hit"] / max(1, count["all"]), 4) for name, count in counts.items()}


if __name__ == "__main__":
    print(json.dumps({"int8": figures(load_network()), "float": figures(exact())}, indent=1))
