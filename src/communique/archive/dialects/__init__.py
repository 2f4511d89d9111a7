"""What the two databases do differently; everything else is one set of queries for both."""

from __future__ import annotations

import re

from communique.archive.dialects.common import MARKS, Dialect, Word, Words
from communique.archive.dialects.postgresql import PostgreSQL
from communique.archive.dialects.sqlite import SQLite
from communique.errors import NotAnArchive

__all__ = ["DIALECTS", "MARKS", "Dialect", "PostgreSQL", "SQLite", "Word", "Words", "dialect_of"]

DIALECTS: dict[str, type[Dialect]] = {each.name: each for each in (PostgreSQL, SQLite)}
"""By name, those that archives are kept in."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def dialect_of(where: str) -> Dialect:
    """The database that an archive's path or address means.

    Raises:
        NotAnArchive: It is the address of something else.
    """
    if where.startswith(("postgresql://", "postgres://")):
        return PostgreSQL()
    if _ADDRESS.match(where):
        raise NotAnArchive(
            f"An archive cannot be at '{where.partition('://')[0]}://'.",
            "Give a file, or an address that begins with postgresql://.",
        )
    return SQLite()
