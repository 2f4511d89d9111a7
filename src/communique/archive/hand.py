"""Positions that people enter and votes that they import: kept for good, and withdrawn rather than deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from msgspec import Struct, structs
from sqlalchemy import select, update

from communique.archive.database import tables
from communique.archive.queries import Selection
from communique.archive.store import Archive
from communique.errors import NoSuchEntry
from communique.record import doc

_TABLE = "hand_positions"


class HandPosition(Struct, frozen=True, kw_only=True):
    """A position that a person entered, or a vote that was imported."""

    how: Annotated[Literal["hand", "vote"], doc("Entered by hand, or an imported vote.")]
    question: Annotated[str, doc("Question id.")]
    actor: Annotated[str, doc("Actor id.")]
    name: Annotated[str, doc("Name of the actor.")]
    stance: Annotated[
        Literal["for", "against", "mixed", "undecided"] | None, doc("Where it stands; null for one who was absent.")
    ]
    vote: Annotated[Literal["yes", "no", "abstain", "absent"] | None, doc("How it voted.")] = None
    day: Annotated[str, doc("Day on which it was held, ISO 8601.")]
    words: Annotated[str, doc("The words that show it, or what was voted on.")]
    speaker: Annotated[str | None, doc("Who said them.")] = None
    source: Annotated[str, doc("Where it comes from.")]
    url: Annotated[str | None, doc("Address of the source.")] = None
    author: Annotated[str, doc("Who entered or imported it.")]
    original: Annotated[str, doc("The imported row as it was, in JSON; empty for one that was entered.")] = ""

    @property
    def id(self) -> str:
        """A stable id: the same position gives the same one."""
        key = "\x1f".join(str(getattr(self, name)) for name in self.__struct_fields__)
        return f"h-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A position as it is kept: with its id and, where it was withdrawn, why and by whom."""

    id: str
    position: HandPosition
    withdrawn: str | None = None
    withdrawn_by: str | None = None


def keep(archive: Archive, positions: Sequence[HandPosition]) -> int:
    """Keep these positions; those that are there already are left as they are.

    Returns:
        How many are new.

    Raises:
        ArchiveError: The archive cannot be written.
    """
    table = tables().tables[_TABLE]
    new = 0
    with archive._writing() as connection:
        for each in positions:
            row = {"id": each.id, **structs.asdict(each)}
            statement = archive.dialect.upserting(table).values(row).on_conflict_do_nothing()
            new += connection.execute(statement.returning(table.c.id)).first() is not None
    return new


def withdraw(archive: Archive, id: str, *, why: str, author: str) -> Kept:
    """Withdraw a position: it stays, marked, and no longer counts.

    Raises:
        NoSuchEntry: No position that still counts has this id.
    """
    table = tables().tables[_TABLE]
    marked = update(table).where(table.c.id == id, table.c.withdrawn.is_(None))
    with archive._writing() as connection:
        changed = connection.execute(marked.values(withdrawn=why, withdrawn_by=author)).rowcount
    if not changed:
        raise NoSuchEntry(f"No position by hand has the id '{id}'.", "'communique position list' lists the ids.")
    return next(each for each in kept(archive, withdrawn=True) if each.id == id)


def kept(archive: Archive, wanted: Selection | None = None, *, withdrawn: bool = False) -> list[Kept]:
    """The positions by hand, by day and id.

    Args:
        archive: Where to look.
        wanted: Which; None takes all.
        withdrawn: Whether those that were withdrawn are given too.
    """
    table = tables().tables[_TABLE]
    chosen = select(table).order_by(table.c.day, table.c.id)
    if not withdrawn:
        chosen = chosen.where(table.c.withdrawn.is_(None))
    for column, value in (("question", wanted.question if wanted else None),):
        chosen = chosen.where(table.c[column] == value) if value else chosen
    if wanted and wanted.since:
        chosen = chosen.where(table.c.day >= wanted.since)
    if wanted and wanted.until:
        chosen = chosen.where(table.c.day <= wanted.until)
    rows = [dict(row._mapping) for row in archive.rows(chosen)]
    return [_kept(row) for row in rows if wanted is None or _fits(row, wanted)]


def _fits(row: dict[str, Any], wanted: Selection) -> bool:
    known = {row["actor"].casefold(), row["name"].casefold()}
    return wanted.any_actor or bool(known & wanted.actor) or row["actor"] in wanted.codes


def _kept(row: dict[str, Any]) -> Kept:
    fields = {name: row[name] for name in HandPosition.__struct_fields__}
    return Kept(row["id"], HandPosition(**fields), row["withdrawn"], row["withdrawn_by"])
