"""PostgreSQL: a database of its own for an archive that many read at once; its index of words is a ``tsvector``."""

from __future__ import annotations

import csv
import io
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Double,
    Engine,
    Integer,
    Select,
    Text,
    any_,
    bindparam,
    cast,
    column,
    create_engine,
    event,
    func,
    literal_column,
    make_url,
    select,
    table,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upserting
from sqlalchemy.exc import DatabaseError

from communique.archive.dialects.common import TEXT_WEIGHT, TITLE_WEIGHT, Dialect, Words
from communique.archive.dialects.words import is_phrase, piece, query, vector
from communique.errors import ArchiveError, BrokenArchive, MissingExtra, NotAnArchive

_WORDS = "article_words"
_WRITER = 0x434F4D51  # the lock that whoever writes holds, 'COMQ' in ASCII
_ALONE = 0x434F4D57  # the lock of whoever runs the watches, 'COMW'
_GONE = 2.0  # seconds until the server has noticed that a process is gone that was killed
_PAGE = 1.1  # of a page out of order, one in order being 1: nearly so on disks without arms, and in memory
_WAIT = 30  # seconds to wait for another that writes
# What is long is packed in the way that is unpacked fastest, where the server knows it.
_COMPRESSED = (
    "SELECT set_config(name, 'lz4', false) FROM pg_settings WHERE name = 'default_toast_compression'"
    " AND 'lz4' = ANY (enumvals)"
)
# In ts_rank's order: weights D (the text), C, B and A (the headline).
_WEIGHTS = f"{{{TEXT_WEIGHT / TITLE_WEIGHT}, 0.5, 0.5, 1.0}}"


