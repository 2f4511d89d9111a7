"""FollowTheMoney entities, one JSON object a line: actors, offices, events and documents with the articles they are in.

Schemata of FollowTheMoney 4: Person, PublicBody, Organization, Company, Position, Occupancy, Event, Article, Mention
is not used since it names people by guess. An actor with a Wikidata id or a registry id is one entity over all
articles; an unresolved one stays apart in each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from communique.export.codes import countries, languages
from communique.export.dyads import HAPPENED
from communique.record import Actor, Event, Record
from communique.registry import load_registry
from communique.vocabulary.events import event_types

_SCHEMATA = {
    "person": "Person", "state": "PublicBody", "government": "PublicBody", "ministry": "PublicBody",
    "body": "PublicBody", "organisation": "Organization", "party": "Organization", "armed group": "Organization",
    "media": "Company",
}  # fmt: skip

Entity = dict[str, Any]


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write each entity once; what is remembered are the ids of those that other articles may have too."""
    written: set[bytes] = set()
    for record in records:
        here: set[bytes] = set()
        for entity, lasting in entities(record):
            key = bytes.fromhex(entity["id"])
            if key not in written and key not in here:
                (written if lasting else here).add(key)
                out.write(msgspec.json.encode(entity) + b"\n")


def entities(record: Record) -> Iterator[tuple[Entity, bool]]:
    """The entities of one record, each with whether other articles may have it too."""
    article = record.article
    language = languages().get(article.language or "")  # of three letters there
    told = _entity(
        "Article", _key("article", article.id), title=article.title or article.id, sourceUrl=article.url,
        publisher=article.outlet, publishedAt=article.published, author=article.byline, bodyText=article.text,
        language=language and language.iso3,
    )  # fmt: skip
    yield told, False
    known = {each.id: _actor_key(each, record) for each in record.actors if each.kind in _SCHEMATA}
    for actor in record.actors:
        if actor.id in known:
            yield from ((each, actor.resolved) for each in _actor(actor, known[actor.id], record))
    for event in record.events:
        if event.status in HAPPENED:
            yield _event(event, known, record), False


def _actor(actor: Actor, key: str, record: Record) -> Iterator[Entity]:
    flag, schema = _flag(actor.country), _SCHEMATA[actor.kind or ""]
    where = {"nationality" if schema == "Person" else "country": flag}
    yield _entity(schema, key, name=actor.name, wikidataId=actor.wikidata, **where)
    office = actor.office
    if schema == "Person" and office is not None:
        post = _key("post", office.organization, office.title)
        body = _organisation(office.organization) if office.organization else None
        if body is not None:
            yield body
            flag = next(iter(body["properties"].get("country", ())), flag)
        yield _entity("Position", post, name=office.title, organization=body and body["id"], country=flag)
        yield _entity(
            "Occupancy", _key("occupancy", key, post, office.since), holder=key, post=post, startDate=office.since,
            endDate=office.until, date=record.article.published,
        )  # fmt: skip


def _organisation(id: str) -> Entity:
    """The state or body that an office belongs to, which the article need not name."""
    known = load_registry().actor(id)
    if known is None:
        return _entity("Organization", _key("actor", id, None), name=id)
    key = _key("actor", known.wikidata or known.id, None)
    schema = _SCHEMATA.get(known.kind, "Organization")
    return _entity(schema, key, name=known.name, wikidataId=known.wikidata, country=_flag(known.country))


def _flag(country: str | None) -> str | None:
    """The ISO 3166-1 alpha-2 code in small letters, as FollowTheMoney has countries."""
    found = countries().get(country or "")
    return found.iso2.lower() if found and found.iso2 else None


def _event(event: Event, known: dict[str, str], record: Record) -> Entity:
    first, last = (event.time.earliest, event.time.latest) if event.time else (None, None)
    text = record.article.text
    return _entity(
        "Event", _key("event", record.article.id, event.id), name=event_types()[event.type].label,
        summary=text[slice(*event.sentence)], startDate=first, endDate=last,
        date=first if first == last else None, location=event.place.name if event.place else None,
        involved=[known[each] for each in (*event.sources, *event.targets) if each in known],
        keywords=[event.type, event.cameo, event.status], proof=_key("article", record.article.id),
    )  # fmt: skip


def _actor_key(actor: Actor, record: Record) -> str:
    return _key("actor", actor.wikidata or actor.id, None if actor.resolved else record.article.id)


def _key(*parts: object) -> str:
    return hashlib.sha1("\x1f".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()


def _entity(schema: str, key: str, **properties: Any) -> Entity:
    """An entity: every property is a list of texts, as FollowTheMoney keeps them."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in properties.items() if value}
    return {"id": key, "schema": schema, "properties": {name: value for name, value in lists.items() if value}}
