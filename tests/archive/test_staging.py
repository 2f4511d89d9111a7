"""A second process helps to add: what is kept is the same, whatever becomes of it."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, nullcontext
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec import structs

from benchmarks.server import Server
from communique.archive import Archive, staging
from communique.archive.database import tables
from communique.archive.processes import cores
from communique.errors import ArchiveError
from communique.record import Record
from tests.archive.test_killed import in_child, killed_after
from tests.handmade import record

pytestmark = pytest.mark.skipif(cores() < 2, reason="needs two cores")


def many(first: int, last: int) -> list[Record]:
    """Records of different articles, texts and entries; some have actors of their own."""
    made = []
    for number in range(first, last):
        one = record(id=f"article-{number}", published=f"2019-{1 + number % 12:02}-{1 + number % 28:02}")
        events = tuple(structs.replace(each, id=f"e-{number}-{n}") for n, each in enumerate(one.events))
        text = f"{one.article.text}\n\n{number}"
        made.append(structs.replace(one, article=structs.replace(one.article, text=text), events=events))
    return made


def rows(path: Path) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """Everything in an archive's tables, but for the word that says that it was written."""
    with closing(sqlite3.connect(path)) as connection:
        for table in sorted(each.name for each in tables().sorted_tables if each.name != "state"):
            found = connection.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - names of ours
            if table == "ids":  # how many articles share a block is nobody's concern
                found = [
                    (beginning, first + int(line.partition("\t")[2] or 0), line.partition("\t")[0])
                    for beginning, first, lines in found
                    for line in lines.split("\n")[1:]
                ]
            yield table, sorted(found, key=repr)
        yield (
            "words",
            connection.execute("SELECT rowid FROM article_words WHERE article_words MATCH 'embassy'").fetchall(),
        )


def filled(path: Path, lots: list[list[Record]], *, helped: bool) -> None:
    with Archive(path, create=True) as archive:
        if not helped:
            for lot in lots:
                archive.add_many(lot)
            return
        with archive.loading():
            for lot in lots:
                assert set(archive.add_many(lot)) == {"added"}


def test_what_is_kept_is_the_same_as_without_it(tmp_path: Path) -> None:
    given = many(0, 1100)
    lots = [given[start:end] for start, end in pairwise((0, 10, 1040, 1100))]
    filled(tmp_path / "alone.db", lots, helped=False)
    filled(tmp_path / "helped.db", lots, helped=True)
    assert list(rows(tmp_path / "helped.db")) == list(rows(tmp_path / "alone.db"))
    with Archive(tmp_path / "helped.db") as archive:
        archive.check()
        assert archive.find("e-777-0")[0].record == given[777]
        with archive.loading():
            assert archive.add_many([*many(5, 7), *many(2000, 2001)]) == ["unchanged", "unchanged", "added"]
        archive.check()


def test_what_is_written_is_all_in_the_file_in_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive(path, create=True) as archive:
        with archive.loading():
            archive.add_many(many(0, 3))
            archive.add_many(many(3, 6))
        assert not path.with_name("a.db-wal").stat().st_size
        archive.add_many(many(6, 9))
        archive.check()
        assert len(archive) == 9


def test_postgresql_is_helped_too(postgres: Server) -> None:
    strange = 'Tab\t, "quoted", back\\slash \\N, line\r\nbreaks, né naïve '
    first, *others = many(0, 400)
    first = structs.replace(first, article=structs.replace(first.article, title="", text=first.article.text + strange))
    places = {helped: postgres.database() for helped in (False, True)}
    for helped, place in places.items():
        with Archive(place, create=True) as archive, archive.loading() if helped else nullcontext():
            archive.add_many([first, *others])
            archive.add_many(many(399, 420))
    assert everything(places[True]) == everything(places[False])
    with Archive(places[True]) as archive:
        archive.check()
        assert archive.record("article-0") == first
        assert archive.find("e-77-0")[0].record == others[76]


def everything(place: str) -> dict[str, list[str]]:
    """All rows of an archive's tables in PostgreSQL, the blocks of ids apart, and its words."""
    names = {each.name for each in tables().sorted_tables} - {"state", "ids"} | {"article_words"}
    with Archive(place) as archive, archive._reading() as connection:
        return {
            name: sorted(connection.exec_driver_sql(f'SELECT t::text FROM "{name}" AS t').scalars())  # noqa: S608
            for name in names
        }


def test_its_death_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = staging.Helper.take

    def take(helper: staging.Helper[object]) -> object:
        if helper._next == 3 and helper._process is not None:
            os.kill(helper._process.pid, signal.SIGKILL)
        return taken(helper)

    monkeypatch.setattr(staging.Helper, "take", take)
    given = many(0, 400)
    filled(tmp_path / "alone.db", [given], helped=False)
    filled(tmp_path / "helped.db", [given], helped=True)
    assert list(rows(tmp_path / "helped.db")) == list(rows(tmp_path / "alone.db"))


def test_what_it_cannot_make_is_refused_as_without_it(tmp_path: Path) -> None:
    one, *others = many(0, 120)
    bad = structs.replace(one, events=(structs.replace(one.events[0], status=None),))
    with Archive(tmp_path / "a.db", create=True) as archive, archive.loading():
        with pytest.raises(ArchiveError, match="NOT NULL"):
            archive.add_many([bad, *others])
        assert len(archive) == 0
        assert set(archive.add_many(others)) == {"added"}
        archive.check()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_killed_together_they_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    path, told = tmp_path / "a.db", set[int]()
    Archive(path, create=True).close()
    given = many(0, 1500)

    def add(pipe: int) -> None:
        with Archive(path) as archive, archive.loading():
            for start in range(0, len(given), 150):
                archive.add_many(given[start : start + 150])
                os.write(pipe, b"%d\n" % start)

    for seconds in (0.0, 0.05, 0.1):
        child, pipe = in_child(add)
        told |= set(killed_after(child, pipe, 2, seconds))
        with Archive(path) as archive:
            archive.check()
            ids = [each.article.id for each in archive.records()]
            assert len(ids) == len(set(ids))
            assert {f"article-{start + n}" for start in told for n in range(150)} <= set(ids)


def test_a_system_that_does_not_tell_which_cores_are_granted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    with Archive(tmp_path / "a.db", create=True) as kept, kept.loading():
        assert kept.add_many(many(0, 3)) == ["added"] * 3
