"""Every row of an archive put into another one, of whichever database: the backup of one in PostgreSQL, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import DatabaseError

from communique.archive.database import tables
from communique.archive.store import Archive
from communique.errors import ArchiveError

_AT_ONCE = 500  # rows in memory
_OWN = "shapes"  # what every archive has of its own

Progress = Callable[[int, int], None]


def move(source: Archive, target: Archive, progress: Progress | None = None) -> None:
    """Copy everything that an archive holds at one moment into an empty one, in one transaction.

    Args:
        source: What is copied; it may be in use.
        target: Where it goes.
        progress: Called with the rows copied and the rows there are.

    Raises:
        ArchiveError: The target is not empty, or cannot be written.
    """
    if len(target):
        raise ArchiveError(f"The archive '{target.where}' is not empty.", "Give a new file or an empty database.")
    every = [table for table in tables().sorted_tables if table.name != _OWN]
    try:
        with source._engine.connect() as reading, target._writing() as writing:
            total = sum(int(reading.execute(select(func.count()).select_from(each)).scalar_one()) for each in every)
            done = 0
            for table in every:
                names = [column.name for column in table.c]
                for rows in _rows(reading, table):
                    target.dialect.insert(writing, table.name, names, rows)
                    done += len(rows)
                    if progress is not None:
                        progress(done, total)
            _fill_words(writing, target)
    except DatabaseError as error:
        raise source.dialect.explained(error, source.where) from error


def _rows(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """The rows in lots, without all of them in memory, those that others refer to first."""
    ordered = select(table).order_by(*table.primary_key.columns)
    result = connection.execution_options(yield_per=_AT_ONCE).execute(ordered)
    for lot in result.partitions(_AT_ONCE):
        yield [tuple(row) for row in lot]


def _fill_words(connection: Connection, target: Archive) -> None:
    articles, texts = tables().tables["articles"], tables().tables["texts"]
    columns = (articles.c.number, articles.c.title, texts.c.text)
    chosen = select(*columns).join(texts, texts.c.number == articles.c.text).order_by(articles.c.number)
    last = 0
    while rows := connection.execute(chosen.where(articles.c.number > last).limit(_AT_ONCE)).all():
        target.dialect.add_words(connection, [(row[0], row[1], row[2]) for row in rows])
        last = rows[-1][0]
