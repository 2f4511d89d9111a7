"""Watches in the archive: the saved question, the items that it found so far, and the outbox of what is to be told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import delete, func, insert, select, update

from communique.archive.database import tables
from communique.archive.store import Archive
from communique.errors import NoSuchEntry, WatchExists

MOST_TRIES = 8
State = Literal["waiting", "sent", "failed"]
_AT_ONCE = 500


class Watch(Struct, frozen=True, kw_only=True):
    """A saved question and where its news goes.

    Attributes:
        name: Its name.
        asked: The question, as :mod:`communique.ask.watch` reads it.
        channels: Where news goes, as :mod:`communique.notify` reads it.
        made: When it was made, ISO 8601 in UTC.
    """

    name: str
    asked: dict[str, Any]
    channels: tuple[dict[str, Any], ...]
    made: str


class Dispatch(Struct, frozen=True, kw_only=True):
    """What is to be told through one channel: made once, and tried until it is sent.

    Attributes:
        key: The idempotency key: the same at every try, so that a receiver can tell a repetition.
        watch: Name of the watch.
        channel: Where it goes.
        items: What is told.
        state: waiting, sent, or failed for good.
        tries: How often it was tried.
        at: When it was made or last tried.
        reason: Why the last try failed.
    """

    key: str
    watch: str
    channel: dict[str, Any]
    items: tuple[dict[str, Any], ...]
    state: State
    tries: int
    at: str
    reason: str | None = None


def add_watch(archive: Archive, name: str, asked: Mapping[str, Any], channels: Sequence[Mapping[str, Any]]) -> Watch:
    """Keep a watch.

    Raises:
        WatchExists: One of this name is there already.
    """
    made = Watch(name=name, asked=dict(asked), channels=tuple(map(dict, channels)), made=_now())
    row = {"name": name, "asked": _json(made.asked), "channels": _json(made.channels), "made": made.made}
    table = tables().tables["watches"]
    with archive._writing() as connection:
        if connection.execute(select(table.c.name).where(table.c.name == name)).first():
            raise WatchExists(f"There is a watch '{name}' already.", "Take another name, or remove that one.")
        connection.execute(insert(table), [row])
    return made


def watches(archive: Archive) -> list[Watch]:
    """The watches by name."""
    table = tables().tables["watches"]
    return [
        Watch(
            name=row.name, asked=msgspec.json.decode(row.asked), channels=tuple(msgspec.json.decode(row.channels)),
            made=row.made,
        ) for row in archive.rows(select(table).order_by(table.c.name))
    ]  # fmt: skip


def watch(archive: Archive, name: str) -> Watch:
    """The watch of this name.

    Raises:
        NoSuchEntry: There is none.
    """
    found = next((each for each in watches(archive) if each.name == name), None)
    if found is None:
        raise NoSuchEntry(f"There is no watch '{name}'.", "'communique watch list' names them.")
    return found


def change_watch(archive: Archive, name: str, asked: Mapping[str, Any]) -> Watch:
    """Let a watch ask something else from now on; where its news goes, and what it found, stays.

    Raises:
        NoSuchEntry: There is none.
    """
    watch(archive, name)
    table = tables().tables["watches"]
    with archive._writing() as connection:
        connection.execute(update(table).where(table.c.name == name).values(asked=_json(dict(asked))))
    return watch(archive, name)


def remove_watch(archive: Archive, name: str) -> None:
    """Forget a watch, what it found and what was still to be told.

    Raises:
        NoSuchEntry: There is none.
    """
    watch(archive, name)
    with archive._writing() as connection:
        for table, column in (("dispatches", "watch"), ("watch_items", "watch"), ("watches", "name")):
            found = tables().tables[table]
            connection.execute(delete(found).where(found.c[column] == name))


def keep_found(archive: Archive, of: Watch, items: Mapping[str, dict[str, Any] | None], *, tell: bool = True) -> int:
    """Keep what a watch found, and put what is to be told of it into the outbox, in one transaction.

    Args:
        archive: The archive.
        of: The watch.
        items: By its id each item as it is told; None for one that is only to be known. What is known already is left.
        tell: Whether news is told at all.

    Returns:
        How many items are news.
    """
    table, outbox = tables().tables["watch_items"], tables().tables["dispatches"]
    moment = _now()
    with archive._writing() as connection:
        known = set(connection.execute(select(table.c.item).where(table.c.watch == of.name)).scalars())
        new = {item: payload for item, payload in items.items() if item not in known}
        last = connection.execute(select(func.coalesce(func.max(table.c.number), 0)).where(table.c.watch == of.name))
        number = last.scalar_one()
        rows = [
            {"watch": of.name, "item": item, "number": number + at, "found": moment,
             "payload": _json(payload) if payload is not None and tell else None}
            for at, (item, payload) in enumerate(new.items(), start=1)
        ]  # fmt: skip
        if rows:
            connection.execute(insert(table), rows)
        told = [payload for payload in new.values() if payload is not None]
        if told and tell:
            made = [_dispatch(of, at, channel, list(new), told, moment) for at, channel in enumerate(of.channels)]
            if made:
                connection.execute(insert(outbox), made)
    return len(told) if tell else 0


def _dispatch(
    of: Watch, at: int, channel: dict[str, Any], ids: list[str], told: list[dict[str, Any]], moment: str
) -> dict[str, Any]:
    digest = hashlib.sha256("\x1f".join((of.name, of.made, str(at), *ids)).encode()).hexdigest()
    return {
        "key": f"{digest[:32]}", "watch": of.name, "channel": _json(channel), "items": _json(told), "state": "waiting",
        "tries": 0, "at": moment, "reason": None,
    }  # fmt: skip


def known_items(archive: Archive, name: str) -> set[str]:
    """Ids of everything that a watch found."""
    table = tables().tables["watch_items"]
    return {row[0] for row in archive.rows(select(table.c.item).where(table.c.watch == name))}


def told_items(archive: Archive, name: str, most: int = 200) -> list[dict[str, Any]]:
    """The news of a watch with the moment it was found, the latest first."""
    table = tables().tables["watch_items"]
    chosen = select(table).where(table.c.watch == name, table.c.payload.is_not(None))
    rows = archive.rows(chosen.order_by(table.c.number.desc()).limit(most))
    return [{**msgspec.json.decode(row.payload), "found": row.found} for row in rows]


def outbox(archive: Archive, *states: State) -> list[Dispatch]:
    """Dispatches in one of these states, the oldest first."""
    table = tables().tables["dispatches"]
    rows = archive.rows(select(table).where(table.c.state.in_(states)).order_by(table.c.at, table.c.key))
    return [
        Dispatch(
            key=row.key, watch=row.watch, channel=msgspec.json.decode(row.channel),
            items=tuple(msgspec.json.decode(row.items)), state=row.state, tries=row.tries, at=row.at, reason=row.reason,
        ) for row in rows
    ]  # fmt: skip


def mark(archive: Archive, key: str, *, reason: str | None = None) -> None:
    """Say that a dispatch was sent or, with a reason, that the try failed; after too many tries it is given up."""
    table = tables().tables["dispatches"]
    with archive._writing() as connection:
        tries = connection.execute(select(table.c.tries).where(table.c.key == key)).scalar_one() + 1
        state: State = "sent" if reason is None else "failed" if tries >= MOST_TRIES else "waiting"
        values = {"state": state, "tries": tries, "at": _now(), "reason": reason}
        connection.execute(update(table).where(table.c.key == key).values(values))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _now() -> str:
    return datetime.now(tz=UTC).isoformat(timespec="seconds")
