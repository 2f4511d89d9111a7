"""Opening an archive, and bringing it to the present shape.

Migrations are numbered SQL files. One whose name ends in a database's name is for that one alone. Each runs in one
transaction together with the note that it has run, so an archive is always in one shape or the next.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from importlib import resources
from typing import NamedTuple

from sqlalchemy import Connection, Engine, MetaData, create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from communique.archive.dialects import Dialect, SQLite
from communique.archive.dialects.sqlite import WORDS
from communique.errors import ArchiveError, BrokenArchive, NewerArchive

_NAME = re.compile(r"(?P<number>\d{4})_\w+(?:\.(?P<dialect>sqlite|postgresql))?\.sql")
_MEND = "Put a copy in its place with 'communique archive restore COPY', or add the articles anew to another one."

FORMER = "former"
"""How the names of tables begin that are there only until those of a newer shape are filled from them."""

Step = Callable[[Connection, Dialect], None]
"""What a migration does beside its SQL."""


class Migration(NamedTuple):
    """One change of shape."""

    number: int
    sql: str


@functools.cache
def migrations(dialect: str) -> tuple[Migration, ...]:
    """The migrations of a database, in order."""
    folder = resources.files("communique.archive").joinpath("migrations")
    named = [(found, each) for each in folder.iterdir() if (found := _NAME.fullmatch(each.name))]
    mine = [(found, each) for found, each in named if found["dialect"] in (None, dialect)]
    return tuple(sorted(Migration(int(found["number"]), each.read_text("utf-8")) for found, each in mine))


@functools.cache
def tables() -> MetaData:
    """The tables of the present shape, read off an empty archive in memory; both databases have the same."""
    dialect = SQLite()
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        for migration in migrations(dialect.name):
            dialect.run(connection, migration.sql)
        metadata = MetaData()
        metadata.reflect(connection, only=lambda name, _: not name.startswith((WORDS, FORMER)))
    engine.dispose()
    return metadata


def connect(dialect: Dialect, where: str, *, create: bool) -> Engine:
    """An engine on an archive of the present shape.

    Args:
        dialect: The database.
        where: The file or the address.
        create: Whether to make the archive when there is none.

    Raises:
        NotAnArchive: There is none, or it is something else.
        NewerArchive: A newer version wrote it.
        BrokenArchive: It is damaged.
    """
    dialect.look_at(where, create=create)
    engine = dialect.engine(where)
    try:
        _migrate(engine, dialect, dialect.told(where))
    except DatabaseError as error:
        engine.dispose()
        raise dialect.explained(error, dialect.told(where)) from error
    except ArchiveError:
        engine.dispose()
        raise
    return engine


def check(engine: Engine, dialect: Dialect, where: str) -> None:
    """Have the database read through itself.

    Raises:
        BrokenArchive: A page, an index or a reference is damaged; the message has the first finding.
    """
    try:
        with engine.connect() as connection:
            finding = dialect.check(connection)
    except DatabaseError as error:
        raise dialect.explained(error, where) from error
    if finding is not None:
        raise BrokenArchive(f"The archive '{where}' is damaged: {finding}.", _MEND)


def _migrate(engine: Engine, dialect: Dialect, where: str) -> None:
    with engine.connect() as connection:
        if not _missing(connection, dialect, where):
            return
    # The shape is looked at again under the write lock: another process may have been first.
    with dialect.begin(engine) as connection, connection.begin():
        missing = _missing(connection, dialect, where)
        for _, sql in missing:
            dialect.run(connection, sql)
        # Steps write rows as today's records have them, so they come when all tables are there.
        for number, _ in missing:
            for step in _steps(number):
                step(connection, dialect)
        if missing:
            numbers = [(each.number,) for each in migrations(dialect.name)]
            dialect.insert(connection, "shapes", ("number",), numbers, known_too=True)
            dialect.mark(connection, numbers[-1][0])


def _missing(connection: Connection, dialect: Dialect, where: str) -> list[Migration]:
    seen = dialect.shapes(connection)
    known = migrations(dialect.name)
    if max(seen, default=0) > known[-1].number:
        raise NewerArchive(
            f"The archive '{where}' was written by a newer version of Communique.",
            "Bring this one up to date with 'pip install --upgrade communique'.",
        )
    return [each for each in known if each.number not in seen]


def _steps(number: int) -> tuple[Step, ...]:
    """What goes with a migration's SQL; loaded late, for it uses the rooms that use this one."""
    from communique.archive.upgrade import STEPS

    return STEPS.get(number, ())
