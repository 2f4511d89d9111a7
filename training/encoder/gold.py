"""The layers of a text for training: what its set annotates, completed with what the rules read."""

from __future__ import annotations

import csv
import functools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communique.registry import load_registry
from communique.vocabulary import events as vocabulary
from evaluation.data import data_directory
from training.encoder.corpora import Text
from training.encoder.labels import NAMES, TYPES

SILVER = 0.3
"""Weight of a silver label beside a gold one."""

UNNAMED = ("dispatches", "Wikinews", "Security Council")
"""Sets without gold for names: what the syntax model and the registry find there counts."""

SURE, PAIRED = 0.5, 0.6
"""Acts that the rules find with less confidence are neither taught nor denied; pairs are taught from here on."""

_NAMES = {"PER": "person", "ORG": "organisation", "LOC": "place", "MISC": "misc"}
_YIELDING = ("CONCEDE", "RETREAT")
_DONE = ("actual", "ongoing", "past")


@dataclass(frozen=True, slots=True)
class Layer:
    """Spans with labels and the weight of the layer; a label that is None hides its words from training."""

    spans: list[Any]
    weight: float = 1.0


NOTHING = Layer([])


def layers_of(text: Text, silver: dict[str, Any]) -> dict[str, Layer]:
    """The layers of a text by the name of their head, and ``links`` and ``pairs``."""
    found: dict[str, Layer] = {}
    links: list[Any] = []
    if text.set == "own":
        _own(text, found, links)
    else:
        _silver(text, silver, found, links)
    if "names" in text.layers and text.set != "own":
        found["names"] = Layer([(s, e, _refined(text.text[s:e], label)) for s, e, label in text.layers["names"]])
    if "times" in text.layers and text.set != "own":
        found["times"] = Layer(text.layers["times"])
    if "statements" in text.layers:
        _statements(text.layers["statements"], found, links)
    if "judged" in text.layers:
        found["judged"] = Layer([text.layers["judged"]])
    found["links"] = Layer(links)
    found["pairs"] = Layer(_pairs(text, silver))
    return found


def _own(text: Text, found: dict[str, Layer], links: list[Any]) -> None:
    found["names"], found["times"] = Layer(text.layers["names"]), Layer(text.layers["times"])
    for name in ("titles", "documents"):
        found[name] = Layer([(s, e, name[:-1]) for s, e in text.layers[name]])
    _acts(text.layers["acts"], 1.0, found, links)


def _silver(text: Text, silver: dict[str, Any], found: dict[str, Layer], links: list[Any]) -> None:
    if "acts" not in silver:
        return
    for name in ("titles", "documents"):
        found[name] = Layer([(s, e, name[:-1]) for s, e in silver[name]], SILVER)
    if text.set in UNNAMED:
        found["names"] = Layer([(s, e, label if label in NAMES else "misc") for s, e, label in silver["names"]], SILVER)
    found["times"] = Layer([tuple(each) for each in silver["times"]], SILVER)
    _acts(silver["acts"], SILVER, found, links)


def _acts(acts: list[dict[str, Any]], weight: float, found: dict[str, Layer], links: list[Any]) -> None:
    triggers: list[Any] = []
    status: list[Any] = []
    for act in acts:
        sure = act.get("confidence", 1.0) >= SURE
        triggers.append((*act["head"], plain(act) if sure else None))
        if sure:
            status.append((*act["head"], act["status"]))
            links.append(("trigger-source", tuple(act["head"]), act["sources"], weight))
            links.append(("trigger-target", tuple(act["head"]), act["targets"], weight))
    found["triggers"], found["status"] = Layer(triggers, weight), Layer(status, weight)


def plain(act: dict[str, Any]) -> str:
    """The root of an act in plain PLOVER."""
    kind = act["type"]
    if "mode" in act:
        mode = vocabulary.modes()[act["mode"]]
        kind = mode.plain_type or mode.type
    return "YIELD" if kind in _YIELDING else str(kind)


