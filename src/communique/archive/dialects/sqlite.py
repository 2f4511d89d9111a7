"""SQLite: one file, its index of words by FTS5.

A file is ours when its ``application_id`` is :data:`APPLICATION`. Its ``user_version`` is the number of the newest
migration that it has seen; before the sixth that is all that tells which.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    bindparam,
    column,
    create_engine,
    event,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.sqlite import insert as upserting
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from communique.archive.dialects.common import AROUND, TEXT_WEIGHT, TITLE_WEIGHT, Dialect, Word, Words
from communique.errors import ArchiveError, BrokenArchive, NotAnArchive

# 'COMQ' in ASCII.
APPLICATION = 0x434F4D51
WORDS = "article_words"
"""The index of words: SQLite keeps it in tables of its own, whose names begin so."""

_BORN = 2.0  # seconds that a file may take to become an archive, once another process has begun to make it
_WAIT = 30.0  # seconds to wait for another process that writes
_CACHE = 32 * 1024  # KiB of pages kept in memory for each connection
_CHECKPOINT = 8000  # pages that gather beside the file before they are brought into it
_LOADING = 128 * 1024, 100_000  # as many of both while thousands of records are added
_BRINGING = 3.0  # seconds from one bringing in to the next meanwhile
_LOGGED = 2  # how the head of a file says that its changes are written beside it first
_NUMBERED = 6  # from this migration on the file itself lists those that it has seen
_STAGED = "staged"  # under this name a connection knows the files that are attached to it
_ON_KNOWN_BLOCK = " ON CONFLICT (beginning, article) DO UPDATE SET following = ids.following || excluded.following"
_MEND = "Put a copy in its place with 'communique archive restore COPY', or add the articles anew to another file."
_ASK = "It can be asked; to add to it, see to the permissions of the file and its folder, or work on a copy."
_ELSEWHERE = "See to the folder's permissions, or name another."
_WHOLE = "Copy it together with the files whose names begin like its own to a folder that can be written."
_NO_FOLDER = "Give the path of a file; of a lake, 'communique archive import LAKE' brings what you need into one."

# The driver asks of every None whether it can be told in another way, which takes longer than to write it: no.
_nothing: dict[None, None] = {}
sqlite3.register_adapter(type(None), _nothing.get)


class SQLite(Dialect):
    """The ways of SQLite."""

    name = "sqlite"
    ranked = 5_000
    takes = True
    clustered = True
    upserting = staticmethod(upserting)

    def engine(self, where: str) -> Engine:  # noqa: D102 - as declared
        if not writable(Path(where)):
            return _reading(Path(where))
        engine = create_engine(f"sqlite:///{where}", connect_args={"timeout": _WAIT})
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "checkin", _detach)
        event.listen(engine, "begin", _begin)
        return engine

    def look_at(self, where: str, *, create: bool) -> None:  # noqa: D102
        path = Path(where)
        if path.is_dir():
            raise NotAnArchive(f"'{path}' is a folder.", _NO_FOLDER)
        if not path.exists():
            if create and path.absolute().parent.is_dir():
                return
            if create:
                raise NotAnArchive(f"There is no folder at '{path.parent}'.", "Make it first.")
            raise _none(path)
        until = time.monotonic() + _BORN
        while (found := _seen(path)) in ("empty", "made") and not create and time.monotonic() < until:
            time.sleep(_BORN / 100)  # another process may be making it
        if found == "other" or (found == "made" and not create):
            raise NotAnArchive(f"'{path}' is not a Communique archive.", "Give the path of another file.")
        if found == "empty" and not create:
            raise _none(path)

    def shapes(self, connection: Connection) -> set[int]:  # noqa: D102
        last = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if last < _NUMBERED:
            return set(range(1, last + 1))
        return {last, *connection.exec_driver_sql("SELECT number FROM shapes").scalars()}

    def run(self, connection: Connection, migration: str) -> None:
        """Run the statements of a migration one by one: SQLite's own script runner would commit first."""
        pending = ""
        for line in migration.splitlines(keepends=True):
            pending += line
            if sqlite3.complete_statement(pending):
                connection.exec_driver_sql(pending)
                pending = ""

    def mark(self, connection: Connection, last: int) -> None:  # noqa: D102
        connection.exec_driver_sql(f"PRAGMA user_version = {last}")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")

    def begin(self, engine: Engine) -> Connection:  # noqa: D102
        return engine.connect().execution_options(begin="BEGIN IMMEDIATE")

    @contextmanager
    def loading(self, where: str) -> Iterator[Engine]:
        """What is written is brought into the file by a thread, so that whoever writes waits less for the disk."""
        engine = create_engine(f"sqlite:///{where}", connect_args={"timeout": _WAIT})
        event.listen(engine, "connect", _set_up_loading)
        event.listen(engine, "checkin", _detach)
        event.listen(engine, "begin", _begin)
        over = threading.Event()
        thread = threading.Thread(target=_bring_in, args=(where, over), daemon=True)
        thread.start()
        try:
            yield engine
        finally:
            engine.dispose()
            over.set()
            thread.join()

    def check_writable(self, where: str) -> None:  # noqa: D102
        if not writable(Path(where)):
            raise _only_read(where)

    @contextmanager
    def alone(self, engine: Engine, where: str) -> Iterator[bool]:  # noqa: ARG002, D102 - as declared
        path = Path(f"{Path(where).resolve()}-alone")
        self.check_writable(where)
        with _locked(path) as held:
            try:
                yield held
            finally:
                if held:
                    path.unlink(missing_ok=True)

    def insert(  # noqa: D102
        self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *,
        known_too: bool = False,
    ) -> None:  # fmt: skip
        if not rows:
            return
        verb = "INSERT OR IGNORE" if known_too else "INSERT"
        names, values = ", ".join(f'"{each}"' for each in columns), ", ".join(["?"] * len(columns))
        connection.exec_driver_sql(f'{verb} INTO "{table}" ({names}) VALUES ({values})', list(rows))

    def stage(self, path: Path, tables: Mapping[str, tuple[Sequence[str], Sequence[tuple[Any, ...]]]]) -> None:  # noqa: D102
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            for name, (columns, rows) in tables.items():
                names, values = ", ".join(f'"{each}"' for each in columns), ", ".join(["?"] * len(columns))
                connection.execute(f'CREATE TABLE "{name}" ({names})')
                connection.executemany(f'INSERT INTO "{name}" VALUES ({values})', rows)  # noqa: S608 - names of ours
            connection.execute("COMMIT")

    def take(self, connection: Connection, path: Path, tables: Mapping[str, Sequence[str]]) -> None:  # noqa: D102
        staged = connection.info.setdefault(_STAGED, [])
        name = f"staged_{len(staged)}"
        connection.exec_driver_sql(f"ATTACH ? AS {name}", (str(path),))
        staged.append(name)
        for each, columns in tables.items():
            names = ", ".join(f'"{column}"' for column in columns)
            known = _ON_KNOWN_BLOCK if each == "ids" else ""
            taken = f'SELECT {names} FROM {name}."{each}" WHERE true'  # noqa: S608 - names of ours
            connection.exec_driver_sql(f'INSERT INTO main."{each}" ({names}) {taken}{known}')
        path.unlink()

    def add_words(self, connection: Connection, articles: Sequence[tuple[int, str | None, str]]) -> None:  # noqa: D102
        self.insert(connection, WORDS, ("rowid", "title", "text"), articles)

    def drop_words(self, connection: Connection, articles: Iterable[int]) -> None:  # noqa: D102
        drop = (
            "INSERT INTO article_words (article_words, rowid, title, text)"
            " SELECT 'delete', number, title, text FROM article_texts WHERE number = ?"
        )
        for number in articles:
            connection.exec_driver_sql(drop, (number,))

    def found(  # noqa: D102
        self, words: Words, *, since: int | None = None, only: Sequence[int] | None = None,  # noqa: ARG002 - as declared
        rank: bool = True, probing: bool = False,  # noqa: ARG002
    ) -> Select[Any]:  # fmt: skip
        index = table(WORDS, column("rowid"))
        best: ColumnElement[float] = literal_column(f"bm25({WORDS}, {TITLE_WEIGHT}, {TEXT_WEIGHT})")
        chosen = select(index.c.rowid.label("number"), *([best.label("rank")] if rank else ())).select_from(index)
        after = [index.c.rowid >= since] if since is not None else []
        return chosen.where(_match(words), *after)

    def pieces(self, words: Words, articles: Sequence[int]) -> Select[Any]:  # noqa: D102
        index = table(WORDS, column("rowid"))
        piece: ColumnElement[str] = literal_column(f"snippet({WORDS}, 1, char(2), char(3), '…', {AROUND})").label(
            "piece"
        )
        return select(index.c.rowid.label("number"), piece).where(_match(words), index.c.rowid.in_(articles))

    def one_of(  # noqa: D102
        self, column: ColumnElement[Any], values: Sequence[int] | Sequence[str]
    ) -> ColumnElement[bool]:
        listed: ColumnElement[str] = bindparam("listed", msgspec.json.encode(values).decode(), unique=True)
        return column.in_(select(func.json_each(listed).table_valued("value").c.value))

    def holds(self, column: ColumnElement[str], piece: str) -> ColumnElement[bool]:  # noqa: D102
        return func.instr(column, piece) > 0

    def check(self, connection: Connection) -> str | None:  # noqa: D102
        finding = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        return str(finding) if finding != "ok" else str(dangling) if dangling is not None else None

    def explained(self, error: DatabaseError, where: str) -> ArchiveError:  # noqa: D102
        cause = str(error.orig)
        if "locked" in cause or "busy" in cause:
            return ArchiveError(
                f"The archive '{where}' is in use by another program.", "Wait for it to end and try again."
            )
        if _beside(Path(where)) and "unable to open" in cause:
            return ArchiveError(f"The archive '{where}' cannot be read where nothing can be written: {cause}.", _WHOLE)
        if "readonly" in cause or "unable to open" in cause:
            return _only_read(where)
        if "full" in cause or "disk I/O error" in cause or "too large" in cause:
            advice = "Make room on the disk and try again; what was kept before is whole."
            return ArchiveError(f"The archive '{where}' cannot be written: {cause}.", advice)
        return BrokenArchive(f"The archive '{where}' is damaged: {cause}.", _MEND)


