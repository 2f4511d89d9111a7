"""Events that others coded: GDELT, ICEWS, POLECAT, or anybody; kept apart from the machine's own.

No question reads them. They are asked for by their coder's name alone, to be listed or compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Annotated, Any

import msgspec
from msgspec import Struct
from sqlalchemy import delete, func, select

from communique.archive.database import tables
from communique.archive.store import Archive
from communique.errors import InputError, NoSuchEntry
from communique.record import doc

OURS = "machine"
"""What comparisons call our own coding, so nobody else can be called that."""

_LISTS = ("sources", "targets", "source_names", "target_names")
_AT_ONCE = 5000


class CodedEvent(Struct, frozen=True, kw_only=True):
    """An event as another coder has it, its parties as states and organisations."""

    id: Annotated[str, doc("The coder's own id of it.")]
    day: Annotated[str, doc("Day, ISO 8601.")]
    type: Annotated[str | None, doc("PLOVER type; null for a mere statement, which PLOVER does not have.")] = None
    cameo: Annotated[str | None, doc("CAMEO code, where the coder gives one.")] = None
    quad: Annotated[int | None, doc("1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.")] = None
    score: Annotated[float | None, doc("Intensity, -10 to 10.")] = None
    sources: Annotated[tuple[str, ...], doc("Codes of the states and organisations that act.")] = ()
    targets: Annotated[tuple[str, ...], doc("Codes of those acted upon.")] = ()
    source_names: Annotated[tuple[str, ...], doc("Names of those who act, as the coder writes them.")] = ()
    target_names: Annotated[tuple[str, ...], doc("Names of those acted upon.")] = ()
    place: Annotated[str | None, doc("Where it happened.")] = None
    url: Annotated[str | None, doc("Address, outlet or number of the story.")] = None
    origin: Annotated[str, doc("File and line it was read from.")] = ""


class Coder(Struct, frozen=True, kw_only=True):
    """A coder whose events the archive has."""

    coder: Annotated[str, doc("Name of the coder.")]
    events: Annotated[int, doc("How many events it has.")]
    first: Annotated[str, doc("Day of the first.")]
    last: Annotated[str, doc("Day of the last.")]


def keep_coded(archive: Archive, coder: str, events: Iterable[CodedEvent]) -> int:
    """Keep another coder's events; one whose id is there already is left as it is.

    Returns:
        How many are new.

    Raises:
        InputError: The coder has no name, or that of our own coding.
    """
    if not coder.strip() or coder.strip() == OURS:
        raise InputError(f"A coder cannot be called '{coder}'.", "Give another name, such as gdelt.")
    columns = ("coder", *CodedEvent.__struct_fields__)
    before = _count(archive, coder)
    waiting = iter(events)
    while lot := list(islice(waiting, _AT_ONCE)):
        with archive._writing() as connection:
            archive.dialect.insert(
                connection, "coded_events", columns, [_row(coder, each) for each in lot], known_too=True
            )
    return _count(archive, coder) - before


def coders(archive: Archive) -> list[Coder]:
    """The coders by name."""
    table = tables().tables["coded_events"]
    figures = (func.count(), func.min(table.c.day), func.max(table.c.day))
    chosen = select(table.c.coder, *figures).group_by(table.c.coder).order_by(table.c.coder)
    return [Coder(coder=row[0], events=row[1], first=row[2], last=row[3]) for row in archive.rows(chosen)]


def coded(archive: Archive, coder: str, *, since: str | None = None, until: str | None = None) -> Iterator[CodedEvent]:
    """A coder's events by day and id.

    Args:
        archive: Where they are.
        coder: Name of the coder.
        since: First day.
        until: Last day.

    Raises:
        NoSuchEntry: The archive has nothing of this coder.
    """
    if coder not in {each.coder for each in coders(archive)}:
        raise NoSuchEntry(f"The archive has no events of a coder '{coder}'.", "'communique coder list' names them.")
    table = tables().tables["coded_events"]
    columns = [table.c[name] for name in CodedEvent.__struct_fields__]
    last = ("", "")
    while True:
        chosen = select(*columns).where(table.c.coder == coder, (table.c.day > last[0]) | (
            (table.c.day == last[0]) & (table.c.id > last[1])
        ))  # fmt: skip
        chosen = chosen.where(table.c.day >= since) if since else chosen
        chosen = chosen.where(table.c.day <= until) if until else chosen
        rows = archive.rows(chosen.order_by(table.c.day, table.c.id).limit(_AT_ONCE))
        for row in rows:
            yield _event(dict(row._mapping))
        if len(rows) < _AT_ONCE:
            return
        last = (rows[-1].day, rows[-1].id)


def remove_coder(archive: Archive, coder: str) -> int:
    """Remove all events of a coder; what comes back is how many there were.

    Raises:
        NoSuchEntry: The archive has nothing of this coder.
    """
    table = tables().tables["coded_events"]
    with archive._writing() as connection:
        gone = connection.execute(delete(table).where(table.c.coder == coder)).rowcount
    if not gone:
        raise NoSuchEntry(f"The archive has no events of a coder '{coder}'.", "'communique coder list' names them.")
    return int(gone)


def _count(archive: Archive, coder: str) -> int:
    table = tables().tables["coded_events"]
    return int(archive.rows(select(func.count()).select_from(table).where(table.c.coder == coder))[0][0])


def _row(coder: str, each: CodedEvent) -> tuple[Any, ...]:
    values = (
        msgspec.json.encode(value).decode() if isinstance(value, tuple) else value
        for value in (getattr(each, name) for name in CodedEvent.__struct_fields__)
    )
    return (coder, *values)


def _event(row: dict[str, Any]) -> CodedEvent:
    return CodedEvent(**{**row, **{name: tuple(msgspec.json.decode(row[name])) for name in _LISTS}})
