"""Adding many articles: each is coded by whatever is given to code it, and a bad one never costs the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from communique.archive.store import Archive
from communique.archive.writing import Outcome
from communique.errors import ArchiveError, CommuniqueError
from communique.record import Record

_AT_ONCE = 200  # records that are kept in one transaction
_LONGEST = 1.0  # seconds that a coded record waits for others


@dataclass(frozen=True, slots=True)
class Added:
    """A record that was given to the archive; ``where`` says where it came from."""

    where: str
    record: Record
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be read, and why."""

    where: str
    error: CommuniqueError


def add_records(archive: Archive, sources: Iterable[tuple[str, Callable[[], Record]]]) -> Iterator[Added | Failure]:
    """Add records, those that are coded within a second in one transaction.

    What is given out as added is kept for good: it is given out after its transaction, in the order of the sources.

    Args:
        archive: Where to keep them.
        sources: For each article where it comes from and what reads and codes it.

    Raises:
        ArchiveError: The archive itself cannot be written.
    """
    waiting: list[tuple[str, Record]] = []
    began = time.monotonic()
    for where, read in sources:
        try:
            coded = read()
        except ArchiveError:
            raise
        except CommuniqueError as error:
            yield from _kept(archive, waiting)
            waiting = []
            yield Failure(where, error)
            continue
        began = began if waiting else time.monotonic()
        waiting.append((where, coded))
        if len(waiting) >= _AT_ONCE or time.monotonic() - began >= _LONGEST:
            yield from _kept(archive, waiting)
            waiting = []
    yield from _kept(archive, waiting)


def _kept(archive: Archive, waiting: list[tuple[str, Record]]) -> list[Added]:
    outcomes = archive.add_many([coded for _, coded in waiting]) if waiting else []
    return [Added(where, coded, outcome) for (where, coded), outcome in zip(waiting, outcomes, strict=True)]