class PostgreSQL(Dialect):
    """The ways of PostgreSQL."""

    name = "postgresql"
    ranked = 2_000
    takes = words_too = True
    looks_into_texts = True
    upserting = staticmethod(upserting)

    def told(self, where: str) -> str:
        """The address without its password."""
        return make_url(where).render_as_string(hide_password=True)

    def engine(self, where: str) -> Engine:  # noqa: D102 - as declared
        try:
            import psycopg  # noqa: F401 - whether it is there
        except ImportError:
            line = "Type: pip install 'communique[postgres]'"
            raise MissingExtra("An archive in PostgreSQL needs 'psycopg', which is not installed.", line) from None
        url = make_url(where).set(drivername="postgresql+psycopg")
        # What is read in one transaction is of one moment, as it is in SQLite.
        engine = create_engine(url, isolation_level="REPEATABLE READ", connect_args={"connect_timeout": _WAIT})
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
        return engine

    def look_at(self, where: str, *, create: bool) -> None:  # noqa: D102
        engine = self.engine(where)
        try:
            with engine.connect() as connection:
                ours = self.shapes(connection)
                taken = connection.execute(text(_TAKEN)).first()
        except DatabaseError as error:
            raise self.explained(error, self.told(where)) from error
        finally:
            engine.dispose()
        if not ours and taken is not None:
            raise NotAnArchive(
                f"'{self.told(where)}' holds tables of something else, such as '{taken[0]}'.",
                "Give the address of a database of its own.",
            )
        if not ours and not create:
            raise NotAnArchive(
                f"There is no archive in '{self.told(where)}'.", "Make one with 'communique add FILE --archive …'."
            )

    def shapes(self, connection: Connection) -> set[int]:  # noqa: D102
        if connection.exec_driver_sql("SELECT to_regclass('shapes')").scalar_one() is None:
            return set()
        return set(connection.exec_driver_sql("SELECT number FROM shapes").scalars())

    def run(self, connection: Connection, migration: str) -> None:  # noqa: D102
        for statement in _statements(migration):
            connection.exec_driver_sql(statement)

    def mark(self, connection: Connection, last: int) -> None:
        """Nothing: the table of shapes says it all."""

    def begin(self, engine: Engine) -> Connection:  # noqa: D102
        return engine.connect().execution_options(isolation_level="READ COMMITTED", begin="write")

    @contextmanager
    def alone(self, engine: Engine, where: str) -> Iterator[bool]:  # noqa: ARG002, D102 - as declared
        # The number of the table makes it this archive's lock: a database may hold several.
        lock = f"{_ALONE}, (SELECT 'shapes'::regclass::oid::bigint & 2147483647)::int"
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            until = time.monotonic() + _GONE
            while not (held := bool(connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({lock})").scalar_one())):
                if time.monotonic() > until:
                    break
                time.sleep(_GONE / 40)
            try:
                yield held
            finally:
                if held:
                    connection.exec_driver_sql(f"SELECT pg_advisory_unlock({lock})")

    def insert(  # noqa: D102
        self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *,
        known_too: bool = False,
    ) -> None:  # fmt: skip
        if not rows:
            return
        names = ", ".join(f'"{each}"' for each in columns)
        if known_too:
            values = ", ".join(["%s"] * len(columns))
            statement = f'INSERT INTO "{table}" ({names}) VALUES ({values}) ON CONFLICT DO NOTHING'  # noqa: S608
            connection.exec_driver_sql(statement, list(rows))
            return
        with _copying(connection, table, columns) as copy:
            for row in rows:
                copy.write_row(row)

    def stage(self, path: Path, tables: Mapping[str, tuple[Sequence[str], Sequence[tuple[Any, ...]]]]) -> None:  # noqa: D102
        staged = _Staged(nothing=secrets.token_hex(8), tables={}, ids=[])
        for name, (columns, rows) in tables.items():
            if name == "ids":
                staged.ids.extend(rows)
            elif name == "words":
                lines = _csv([(number, vector(title, words)) for number, title, words in rows], staged.nothing)
                staged.tables[_WORDS] = _Lines(("article", "words"), lines)
            elif rows:
                staged.tables[name] = _Lines(tuple(columns), _csv(rows, staged.nothing))
        path.write_bytes(msgspec.msgpack.encode(staged))

    def take(self, connection: Connection, path: Path, tables: Mapping[str, Sequence[str]]) -> None:  # noqa: ARG002, D102
        staged = msgspec.msgpack.decode(path.read_bytes(), type=_Staged)
        for name, each in staged.tables.items():
            with _copying(connection, name, each.columns, f" (FORMAT csv, NULL '{staged.nothing}')") as copy:
                copy.write(each.lines)
        if staged.ids:
            connection.exec_driver_sql(_ADD_IDS, staged.ids)
        path.unlink()

    def add_words(self, connection: Connection, articles: Sequence[tuple[int, str | None, str]]) -> None:  # noqa: D102
        rows = [(number, vector(title, words)) for number, title, words in articles]
        self.insert(connection, _WORDS, ("article", "words"), rows)

    def drop_words(self, connection: Connection, articles: Iterable[int]) -> None:  # noqa: D102
        gone = text("DELETE FROM article_words WHERE article = ANY(:articles)")
        connection.execute(gone, {"articles": list(articles)})

    def counts(self, words: Words) -> bool:
        """Where a phrase stands, the index does not tell: each text that has its words is looked into."""
        return not _has_phrase(words)

    def found(  # noqa: D102
        self, words: Words, *, since: int | None = None, only: Sequence[int] | None = None, rank: bool = True,
        probing: bool = False,
    ) -> Select[Any]:  # fmt: skip
        index = table(_WORDS, column("article"), column("words"))
        wanted = _query(words)
        ranked = func.ts_rank(literal_column(f"'{_WEIGHTS}'::real[]"), index.c.words, wanted)
        # As exact as Python's numbers, so that the next page begins where one ended.
        best = (-cast(ranked, Double)).label("rank")
        chosen = select(index.c.article.label("number"), *([best] if rank else ()))
        if only is not None:
            return chosen.where(self.one_of(index.c.article, only))
        if probing:
            after = [index.c.article >= since] if since is not None else []
            return chosen.where(index.c.words.op("@@")(wanted), *after)
        told = func.hits(_query(words, apart=True)).table_valued(column("number", Integer), name="hits")
        own = [told.c.number >= since] if since is not None else []
        if not (rank or _has_phrase(words)):
            return select(told.c.number).where(*own)
        # Looked into one after the other, the last one first: whoever needs some of them does not wait for all.
        hits = select(told.c.number).where(*own).order_by(told.c.number.desc()).subquery("known")
        has = (index.c.article == hits.c.number, index.c.words.op("@@")(wanted))
        looked = chosen.where(*has).offset(0).lateral("looked")
        return select(hits.c.number, *((looked.c.rank,) if rank else ())).select_from(hits.join(looked, true()))

    def pieces(self, _words: Words, articles: Sequence[int]) -> Select[Any]:  # noqa: D102
        texts = table("article_texts", column("number"), column("text"))
        return select(texts.c.number, texts.c.text.label("piece")).where(texts.c.number.in_(articles))

    def piece(self, words: Words, found: str) -> str:
        """Cut here and not by ``ts_headline``, which leaves out what looks like a tag."""
        return piece(words, found)

    def one_of(  # noqa: D102
        self, column: ColumnElement[Any], values: Sequence[int] | Sequence[str]
    ) -> ColumnElement[bool]:
        kind = Text() if values and isinstance(values[0], str) else BigInteger()
        listed = bindparam("listed", list(values), type_=ARRAY(kind), unique=True)
        return column == any_(listed)

    def holds(self, column: ColumnElement[str], piece: str) -> ColumnElement[bool]:  # noqa: D102
        return func.strpos(column, piece) > 0

    def check(self, connection: Connection) -> str | None:  # noqa: D102
        for finding, statement in _CHECKS.items():
            row = connection.exec_driver_sql(statement).first()
            if row is not None:
                return f"article {row[0]} {finding}"
        return None

    def explained(self, error: DatabaseError, where: str) -> ArchiveError:  # noqa: D102
        cause = " ".join(str(error.orig).split()).partition(" Is the server running")[0]  # which the advice asks
        for sign, (told, advice) in _CAUSES.items():
            if sign in cause:
                return ArchiveError(f"The archive '{where}' {told}: {cause}.", advice)
        if error.connection_invalidated or type(error.orig).__name__ in ("OperationalError", "ConnectionTimeout"):
            advice = "See whether the server runs and the address, user and password are right."
            return ArchiveError(f"The archive '{where}' cannot be reached: {cause}.", advice)
        return BrokenArchive(f"The archive '{where}' is damaged: {cause}.", "Restore it from a backup.")


class _Lines(msgspec.Struct, frozen=True):
    """Rows as COPY reads them."""

    columns: tuple[str, ...]
    lines: bytes


class _Staged(msgspec.Struct, frozen=True):
    """What another process made: ``nothing`` stands for what is not there, and no text has it."""

    nothing: str
    tables: dict[str, _Lines]
    ids: list[tuple[str, int, str]]


def _csv(rows: Iterable[Sequence[Any]], nothing: str) -> bytes:
    """Rows as lines with commas."""
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\n").writerows([_told(value, nothing) for value in row] for row in rows)
    return lines.getvalue().encode()


def _told(value: Any, nothing: str) -> Any:
    if value is None:
        return nothing
    return f"\\x{value.hex()}" if type(value) is bytes else value


@contextmanager
def _copying(connection: Connection, table: str, columns: Sequence[str], form: str = "") -> Iterator[Any]:
    """Many rows for a table; the driver's complaints become those of the database."""
    driver: Any = connection.connection.driver_connection
    names = ", ".join(f'"{each}"' for each in columns)
    with driver.cursor() as cursor:
        try:
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN{form}') as copy:
                yield copy
        except driver_error() as error:
            raise DatabaseError(f"COPY {table}", None, error) from error


_ADD_IDS = (
    "INSERT INTO ids (beginning, article, following) VALUES (%s, %s, %s)"
    " ON CONFLICT (beginning, article) DO UPDATE SET following = ids.following || excluded.following"
)
_TAKEN = (
    "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY table_name LIMIT 1"
)
_CAUSES = {
    "lock timeout": ("is in use by another program", "Wait for it to end and try again."),
    "No space left": ("cannot be written", "Make room on the server's disk; what was kept before is whole."),
    "could not extend file": ("cannot be written", "Make room on the server's disk; what was kept before is whole."),
    "permission denied": ("cannot be used by this user", "Have its owner grant the rights."),
    "read-only": ("cannot be written", "Give the address of the server that takes writes."),
}
_CHECKS = {
    "has no text": "SELECT articles.id FROM articles LEFT JOIN texts ON texts.number = articles.text"
    " WHERE texts.text IS NULL OR encode(sha256(convert_to(texts.text, 'UTF8')), 'hex') <> encode(texts.sha256, 'hex')"
    " LIMIT 1",
    "has no record": "SELECT articles.id FROM articles LEFT JOIN records ON records.article = articles.number"
    " WHERE records.record IS NULL OR length(records.record) = 0 LIMIT 1",
    "is missing in the index of words": "SELECT articles.id FROM articles LEFT JOIN article_words"
    " ON article_words.article = articles.number WHERE article_words.article IS NULL LIMIT 1",
}


def driver_error() -> type[Exception]:
    """The root of the driver's errors."""
    import psycopg

    return psycopg.Error


def _set_up(connection: Any, _record: Any) -> None:
    """Tell the server how our questions are planned best: by what is asked for each time, which takes little time."""
    connection.execute(f"SET random_page_cost = {_PAGE}")
    connection.execute("SET plan_cache_mode = force_custom_plan")
    connection.execute("SET jit = off")  # which takes longer than any of our questions
    connection.execute(_COMPRESSED)
    connection.commit()


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("begin") == "write":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT}s'")
        # References are looked up row by row, by a question of the server's own that needs no new plan each time.
        connection.exec_driver_sql("SET LOCAL plan_cache_mode = auto")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")


def _has_phrase(words: Words) -> bool:
    """Whether there is anything that the index does not tell: it knows no places of words."""
    return any(map(is_phrase, (*(word for group in words.groups for word in group), *words.without)))


def _query(words: Words, *, apart: bool = False) -> Any:
    return bindparam("wanted", query(words, apart=apart), unique=True).op("::")(literal_column("tsquery"))


def _statements(migration: str) -> Iterator[str]:
    """The statements one by one; a function's body stands between double dollars."""
    pending = ""
    for line in migration.splitlines(keepends=True):
        pending += line
        if line.rstrip().endswith(";") and pending.count("$$") % 2 == 0:
            yield pending
            pending = ""
