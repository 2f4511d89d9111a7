"""What can go wrong around an archive: each is one clear error, and what was kept is whole."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from msgspec import structs

from benchmarks.server import Server
from communique.archive import Archive
from communique.archive.backup import back_up
from communique.archive.dialects import sqlite
from communique.errors import ArchiveError, NewerArchive, NotAnArchive
from communique.record import Record
from tests.handmade import record


def long(number: int) -> Record:
    """A record of a text of some length that no other has."""
    made = record(id=f"article-{number}")
    text = f"{made.article.text}\n\n{number} {'envoys ' * 400}"
    return structs.replace(made, article=structs.replace(made.article, text=text))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_full_disk_is_told_and_costs_nothing_that_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive(path, create=True) as archive:
        archive.add(long(0))
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
        try:
            with Archive(path) as archive:
                for number in range(1, 2000):
                    archive.add(long(number))
                    os.write(writing, b"%d\n" % number)
        except ArchiveError as error:
            os.write(writing, f"{error}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as told:
        lines = told.read().split("\n")
    assert "cannot be written" in lines[-1]
    assert "Make room" in lines[-1]
    kept = [int(line) for line in lines[:-1]]
    with Archive(path) as archive:
        archive.check()
        assert {f"article-{number}" for number in (0, *kept)} <= {each.article.id for each in archive.records()}
        assert archive.add(long(5000)) == "added"
    assert kept


def test_a_locked_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    Archive(path, create=True).close()
    monkeypatch.setattr(sqlite, "_WAIT", 0.05)
    with closing(sqlite3.connect(path)) as other, Archive(path) as archive:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError, match=r"in use by another program.*Wait"):
            archive.add(record())
        assert len(archive) == 0
        other.rollback()
        assert archive.add(record()) == "added"


def test_a_database_that_is_none_of_ours_is_left_alone(postgres: Server) -> None:
    import psycopg

    place = postgres.database()
    with pytest.raises(NotAnArchive, match="no archive"):
        Archive(place)
    with psycopg.connect(place) as other:
        other.execute("CREATE TABLE ledger (x INTEGER)")
    with pytest.raises(NotAnArchive, match="ledger"):
        Archive(place, create=True)


def test_a_newer_database_is_refused(postgres: Server) -> None:
    import psycopg

    place = postgres.database()
    Archive(place, create=True).close()
    with psycopg.connect(place) as other:
        other.execute("INSERT INTO shapes VALUES (9999)")
    with pytest.raises(NewerArchive, match="newer"):
        Archive(place)


def test_a_server_that_does_not_answer_is_told_without_the_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(ArchiveError, match="cannot be reached") as raised:
        Archive(f"postgresql://user:secret@/news?host={tmp_path}", create=True)
    assert "secret" not in str(raised.value)
    assert "?." not in str(raised.value)


def test_an_address_of_another_database_is_refused_without_the_password() -> None:
    with pytest.raises(NotAnArchive, match="cannot be at 'mysql://'") as raised:
        Archive("mysql://user:secret@host/news", create=True)
    assert "secret" not in str(raised.value)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_many_read_whole_records_while_one_adds(place: str) -> None:
    with Archive(place, create=True) as archive:
        archive.add_many([record(id=f"article-{number}") for number in range(10)])
    children = [_reader(place) for _ in range(3)]
    with Archive(place) as archive:
        for start in range(10, 200, 10):
            archive.add_many([record(id=f"article-{number}") for number in range(start, start + 10)])
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
    with Archive(place) as archive:
        assert len(archive) == 200
        archive.check()


def _reader(place: str) -> int:
    """A process that reads the archive again and again; it ends with 1 when it sees half of a transaction."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with Archive(place) as archive:
                for _ in range(8):
                    with archive.snapshot() as view:
                        number = len(view)
                        assert number % 10 == 0
                        assert len(list(view.records())) == number
            code = 0
        finally:
            os._exit(code)
    return child


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_two_processes_may_make_and_open_an_archive_at_once(place: str) -> None:
    """One makes it and stays; others make it too, or open it, as soon as there is anything."""
    telling, hearing = os.pipe()[::-1]

    def work(number: int) -> bool:
        with Archive(place, create=True) as archive:
            archive.add(record(id=f"article-{number}"))
            os.write(telling, b".")
            time.sleep(0.2)  # nothing is brought into the file itself as long as it is open
            return True

    makers = [forked(lambda number=number: work(number)) for number in range(3)]  # type: ignore[misc]
    os.read(hearing, 1)
    readers = [forked(lambda: bool(len(opened(place)))) for _ in range(3)]
    assert [os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in (*makers, *readers)] == [0] * 6
    with opened(place) as archive:
        assert len(archive) == 3
        archive.check()
    os.close(telling)
    os.close(hearing)


