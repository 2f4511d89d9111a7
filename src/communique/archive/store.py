"""The archive itself: opened, added to, and read back record by record."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from sqlalchemy import Connection, Select, delete, func, insert, select
from sqlalchemy.exc import DatabaseError, OperationalError

from communique.archive.database import _explained, check, connect, tables
from communique.archive.judging import Judging, judge_in
from communique.archive.rows import rows_of
from communique.errors import NoSuchEntry
from communique.record import Article, Record

DEFAULT_PATH = Path("communique.db")

Outcome = Literal["added", "replaced", "unchanged"]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of the archive: its kind, its id, and the record it stands in."""

    kind: str
    id: str
    record: Record


class Archive(Judging):
    """Records in one SQLite file. Used as a context manager, it is closed at the end.

    Args:
        path: The file.
        create: Whether to make it when there is none.

    Raises:
        NotAnArchive: There is no such file, or it is something else.
        NewerArchive: A newer version wrote it.
        BrokenArchive: It is damaged.
    """

    def __init__(self, path: str | Path = DEFAULT_PATH, *, create: bool = False) -> None:
        self.path = Path(path)
        self._engine = connect(self.path, create=create)
        self._pinned: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def snapshot(self) -> Iterator[Archive]:
        """The archive as it is at the first question that is asked of it, over one connection, whatever is added."""
        view = copy.copy(self)
        with self._engine.connect() as connection:
            view._pinned = connection
            yield view

    def check(self) -> None:
        """Read through the whole file.

        Raises:
            BrokenArchive: It is damaged.
        """
        check(self._engine, self.path)

    def add(self, coded: Record) -> Outcome:
        """Keep a record. One of the same article (by its id) is replaced as a whole, or left when it is the same."""
        records = tables().tables["records"]
        present = select(records.c.json).where(records.c.article == coded.article.id)
        with self._writing() as connection:
            known = connection.execute(present).scalar_one_or_none()
            if known == coded.to_json():
                return "unchanged"
            self._put(connection, coded)
        return "added" if known is None else "replaced"

    def _put(self, connection: Connection, coded: Record) -> None:
        """Write a record in the place of an earlier one, as people judged it where they did."""
        table = tables().tables
        articles = table["articles"]
        connection.execute(delete(articles).where(articles.c.id == coded.article.id))
        for name, rows in rows_of(coded, judge_in(connection, coded).record):
            if rows:
                # A coder that gives an entry twice must not cost the user the record.
                connection.execute(insert(table[name]).prefix_with("OR IGNORE"), rows)

    def __len__(self) -> int:
        return int(self.rows(select(func.count()).select_from(tables().tables["articles"]))[0][0])

    def records(self, *, judged: bool = False) -> Iterator[Record]:
        """Every record, by publication date and article id.

        Args:
            judged: Whether they are given as people judged them and not as the machine coded them.
        """
        articles = tables().tables["articles"]
        judged = judged and bool(self.judgements())
        for (article,) in self.rows(select(articles.c.id).order_by(articles.c.published, articles.c.id)):
            yield self.judged(article).record if judged else self.record(article)

    def record(self, article: str) -> Record:
        """The record of the article with this id.

        Raises:
            NoSuchEntry: There is none.
        """
        records = tables().tables["records"]
        found = self.rows(select(records.c.json).where(records.c.article == article))
        if not found:
            raise NoSuchEntry(f"The archive has no article '{article}'.", "'communique ask timeline' lists the ids.")
        return Record.from_json(found[0][0])

    def coded_before(self, article: Article, versions: tuple[str, str, str]) -> Record | None:
        """The record of this very article by these versions; None when there is none and it has to be coded.

        Args:
            article: The article before it is coded; what is not known of it yet may be told by the record.
            versions: Those of the program, the model and the registry.
        """
        records = tables().tables["records"]
        by = zip((records.c.communique, records.c.model, records.c.registry), versions, strict=True)
        chosen = select(records.c.json).where(records.c.article == article.id, *(name == told for name, told in by))
        found = self.rows(chosen)
        kept = Record.from_json(found[0][0]) if found else None
        names = ("sha256", "title", "published", "outlet", "byline", "url")
        told = {name: getattr(article, name) for name in names if getattr(article, name) is not None}
        same = kept is not None and all(getattr(kept.article, name) == value for name, value in told.items())
        return kept if same else None

    def find(self, entry: str) -> list[Found]:
        """The entries with this id or, failing that, with the one id that begins so; one for each article.

        Raises:
            NoSuchEntry: No id is or begins so, or several different ones do; the message names them.
        """
        entries = tables().tables["entries"]
        columns = (entries.c.kind, entries.c.id, entries.c.article)
        rows = self.rows(select(*columns).where(entries.c.id == entry).order_by(entries.c.article))
        if not rows:
            ids = self._ids_from(entry)
            rows = self.rows(select(*columns).where(entries.c.id == ids[0]).order_by(entries.c.article))
        return [Found(kind, id, self.record(article)) for kind, id, article in rows]

    def _ids_from(self, prefix: str) -> list[str]:
        entries = tables().tables["entries"]
        statement = select(entries.c.id).distinct().where(func.substr(entries.c.id, 1, len(prefix)) == prefix)
        ids = [row[0] for row in self.rows(statement.order_by(entries.c.id).limit(6))] if prefix else []
        if not ids:
            raise NoSuchEntry(f"No entry of the archive has the id '{prefix}'.", "'communique ask' lists the ids.")
        if len(ids) > 1:
            named = ", ".join(ids[:5]) + (", …" if len(ids) > 5 else "")
            raise NoSuchEntry(f"Several entries' ids begin with '{prefix}': {named}.", "Give more of the id.")
        return ids

    def rows(self, statement: Select[Any]) -> Sequence[Any]:
        """The rows that a query of the archive's own modules gives.

        Raises:
            ArchiveError: The file cannot be read.
        """
        try:
            if self._pinned is not None:
                return self._pinned.execute(statement).all()
            with self._engine.connect() as connection:
                return connection.execute(statement).all()
        except DatabaseError as error:
            raise _explained(error, self.path) from error

    def _writing(self) -> _Writing:
        return _Writing(self)


class _Writing:
    """One transaction that holds the write lock from its start; SQLite's complaints become the archive's."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __enter__(self) -> Connection:
        try:
            self._connection = self._archive._engine.connect().execution_options(begin="BEGIN IMMEDIATE")
            self._transaction = self._connection.begin()
        except OperationalError as error:
            self._connection.close()
            raise _explained(error, self._archive.path) from error
        return self._connection

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._transaction.commit()
            else:
                self._transaction.rollback()
        finally:
            self._connection.close()
        if isinstance(error, DatabaseError):
            raise _explained(error, self._archive.path) from error
