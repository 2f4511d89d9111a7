"""The heads alone on held-out parts, read by the shipped int8 networks and by the float ones.

Run: ``python -m training.encoder.fidelity BUILD ...``; the figures go to the working folder, for the model card. Names
and times are exact spans with type; cues, sources and contents exact spans of words; all before any rule.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from communique.parse.encoder import Encoding, load_network
from communique.parse.encoder.network import SWITCH, Network, _session
from communique.parse.syntax import language_model
from evaluation.data import data_directory
from evaluation.task import Part, in_part
from evaluation.tasks.event_types import read
from evaluation.tasks.names import gold_spans, sentences
from training.encoder.corpora import WORK, lines

Spans = set[tuple[object, ...]]
_BLOCK = 40
_TYPES = {"person": "PER", "organisation": "ORG", "media": "ORG", "place": "LOC"}


def shipped(build: str) -> Network:
    """The int8 network of a build."""
    os.environ[SWITCH] = build
    return load_network()


def exact(build: str) -> Network:
    """The network of a build with the float graphs."""
    network = shipped(build)
    files = [WORK / "float" / f"{build}{part}.onnx" for part in ("", "-pairs", "-acts")]
    graphs = [_session(str(file)) for file in files if file.exists()]
    return Network(network.labels, network.tokenizer, *graphs)


def names(network: Network, path: str, part: Part) -> Iterator[tuple[str, Spans, Spans]]:
    """Gold and found names of a part, block by block."""
    numbered = list(enumerate(sentences(data_directory() / path)))
    for number, at in enumerate(range(0, len(numbered), _BLOCK)):
        if not in_part(number, part):
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
        seen: Spans = {
            (*places.get(f.start, (-1, f.start)), places.get(-f.end, (0, f.end))[1], _TYPES.get(f.label, "MISC"))
            for f in found
        }  # fmt: skip
        yield "names", gold, seen
        yield "names, PER/ORG/LOC", {s for s in gold if s[-1] != "MISC"}, {s for s in seen if s[-1] != "MISC"}


def spans_of(
    network: Network, path: str, key: str, part: Part, gold_of: Callable[[dict[str, object]], dict[str, Spans]]
) -> Iterator[tuple[str, Spans, Spans]]:
    """Gold and found spans by head of every document of a part of a file; points and marks at edges dropped."""
    for each in lines(path):
        if not in_part(each[key], part):
            continue
        text = each["text"]
        doc = language_model()(text, disable=["ner"])
        seen = Encoding(text, [(s.start_char, s.end_char) for s in doc.sents], network)
        for head, gold in gold_of(each).items():
            found: Spans = {(*_bare(text, f.start, f.end), f.label) for f in seen.spans(head)}
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


def types_of_pairs(network: Network, part: Part) -> dict[str, float]:
    """Accuracy and macro F1 of the type of act of a given pair."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for each in read(data_directory() / "events/plv/train.jsonl"):
        if not in_part(each.sentence, part):
            continue
        spans = [[span] if span else [] for span in (each.source, each.target)]
        chances = Encoding(each.sentence, [(0, len(each.sentence))], network).type_of_pair(*spans)
        found = max(chances, key=lambda kind: chances[kind]) if chances else "CONSULT"
        gold[each.root], seen[found] = gold[each.root] + 1, seen[found] + 1
        right[each.root] += found == each.root
    shares = [2 * right[kind] / (gold[kind] + seen[kind]) for kind in gold]
    return {"accuracy": right.total() / gold.total(), "macro F1": sum(shares) / len(shares)}


def figures(network: Network, part: Part = "test") -> dict[tuple[str, str, str], float]:
    """Figures by head, set and name of the figure."""
    counts: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    runs = {
        "CoNLL-2003 val": names(network, "names/conll_val.conllu", part),
        "WikiNEuRal test": names(network, "names/wikineural_test.conllu", part),
        "PolNeAR dev": spans_of(network, "statements/polnear/dev.jsonl", "doc", part, _statements),
        "TimeBank": spans_of(network, "times/timebank.jsonl", "id", part, _times),
    }
    for name, run in runs.items():
        for head, gold, found in run:
            counts[head, name, "exact F1"].update(hit=2 * len(gold & found), all=len(gold) + len(found))
    shares = {key: count["hit"] / max(1, count["all"]) for key, count in counts.items()}
    pairs = types_of_pairs(network, part)
    return shares | {("type of a pair", "PLV", name): value for name, value in pairs.items()}


def main() -> None:
    """Measure the builds that are named."""
    for build in sys.argv[1:]:
        rows = []
        for kind, network in (("int8", shipped(build)), ("float", exact(build))):
            for (head, name, figure), value in figures(network).items():
                rows.append({"build": build, "head": head, "set": name, "figure": f"{figure}, {kind}", "value": value})
        (WORK / f"figures-{build}.json").write_text(json.dumps(rows, indent=0) + "\n")
        print(*(f"{r['head']:20} {r['set']:16} {r['figure']:16} {r['value']:.4f}" for r in rows), sep="\n")


if __name__ == "__main__":
    main()
