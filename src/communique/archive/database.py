"""The SQLite file: opening it, telling whose it is, and bringing it to the present shape.

A file is ours when its ``application_id`` is :data:`APPLICATION`; its ``user_version`` is the number of
migrations it has seen. Each migration runs in one transaction together with the raising of that number, so a
file is always in one shape or the next.
"""

from __future__ import annotations

import functools
import re
import sqlite3
from importlib import resources
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from communique.errors import ArchiveError, BrokenArchive, NewerArchive, NotAnArchive

# 'COMQ' in ASCII.
APPLICATION = 0x434F4D51
WORDS = "article_words"
"""The index of words: SQLite keeps it in tables of its own, whose names begin so."""

_WAIT = 30.0  # seconds to wait for another process that writes


@functools.cache
def migrations() -> tuple[str, ...]:
    """The SQL of every migration, in order; the n-th (from 1) brings a file from shape n-1 to shape n."""
    folder = resources.files("communique.archive").joinpath("migrations")
    names = sorted(each.name for each in folder.iterdir() if re.fullmatch(r"\d{4}_\w+\.sql", each.name))
    return tuple(folder.joinpath(name).read_text("utf-8") for name in names)


@functools.cache
def tables() -> MetaData:
    """The tables of the present shape, read off an empty archive in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        for migration in migrations():
            _run(connection, migration)
        metadata = MetaData()
        metadata.reflect(connection, only=lambda name, _: not name.startswith(WORDS))
    engine.dispose()
    return metadata


def connect(path: Path, *, create: bool) -> Engine:
    """An engine on an archive of the present shape.

    Args:
        path: The file.
        create: Whether to make the file when there is none.

    Raises:
        NotAnArchive: There is no such file, or it is something else.
        NewerArchive: A newer version wrote it.
        BrokenArchive: It is damaged.
    """
    _look_at(path, create=create)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _WAIT})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    try:
        _migrate(engine, path)
    except DatabaseError as error:
        engine.dispose()
        raise _explained(error, path) from error
    except ArchiveError:
        engine.dispose()
        raise
    return engine


def check(engine: Engine, path: Path) -> None:
    """Have SQLite read through the whole file.

    Raises:
        BrokenArchive: A page, an index or a reference is damaged; the message has SQLite's first finding.
    """
    try:
        with engine.connect() as connection:
            finding = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
            dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    except DatabaseError as error:
        raise _explained(error, path) from error
    if finding != "ok" or dangling is not None:
        raise BrokenArchive(f"The archive '{path}' is damaged: {finding if finding != 'ok' else dangling}.", _MEND)


_MEND = "Take it from a backup, or make a new one with 'communique add'."


def _look_at(path: Path, *, create: bool) -> None:
    """Refuse a file that is not ours before SQLite gets to write to it."""
    if path.is_dir():
        raise NotAnArchive(f"'{path}' is a folder.", "Give the path of a file.")
    if not path.exists() or path.stat().st_size == 0:
        if create and path.absolute().parent.is_dir():
            return
        what = "folder" if create else "archive"
        advice = "Make it first." if create else "Make one with 'communique add FILE --archive …', or check the path."
        raise NotAnArchive(f"There is no {what} at '{path.parent if create else path}'.", advice)
    with path.open("rb") as stream:
        head = stream.read(72)
    ours = len(head) == 72 and head[:15] == b"SQLite format 3" and int.from_bytes(head[68:72]) == APPLICATION
    if not ours:
        raise NotAnArchive(f"'{path}' is not a Communique archive.", "Give the path of another file.")


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are ours: see _begin
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _migrate(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        if _shape(connection, path) == len(migrations()):
            return
    # The shape is looked at again under the write lock: another process may have been first.
    with engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection, connection.begin():
        for number in range(_shape(connection, path), len(migrations())):
            _run(connection, migrations()[number])
            connection.exec_driver_sql(f"PRAGMA user_version = {number + 1}")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")


def _shape(connection: Connection, path: Path) -> int:
    shape = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if shape > len(migrations()):
        raise NewerArchive(
            f"The archive '{path}' was written by a newer version of Communique.",
            "Bring this one up to date with 'pip install --upgrade communique'.",
        )
    return shape


def _run(connection: Connection, migration: str) -> None:
    """Run the statements of a migration one by one: SQLite's own script runner would commit first."""
    pending = ""
    for line in migration.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            connection.exec_driver_sql(pending)
            pending = ""


def _explained(error: DatabaseError, path: Path) -> ArchiveError:
    cause = str(error.orig)
    if "locked" in cause or "busy" in cause:
        return ArchiveError(f"The archive '{path}' is in use by another program.", "Wait for it to end and try again.")
    if "readonly" in cause or "unable to open" in cause:
        return ArchiveError(f"The archive '{path}' cannot be written: {cause}.", "Check the file's permissions.")
    return BrokenArchive(f"The archive '{path}' is damaged: {cause}.", _MEND)
