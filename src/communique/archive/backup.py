"""Copies of an archive that are whole, taken while it is in use, and put back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from communique.archive.dialects import SQLite, dialect_of
from communique.archive.dialects.sqlite import open_to_read, writable
from communique.archive.moving import move
from communique.archive.store import Archive
from communique.errors import ArchiveError

_PAGES = 2000  # pages that are copied before others may write again
_COMPANIONS = ("-wal", "-shm")

Progress = Callable[[int, int], None]


def back_up(archive: Archive, target: Path, progress: Progress | None = None) -> None:
    """Copy an archive to a new file, and check the copy: by SQLite's online backup, or row by row out of PostgreSQL.

    Readers and writers go on meanwhile; the copy is of one moment. Nothing bears the target's name before the copy is
    whole and checked.

    Args:
        archive: What is copied.
        target: The new file.
        progress: Called with the pages or rows copied and those there are.

    Raises:
        ArchiveError: The target is there already, or cannot be written.
        BrokenArchive: The archive itself is damaged.
    """
    if target.exists():
        raise ArchiveError(f"'{target}' is there already.", "Name a new file; no copy is written over another.")
    part = target.with_name(target.name + ".part")
    told = progress or (lambda _done, _total: None)
    try:
        part.unlink(missing_ok=True)
        if isinstance(archive.dialect, SQLite):
            with closing(_opened(archive.path)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy, pages=_PAGES, progress=lambda _status, left, total: told(total - left, total))
        else:
            with Archive(part, create=True) as empty:
                move(archive, empty, progress)
        with Archive(part) as made:
            made.check()
        _without_companions(part)
        part.replace(target)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise ArchiveError(f"'{target}' cannot be written: {error}.", "Check the folder and the space left.") from error


def put_back(copy: Path, target: str | Path) -> Path | None:
    """Put a copy in the place of an archive; what stood there is kept beside it.

    Args:
        copy: A copy made by :func:`back_up`. It stays as it is.
        target: Where the archive is to be; nobody may be using it. A database of PostgreSQL must be empty.

    Returns:
        Where the earlier archive went; None when there was none.

    Raises:
        ArchiveError: The copy is no sound archive, is the target itself, or the target cannot be written.
    """
    if not isinstance(dialect_of(str(target)), SQLite):
        with Archive(copy) as kept, Archive(target, create=True) as empty:
            kept.check()
            move(kept, empty)
            empty.check()
        return None
    target = Path(target)
    if target.exists() and copy.exists() and target.samefile(copy):
        raise ArchiveError(f"'{copy}' is the archive itself.", "Name a copy of it, or another archive.")
    fresh = target.with_name(target.name + ".restored")
    with Archive(copy) as kept:
        kept.check()
        fresh.unlink(missing_ok=True)
        back_up(kept, fresh)
    try:
        before = _set_aside(target) if target.exists() else None
        fresh.replace(target)
    except OSError as error:
        raise ArchiveError(f"'{target}' cannot be written: {error}.", "Check the folder's permissions.") from error
    finally:
        fresh.unlink(missing_ok=True)
    return before


def _set_aside(target: Path) -> Path:
    """Move the archive to a name of its own; a damaged one goes as it is, with its companions."""
    before = _free(target)
    try:
        _fold(target)
    except sqlite3.OperationalError as error:
        raise ArchiveError(f"The archive '{target}' cannot be moved: {error}.", "See whether it is in use.") from error
    except sqlite3.DatabaseError:
        for ending in _COMPANIONS:
            companion = target.with_name(target.name + ending)
            if companion.exists():
                companion.rename(before.with_name(before.name + ending))
    target.rename(before)
    return before


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path) if writable(path) else open_to_read(path)


def _free(target: Path) -> Path:
    """A name beside the target that nothing bears yet."""
    numbers = (target.with_name(f"{target.name}.before-{number}") for number in range(1, 10_000))
    return next(path for path in numbers if not path.exists())


def _fold(path: Path) -> None:
    """Bring what SQLite keeps in companion files into the file itself, so that it can be moved alone."""
    with closing(sqlite3.connect(path)) as connection:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise ArchiveError(f"The archive '{path}' is in use by another program.", "Wait for it to end and try again.")
    _without_companions(path)


def _without_companions(path: Path) -> None:
    for ending in _COMPANIONS:
        path.with_name(path.name + ending).unlink(missing_ok=True)
