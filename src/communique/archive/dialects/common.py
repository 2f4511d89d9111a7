"""What a database has to do in its own way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, column, select, table
from sqlalchemy.exc import DatabaseError

from communique.archive.rows import beginning
from communique.errors import ArchiveError

MARKS = "\x02", "\x03"
"""What stands before and after a word that was looked for in the piece that is shown."""

AROUND = 32
"""Words of the piece that is shown."""

TITLE_WEIGHT, TEXT_WEIGHT = 4.0, 1.0


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase that is looked for; ``begins`` when the last word may go on."""

    text: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for: of each group one must be there, and none of ``without``."""

    groups: tuple[tuple[Word, ...], ...]
    without: tuple[Word, ...] = ()


class Dialect(ABC):
    """A database's ways.

    Attributes:
        name: Its name, which also stands in the names of migrations that are for it alone.
        ranked: How many hits are ranked by relevance at most, and counted by what they are about: ranking takes as
            long as there are hits.
        clustered: Whether the entries of an article lie together, so that those of some days are found fastest by their
            articles.
        looks_into_texts: Whether it looks into what it keeps of a text to rank it or to find a phrase, and may do so
            where its index would tell as much: what it is asked of has to be few.
        takes: Whether it can take rows from a file that another process made: see :meth:`stage`.
        words_too: Whether such a file has the words of new articles too; else :meth:`add_words` takes them.
        upserting: SQLAlchemy's ``insert`` that knows what to do with rows whose key is there already.
        indexed: Whether rows are found by their days in an index; else all are looked at.
    """

    name: str
    ranked: int
    indexed = True
    clustered = looks_into_texts = False
    takes = words_too = False
    upserting: Callable[..., Any]

    def told(self, where: str) -> str:
        """The archive as messages name it."""
        return where

    @abstractmethod
    def engine(self, where: str) -> Engine:
        """An engine on the archive; nothing is read or written yet."""

    @abstractmethod
    def look_at(self, where: str, *, create: bool) -> None:
        """Refuse what is no archive of ours, before anything is written to it.

        Raises:
            NotAnArchive: There is none, or it is something else.
        """

    @abstractmethod
    def shapes(self, connection: Connection) -> set[int]:
        """Numbers of the migrations that the archive has seen."""

    @abstractmethod
    def run(self, connection: Connection, migration: str) -> None:
        """Run the statements of a migration in the transaction that is open."""

    @abstractmethod
    def mark(self, connection: Connection, last: int) -> None:
        """Note what the archive is and the number of the newest migration."""

    @abstractmethod
    def begin(self, engine: Engine) -> Connection:
        """A connection whose next transaction is the only one that writes."""

    def loading(self, where: str) -> AbstractContextManager[Engine | None]:  # noqa: ARG002 - not every database does
        """An engine for whoever adds thousands of records; None where the usual one does as well."""
        return nullcontext()

    def check_writable(self, where: str) -> None:  # noqa: ARG002 - a server tells when it is asked to write
        """See that something can be written, before what is to be written has been made at length.

        Raises:
            ArchiveError: The archive can only be read.
        """
        return

    @abstractmethod
    def alone(self, engine: Engine, where: str) -> AbstractContextManager[bool]:
        """Whether nobody else holds this lock on the archive, held meanwhile; a process that ends lets go of it."""

    @abstractmethod
    def insert(
        self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *,
        known_too: bool = False,
    ) -> None:  # fmt: skip
        """Insert many rows; with ``known_too`` those whose key is there already are left out."""

    def stage(self, path: Path, tables: Mapping[str, tuple[Sequence[str], Sequence[tuple[Any, ...]]]]) -> None:
        """Put rows into a file from which :meth:`take` takes them. It needs no database.

        Args:
            path: The file, which is made.
            tables: By name columns and rows, in an order in which references are there; ``words`` are numbers of
                articles with headline and text.
        """
        raise NotImplementedError

    def take(self, connection: Connection, path: Path, tables: Mapping[str, Sequence[str]]) -> None:
        """Take all rows from a file that :meth:`stage` made in another process, and remove the file.

        Args:
            connection: A transaction that writes.
            path: The file.
            tables: The columns by table, in an order in which references are there.
        """
        raise NotImplementedError

    @abstractmethod
    def add_words(self, connection: Connection, articles: Sequence[tuple[int, str | None, str]]) -> None:
        """Take the words of new articles into the index: number, headline and text of each."""

    @abstractmethod
    def drop_words(self, connection: Connection, articles: Iterable[int]) -> None:
        """Take the words of articles out of the index, while headline and text are still as they were put in."""

    def appears(self, number: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether the actor with this number is in any article."""
        here = table("appearances", column("actor"))
        return select(here.c.actor).where(here.c.actor == number).exists()

    @abstractmethod
    def found(
        self, words: Words, *, since: int | None = None, only: Sequence[int] | None = None, rank: bool = True,
        probing: bool = False,
    ) -> Select[Any]:  # fmt: skip
        """``number`` and ``rank`` (the lower the better) of the articles that have these words.

        Args:
            words: The words.
            since: First number; None for all.
            only: Numbers of articles that are known to have them, where the database looks into texts; None for all.
            rank: Whether they are ranked; else there is no such column.
            probing: Whether few are wanted, in an order in which articles can be gone through: it may be best to look
                into one after the other.
        """

    def counts(self, words: Words) -> bool:  # noqa: ARG002 - most databases can
        """Whether all articles that have these words are soon counted, however many they are."""
        return True

    @abstractmethod
    def pieces(self, words: Words, articles: Sequence[int]) -> Select[Any]:
        """``number`` and ``piece`` of these articles: what :meth:`piece` makes the shown words of."""

    def piece(self, _words: Words, found: str) -> str:
        """The words round those that were looked for, which stand between marks."""
        return found

    def may_hold(self, id: str) -> Select[Any]:
        """``article`` and ``following``: the blocks of ids, with those that may have this one or one that begins so.

        Where ``following`` is empty, it is the article itself that may.
        """
        ids = table("ids", column("beginning"), column("article"), column("following"))
        first, following = beginning(id)
        whole = len(following) > 1
        begins = ids.c.beginning == first if whole else ids.c.beginning.between(first, f"{first}\uffff")
        return select(ids.c.article, ids.c.following).where(begins, self.holds(ids.c.following, following))

    @abstractmethod
    def one_of(self, column: ColumnElement[Any], values: Sequence[int] | Sequence[str]) -> ColumnElement[bool]:
        """Whether a column's number or text is one of many, which are one value of the query however many they are."""

    @abstractmethod
    def holds(self, column: ColumnElement[str], piece: str) -> ColumnElement[bool]:
        """Whether a column's text has this piece."""

    @abstractmethod
    def check(self, connection: Connection) -> str | None:
        """The first damage that the database finds in itself; None when all is well."""

    @abstractmethod
    def explained(self, error: DatabaseError, where: str) -> ArchiveError:
        """The error for the user."""
