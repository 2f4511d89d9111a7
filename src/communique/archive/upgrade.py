"""What migrations do beside their SQL."""

from __future__ import annotations

from sqlalchemy import Connection, text

from communique.archive.database import Step
from communique.archive.dialects import Dialect
from communique.archive.rows import blocks
from communique.archive.writing import Writer
from communique.record import Record

_AT_ONCE = 200  # records in memory


def refill(connection: Connection, dialect: Dialect) -> None:
    """Fill the tables of the sixth shape from the records of the fifth, in the order in which they came."""
    if dialect.name != "sqlite":
        return  # archives of other databases begin with the sixth shape
    writer = Writer(dialect, lambda _connection, coded: coded)  # there are no judgements yet
    wanted = text("SELECT number, json FROM former WHERE number > :last ORDER BY number LIMIT :most")
    last = 0
    while rows := connection.execute(wanted, {"last": last, "most": _AT_ONCE}).all():
        writer.keep(connection, [Record.from_json(json) for _, json in rows])
        last = rows[-1][0]
    dialect.run(connection, "DROP TABLE former;\n")


def index_ids(connection: Connection, dialect: Dialect) -> None:
    """Lay the beginnings of ids out by how they begin."""
    wanted = text("SELECT article, ids FROM former_ids WHERE article > :last ORDER BY article LIMIT :most")
    last = -1
    while rows := connection.execute(wanted, {"last": last, "most": _AT_ONCE}).all():
        made = blocks((article, filter(None, ids.split("\n"))) for article, ids in rows)
        dialect.insert(connection, "ids", ("beginning", "article", "following"), made)
        last = rows[-1][0]
    dialect.run(connection, "DROP TABLE former_ids;\n")


STEPS: dict[int, tuple[Step, ...]] = {6: (refill,), 14: (index_ids,)}
"""By the number of the migration."""