def writable(path: Path) -> bool:
    """Whether the file and what SQLite keeps beside it can be written; that of a file that is not there yet is."""
    return not path.exists() or (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK))


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection to an archive that cannot be written: it asks, and makes no file beside it.

    SQLite reads a file whose changes are logged only where it can write beside it, unless it is told that nobody
    changes the file. That holds as long as no log lies there.
    """
    mode = "mode=ro" if _beside(path) or os.access(path.absolute().parent, os.W_OK) else "mode=ro&immutable=1"
    address = f"{path.absolute().as_uri()}?{mode}"
    return sqlite3.connect(address, uri=True, timeout=_WAIT, check_same_thread=False)


def _reading(path: Path) -> Engine:
    """Each question opens the file anew, for another person may write it meanwhile."""
    engine = create_engine("sqlite://", creator=lambda: open_to_read(path), poolclass=NullPool)
    event.listen(engine, "connect", _set_up_reading)
    event.listen(engine, "begin", _begin)
    return engine


def _beside(path: Path) -> bool:
    """Whether changes lie beside the file that are not in it yet."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _only_read(where: str) -> ArchiveError:
    if not Path(where).exists():
        return ArchiveError(f"The archive '{where}' cannot be made: its folder cannot be written.", _ELSEWHERE)
    return ArchiveError(f"The archive '{where}' cannot be written: it can only be read here.", _ASK)