def _statements(statements: list[dict[str, Any]], found: dict[str, Layer], links: list[Any]) -> None:
    for name, key in (("cues", "cue"), ("sources", "source"), ("contents", "content")):
        spans = [(s, e, key) for each in statements for s, e in each[key]]
        found[name] = Layer(_outermost(spans))
    for each in statements:
        if each["cue"]:
            head = tuple(each["cue"][0])
            links.append(("cue-source", head, each["source"], 1.0))
            links.append(("cue-content", head, each["content"], 1.0))


def _outermost(spans: list[Any]) -> list[Any]:
    """Spans that lie in no other, in order of their starts, so that one layer of tags can hold them."""
    kept: list[Any] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _pairs(text: Text, silver: dict[str, Any]) -> list[Any]:
    if "pair" in text.layers:
        source, target, root = text.layers["pair"]
        return [([source] if source else [], [target] if target else [], root, 1.0)]
    if "headline" in text.layers:
        one, other, root = text.layers["headline"]
        sides = [[span] if (span := _found(text.text, words)) else [] for words in (one, other)]
        return [(sides[0], sides[1], root, 0.5)]
    if "example" in text.layers:
        return _example_pairs(text.text, text.layers["example"])
    acts, weight = (text.layers["acts"], 1.0) if text.set == "own" else (silver.get("acts", []), SILVER)
    return [
        (act["sources"], act["targets"], plain(act), weight)
        for act in acts
        if act.get("confidence", 1.0) >= PAIRED and act["status"] in _DONE and act["sources"] and act["targets"]
        and act["sources"] != act["targets"]
    ]  # fmt: skip


def _example_pairs(text: str, example: dict[str, Any]) -> list[Any]:
    kind = "YIELD" if example["plover"] in _YIELDING else example["plover"]
    if kind not in TYPES:
        return []
    sides = [[_found(text, each["actorText"]) for each in example[side]] for side in ("source", "target")]
    sources, targets = ([span for span in side if span] for side in sides)
    return [(sources, targets, kind, 1.0)] if sources or targets else []


def _found(text: str, words: str) -> tuple[int, int] | None:
    at = text.find(words) if words else -1
    return (at, at + len(words)) if at >= 0 else None


@functools.cache
def _refined(words: str, label: str) -> str:
    """Our finer types for the types of CoNLL-2003: groups among MISC, outlets among ORG."""
    registry = load_registry()
    if label == "MISC":
        forms = (words, words.removesuffix("s"), words.removesuffix("es"))
        return "group" if any(registry.country_of_demonym(form) for form in forms) else "misc"
    if label == "ORG":
        kinds = {actor.kind for each in registry.lookup(words) if (actor := registry.actor(each.entity_id))}
        return "media" if kinds == {"media"} else "organisation"
    return _NAMES[label]


def headline_texts(choice: random.Random) -> Iterator[Text]:
    """Headline templates by type, each filled in three times with countries of the registry."""
    countries = ["France", "Kenya", "Japan", "Brazil", "Iran", "Turkey", "Poland", "India", "Egypt", "Mexico"]
    countries += ["Ukraine", "Sudan", "Israel", "Norway", "Vietnam", "Chile", "Ghana", "Serbia", "Qatar", "Cuba"]
    path = data_directory() / "events/ngec_synthetic/synthetic_headlines.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    for number, row in enumerate(rows):
        kind = "YIELD" if row["event"] in _YIELDING else row["event"]
        if kind not in TYPES or "{country_1}" not in row["title"]:
            continue
        for copy in range(3):
            one, other = choice.sample(countries, 2)
            text = row["title"].replace("{country_1}", one).replace("{country_2}", other)
            text = text.replace("{city}", "the capital").strip() + "."
            yield Text(f"headline-{number}-{copy}", "NGEC headlines", text, None, {"headline": (one, other, kind)})
