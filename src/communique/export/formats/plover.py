"""PLOVER in JSON, one event a line, with the fields of its gold standard records: text, source, target, eventText.

Each actor is ``{actorText, code, sector}``; type and mode are plain PLOVER. Fields that we do not code (dead, injured,
size) are not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from communique.export.dyads import HAPPENED
from communique.record import Actor, Event, Record
from communique.vocabulary.events import modes


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the events that happened, one JSON object a line."""
    for record in records:
        out.writelines(msgspec.json.encode(each) + b"\n" for each in _events(record))


def _events(record: Record) -> Iterator[dict[str, Any]]:
    known = {each.id: each for each in record.actors}
    text, article = record.article.text, record.article
    for event in record.events:
        if event.status not in HAPPENED:
            continue
        mode = modes().get(event.mode or "")
        found = {
            "id": event.id,
            "date": (event.time.earliest if event.time else None) or article.published,
            "source": [_actor(known[each], event) for each in event.sources if each in known],
            "target": [_actor(known[each], event) for each in event.targets if each in known],
            "event": (mode.plain_type if mode else None) or event.type,
            "eventText": text[slice(*event.trigger)],
            "mode": mode.plover_mode if mode else None,
            "context": list(event.contexts),
            "cameo": event.cameo,
            "text": text[slice(*event.sentence)],
            "textInfo": {"idSource": article.id, "title": article.title, "date": article.published, "url": article.url},
            "publication": article.outlet,
            "coder": "communique",
            "version": record.communique,
        }
        if event.place is not None:
            found["location"] = {"name": event.place.name, "country": event.place.country}
        yield found


def _actor(actor: Actor, event: Event) -> dict[str, Any]:
    start, end = event.sentence
    words = next((each.text for each in actor.mentions if start <= each.start < end), actor.name)
    sectors = list(actor.plover.sector)
    return {"actorText": words, "code": actor.plover.country or actor.country, "sector": sectors}
