"""Adding many articles: each is coded by whatever is given to code it, and a bad one never costs the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from communique.archive.store import Archive
from communique.archive.writing import Outcome
from communique.errors import ArchiveError, CommuniqueError
from communique.record import Record


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
    """Add records one by one, each in a transaction of its own.

    Args:
        archive: Where to keep them.
        sources: For each article where it comes from and what reads and codes it.

    Raises:
        ArchiveError: The archive itself cannot be written.
    """
    for where, read in sources:
        try:
            coded = read()
        except ArchiveError:
            raise
        except CommuniqueError as error:
            yield Failure(where, error)
            continue
        yield Added(where, coded, archive.add(coded))
