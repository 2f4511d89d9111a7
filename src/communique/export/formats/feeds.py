"""Atom (RFC 4287) and JSON Feed 1.1 of an archive: an entry for each article, with what it tells in plain text.

Entries come in the order of the archive, the oldest first. What the workbench serves are feeds of what is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO
from urllib.parse import quote

from communique.export.feed import FeedEntry, FeedHead, write_atom, write_json_feed
from communique.export.formats.citations import title
from communique.naming import Names
from communique.record import Record
from communique.vocabulary.events import event_types

_HEAD = FeedHead(id="urn:communique:archive", title="Communique: articles")


def write_as_atom(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the feed in Atom."""
    write_atom(_HEAD, map(entry, records), out)


def write_as_json(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the feed as JSON Feed."""
    write_json_feed(_HEAD, map(entry, records), out)


def entry(record: Record) -> FeedEntry:
    """The entry of an article: its acts, statements, positions and meetings, a line each with the words."""
    article = record.article
    tags = dict.fromkeys([*(each.type for each in record.events), *(each.question for each in record.positions)])
    return FeedEntry(
        id=f"urn:communique:article:{quote(article.id)}", title=title(record), text="\n".join(_lines(record)),
        day=article.published[:10] if article.published else None, source=article.url, author=article.outlet,
        page=article.url, tags=tuple(tags),
    )  # fmt: skip


def _lines(record: Record) -> Iterator[str]:
    names = Names(record)
    for event in record.events:
        parties = f"{names.of(event.sources)} → {names.of(event.targets)}"
        yield f"{parties}: {event_types()[event.type].label} ({event.status}): {_words(record, event.sentence)}"
    for said in record.statements:
        yield f"{names.chain(said.id)}: {_words(record, *said.content)}"
    for held in record.positions:
        yield f"{names.of([held.actor])} is {held.stance} ({held.question}): {_words(record, *held.evidence)}"
    for meeting in record.meetings:
        who = names.of([meeting.body]) if meeting.body else names.of(meeting.participants)
        day = f" {meeting.time.value}" if meeting.time else ""
        yield f"{who}, meeting{day} ({meeting.status}): {_words(record, *meeting.evidence)}"


def _words(record: Record, *spans: tuple[int, int]) -> str:
    return " ".join(record.quote(spans).split())
