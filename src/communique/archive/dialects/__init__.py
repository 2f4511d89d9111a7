"""What the two databases do differently; everything else is one set of queries for both."""

from __future__ import annotations

from communique.archive.dialects.common import MARKS, Dialect, Word, Words
from communique.archive.dialects.postgresql import PostgreSQL
from communique.archive.dialects.sqlite import SQLite

__all__ = ["MARKS", "Dialect", "PostgreSQL", "SQLite", "Word", "Words", "dialect_of"]


def dialect_of(where: str) -> Dialect:
    """The database that an archive's path or address means."""
    return PostgreSQL() if where.startswith(("postgresql://", "postgres://")) else SQLite()