def _none(path: Path) -> NotAnArchive:
    return NotAnArchive(
        f"There is no archive at '{path}'.",
        "Make one with 'communique add FILE --archive …', or check the path.",
    )


def _seen(path: Path) -> Literal["archive", "empty", "made", "other"]:
    """What a file is: an archive, nothing yet, a file of SQLite that is being made, or something else.

    What a process has written lies beside the file until it is brought in, so the file alone does not tell.
    """
    with path.open("rb") as stream:
        head = stream.read(72)
    if not head:
        return "empty"
    if len(head) < 72 or head[:15] != b"SQLite format 3":
        return "other"
    if int.from_bytes(head[68:72]) == APPLICATION:
        return "archive"
    if int.from_bytes(head[68:72]) or head[18] != _LOGGED:
        return "other"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BORN)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION:
                return "archive"
            return "other" if connection.execute("SELECT 1 FROM sqlite_master").fetchone() else "made"
    except sqlite3.Error:
        return "made"


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Whether the lock on this file was free; the file is made, and made anew when another process took it away."""
    while True:
        with path.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            try:
                same = path.stat().st_ino == os.fstat(lock.fileno()).st_ino
            except FileNotFoundError:
                same = False
            if same:
                yield True
                return


def _set_up_reading(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are ours: see _begin
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")


def _set_up_loading(connection: sqlite3.Connection, record: Any) -> None:
    _set_up(connection, record)
    cache, checkpoint = _LOADING
    connection.execute(f"PRAGMA cache_size = -{cache}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {checkpoint}")


def _bring_in(where: str, over: threading.Event) -> None:
    """Bring into the file what gathers beside it, now and then and at the end, where it is then cut off.

    What fails is left to whoever writes or opens the file next: nothing is lost by it.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(where, timeout=1.0)) as connection:
        connection.execute("PRAGMA synchronous = NORMAL")
        while not over.wait(_BRINGING):
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _detach(connection: sqlite3.Connection, record: Any) -> None:
    for name in record.info.pop(_STAGED, ()):
        connection.execute(f"DETACH {name}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _match(words: Words) -> Any:
    wanted = " AND ".join(f"({' OR '.join(map(_quoted, group))})" for group in words.groups)
    if words.without:
        wanted = f"({wanted}) NOT ({' OR '.join(map(_quoted, words.without))})"
    return text(f"{WORDS} MATCH :match").bindparams(match=wanted)


def _quoted(word: Word) -> str:
    """Quoted, so that no sign in it can be taken for a part of FTS5's language of queries."""
    quoted = word.text.replace('"', '""').replace("\0", "")
    return f'"{quoted}"' + (" *" if word.begins else "")
