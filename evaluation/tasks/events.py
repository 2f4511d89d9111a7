"""Events of the PLOVER gold standard records: CAMEO codes with both actors, found in a raw sentence.

The figures are those of ``score_events.py``: matching is one to one inside a record (maximum bipartite matching), so
a dyad given twice costs precision.

- ``root_country_f1``: CAMEO root and the countries of both actors.
- ``quad_country_f1``: quad class and both countries.
- ``cameo_country_f1``: the whole CAMEO code and both countries.
- ``dyad_f1``: both countries, whatever the event.

Our events are expanded into CAMEO's directed dyads: joint acts give every ordered pair of their parties, and what is
planned, refused or threatened becomes the code of the promise (03), the refusal (12) or the threat (13), since CAMEO
knows no status. Bodies above the states are IGO, as in the gold. A party whose country the words do not tell takes
that of the event's place, or else of the other party ('the government', 'demonstrators'); protests
and emergency rules without a target are aimed at the state where they are, and violence without a source or target is
by or against people of its place. These are conventions of that gold, so
they are applied here and not in the record.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from communique.pipeline import default_pipeline
from communique.record import Actor, Event
from communique.registry import load_registry
from communique.sources import make_article
from communique.vocabulary.events import compose
from evaluation.data import own
from evaluation.leads import text_of
from evaluation.task import Part, Result, Task, in_part

Triple = tuple[str, str, str]
Same = Callable[[Any, Any], bool]

_ALIAS = {"ROU": "ROM", "JAP": "JPN", "KOS": "KSV", "XKX": "KSV", "PLS": "PSE", "PAL": "PSE"}
_TO_CAMEO = {"XKX": "KSV", "ROU": "ROM"}
_DOMESTIC = ("PROTEST", "COERCE", "ASSAULT", "MOBILIZE", "CONCEDE", "RETREAT")
_ROOTS = {1: 5, 2: 8, 3: 13}


def country(code: str | None) -> str:
    """The country of an actor code in the scorer's scheme; ``---`` when there is none."""
    first = (code or "")[:3].upper()
    return _ALIAS.get(first, first) or "---"


def quad(cameo: str) -> int:
    """The quad class of a CAMEO code."""
    root = int(cameo[:2])
    return next((number for number, last in _ROOTS.items() if root <= last), 4)


def actor_code(actor: Actor) -> str:
    """An actor in CAMEO's manner: three letters of the state or IGO, and the sector."""
    sector = actor.plover.sector[0] if actor.plover.sector else ""
    place = actor.country or actor.plover.country or ""
    entity = load_registry().actor(place) if place else None
    if entity is not None and entity.kind in ("state", "region", "people"):
        return _TO_CAMEO.get(place, place) + sector
    if place or actor.kind in ("body", "organisation"):
        return "IGO" + sector
    return f"---{sector}" if sector else ""


def cameo_code(event: Event) -> str | None:
    """The CAMEO code of an event with its status folded in; None when nothing is left that CAMEO could say."""
    act = event.cameo
    if event.status in ("actual", "ongoing", "past") or event.type in ("AGREE", "THREATEN", "REQUEST", "ACCUSE"):
        return act
    if event.status == "denied":
        return compose("REJECT", act) if act < "09" else None
    return compose("AGREE", act) if act < "09" else compose("THREATEN", act) or act


def dyads(events: Sequence[Event], actors: Mapping[str, Actor]) -> list[Triple]:
    """Events as directed dyads, without repetition."""
    found: dict[Triple, None] = {}
    for event in events:
        code = cameo_code(event)
        if code is None:
            continue
        for source, target in _pairs(event):
            one, other = (actor_code(actors[a]) if a in actors else "" for a in (source, target))
            found[(*_located(event, one, other), code)] = None
    return list(found)


