"""Popolo: persons, organizations, posts and memberships in one JSON object, as civic data tools exchange them.

An actor of the registry is one object over all articles; an unresolved one stays apart in each. Offices are posts, and
who held one on the day of a text is a membership with the tenure's days. Events that happened are Popolo's events, with
their words as description; where Popolo has no field (codes), the object's ``identifiers`` have the value.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any, BinaryIO, Literal

import msgspec

from communique.export.dyads import HAPPENED
from communique.export.files import copied
from communique.record import Actor, Record
from communique.registry import load_registry
from communique.vocabulary.events import event_types

Part = Literal["persons", "organizations", "posts", "memberships", "areas", "events"]
Told = dict[str, Any]
_PARTS: tuple[Part, ...] = ("persons", "organizations", "posts", "memberships", "areas", "events")
_ORGANISED = {
    "government": "government", "ministry": "ministry", "body": "body", "organisation": "organization",
    "party": "party", "armed group": "armed group", "media": "media", "group": "group", "state": "state",
}  # fmt: skip


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the object; its parts wait in temporary files, and only ids that other articles may have are remembered."""
    written: set[tuple[Part, str]] = set()
    with ExitStack() as stack:
        parts = {name: stack.enter_context(tempfile.TemporaryFile(prefix="communique-")) for name in _PARTS}
        for record in records:
            own, here = f"{record.article.id}/", set[tuple[Part, str]]()
            for name, told in objects(record):
                key = (name, told["id"])
                if key not in written and key not in here:
                    (here if told["id"].removeprefix("membership:").startswith(own) else written).add(key)
                    parts[name].write((b",\n" if parts[name].tell() else b"\n") + msgspec.json.encode(told))
        for number, name in enumerate(_PARTS):
            out.write(b"%s\n%s: [" % (b"," if number else b"{", msgspec.json.encode(name)))
            copied(parts[name], out)
            out.write(b"\n]")
        out.write(b"\n}\n")


def objects(record: Record) -> Iterator[tuple[Part, Told]]:
    """The objects of one record, each with the part that it belongs to."""
    keys = {each.id: _key(each, record) for each in record.actors}
    for actor in record.actors:
        told = _filled({"id": keys[actor.id], "name": actor.name, "identifiers": _identifiers(actor)})
        if actor.kind == "person":
            yield "persons", told
            yield from _held(actor, keys[actor.id], record)
        elif actor.kind == "region":
            yield "areas", told
        elif actor.kind in _ORGANISED:
            yield "organizations", told | {"classification": _ORGANISED[actor.kind]}
    text, source = record.article.text, _source(record)
    for event in record.events:
        if event.status in HAPPENED:
            time = event.time
            people = [keys[each] for each in (*event.sources, *event.targets) if each in keys]
            yield "events", _filled({
                "id": f"{record.article.id}/{event.id}", "name": event_types()[event.type].label,
                "description": text[slice(*event.sentence)], "classification": event.type,
                "start_date": time.earliest if time else None, "end_date": time.latest if time else None,
                "location": event.place.name if event.place else None, "attendees": [{"id": each} for each in people],
                "identifiers": [{"scheme": "CAMEO", "identifier": event.cameo}], "sources": source,
            })  # fmt: skip


def _held(actor: Actor, key: str, record: Record) -> Iterator[tuple[Part, Told]]:
    """The office that a person held on the day of the text."""
    office = actor.office
    if office is None:
        return
    within = office.organization
    if within:
        yield "organizations", _organization(within)
    post = f"post:{within or ''}:{office.title}"
    yield "posts", _filled({"id": post, "label": office.title, "organization_id": within})
    yield "memberships", _filled({
        "id": f"membership:{key}:{post}:{office.since or ''}", "person_id": key, "post_id": post,
        "organization_id": within, "role": office.title, "start_date": office.since, "end_date": office.until,
        "sources": _source(record),
    })  # fmt: skip


def _organization(id: str) -> Told:
    """The state or body that an office belongs to, which the article need not name."""
    known = load_registry().actor(id)
    if known is None:
        return {"id": id, "name": id}
    schemes = {"Wikidata": known.wikidata, "CAMEO": known.cameo}
    identifiers = [{"scheme": name, "identifier": value} for name, value in schemes.items() if value]
    told = {"id": id, "name": known.name, "identifiers": identifiers, "classification": _ORGANISED.get(known.kind)}
    return _filled(told)


def _identifiers(actor: Actor) -> list[Told]:
    schemes = {"Wikidata": actor.wikidata, "CAMEO": actor.cameo if actor.kind != "person" else None}
    return [{"scheme": name, "identifier": value} for name, value in schemes.items() if value]


def _source(record: Record) -> list[Told]:
    article = record.article
    return [{"url": article.url, "note": article.title or article.id}] if article.url else []


def _key(actor: Actor, record: Record) -> str:
    return actor.id if actor.resolved else f"{record.article.id}/{actor.id}"


def _filled(told: Told) -> Told:
    return {name: value for name, value in told.items() if value}
