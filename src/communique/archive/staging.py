"""A second process that makes the rows of many new records while the first one writes: ``Archive.loading`` starts it.

The first process decides all that a database decides (numbers, what is there already) and alone writes to the archive,
all in one transaction. What it passes on lies in files of a folder of their own, and so does what comes back: rows in
the form in which the archive's database takes them over as a whole. The pipes between the two carry names of files
alone, a line each. Whatever the second one could not make, the first one makes itself.
"""

from __future__ import annotations

import gc
import os
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import defaultdict, deque
from pathlib import Path
from typing import IO, Generic, TypeVar

import msgspec

from communique.archive.dialects import DIALECTS, Dialect
from communique.archive.packing import packed
from communique.archive.rows import COLUMNS, Row, blocks, ids_of, rows_of
from communique.errors import CommuniqueError
from communique.record import Record

Beside = TypeVar("Beside")

_SPAN = "communique-rows-"
_ENDING = 5.0  # seconds that the process may take to end by itself


class Task(msgspec.Struct, frozen=True):
    """A record whose rows are to be made: the numbers of its article, of what coded it and of its actors, its JSON.

    Headline and text are there where the rows of its words are to be made too.
    """

    number: int
    version: int
    json: bytes
    actors: dict[str, int]
    words: tuple[str | None, str] | None = None


class Lot(msgspec.Struct, frozen=True):
    """Some records together; ``first`` is the article from which the blocks of ids are counted."""

    first: int
    tasks: list[Task]


TABLES = {"records": ("article", "version", "record"), **COLUMNS, "ids": ("beginning", "article", "following")}
"""What is made of a lot, by table, in an order in which references are there."""

WORDS = ("article", "title", "text")
"""What the rows of words are made of."""


def made(lot: Lot, coded: list[Record]) -> dict[str, list[Row]]:
    """The rows of records that are new, by table.

    Args:
        lot: What else there is to them.
        coded: The records as questions are asked of them.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    ids: list[tuple[int, list[str]]] = []
    for task, each in zip(lot.tasks, coded, strict=True):
        rows["records"].append((task.number, task.version, packed(task.json)))
        for name, some in rows_of(each, task.number, task.actors):
            rows[name] += some
        ids.append((task.number, ids_of(each, task.actors)))
    rows["parts"].sort()  # the table's own order
    rows["ids"] = blocks(ids, first=lot.first)
    return rows


class Helper(Generic[Beside]):
    """The second process as the first one sees it. It is started at once and ended by :meth:`close`.

    What it is given may have something beside it that stays here and is given back with what is made.

    Args:
        dialect: Name of the database that takes the rows.
    """

    def __init__(self, dialect: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix=_SPAN))
        self._process: subprocess.Popen[bytes] | None = None
        self._given: deque[tuple[int, Lot, Beside]] = deque()
        self._next = 0
        command = [sys.executable, "-c", f"from {__name__} import serve; serve()", str(self._folder), dialect]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this very program
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
            )
        except OSError:
            self.close()

    @property
    def waiting(self) -> int:
        """How many lots it was given that were not taken back yet."""
        return len(self._given)

    def give(self, lot: Lot, beside: Beside) -> bool:
        """Have the rows of some records made; whether it is there to make them."""
        if self._process is None:
            return False
        number, self._next = self._next, self._next + 1
        self._given.append((number, lot, beside))
        try:
            (self._folder / f"{number}.lot").write_bytes(msgspec.msgpack.encode(lot))
            _pipe(self._process.stdin).write(b"%d\n" % number)
        except OSError:
            self._end()
        return True

    def ready(self) -> bool:
        """Whether the first of the lots that it was given can be taken without waiting for it."""
        return self._process is None or bool(select.select([_pipe(self._process.stdout)], [], [], 0)[0])

    def take(self) -> tuple[tuple[Lot, Beside], Path | None]:
        """The first of the lots that it was given, with the file of its rows; None where they were not made."""
        number, given, beside = self._given.popleft()
        path = self._folder / f"{number}.rows"
        if self._process is None:
            return (given, beside), None
        answer = _pipe(self._process.stdout).readline()
        if answer.split() != [b"%d" % number, b"made"]:
            if not answer:
                self._end()
            return (given, beside), None
        return (given, beside), path

    def forget(self) -> None:
        """Let go of what was given, for the transaction failed; and of the process, which is still making it."""
        if self._given:
            self._given.clear()
            self._end()

    def close(self) -> None:
        """End the process and remove its files."""
        self._end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        _pipe(process.stdin).close()
        try:
            process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _pipe(process.stdout).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101 - both are asked for
    return pipe


def serve() -> None:
    """Be the second process: make rows as long as somebody asks for them. Then nobody needs the folder."""
    gc.disable()  # rows have no cycles
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the first process ends this one through it
    folder, dialect = Path(sys.argv[1]), DIALECTS[sys.argv[2]]()
    try:
        while name := sys.stdin.buffer.readline().strip().decode():
            told = "made" if _answer(dialect, folder / f"{name}.lot", folder / f"{name}.rows") else "not"
            os.write(sys.stdout.fileno(), f"{name} {told}\n".encode())
    except BrokenPipeError:
        pass
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _answer(dialect: Dialect, given: Path, rows: Path) -> bool:
    """Whether a lot's rows could be made; whoever gave it finds out what is wrong with it."""
    try:
        lot = msgspec.msgpack.decode(given.read_bytes(), type=Lot)
        found = made(lot, [Record.from_json(each.json) for each in lot.tasks])
        tables = {name: (columns, found[name]) for name, columns in TABLES.items()}
        words = [(each.number, *each.words) for each in lot.tasks if each.words is not None]
        dialect.stage(rows, tables | ({"words": (WORDS, words)} if words else {}))
    except (CommuniqueError, OSError, ValueError, msgspec.MsgspecError, sqlite3.Error):
        return False
    finally:
        given.unlink(missing_ok=True)
    return True
