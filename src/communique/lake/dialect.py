"""What DuckDB does in its own way when it is asked, and what nobody can do with a lake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, NoReturn

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    and_,
    column,
    func,
    literal,
    not_,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import DatabaseError
from sqlalchemy.sql.compiler import IdentifierPreparer, SQLCompiler

from communique.archive.dialects.common import TEXT_WEIGHT, TITLE_WEIGHT, Dialect, Word, Words
from communique.archive.dialects.words import piece, words_of
from communique.archive.rows import beginning
from communique.errors import ArchiveError

_BEFORE, _AFTER, _BETWEEN = r"(^|[^\p{L}\p{N}])", r"([^\p{L}\p{N}]|$)", r"[^\p{L}\p{N}]+"
_SHORT = 40  # values; a longer list is a table
_ADVICE = "Bring what you need into an archive with 'communique archive import LAKE', and work there."


def only_asked() -> NoReturn:
    """Refuse to change a lake.

    Raises:
        ArchiveError: Always.
    """
    raise ArchiveError("A lake is only asked: nothing can be judged or changed in it.", _ADVICE)


class _Names(IdentifierPreparer):
    """Every name is quoted: DuckDB keeps other words for itself than other databases."""

    def _requires_quotes(self, _value: str) -> bool:
        return True


class _Compiler(SQLCompiler):
    """Compares with many values by way of a table of them: DuckDB plans a long list badly and a join well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.lists: dict[str, list[Any]] = {}
        super().__init__(*args, **kwargs)

    def visit_in_op_binary(self, binary: Any, _operator: Any, **kw: Any) -> str:
        values = getattr(binary.right, "value", None)
        if not isinstance(values, list) or len(values) <= _SHORT:
            return str(self._generate_generic_binary(binary, " IN ", **kw))
        name = f"listed_{len(self.lists)}"
        self.lists[name] = values
        return f"{self.process(binary.left, **kw)} IN (SELECT each FROM {name})"  # noqa: S608 - a name of this compiler's


class _Spoken(DefaultDialect):
    """SQL as DuckDB reads it."""

    preparer = _Names
    statement_compiler = _Compiler
    supports_native_boolean = True


_SPOKEN = _Spoken(paramstyle="named")


def spoken(statement: Select[Any]) -> tuple[str, dict[str, list[Any]]]:
    """A question as SQL, its values in it, so that DuckDB knows them when it decides which files it opens.

    Returns:
        The question, and the long lists of values that it names as tables with a column ``each``.
    """
    compiled: Any = statement.compile(dialect=_SPOKEN, compile_kwargs={"literal_binds": True})
    return str(compiled), compiled.lists


class DuckDB(Dialect):
    """The ways of DuckDB. There is no index of words: they are looked for in the texts themselves."""

    name = "duckdb"
    indexed = False
    ranked = 1_000_000_000
    upserting = staticmethod(lambda *_: only_asked())

    def engine(self, _where: str) -> Engine:  # noqa: D102 - as declared
        only_asked()

    def look_at(self, _where: str, *, create: bool) -> None:  # noqa: ARG002, D102
        only_asked()

    def shapes(self, _connection: Connection) -> set[int]:  # noqa: D102
        only_asked()

    def run(self, _connection: Connection, _migration: str) -> None:  # noqa: D102
        only_asked()

    def mark(self, _connection: Connection, _last: int) -> None:  # noqa: D102
        only_asked()

    def begin(self, _engine: Engine) -> Connection:  # noqa: D102
        only_asked()

    def insert(  # noqa: D102
        self, _connection: Connection, _table: str, _columns: Sequence[str], _rows: Sequence[tuple[Any, ...]], *,
        known_too: bool = False,  # noqa: ARG002
    ) -> None:  # fmt: skip
        only_asked()

    def add_words(self, _connection: Connection, _articles: Sequence[tuple[int, str | None, str]]) -> None:  # noqa: D102
        only_asked()

    def drop_words(self, _connection: Connection, _articles: Iterable[int]) -> None:  # noqa: D102
        only_asked()

    def alone(self, _engine: Engine, _where: str) -> AbstractContextManager[bool]:  # noqa: D102
        only_asked()

    def appears(self, _number: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether it is in any article, as all are whom a lake tells of."""
        return true()

    def found(
        self, words: Words, *, since: int | None = None, only: Sequence[int] | None = None,  # noqa: ARG002 - as declared
        rank: bool = True, probing: bool = False,  # noqa: ARG002
    ) -> Select[Any]:  # fmt: skip
        """The articles with these words; the more often they stand there, the better the rank."""
        articles = table("worded", column("number"), column("title"), column("text"))
        wanted = [or_(*(_stands(articles.c, each) for each in group)) for group in words.groups]
        wanted += [not_(_stands(articles.c, each)) for each in words.without]
        wanted += [articles.c.number >= since] if since is not None else []
        if not rank:
            return select(articles.c.number).where(and_(*wanted))
        best: Any = literal(0.0)
        for each in (each for group in words.groups for each in group):
            best = best - TITLE_WEIGHT * _times(articles.c.title, each) - TEXT_WEIGHT * _times(articles.c.text, each)
        return select(articles.c.number, best.label("rank")).where(and_(*wanted))

    def may_hold(self, id: str) -> Select[Any]:  # noqa: D102
        articles = table("lake_articles", column("number"), column("ids"))
        first, following = beginning(id)
        holds = self.holds(articles.c.ids, f"\n{first}{following[1:]}")
        return select(articles.c.number.label("article"), literal("").label("following")).where(holds)

    def one_of(  # noqa: D102
        self, column: ColumnElement[Any], values: Sequence[int] | Sequence[str]
    ) -> ColumnElement[bool]:
        return column.in_(values)

    def pieces(self, _words: Words, articles: Sequence[int]) -> Select[Any]:  # noqa: D102
        texts = table("texts", column("number"), column("text"))
        return select(texts.c.number, texts.c.text.label("piece")).where(texts.c.number.in_(articles))

    def piece(self, words: Words, found: str) -> str:  # noqa: D102
        return piece(words, found)

    def holds(self, column: ColumnElement[str], piece: str) -> ColumnElement[bool]:  # noqa: D102
        return func.contains(column, piece)

    def check(self, _connection: Connection) -> str | None:  # noqa: D102
        only_asked()

    def explained(self, error: DatabaseError, where: str) -> ArchiveError:  # noqa: D102
        return ArchiveError(f"The lake '{where}' cannot be read: {error}.", "Try again, or write its unit again.")


def _pattern(word: Word) -> str | None:
    parts = [re.escape(part) for part in words_of(word.text)]
    if not parts:
        return None
    return f"{_BEFORE}{_BETWEEN.join(parts)}{'' if word.begins else _AFTER}"


def _stands(columns: Any, word: Word) -> ColumnElement[bool]:
    pattern = _pattern(word)
    if pattern is None:
        return literal(False)
    return or_(func.regexp_matches(columns.title, pattern), func.regexp_matches(columns.text, pattern))


def _times(told: Any, word: Word) -> ColumnElement[Any]:
    pattern = _pattern(word)
    return literal(0.0) if pattern is None else func.len(func.regexp_extract_all(told, pattern))
