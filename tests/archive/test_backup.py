from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from benchmarks.server import Server
from communique.archive import Archive, Search, back_up, put_back
from communique.ask import search
from communique.errors import ArchiveError, BrokenArchive, NotAnArchive
from tests.handmade import record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.db"
    with Archive(made, create=True) as archive:
        for number in range(30):
            archive.add(record(id=f"article-{number}"))
    return made


def test_a_copy_holds_what_the_archive_holds(path: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    with Archive(path) as archive:
        back_up(archive, tmp_path / "b.db", lambda done, total: steps.append((done, total)))
        whole = list(archive.records())
    assert steps[-1][0] == steps[-1][1] > 0
    with Archive(tmp_path / "b.db") as copy:
        assert list(copy.records()) == whole
        assert search(copy, Search("embassy")).total == 30
    assert sorted(each.name for each in tmp_path.glob("b.db*")) == ["b.db"]


def test_a_copy_taken_while_others_write_is_of_one_moment(path: Path, tmp_path: Path) -> None:
    stop = Event()

    def write() -> None:
        with Archive(path) as archive:
            number = 100
            while not stop.is_set():
                archive.add(record(id=f"article-{number}"))
                number += 1

    writer = Thread(target=write)
    writer.start()
    try:
        with Archive(path) as archive:
            back_up(archive, tmp_path / "b.db")
    finally:
        stop.set()
        writer.join()
    with Archive(tmp_path / "b.db") as copy:
        copy.check()
        ids = {each.article.id for each in copy.records()}
    later = {int(each.removeprefix("article-")) for each in ids} - set(range(30))
    assert later == set(range(100, 100 + len(later))), "a later article without an earlier one"


def test_nothing_is_written_over_a_file_or_left_half_done(path: Path, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_bytes(b"mine")
    with Archive(path) as archive:
        with pytest.raises(ArchiveError, match="already"):
            back_up(archive, tmp_path / "b.db")
        with pytest.raises(ArchiveError, match="cannot be written"):
            back_up(archive, tmp_path / "none" / "b.db")
    assert (tmp_path / "b.db").read_bytes() == b"mine"
    assert list(tmp_path.glob("*.part")) == []


def test_a_copy_is_put_back_and_what_stood_there_is_kept(path: Path, tmp_path: Path) -> None:
    with Archive(path) as archive:
        back_up(archive, tmp_path / "b.db")
        archive.add(record(id="later"))
    before = put_back(tmp_path / "b.db", path)
    assert before is not None
    with Archive(path) as archive:
        assert len(archive) == 30
    with Archive(before) as archive:
        assert len(archive) == 31
    assert put_back(tmp_path / "b.db", tmp_path / "new.db") is None
    with pytest.raises(ArchiveError, match="is the archive itself"):
        put_back(path, path)
    second = put_back(tmp_path / "b.db", path)
    assert second not in {None, before}


@pytest.mark.parametrize("kept_bytes", [0, 40_000])
def test_a_damaged_archive_is_put_aside_for_its_copy(path: Path, tmp_path: Path, kept_bytes: int) -> None:
    with Archive(path) as archive:
        back_up(archive, tmp_path / "b.db")
    damaged = path.read_bytes()[:kept_bytes] + b"damage" * 9000
    path.write_bytes(damaged)
    before = put_back(tmp_path / "b.db", path)
    assert before is not None
    assert before.read_bytes() == damaged
    with Archive(path) as archive:
        assert len(archive) == 30
    assert list(tmp_path.glob("*.restored*")) == []


def test_a_damaged_copy_or_something_else_is_not_put_back(path: Path, tmp_path: Path) -> None:
    with Archive(path) as archive:
        back_up(archive, tmp_path / "b.db")
    data = bytearray((tmp_path / "b.db").read_bytes())
    data[8192:90000] = bytes(90000 - 8192)
    (tmp_path / "b.db").write_bytes(data)
    (tmp_path / "c.db").write_bytes(b"no archive" * 100)
    whole = path.read_bytes()
    for wrong, error in (("b.db", BrokenArchive), ("c.db", NotAnArchive), ("none.db", NotAnArchive)):
        with pytest.raises(error):
            put_back(tmp_path / wrong, path)
    assert path.read_bytes() == whole
    with Archive(path) as archive:
        assert len(archive) == 30


def test_an_archive_moves_between_the_databases_and_back(place: str, tmp_path: Path) -> None:
    with Archive(place, create=True) as archive:
        archive.add_many([record(id=f"article-{number}") for number in range(5)])
        archive.judge("e-embassy", "reject", by="Ada", article="article-0")
        back_up(archive, tmp_path / "copy.db")
        whole, marks = list(archive.records()), archive.marks()
        with pytest.raises(ArchiveError, match="already"):
            back_up(archive, tmp_path / "copy.db")
    with Archive(tmp_path / "copy.db") as copy:
        assert (list(copy.records()), copy.marks()) == (whole, marks)
        assert search(copy, Search("embassy")).total == 5
        copy.check()


def test_a_copy_goes_into_an_empty_database_only(tmp_path: Path, path: Path, postgres: Server) -> None:
    place = postgres.database()
    assert put_back(path, place) is None
    with Archive(place) as archive:
        assert len(archive) == 30
        assert search(archive, Search("embassy")).total == 30
        archive.add(record(id="later"))
        archive.check()
    with pytest.raises(ArchiveError, match="not empty"):
        put_back(path, place)
    with Archive(place) as archive:
        assert len(archive) == 31
        back_up(archive, tmp_path / "again.db")
    with Archive(tmp_path / "again.db") as copy:
        assert len(copy) == 31
