"""Where everybody stands on a question, from an index alone."""

from __future__ import annotations

from sqlalchemy import select, tuple_

from communique.archive.database import tables
from communique.archive.days import day_number
from communique.archive.queries import Selection, latest_of, published
from communique.archive.store import Archive

Standing = tuple[int, str, str, str, str, float]
"""Article, id, actor, stance, the day for which it counts, and confidence of a position."""


def standing(archive: Archive, question: str, until: str, latest: int | None = None) -> list[Standing]:
    """The positions on a question up to a day, so much of them as tells where everybody stands.

    Args:
        archive: Where to look.
        question: Question id.
        until: Last day, ISO 8601.
        latest: How many of each actor, the latest; None for all.
    """
    table = tables().tables["positions"]
    columns = [table.c[name] for name in ("article", "id", "actor", "stance", "earliest", "latest", "confidence")]
    chosen = select(*columns).where(table.c.question == question, table.c.day <= day_number(until))
    if latest is not None:
        wanted = Selection(question=question, until=until)
        chosen = chosen.where(tuple_(table.c.article, table.c.ordinal).in_(latest_of(wanted, latest)))
    found = archive.tuples(chosen)
    undated = frozenset(row[0] for row in found if not (row[4] or row[5]))
    days = published(archive, undated)
    return [
        (article, id, actor, stance, first or last or days[article][0], confidence)
        for article, id, actor, stance, first, last, confidence in found
    ]
