"""Every act of real sentences of news, of which half have none: how much of all is found, and how much of it is right.

Sentences that name two things or more were drawn from news of 1989 to 2021, nearly half of them from Reuters reports of
1996 without those on sport and markets: 840 by chance alone, 1,833 by chance among those with a word of politics
(minister, police, talks and such). Each was read for every act that a desk officer would record.
A line of ``own/event_sentences.jsonl`` names the sentence by its place (:mod:`evaluation.leads`) and holds no text:
``{"id", "collection", "document", "sentence" or "span", "sha256", "part", "acts"}``, an act
``{"trigger", "s", "t", "root", "cameo", "source", "target", "status"}`` with offsets of the word that tells it and of
its parties (null where there is none), every CAMEO code that fits, and the parties' countries (empty where nobody can
tell). One act between several pairs has a line for each pair. The parts are apart by document.

- ``precision``: share of our events that are an act of the gold, with its type: one that the same words tell, or else
  another of the type that nothing else was counted for. CONCEDE and RETREAT are one type.
- ``recall``: share of the gold's acts (one for each trigger) that are found so; ``f1`` of both.
- ``noticed``: share of the gold's acts at whose words an event of any type is given, or one of their type elsewhere.
- ``parties``: of the acts found with their type, the share whose parties' countries are right where the gold has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.parse.reading import Reading
from communique.record import Actor, Event
from evaluation.data import ROOT, own
from evaluation.event_calibration import coded
from evaluation.leads import text_of
from evaluation.task import Part, Result, Task
from evaluation.tasks.event_types import YIELDING
from evaluation.tasks.events import actor_code, country, f1

Offsets = tuple[int, int]
Countries = tuple[frozenset[str], frozenset[str]]

GOLD = ROOT / "evaluation/own/event_sentences.jsonl"
_BODIES = {"UNO": "IGO", "EUR": "IGO", "NTO": "IGO"}


@dataclass(frozen=True, slots=True)
class Act:
    """An act, told by the words at ``trigger``: its type, and the countries of its sources and targets."""

    trigger: Offsets
    type: str
    countries: Countries


def score(gold: Path, part: Part | None) -> Result:
    """Score one file."""
    sentences = [
        (acts, [act_of(event, reading.actors) for event in reading.events])
        for reading, acts in annotated_readings(part, gold=gold)
    ]
    return Result(len(sentences), figures(sentences))


def annotated_readings(
    part: Part | None, threshold: float | None = None, gold: Path = GOLD
) -> Iterator[tuple[Reading, list[Act]]]:
    """The sentences of a part that are there, each read without a date as far as its events, with the gold's acts.

    Args:
        part: The half, or None for both.
        threshold: Events less likely to be right are left out; None takes the vocabulary's threshold.
        gold: The file of gold.
    """
    for line in gold.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        if part in (None, told["part"]) and (text := text_of(told)) is not None:
            yield coded(text, threshold), list(acts_of(told))


def acts_of(line: Mapping[str, Any]) -> Iterator[Act]:
    """The acts of a line, one for each trigger, with the countries of all its pairs."""
    told: dict[Offsets, list[Mapping[str, Any]]] = {}
    for act in line["acts"]:
        told.setdefault((act["trigger"][0], act["trigger"][1]), []).append(act)
    for trigger, pairs in told.items():
        yield Act(trigger, _one_type(pairs[0]["root"]), (_told(pairs, "source"), _told(pairs, "target")))


def _told(pairs: Sequence[Mapping[str, Any]], side: str) -> frozenset[str]:
    return frozenset(_BODIES.get(pair[side], country(pair[side])) for pair in pairs if pair[side])


def act_of(event: Event, actors: Mapping[str, Actor]) -> Act:
    """An event of ours as an act."""
    return Act(event.trigger, _one_type(event.type), (_homes(event.sources, actors), _homes(event.targets, actors)))


def _homes(ids: Iterable[str], actors: Mapping[str, Actor]) -> frozenset[str]:
    return frozenset(country(actor_code(actors[each])) for each in ids if each in actors)


def _one_type(kind: str) -> str:
    return "YIELD" if kind in YIELDING else kind


def figures(sentences: Iterable[tuple[Sequence[Act], Sequence[Act]]]) -> dict[str, float]:
    """The figures of gold and found acts, sentence by sentence."""
    wanted = given = right = noticed = kept = 0
    for gold, found in sentences:
        pairs = list(matched(gold, found))
        same = [(one, other) for one, other in pairs if one.type == other.type]
        wanted, given = wanted + len(gold), given + len(found)
        right, noticed = right + len(same), noticed + len(pairs)
        kept += sum(_agree(one, other) for one, other in same)
    return {
        "precision": right / (given or 1),
        "recall": right / (wanted or 1),
        "f1": f1(right, wanted, given),
        "noticed": noticed / (wanted or 1),
        "parties": kept / (right or 1),
    }


def matched(gold: Sequence[Act], found: Sequence[Act]) -> Iterator[tuple[Act, Act]]:
    """Each act of the gold with the event that is meant for it: by words and type, by words, then by type alone."""
    left, free = list(gold), list(found)
    for meant in (_by_both, _overlap, _by_type):
        for one in list(left):
            other = next((each for each in free if meant(one, each)), None)
            if other is not None:
                left.remove(one)
                free.remove(other)
                yield one, other


def is_right(gold: Act, ours: Act) -> bool:
    """Whether an event has the type of the gold's act, and no party of a country where the gold has another."""
    known = tuple(frozenset(mine - {country(None)}) for mine in ours.countries)
    told = tuple(theirs if mine else frozenset[str]() for theirs, mine in zip(gold.countries, known, strict=True))
    return gold.type == ours.type and _agree(Act(gold.trigger, gold.type, (told[0], told[1])), ours)


def _by_both(one: Act, other: Act) -> bool:
    return _overlap(one, other) and _by_type(one, other)


def _overlap(one: Act, other: Act) -> bool:
    return one.trigger[0] < other.trigger[1] and other.trigger[0] < one.trigger[1]


def _by_type(one: Act, other: Act) -> bool:
    return one.type == other.type


def _agree(gold: Act, ours: Act) -> bool:
    """Whether every country that the gold tells is among ours; a joint act's parties may stand on either side."""
    everybody = ours.countries[0] | ours.countries[1]
    return all(
        not told or told & (mine if ours.countries[1] else everybody)
        for told, mine in zip(gold.countries, ours.countries, strict=True)
    )


TASK = Task(
    name="event-sentences",
    sets={"real sentences": own("event_sentences.jsonl")},
    figures=("precision", "recall", "f1", "noticed", "parties"),
    score=score,
    anchors={},
)
