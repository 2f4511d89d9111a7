"""The archive's table of actors: everyone with the same particulars is one row, found again by a hash of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from communique.archive.database import tables
from communique.archive.dialects import Dialect
from communique.record import Actor, Record

Profile = tuple[Any, ...]

_COLUMNS = (
    "number", "hash", "id", "folded_id", "name", "folded_name", "kind", "country", "cameo", "sectors", "office",
    "organization", "wikidata", "resolved",
)  # fmt: skip
_MOST_KNOWN = 50_000  # particulars kept in memory; more are looked up again
_AT_ONCE = 500


class Actors:
    """Numbers of actors, those known in memory first. What a transaction that failed has made must be forgotten.

    Args:
        dialect: The database's ways.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._numbers: dict[Profile, int] = {}
        self._forms: set[tuple[str, int]] = set()

    def forget(self) -> None:
        """Forget what is known."""
        self._numbers.clear()
        self._forms.clear()

    def numbers(self, connection: Connection, coded: Iterable[Record]) -> list[dict[str, int]]:
        """For each record the numbers of its actors by their ids; rows are made for those who have none."""
        if len(self._numbers) > _MOST_KNOWN or len(self._forms) > _MOST_KNOWN:
            self.forget()
        profiles = [{each.id: particulars(each) for each in reversed(record.actors)} for record in coded]
        self._make(connection, {each for known in profiles for each in known.values()} - self._numbers.keys())
        found = [{id: self._numbers[profile] for id, profile in known.items()} for known in profiles]
        self._keep_forms(connection, coded, found)
        return found

    def _make(self, connection: Connection, profiles: set[Profile]) -> None:
        """Look up the numbers of these, and make rows for those that have none."""
        hashes = {hash_of(row): each for each in profiles for row in (row_of(each),)}
        table = tables().tables["actors"]
        wanted = sorted(hashes)
        for start in range(0, len(wanted), _AT_ONCE):
            chosen = table.c.hash.in_(wanted[start : start + _AT_ONCE])
            for known, number in connection.execute(select(table.c.hash, table.c.number).where(chosen)):
                self._numbers[hashes[bytes(known)]] = number
        new = [each for each in wanted if hashes[each] not in self._numbers]
        if new:
            last = connection.execute(select(func.coalesce(func.max(table.c.number), 0))).scalar_one()
            rows = [(number, each, *row_of(hashes[each])) for number, each in enumerate(new, last + 1)]
            self._dialect.insert(connection, "actors", _COLUMNS, rows)
            self._numbers.update((hashes[each], number) for number, each in enumerate(new, last + 1))

    def _keep_forms(self, connection: Connection, coded: Iterable[Record], numbers: list[dict[str, int]]) -> None:
        """Keep how the records write the names of those whom the registry knows."""
        forms = {
            (mention.text, known[actor.id])
            for record, known in zip(coded, numbers, strict=True)
            for actor in record.actors
            if actor.resolved
            for mention in actor.mentions
            if mention.form == "name"
        }
        new = forms - self._forms
        if new:
            rows = sorted({(text.casefold(), number) for text, number in new})
            self._dialect.insert(connection, "forms", ("folded", "actor"), rows, known_too=True)
            self._forms.update(new)


def particulars(actor: Actor) -> Profile:
    """What tells an actor from others; an id that is the article's own does not."""
    office = actor.office
    return (
        actor.id if actor.resolved else None, actor.name, actor.kind, actor.country, actor.cameo, actor.plover.sector,
        office and office.title, office and office.organization, actor.wikidata, actor.resolved,
    )  # fmt: skip


def row_of(profile: Profile) -> Profile:
    """The row of an actor with these particulars, after its number and hash."""
    id, name, kind, country, cameo, sectors, office, organization, wikidata, resolved = profile
    return (
        id, id and id.casefold(), name, name.casefold(), kind, country, cameo, " ".join(sectors), office, organization,
        wikidata, int(resolved),
    )  # fmt: skip


def hash_of(row: Profile) -> bytes:
    """The hash of such a row, by which it is found again."""
    return hashlib.blake2b(msgspec.json.encode(row), digest_size=16).digest()
