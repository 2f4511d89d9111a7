"""Archives of the shapes that earlier versions wrote, made by the migrations of those versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from communique.archive.database import migrations
from communique.archive.dialects.sqlite import APPLICATION
from communique.record import Record

_ARTICLE = ("id", "title", "text", "sha256", "published", "outlet", "byline", "dateline", "url", "language")


def old_archive(path: Path, shape: int, records: Sequence[Record]) -> Path:
    """A file of one of the first five shapes, with these records and, of their rows, those of events and actors."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("".join(each.sql for each in migrations("sqlite") if each.number <= shape))
        for each in records:
            article = [getattr(each.article, name) for name in _ARTICLE]
            connection.execute(f"INSERT INTO articles VALUES ({', '.join('?' * len(_ARTICLE))})", article)  # noqa: S608
            coded = (each.article.id, each.communique, each.model, each.registry, each.to_json())
            connection.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?)", coded)
            for at, actor in enumerate(each.actors):
                row = (each.article.id, actor.id, at, actor.name, "", int(actor.resolved), actor.confidence)
                columns = "article, id, ordinal, name, sectors, resolved, confidence"
                connection.execute(f"INSERT INTO actors ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
        connection.execute(f"PRAGMA user_version = {shape}")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.commit()
    return path
