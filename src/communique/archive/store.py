"""The archive itself: opened, added to, and read back record by record."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import CompoundSelect, Connection, Engine, Select, func, select, text
from sqlalchemy.exc import DatabaseError, OperationalError

from communique.archive.database import check, connect, tables
from communique.archive.derived import Derived
from communique.archive.dialects import dialect_of
from communique.archive.digests import Digests
from communique.archive.judged import judge_record
from communique.archive.judging import Judging, shown_in
from communique.archive.packing import Packed
from communique.archive.processes import cores
from communique.archive.rows import beginning, entries, holders
from communique.archive.staging import Helper
from communique.archive.uncollected import uncollected
from communique.archive.writing import Outcome, Writer
from communique.errors import ArchiveError, NoSuchEntry
from communique.record import Article, Record

DEFAULT_PATH = Path("communique.db")

_AT_ONCE = 200  # records read at once
_MOST_LOOKED_AT = 60  # articles in which ids that begin alike are looked for


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of the archive: its kind, its id, and the record it stands in."""

    kind: str
    id: str
    record: Record


class Archive(Judging):
    """Records in one SQLite file, or in a PostgreSQL database. Used as a context manager, it is closed at the end.

    Args:
        path: The file, or the address of the database, which begins with ``postgresql://``.
        create: Whether to make the archive when there is none.

    Raises:
        NotAnArchive: There is no such file, or it is something else.
        NewerArchive: A newer version wrote it.
        BrokenArchive: It is damaged.
    """

    _loading: Engine | None = None  # what thousands of records are added over

    def __init__(self, path: str | Path = DEFAULT_PATH, *, create: bool = False) -> None:
        self.dialect = dialect_of(str(path))
        self.path = Path(path)
        self.where = self.dialect.told(str(path))
        self._engine = connect(self.dialect, str(path), create=create)
        self._place = self.path.absolute()  # the program may go to another folder
        self._file = _file(self._place)
        self._writer = Writer(self.dialect, shown_in)
        self._pinned: Connection | None = None
        self.digests, self.derived = Digests(), Derived()

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
        self.check_place()
        view = copy.copy(self)
        with self._engine.connect() as connection:
            view._pinned = connection
            yield view

    def state(self) -> str | None:
        """A word that is another one after everything that is written; None where nothing was since it is kept."""
        found = self.tuples(select(tables().tables["state"].c.word))
        return str(found[0][0]) if found else None

    def alone(self) -> AbstractContextManager[bool]:
        """Whether no other process holds the lock of whoever runs the watches; it is held meanwhile."""
        return self.dialect.alone(self._engine, str(self.path))

    def check_place(self) -> None:
        """See that the file is still the one that was opened: what is written to another one would be lost.

        Raises:
            ArchiveError: Another file stands in its place, or none.
        """
        if self._file != _file(self._place):
            raise ArchiveError(
                f"The archive '{self.where}' is no longer the file that was opened: it was moved or replaced.",
                "Start the program again.",
            )

    def check_writable(self) -> None:
        """See that something can be written, before what is to be written has been made at length.

        Raises:
            ArchiveError: The archive can only be read.
        """
        self.dialect.check_writable(str(self.path))

    def check(self) -> None:
        """Read through the whole file.

        Raises:
            BrokenArchive: It is damaged.
        """
        check(self._engine, self.dialect, self.where)

    def add(self, coded: Record) -> Outcome:
        """Keep a record. One of the same article (by its id) is replaced as a whole, or left when it is the same."""
        return self.add_many([coded])[0]

    def add_many(self, coded: Sequence[Record]) -> list[Outcome]:
        """Keep records in one transaction, so that all of them are kept or none; the last one of an article counts.

        Args:
            coded: The records; some hundreds at once are fast and need little memory.
        """
        outcomes: list[Outcome] = []
        writing = self._writing() if self._loading is None else _Writing(self, self._loading)
        with uncollected(), writing as connection:
            for run in _runs(coded):
                outcomes += self._writer.keep(connection, run)
        return outcomes

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Meanwhile a second process helps to add records that are coded already: for whoever adds thousands of them.

        What is kept, and when, is the same. Where there is one core alone it is as without.
        """
        if self._writer.helper is not None or not self.dialect.takes or cores() < 2:
            yield
            return
        self.check_place()
        helper = self._writer.helper = Helper(self.dialect.name)
        try:
            with self.dialect.loading(str(self._place)) as self._loading:
                yield
        finally:
            self._loading = self._writer.helper = None
            helper.close()

    def _put(self, connection: Connection, coded: Record) -> None:
        """Write the rows of a record anew, as people judged it by now."""
        self._writer.keep(connection, [coded], anew=True)

    def __len__(self) -> int:
        return int(self.rows(select(func.count()).select_from(tables().tables["articles"]))[0][0])

    def last_number(self) -> int:
        """The highest number of an article; 0 where there is none."""
        return int(self.tuples(select(func.coalesce(func.max(tables().tables["articles"].c.number), 0)))[0][0])

    def records(self, *, judged: bool = False, only: Collection[str] | None = None) -> Iterator[Record]:
        """Records by publication date and article id.

        Args:
            judged: Whether they are given as people judged them and not as the machine coded them.
            only: Ids of the only articles that are wanted, some hundreds at most; None for all.
        """
        yield from self.numbered(self.numbers(only=only), judged=judged)

    def numbers(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        only: Collection[str] | None = None,
    ) -> list[int]:
        """The archive's numbers of articles by publication date and id, for :meth:`packed`.

        Args:
            since: First day of publication that is wanted, ISO 8601.
            until: Last day that is wanted.
            outlet: The only outlet that is wanted.
            only: Ids of the only articles that are wanted, some hundreds at most; None for all.
        """
        articles = tables().tables["articles"]
        ordered = select(articles.c.number).order_by(func.coalesce(articles.c.published, ""), articles.c.id)
        day = func.substr(articles.c.published, 1, 10)
        if since is not None:
            ordered = ordered.where(day >= since)
        if until is not None:
            ordered = ordered.where(day <= until)
        if outlet is not None:
            ordered = ordered.where(articles.c.outlet == outlet)
        if only is not None:
            ordered = ordered.where(articles.c.id.in_(sorted(only)))
        return [row[0] for row in self.rows(ordered)]

    def numbered(self, numbers: Sequence[int], *, judged: bool = False) -> Iterator[Record]:
        """The records of articles by their numbers, in that order; ``judged`` as for :meth:`records`."""
        for each in self.packed(numbers, judged=judged):
            yield each.record() if isinstance(each, Packed) else each

    def packed(self, numbers: Sequence[int], *, judged: bool = False) -> Iterator[Packed | Record]:
        """The records of articles by their numbers, for whoever takes them apart elsewhere.

        Args:
            numbers: The archive's numbers of the articles.
            judged: As for :meth:`records`; what people judged is taken apart already.
        """
        said = self._judged_numbers() if judged else frozenset()
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            if said.isdisjoint(some):
                yield from self._packed(some)
            else:
                for number, coded in zip(some, self._records(some), strict=True):
                    yield judge_record(coded, self.judgements_about(coded)).record if number in said else coded

    def _judged_numbers(self) -> frozenset[int]:
        """Numbers of the articles of which people judged an entry that is there now."""
        articles, verdicts = (tables().tables[name] for name in ("articles", "verdicts"))
        told = select(articles.c.number).where(articles.c.id.in_(select(verdicts.c.article)))
        return frozenset(row[0] for row in self.rows(told))

    def record(self, article: str) -> Record:
        """The record of the article with this id.

        Raises:
            NoSuchEntry: There is none.
        """
        articles = tables().tables["articles"]
        found = self.rows(select(articles.c.number).where(articles.c.id == article))
        if not found:
            raise NoSuchEntry(f"The archive has no article '{article}'.", "'communique ask timeline' lists the ids.")
        return self._records([found[0][0]])[0]

    def _records(self, numbers: Sequence[int]) -> list[Record]:
        """The records of articles by their numbers, in that order."""
        return [each.record() for each in self._packed(numbers)]

    def _packed(self, numbers: Sequence[int]) -> list[Packed]:
        articles, texts, records = (tables().tables[name] for name in ("articles", "texts", "records"))
        joined = records.join(articles, articles.c.number == records.c.article)
        statement = (
            select(records.c.article, records.c.record, texts.c.text)
            .select_from(joined.join(texts, texts.c.number == articles.c.text))
            .where(records.c.article.in_(numbers))
        )
        found = {number: Packed(bytes(data), text) for number, data, text in self.tuples(statement)}
        return [found[number] for number in numbers if number in found]

    def coded_before(self, article: Article, versions: tuple[str, str, str]) -> Record | None:
        """The record of this very article by these versions; None when there is none and it has to be coded.

        Args:
            article: The article before it is coded; what is not known of it yet may be told by the record.
            versions: Those of the program, the model and the registry.
        """
        articles, records, table = (tables().tables[name] for name in ("articles", "records", "versions"))
        by = zip((table.c.communique, table.c.model, table.c.registry), versions, strict=True)
        joined = articles.join(records, records.c.article == articles.c.number)
        joined = joined.join(table, table.c.number == records.c.version)
        chosen = select(articles.c.number).select_from(joined).where(articles.c.id == article.id)
        found = self.rows(chosen.where(*(name == told for name, told in by)))
        kept = self._records([found[0][0]])[0] if found else None
        names = ("sha256", "title", "published", "outlet", "byline", "url")
        told = {name: getattr(article, name) for name in names if getattr(article, name) is not None}
        same = kept is not None and all(getattr(kept.article, name) == value for name, value in told.items())
        return kept if same else None

    def find(self, entry: str, *, most: int | None = None) -> list[Found]:
        """The entries with this id or, failing that, with the one id that begins so; one for each article.

        Args:
            entry: The id, or its beginning.
            most: How many articles are looked at; None for all.

        Raises:
            NoSuchEntry: No id is or begins so, or several different ones do; the message names them.
        """
        found = self._find(entry, whole=True, most=most)
        if not found:
            one = self._id_from(entry)
            found = self._find(one, whole=True, most=most)
        return sorted(found, key=lambda each: each.record.article.id)

    def _find(self, id: str, *, whole: bool, most: int | None = None) -> list[Found]:
        """Entries that have this id or, unless it is the whole one, whose id begins so."""
        return [
            Found(kind, each.id, record)
            for record in self._records(self._may_hold(id, most, whole=whole))
            for kind, each in {each.id: (kind, each) for kind, each in entries(record)}.values()
            if each.id == id or (not whole and each.id.startswith(id))
        ]

    def _may_hold(self, id: str, most: int | None, *, whole: bool) -> list[int]:
        """Numbers of articles that may hold such an entry."""
        actors, appearances = (tables().tables[name] for name in ("actors", "appearances"))
        named = actors.c.id == id if whole else actors.c.id.startswith(id, autoescape=True)
        by_actor = select(appearances.c.article).where(appearances.c.actor.in_(select(actors.c.number).where(named)))
        blocks = self.dialect.may_hold(id).order_by("article").limit(most)
        found = {row[0] for row in self.rows(by_actor.order_by(appearances.c.article).limit(most))}
        following = beginning(id)[1]
        for first, lines in self.rows(blocks):
            found.update(holders(first, lines, following))
        return sorted(found)[:most]

    def _id_from(self, prefix: str) -> str:
        """The one id that begins so."""
        found = self._find(prefix, whole=False, most=_MOST_LOOKED_AT) if prefix else []
        ids = sorted({each.id for each in found})
        if not ids:
            raise NoSuchEntry(f"No entry of the archive has the id '{prefix}'.", "'communique ask' lists the ids.")
        if len(ids) > 1:
            named = ", ".join(ids[:5]) + (", …" if len(ids) > 5 else "")
            raise NoSuchEntry(f"Several entries' ids begin with '{prefix}': {named}.", "Give more of the id.")
        return ids[0]

    def rows(self, statement: Select[Any]) -> Sequence[Any]:
        """The rows that a query of the archive's own modules gives, with the names of their columns.

        Raises:
            ArchiveError: The file cannot be read.
        """
        with self._reading() as connection:
            return connection.execute(statement).all()

    def tuples(self, statement: Select[Any] | CompoundSelect[Any]) -> list[tuple[Any, ...]]:
        """The rows of a query as the driver gives them, plain tuples, for answers of thousands.

        Raises:
            ArchiveError: The file cannot be read.
        """
        with self._reading() as connection:
            result = connection.execute(statement)
            cursor: Any = result.cursor
            found: list[tuple[Any, ...]] = cursor.fetchall()
            result.close()
            return found

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            if self._pinned is not None:
                yield self._pinned
            else:
                with self._engine.connect() as connection:
                    yield connection
        except DatabaseError as error:
            raise self.dialect.explained(error, self.where) from error

    def _writing(self) -> _Writing:
        return _Writing(self)


def _file(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one of its name; None where there is none, as for a database."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


_CHANGED = text(
    "INSERT INTO state (number, word) VALUES (1, :word) ON CONFLICT (number) DO UPDATE SET word = excluded.word"
)


class _Writing:
    """One transaction that holds the write lock from its start; the database's complaints become the archive's."""

    def __init__(self, archive: Archive, engine: Engine | None = None) -> None:
        self._archive, self._engine = archive, engine or archive._engine

    def __enter__(self) -> Connection:
        archive = self._archive
        archive.check_place()
        connection = None
        try:
            connection = self._connection = archive.dialect.begin(self._engine)
            self._transaction = connection.begin()
        except OperationalError as error:
            if connection is not None:
                connection.close()
            raise archive.dialect.explained(error, archive.where) from error
        return self._connection

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        archive = self._archive
        try:
            if error is None:
                self._connection.execute(_CHANGED, {"word": secrets.token_hex(8)})
                self._transaction.commit()
            else:
                self._transaction.rollback()
        except DatabaseError as failed:
            error = failed
        finally:
            self._connection.close()
            if error is not None:
                archive._writer.forget()
        if isinstance(error, DatabaseError):
            raise archive.dialect.explained(error, archive.where) from error


def _runs(coded: Sequence[Record]) -> Iterator[list[Record]]:
    """The records in stretches in which no article comes twice."""
    run: dict[str, Record] = {}
    for each in coded:
        if each.article.id in run:
            yield list(run.values())
            run = {}
        run[each.article.id] = each
    if run:
        yield list(run.values())
