"""PLOVER in JSON, laid out as its gold standard file: one array, its first record of the event DOCUMENT, four spaces.

Fields and their order are those of that file: lists of actors ``{actorText, code, sector}``, an empty text where there
is nobody, several sectors in one word and several contexts in one text, and the sentence once more with the actors and
the act marked. Type and mode are plain PLOVER of today (REQUEST and ACCUSE; the file of 2016 still has DEMAND and
DISAPPROVE). What we do not code (dead, injured, size) is not written, and the day of coding is an empty text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from communique.export.codes import countries
from communique.export.dyads import HAPPENED
from communique.record import Actor, Event, Offsets, Record
from communique.vocabulary.events import modes

Told = dict[str, Any]
_CODER = "communique"
_HEAD: Told = {
    "id": "COMMUNIQUE-DOCUMENT-0001",
    "event": "DOCUMENT",
    "eventText": "'DOCUMENT' records describe the file; every other record is an event.",
    "coder": _CODER,
    "comment": "Types and modes are those of PLOVER; 'code' is a country or an organisation.",
}


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the events that happened, one object each."""
    out.write(b"[\n" + laid_out(_HEAD).encode())
    out.writelines(b",\n" + laid_out(each).encode() for record in records for each in events(record))
    out.write(b"\n]\n")


def laid_out(told: Told) -> str:
    """One record as the gold standard file lays it out: a field a line, and an actor a line."""
    return "{\n" + ",\n".join(f"    {_json(name)}: {_value(name, value)}" for name, value in told.items()) + "\n}"


def _value(name: str, value: object) -> str:
    if isinstance(value, list):
        return "[" + (", \n" + " " * (8 + len(name) + 1)).join(map(_json, value)) + "]"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def events(record: Record) -> Iterator[Told]:
    """The events of a record that happened, in the fields of the gold standard file."""
    known = {each.id: each for each in record.actors}
    text, article = record.article.text, record.article
    for event in record.events:
        if event.status not in HAPPENED:
            continue
        mode = modes().get(event.mode or "")
        sources, targets = ([known[each] for each in ids if each in known] for ids in (event.sources, event.targets))
        told: Told = {
            "id": f"{article.id}/{event.id}",
            "date": ((event.time.earliest if event.time else None) or article.published or "")[:10],
            "source": [_actor(each, event) for each in sources] or "",
            "target": [_actor(each, event) for each in targets] or "",
            "event": (mode.plain_type if mode else None) or event.type,
            "eventText": text[slice(*event.trigger)],
            "context": ", ".join(event.contexts),
            "mode": (mode.plover_mode if mode else None) or "",
        }
        if event.place is not None:
            told["eventLoc"] = _location(event.place.name, event.place.country)
        yield told | {
            "text": text[slice(*event.sentence)],
            "textInfo": {"markup": _marked(text, event, sources, targets)},
            "language": article.language or "",
            "publication": article.outlet or "",
            "coder": _CODER,
            "version": record.communique,
            "dateCoded": "",
        }


def _location(name: str, country: str | None) -> dict[str, str]:
    known = countries().get(country or "")
    return {"name": name, "country code": known.iso2} if known and known.iso2 else {"name": name}


def _actor(actor: Actor, event: Event) -> dict[str, str]:
    told = {"actorText": _words(actor, event), "code": actor.plover.country or actor.country or ""}
    return told | {"sector": "".join(actor.plover.sector)} if actor.plover.sector else told


def _words(actor: Actor, event: Event) -> str:
    start, end = event.sentence
    return next((each.text for each in actor.mentions if start <= each.start < end), actor.name)


def _marked(text: str, event: Event, sources: list[Actor], targets: list[Actor]) -> str:
    """The sentence with its source, target and act in brackets; of two that overlap the first is marked."""
    both = not targets and len(sources) > 1  # who act together are each other's targets
    marks = [(*span, "SRC/TAR" if both else "SRC") for span in _first(sources, event)]
    marks += [(*span, "TAR") for span in _first(targets, event)]
    marks.append((*event.trigger, "EVT"))
    (at, end), parts = event.sentence, []
    for start, stop, name in sorted(marks):
        if at <= start and stop <= end:
            parts += [text[at:start], f"({name}: {text[start:stop]})"]
            at = stop
    return "".join([*parts, text[at:end]])


def _first(actors: list[Actor], event: Event) -> Iterator[Offsets]:
    start, end = event.sentence
    for actor in actors:
        found = next((each for each in actor.mentions if start <= each.start < end), None)
        if found is not None:
            yield found.start, found.end
