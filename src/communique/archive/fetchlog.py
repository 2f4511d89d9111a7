"""What has been fetched from which feed, and what failed and why: kept beside the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import func, select

from communique.archive.database import tables
from communique.archive.store import Archive

MOST_TRIES = 3
"""How often an entry that fails is tried, a round apart."""

_AT_ONCE = 500  # keys in one query; SQLite takes a limited number of values


@dataclass(frozen=True, slots=True)
class FeedRow:
    """What is known of a feed: the last time it was asked (UTC), with what outcome, and how its entries fared."""

    url: str
    title: str | None
    outcome: str
    reason: str | None
    asked: str
    kept: int
    failed: int


class FetchLog:
    """The log of an archive.

    Args:
        archive: The archive.
        now: The present moment.
    """

    def __init__(self, archive: Archive, now: Callable[[], datetime] = lambda: datetime.now(tz=UTC)) -> None:
        self._archive, self._now = archive, now

    def marks(self, feed: str) -> dict[str, Any] | None:
        """The feed's row: url, title, etag, modified, outcome, reason; None for one that was never asked."""
        table = tables().tables["feeds"]
        columns = [table.c[name] for name in ("url", "title", "etag", "modified", "outcome", "reason")]
        rows = self._archive.rows(select(*columns).where(table.c.url == feed))
        return dict(rows[0]._mapping) if rows else None

    def keep_marks(self, marks: dict[str, Any]) -> None:
        """Keep a feed's row in the place of the earlier one."""
        row = {**marks, "asked": self._moment()}
        statement = self._archive.dialect.upserting(tables().tables["feeds"]).values(row)
        with self._archive._writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["url"], set_=row))

    def wanted(self, feed: str, keys: list[str]) -> list[str]:
        """Of these entries of a feed, in their order, those that were not kept and did not fail too often."""
        table = tables().tables["fetched"]
        settled: set[str] = set()
        for start in range(0, len(keys), _AT_ONCE):
            chosen = table.c.key.in_(keys[start : start + _AT_ONCE])
            closed = (table.c.outcome == "kept") | (table.c.tries >= MOST_TRIES)
            rows = self._archive.rows(select(table.c.key).where(table.c.feed == feed, chosen, closed))
            settled.update(row[0] for row in rows)
        return [key for key in keys if key not in settled]

    def entry(
        self, feed: str, key: str, where: str, outcome: Literal["kept", "failed"], *,
        article: str | None = None, reason: str | None = None,
    ) -> None:  # fmt: skip
        """Keep how an entry fared: the id of its article, or why it has none."""
        table = tables().tables["fetched"]
        row = {"feed": feed, "key": key, "where": where, "outcome": outcome, "article": article, "reason": reason}
        row["at"] = self._moment()
        statement = self._archive.dialect.upserting(table).values({**row, "tries": 1})
        with self._archive._writing() as connection:
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["feed", "key"], set_={**row, "tries": table.c.tries + 1}
                )
            )

    def feeds(self) -> list[FeedRow]:
        """Every feed that was ever asked, by address."""
        feeds, fetched = tables().tables["feeds"], tables().tables["fetched"]
        counted = [
            select(func.count()).where(fetched.c.feed == feeds.c.url, fetched.c.outcome == outcome).scalar_subquery()
            for outcome in ("kept", "failed")
        ]
        columns = [feeds.c[name] for name in ("url", "title", "outcome", "reason", "asked")]
        return [FeedRow(*row) for row in self._archive.rows(select(*columns, *counted).order_by(feeds.c.url))]

    def failures(self, most: int = 100) -> Sequence[tuple[str, str, int, str]]:
        """The entries that failed last: address, reason, tries and moment, the latest first."""
        table = tables().tables["fetched"]
        columns = [table.c[name] for name in ("where", "reason", "tries", "at")]
        chosen = select(*columns).where(table.c.outcome == "failed").order_by(table.c.at.desc(), table.c.where)
        return [(row[0], row[1] or "", row[2], row[3]) for row in self._archive.rows(chosen.limit(most))]

    def _moment(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="seconds")