def _located(event: Event, source: str, target: str) -> tuple[str, str]:
    """Both codes, with the country filled in where only the sector is known."""
    place = event.place.country if event.place else None
    if event.type in _DOMESTIC:
        if not target and event.type in ("PROTEST", "COERCE"):
            target = _TO_CAMEO.get(place, place) if place else source[:3]
        if event.type == "ASSAULT" and place:
            source, target = source or place, target or place
    if place:
        source, target = _fill(source, place), _fill(target, place)
    return _fill(source, target[:3]), _fill(target, source[:3])


def _fill(code: str, where: str | None) -> str:
    usable = where and where.isalpha() and where != "IGO"
    return f"{where}{code[3:]}" if code.startswith("---") and usable else code


def _pairs(event: Event) -> Iterator[tuple[str, str]]:
    if event.targets:
        yield from itertools.product(event.sources or ("",), event.targets)
    elif len(event.sources) > 1:
        yield from itertools.permutations(event.sources, 2)
    else:
        yield from ((source, "") for source in event.sources)


def matched(gold: Sequence[Any], found: Sequence[Any], same: Same) -> int:
    """Size of the largest one-to-one matching."""
    owner: dict[int, int] = {}

    def place(index: int, seen: set[int]) -> bool:
        for number, each in enumerate(found):
            if number in seen or not same(gold[index], each):
                continue
            seen.add(number)
            if number not in owner or place(owner[number], seen):
                owner[number] = index
                return True
        return False

    return sum(place(index, set()) for index in range(len(gold)))


def f1(right: int, wanted: int, given: int) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * right / (wanted + given) if right else 0.0


def _same(view: Callable[[str], object]) -> Same:
    def same(gold: Sequence[Any], ours: Triple) -> bool:
        codes = gold[2] if isinstance(gold[2], list) else [gold[2]]
        parties = all(country(ours[side]) in {country(o) for o in _options(gold[side])} for side in (0, 1))
        return parties and any(view(code) == view(ours[2]) for code in codes)

    return same


def _options(slot: Any) -> list[str]:
    return slot if isinstance(slot, list) else [slot]


VIEWS: dict[str, Callable[[str], object]] = {
    "root_country_f1": lambda code: code[:2],
    "quad_country_f1": quad,
    "cameo_country_f1": lambda code: code,
    "dyad_f1": lambda _: 1,
}


def tally(records: Sequence[tuple[Sequence[Any], Sequence[Triple]]]) -> dict[str, float]:
    """The figures of gold and found triples, record by record."""
    wanted, given = (sum(len(pair[side]) for pair in records) for side in (0, 1))
    return {
        name: f1(sum(matched(gold, found, _same(view)) for gold, found in records), wanted, given)
        for name, view in VIEWS.items()
    }


def predict(text: str) -> list[Triple]:
    """The dyads of one sentence, read without a date."""
    reading = default_pipeline().reading(make_article(text), until="events")
    return dyads(reading.events, reading.actors)


def score(gold: Path, part: Part | None) -> Result:
    """Score one file of sentences with their gold triples."""
    lines = (json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip())
    chosen = [(line, text) for line in lines if in_part(line["id"], part) and (text := _text(line)) is not None]
    return Result(len(chosen), tally([(line["events"], predict(text)) for line, text in chosen]))


def _text(line: dict[str, Any]) -> str | None:
    """The sentence of a line of gold, which holds it or says where it stands."""
    own: str | None = line.get("text")
    return own if own is not None else text_of(line)


TASK = Task(
    name="events",
    sets={
        "PLOVER-GSR": "events/plover_gsr/gsr_scorer_gold.jsonl",
        "own sentences": own("events.jsonl"),
        "wire leads": own("event_leads.jsonl"),
        "own deeds": own("deeds.jsonl"),
    },
    figures=tuple(VIEWS),
    score=score,
    anchors={
        "root_country_f1": (0.265, "PETRARCH2"),
        "quad_country_f1": (0.353, "PETRARCH2"),
        "cameo_country_f1": (0.138, "PETRARCH2"),
        "dyad_f1": (0.458, "PETRARCH2"),
    },
)
