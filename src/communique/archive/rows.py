"""From a record to the rows of the archive's tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from communique import record

Row = dict[str, Any]


def rows_of(coded: record.Record, shown: record.Record | None = None) -> Iterator[tuple[str, list[Row]]]:
    """Table name and rows, in an order in which every row's references are already there.

    Args:
        coded: The record as it is kept.
        shown: The record as it is asked, where people judged it to be another one.
    """
    article, shown = coded.article.id, shown or coded
    yield "articles", [_article(coded.article)]
    yield "records", [_record(coded)]
    yield "entries", [{"article": article, "id": each.id, "kind": kind} for kind, each in entries(coded)]
    for table, rows in (*_people(shown), *_things(shown), *_statements(shown), *_events(shown), *_meetings(shown)):
        yield table, [{"article": article, **row} for row in rows]
    yield (
        "notes",
        [
            {"article": article, "ordinal": at, "level": each.level, "about": each.about, "text": each.text}
            for at, each in enumerate(coded.notes)
        ],
    )


def entries(coded: record.Record) -> Iterator[tuple[str, Any]]:
    """Every entry that has an id, with the name of its kind."""
    for kind in ("actor", "time", "place", "document", "statement", "event", "position", "meeting"):
        for entry in getattr(coded, f"{kind}s"):
            yield kind, entry


def _article(article: record.Article) -> Row:
    names = ("id", "title", "text", "sha256", "published", "outlet", "byline", "dateline", "url", "language")
    return {name: getattr(article, name) for name in names}


def _record(coded: record.Record) -> Row:
    return {
        "article": coded.article.id, "communique": coded.communique, "model": coded.model,
        "registry": coded.registry, "json": coded.to_json(),
    }  # fmt: skip


def _moment(moment: record.Moment | None) -> Row:
    if moment is None:
        return {"value": None, "earliest": None, "latest": None}
    return {"value": moment.value, "earliest": moment.earliest, "latest": moment.latest}


def _spot(spot: record.Spot | None) -> Row:
    return {"place": spot.name if spot else None, "place_country": spot.country if spot else None}


def _people(coded: record.Record) -> Iterator[tuple[str, list[Row]]]:
    yield "actors", [_actor(at, each) for at, each in enumerate(coded.actors)]
    yield (
        "mentions",
        [
            {"actor": actor.id, "start": each.start, "end": each.end, "text": each.text, "form": each.form}
            for actor in coded.actors
            for each in actor.mentions
        ],
    )


def _actor(at: int, actor: record.Actor) -> Row:
    return {
        "id": actor.id, "ordinal": at, "name": actor.name, "kind": actor.kind, "country": actor.country,
        "cameo": actor.cameo, "sectors": " ".join(actor.plover.sector),
        "office": actor.office.title if actor.office else None,
        "organization": actor.office.organization if actor.office else None,
        "wikidata": actor.wikidata, "resolved": int(actor.resolved), "confidence": actor.confidence,
    }  # fmt: skip


def _things(coded: record.Record) -> Iterator[tuple[str, list[Row]]]:
    times = ("id", "start", "end", "text", "type", "value", "earliest", "latest")
    places = ("id", "start", "end", "text", "name", "country", "geonames", "latitude", "longitude")
    documents = ("id", "kind", "name", "body", "adopted")
    for table, names in (("times", times), ("places", places), ("documents", documents)):
        yield table, [{name: getattr(each, name) for name in names} for each in getattr(coded, table)]


def _statements(coded: record.Record) -> Iterator[tuple[str, list[Row]]]:
    yield "statements", [_statement(coded, at, each) for at, each in enumerate(coded.statements)]
    yield (
        "addressees",
        [
            {"statement": each.id, "ordinal": at, "actor": actor}
            for each in coded.statements
            for at, actor in enumerate(each.addressees)
        ],
    )


def _statement(coded: record.Record, at: int, each: record.Statement) -> Row:
    return {
        "id": each.id, "ordinal": at, "kind": each.kind, "mode": each.mode,
        "speaker": each.speaker.actor if each.speaker else None,
        "speaker_words": each.speaker.text if each.speaker else None,
        "anonymous": int(each.anonymous), "medium": each.medium, "document": each.document,
        "reported_by": each.reported_by, "claim": each.claim, "same_as": each.same_as,
        "words": coded.quote(each.content), "confidence": each.confidence,
        **_moment(each.time),
    }  # fmt: skip


def _events(coded: record.Record) -> Iterator[tuple[str, list[Row]]]:
    yield "events", [_event(coded, at, each) for at, each in enumerate(coded.events)]
    yield (
        "event_actors",
        [
            {"event": each.id, "role": role, "ordinal": at, "actor": actor}
            for each in coded.events
            for role, actors in (("source", each.sources), ("target", each.targets))
            for at, actor in enumerate(actors)
        ],
    )
    yield "positions", [_position(coded, at, each) for at, each in enumerate(coded.positions)]


def _event(coded: record.Record, at: int, each: record.Event) -> Row:
    return {
        "id": each.id, "ordinal": at, "type": each.type, "mode": each.mode, "contexts": " ".join(each.contexts),
        "cameo": each.cameo, "quad": each.quad, "score": each.score, "status": each.status,
        "trigger": coded.quote([each.trigger]), "sentence": coded.quote([each.sentence]),
        "attributed_to": each.attributed_to, "confidence": each.confidence,
        **_moment(each.time), **_spot(each.place),
    }  # fmt: skip


def _position(coded: record.Record, at: int, each: record.Position) -> Row:
    return {
        "id": each.id, "ordinal": at, "actor": each.actor, "question": each.question, "stance": each.stance,
        "statement": each.statement, "event": each.event, "words": coded.quote(each.evidence),
        "confidence": each.confidence, **_moment(each.time),
    }  # fmt: skip


def _meetings(coded: record.Record) -> Iterator[tuple[str, list[Row]]]:
    yield "meetings", [_meeting(coded, at, each) for at, each in enumerate(coded.meetings)]
    yield (
        "participants",
        [
            {"meeting": each.id, "ordinal": at, "actor": actor}
            for each in coded.meetings
            for at, actor in enumerate(each.participants)
        ],
    )
    yield (
        "agenda",
        [
            {
                "meeting": each.id,
                "ordinal": at,
                "topic": item.topic,
                "question": item.question,
                "treatment": item.treatment,
            }
            for each in coded.meetings
            for at, item in enumerate(each.agenda)
        ],
    )


def _meeting(coded: record.Record, at: int, each: record.Meeting) -> Row:
    return {
        "id": each.id, "ordinal": at, "body": each.body, "status": each.status, "words": coded.quote(each.evidence),
        "attributed_to": each.attributed_to, "confidence": each.confidence,
        **_moment(each.time), **_spot(each.place),
    }  # fmt: skip