def opened(place: str) -> Archive:
    return Archive(place)


def forked(work: Callable[[], bool]) -> int:
    """A process that ends with 0 when the work comes to something."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if work() else 1)
        finally:
            os._exit(2)
    return child


def test_a_file_that_is_being_made_is_waited_for_and_another_s_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        began = [False]

        def make() -> None:
            time.sleep(0.1)
            Archive(path, create=True).close()
            began[0] = True

        maker = Thread(target=make)
        maker.start()
        with Archive(path) as archive:
            assert began[0] or len(archive) == 0
        maker.join()
    with closing(sqlite3.connect(tmp_path / "b.db")) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE theirs (x)")
        for create in (True, False):
            with pytest.raises(NotAnArchive, match="not a Communique archive"):
                Archive(tmp_path / "b.db", create=create)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Makes the folder one in which nothing can be written, by a mount where permissions bind nobody."""
    mounted = False

    def close() -> None:
        nonlocal mounted
        if os.geteuid():
            tmp_path.chmod(0o555)
            return
        options = [["--bind", tmp_path, tmp_path], ["-o", "remount,bind,ro", tmp_path]]
        for each in options:
            if subprocess.run(["/bin/mount", *map(str, each)], capture_output=True, check=False).returncode:
                pytest.skip("nothing can be mounted here")
            mounted = True

    yield close
    if mounted:
        subprocess.run(["/bin/umount", str(tmp_path)], check=True)
    tmp_path.chmod(0o755)


def test_an_archive_that_can_only_be_read_is_asked_and_not_added_to(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, read_only: Callable[[], None]
) -> None:
    path, copy = tmp_path / "a b.db", tmp_path_factory.mktemp("copies") / "copy.db"
    with Archive(path, create=True) as archive:
        archive.add(record())
    read_only()
    with Archive(path) as archive:
        archive.check()
        assert len(list(archive.records())) == 1
        assert archive.state()
        for refused in (archive.check_writable, lambda: archive.add(record(id="other")), archive.alone().__enter__):
            with pytest.raises(ArchiveError, match=r"can only be read here.*It can be asked"):
                refused()
        back_up(archive, copy)
    with Archive(copy) as kept:
        assert len(kept) == 1
    with pytest.raises(ArchiveError, match=r"cannot be made.*folder's permissions"):
        Archive(tmp_path / "new.db", create=True)
    assert [each.name for each in tmp_path.iterdir()] == ["a b.db"]


def test_what_is_not_in_an_unwritable_file_yet_is_read_too_or_told(
    tmp_path: Path, read_only: Callable[[], None]
) -> None:
    whole, cut = tmp_path / "whole.db", tmp_path / "cut.db"
    Archive(whole, create=True).close()
    with Archive(whole) as archive:
        archive.add(record())
        for ending in ("", "-wal"):
            shutil.copy(f"{whole}{ending}", f"{cut}{ending}")
        read_only()
        with Archive(whole) as other:
            assert len(other) == 1
        with pytest.raises(ArchiveError, match=r"where nothing can be written.*Copy it together"):
            Archive(cut)
