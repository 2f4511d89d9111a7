"""Neo4j: CSV files of nodes and relationships with the headers that ``neo4j-admin database import`` reads.

An actor of the registry is one node over all articles; an unresolved one stays apart in each. ``import.sh`` has the
line to type. Lists are joined by ``;``, which is why one inside an element is a comma.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from communique.record import Actor, Event, Record

_NODES = {
    "articles": ("id:ID(Article)", "title", "published:date", "outlet", "url", "sha256", "text", ":LABEL"),
    "actors": ("id:ID(Actor)", "name", "kind", "country", "cameo", "wikidata", "resolved:boolean", ":LABEL"),
    "events": (
        "id:ID(Event)", "type", "mode", "contexts:string[]", "cameo", "quad:int", "score:float", "status",
        "earliest:date", "latest:date", "place", "words", "start:int", "end:int", "confidence:float", ":LABEL",
    ),
    "statements": (
        "id:ID(Statement)", "kind", "mode", "claim", "anonymous:boolean", "medium", "words", "speaker",
        "confidence:float", ":LABEL",
    ),
    "positions": ("id:ID(Position)", "question", "stance", "words", "confidence:float", ":LABEL"),
    "meetings": (
        "id:ID(Meeting)", "status", "earliest:date", "latest:date", "place", "words", "confidence:float", ":LABEL",
    ),
}  # fmt: skip
_EDGES = {
    "ACTS": ("Actor", "Event"), "TOWARDS": ("Event", "Actor"), "TOLD_IN": ("Event", "Article"),
    "ASSERTED_BY": ("Event", "Statement"), "SAYS": ("Actor", "Statement"), "SAID_TO": ("Statement", "Actor"),
    "SAID_IN": ("Statement", "Article"), "REPORTED_BY": ("Statement", "Statement"), "HOLDS": ("Actor", "Position"),
    "SHOWN_BY_STATEMENT": ("Position", "Statement"), "SHOWN_BY_EVENT": ("Position", "Event"),
    "HELD_IN": ("Position", "Article"), "MEETS": ("Actor", "Meeting"), "ANNOUNCED_IN": ("Meeting", "Article"),
}  # fmt: skip

Write = Callable[..., Any]


def write(records: Iterable[Record], folder: Path) -> None:
    """Write the files into the folder; of the registry's actors that were written the ids are remembered."""
    with ExitStack() as stack:
        made = {name: _table(stack, folder / f"{name}.csv", head) for name, head in _NODES.items()}
        for name, (start, end) in _EDGES.items():
            head = (f":START_ID({start})", f":END_ID({end})", ":TYPE")
            made[name] = _table(stack, folder / f"{name.lower()}.csv", head)
        known: set[str] = set()
        for record in records:
            for name, row in _rows(record, known):
                made[name]((*row, name) if name in _EDGES else (*row, name[:-1].capitalize()))
    _script(folder)


def _table(stack: ExitStack, path: Path, head: tuple[str, ...]) -> Write:
    writer = csv.writer(stack.enter_context(path.open("w", encoding="utf-8", newline="")), lineterminator="\n")
    writer.writerow(head)

    def write(row: Iterable[object]) -> None:
        writer.writerow([_cell(each) for each in row])

    return write


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ";".join(str(each).replace(";", ",") for each in value)
    return value


def _rows(record: Record, known: set[str]) -> Iterator[tuple[str, tuple[object, ...]]]:
    article = record.article
    day = article.published[:10] if article.published else None
    yield "articles", (article.id, article.title, day, article.outlet, article.url, article.sha256, article.text)
    keys = {each.id: each.id if each.resolved else f"{article.id}/{each.id}" for each in record.actors}
    for actor in record.actors:
        if not actor.resolved or actor.id not in known:
            known |= {actor.id} if actor.resolved else set()
            yield "actors", _actor(actor, keys[actor.id])
    for event in record.events:
        yield from _event(event, record, keys)
    yield from _statements(record, keys)
    yield from _views(record, keys)


def _actor(actor: Actor, key: str) -> tuple[object, ...]:
    return (key, actor.name, actor.kind, actor.country, actor.cameo, actor.wikidata, actor.resolved)


def _event(event: Event, record: Record, keys: dict[str, str]) -> Iterator[tuple[str, tuple[object, ...]]]:
    key, article = f"{record.article.id}/{event.id}", record.article
    first, last = (event.time.earliest, event.time.latest) if event.time else (None, None)
    start, end = event.sentence
    yield "events", (
        key, event.type, event.mode, event.contexts, event.cameo, event.quad, event.score, event.status, first, last,
        event.place.name if event.place else None, article.text[start:end], start, end, event.confidence,
    )  # fmt: skip
    yield from (("ACTS", (keys[each], key)) for each in event.sources if each in keys)
    yield from (("TOWARDS", (key, keys[each])) for each in event.targets if each in keys)
    yield "TOLD_IN", (key, article.id)
    if event.attributed_to:
        yield "ASSERTED_BY", (key, f"{article.id}/{event.attributed_to}")


def _statements(record: Record, keys: dict[str, str]) -> Iterator[tuple[str, tuple[object, ...]]]:
    article = record.article.id
    for each in record.statements:
        key = f"{article}/{each.id}"
        words, speaker = record.quote(each.content), each.speaker.text if each.speaker else None
        yield "statements", (
            key, each.kind, each.mode, each.claim, each.anonymous, each.medium, words, speaker, each.confidence,
        )  # fmt: skip
        if each.speaker and each.speaker.actor in keys:
            yield "SAYS", (keys[each.speaker.actor], key)
        yield from (("SAID_TO", (key, keys[to])) for to in each.addressees if to in keys)
        yield "SAID_IN", (key, article)
        if each.reported_by:
            yield "REPORTED_BY", (key, f"{article}/{each.reported_by}")


def _views(record: Record, keys: dict[str, str]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Positions and meetings."""
    article = record.article.id
    for held in record.positions:
        key = f"{article}/{held.id}"
        yield "positions", (key, held.question, held.stance, record.quote(held.evidence), held.confidence)
        if held.actor in keys:
            yield "HOLDS", (keys[held.actor], key)
        for name, shown in (("SHOWN_BY_STATEMENT", held.statement), ("SHOWN_BY_EVENT", held.event)):
            if shown:
                yield name, (key, f"{article}/{shown}")
        yield "HELD_IN", (key, article)
    for each in record.meetings:
        key = f"{article}/{each.id}"
        first, last = (each.time.earliest, each.time.latest) if each.time else (None, None)
        place = each.place.name if each.place else None
        yield "meetings", (key, each.status, first, last, place, record.quote(each.evidence), each.confidence)
        parties = dict.fromkeys(keys[who] for who in (each.body, *each.participants) if who in keys)
        yield from (("MEETS", (who, key)) for who in parties)
        yield "ANNOUNCED_IN", (key, article)


def _script(folder: Path) -> None:
    files = [f"--nodes={name}.csv" for name in _NODES] + [f"--relationships={name.lower()}.csv" for name in _EDGES]
    lines = " \\\n  ".join(["neo4j-admin database import full neo4j", "--multiline-fields=true", *files])
    (folder / "import.sh").write_text(
        f"#!/bin/sh\n# Run it in this folder, with the database stopped.\n{lines}\n", "utf-8"
    )
