from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.server import Server
from communique.archive import Archive, FetchLog, Search, join, upgrade
from communique.archive.database import migrations
from communique.ask import actors, calendar, positions, search, select, statements, timeline
from communique.errors import ArchiveError
from tests.handmade import record
from tests.older_archive import old_archive

RECORDS = [record(id=f"article-{number}", published=f"2019-12-{number + 1:02}") for number in range(25)]


@pytest.mark.parametrize("shape", [1, 3, 5])
def test_an_older_archive_holds_and_answers_the_same(tmp_path: Path, shape: int) -> None:
    path = old_archive(tmp_path / "old.db", shape, RECORDS)
    with closing(sqlite3.connect(path)) as connection, connection:
        if shape == 5:
            connection.execute("INSERT INTO feeds (url, outcome, asked) VALUES ('u', 'changed', 'now')")
    with Archive(path) as brought, Archive(tmp_path / "new.db", create=True) as fresh:
        fresh.add_many(RECORDS)
        assert list(brought.records()) == list(fresh.records()) == RECORDS
        for question in (timeline, statements, positions, calendar, actors):
            for wanted in (None, select(fresh, actor="RUR"), select(fresh, since="2019-12-05", until="2019-12-09")):
                answer = question(brought, wanted)
                assert answer == question(fresh, wanted), question.__name__
        brought.check()
        assert brought.find("e-recognised")[0].kind == "event"
        if shape == 5:
            assert [row.url for row in FetchLog(brought).feeds()] == ["u"]
    Archive(path).close()


def test_a_failing_upgrade_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_archive(tmp_path / "old.db", 5, RECORDS)

    def fail(*_given: object) -> None:
        raise ArchiveError("No more.")

    with monkeypatch.context() as patch:
        patch.setattr(upgrade, "STEPS", {6: (fail,)})
        with pytest.raises(ArchiveError, match="No more"):
            Archive(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (5,)
        assert connection.execute("SELECT count(*) FROM records").fetchone() == (25,)
    with Archive(path) as archive:
        assert list(archive.records()) == RECORDS


def test_the_last_migration_is_the_shape_that_a_new_file_has(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive(path, create=True).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (migrations("sqlite")[-1].number,)


@pytest.mark.parametrize("shape", [6, 7, 10, 12])
def test_an_archive_of_a_later_shape_is_brought_up_too(tmp_path: Path, shape: int) -> None:
    """Of the shapes from the sixth on, whose rows are today's but for the tables that came later."""
    path = tmp_path / "old.db"
    with Archive(path, create=True) as archive:
        archive.add_many(RECORDS)
        if shape >= 12:
            join(archive)
    with closing(sqlite3.connect(path)) as connection:
        before = [each for each in migrations("sqlite") if each.number > shape]
        made = re.findall(r"CREATE (TABLE|INDEX) (\w+)", "".join(each.sql for each in before))
        lines = [
            (article, "".join(f"\n{each}" for each in found)) for article, found in _beginnings(connection).items()
        ]
        for kind, name in reversed(made):
            connection.execute(f"DROP {kind} IF EXISTS {name}")
        connection.execute("CREATE TABLE entry_ids (article INTEGER NOT NULL PRIMARY KEY, ids TEXT NOT NULL)")
        connection.executemany("INSERT INTO entry_ids VALUES (?, ?)", lines)
        connection.execute("DELETE FROM shapes WHERE number > ?", (shape,))
        connection.execute(f"PRAGMA user_version = {shape}")
        connection.commit()
    with Archive(path) as brought:
        assert list(brought.records()) == RECORDS
        assert len(brought.find("e-recognised")) == len(RECORDS)
        found = search(brought, Search("embassy"), facets=True)
        assert found.total == (1 if shape >= 12 else len(RECORDS)) or found.rows[0].copies
        assert dict(found.facets["type"])["SUPPORT"] == found.total
        brought.check()


def _beginnings(connection: sqlite3.Connection) -> dict[int, list[str]]:
    """How the ids of each article begin, from the blocks in which they stand."""
    found: dict[int, list[str]] = {}
    for beginning, first, lines in connection.execute("SELECT beginning, article, following FROM ids"):
        for following, _, after in (line.partition("\t") for line in lines.split("\n")[1:]):
            found.setdefault(first + int(after or 0), []).append(beginning + following)
    return found


def test_a_database_without_the_function_that_tells_hits_is_brought_up(postgres: Server) -> None:
    place = postgres.database()
    with Archive(place, create=True) as archive:
        archive.add_many(RECORDS)
        with archive._engine.begin() as connection:
            connection.exec_driver_sql("DROP FUNCTION hits")
            connection.exec_driver_sql("DELETE FROM shapes WHERE number >= 37")
    with Archive(place) as brought:
        assert search(brought, Search("embassy")).total == len(RECORDS)
