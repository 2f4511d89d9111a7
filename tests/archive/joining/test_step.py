from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs
from sqlalchemy import select

from communique import ask
from communique import record as r
from communique.archive import Archive, Search, join
from communique.archive.database import tables
from communique.archive.joining import regrouping, step
from communique.archive.joining.reading import copies
from communique.archive.joining.step import counts, pending
from communique.ask.joined import groups_of
from communique.errors import NoSuchEntry
from communique.sources import make_article
from tests.archive.test_killed import in_child, killed_after
from tests.cli.test_cli import run
from tests.handmade import BASIS, TEXT, record

OWN = (
    "Envoys of Ruritania recognised Zenda on Monday, 14 of them, an hour after their own minister had told the papers."
)


def copy(id: str, outlet: str, *, tail: str = "") -> r.Record:
    """The handmade record's text in another outlet."""
    made = record(id=id, text=TEXT + tail)
    return structs.replace(made, article=structs.replace(made.article, outlet=outlet))


def own(id: str = "own", day: str = "2019-12-03", happened: str = "2019-12-02") -> r.Record:
    """Another outlet's own report of the recognition."""
    article = make_article(OWN, id=id, published=day, outlet="Courier")
    known = record()
    when = r.Moment(value=happened, earliest=happened, latest=happened)
    event = r.Event(
        id=f"e-{id}", type="SUPPORT", mode="recognise", cameo="054", quad=1, score=6.5, sources=("RUR",), targets=("ZEN",),
        trigger=(21, 31), sentence=(0, len(OWN)), time=when, status="actual", confidence=0.7, basis=BASIS,
    )  # fmt: skip
    actors = tuple(structs.replace(each, mentions=()) for each in known.actors[:2])
    return structs.replace(known, article=article, actors=actors, times=(), places=(), documents=(), statements=(),
                           events=(event,), positions=(), meetings=(), notes=())  # fmt: skip


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    with Archive(place, create=True) as made:
        made.add(record(published="2019-12-03"))
        made.add(copy("copy", "Gazette", tail="\n"))
        made.add(own())
        yield made


def dated(coded: r.Record, day: str) -> r.Record:
    return structs.replace(coded, article=structs.replace(coded.article, published=day))


def test_copies_count_once_and_an_event_is_one_row_with_its_reports(archive: Archive) -> None:
    archive.add(dated(archive.record("copy"), "2019-12-03"))
    assert len(ask.timeline(archive)) == 5, "nothing is joined yet"
    assert join(archive) == 3
    assert copies(archive)["copy"] == copies(archive)["article-1"]
    rows = [row for row in ask.timeline(archive) if row.mode == "recognise"]
    assert len(rows) == 1
    assert rows[0].reports == 2, "the copy is no report of its own"
    assert set(rows[0].outlets) == {"Herald <b>", "Gazette", "Courier"}
    assert len(rows[0].joined) == len(rows[0].why_joined) + 1 == 3
    assert len([row for row in ask.timeline(archive, each=True) if row.mode == "recognise"]) == 3
    assert len(ask.events(archive, kind="SUPPORT")) == 1
    assert len(ask.statements(archive)) < len(ask.statements(archive, each=True))


def test_searches_and_actors_count_copies_once(archive: Archive) -> None:
    archive.add(dated(archive.record("copy"), "2019-12-03"))
    before = ask.search(archive, Search("embassy"), facets=True)
    assert (before.total, {row.article for row in before.rows}) == (2, {"article-1", "copy"})
    (zenda,) = (row for row in ask.actors(archive, ask.select(archive, actor="ZEN")) if row.id == "ZEN")
    assert zenda.articles == 3
    join(archive)
    for order in ("relevance", "date"):
        found = ask.search(archive, Search("embassy"), order=order, facets=True)
        assert (found.total, found.counted, len(found.rows)) == (1, 1, 1)
        assert {found.rows[0].article, *found.rows[0].copies} == {"article-1", "copy"}
        assert sum(n for _, n in found.facets["outlet"]) == 1
    assert [row.article for row in ask.search(archive, Search("embassy", outlet="gazette")).rows] == ["copy"]
    (zenda,) = (row for row in ask.actors(archive, ask.select(archive, actor="ZEN")) if row.id == "ZEN")
    assert zenda.articles == 2
    archive.judge("copy", "split", by="Ada", other="article-1")
    assert ask.search(archive, Search("embassy")).total == 2


def test_a_month_is_no_day_and_keeps_nothing_from_being_joined(archive: Archive) -> None:
    archive.add(dated(archive.record("copy"), "2019-12"))
    archive.add(own("month", happened="2019-12"))
    assert join(archive) == 4
    assert copies(archive)["copy"] == copies(archive)["article-1"]


def test_details_that_differ_stand_side_by_side(archive: Archive) -> None:
    archive.add(own("other", happened="2019-12-03"))
    text = archive.record("other").article
    changed = structs.replace(text, outlet="Mirror", text=OWN.replace("14", "17"), sha256="0" * 64)
    archive.add(structs.replace(archive.record("other"), article=changed))
    join(archive)
    row = next(row for row in ask.timeline(archive) if "e-other" in row.joined)
    assert "numbers: 14 (Courier) / 17 (Mirror)" in row.differences
    assert any(each.startswith("day: 2019-12-02") and "2019-12-03 (Mirror)" in each for each in row.differences)


def test_people_split_and_merge(archive: Archive) -> None:
    join(archive)
    said = archive.judge("e-own", "split", by="Ada", other="e-recognised")
    assert len([row for row in ask.timeline(archive) if row.mode == "recognise"]) == 2
    archive.undo(said.id, by="Ada")
    assert len([row for row in ask.timeline(archive) if row.mode == "recognise"]) == 1
    archive.judge("e-own", "merge", by="Ada", other="e-embassy")
    assert {"e-own", "e-embassy"} <= {entry for row in ask.timeline(archive) for entry in row.joined}


def test_a_rejected_report_leaves_its_group(archive: Archive) -> None:
    join(archive)
    archive.judge("e-own", "reject", by="Ada")
    assert pending(archive) == ["own"]
    rows = [row for row in ask.timeline(archive) if row.mode == "recognise"]
    assert "Courier" not in rows[0].outlets
    join(archive)
    assert all(each.entry != "e-own" for each in groups_of(archive, "e-recognised"))


def test_the_step_takes_what_is_new_and_comes_to_the_same(archive: Archive, tmp_path: Path) -> None:
    with Archive(tmp_path / "b.db", create=True) as later:
        for coded in archive.records():
            later.add(coded)
            assert join(later) == 1
        assert join(later) == 0
        join(archive)
        assert counts(later) == counts(archive)
        assert ask.timeline(later) == ask.timeline(archive)


def groups(path: Path) -> list[list[tuple[object, ...]]]:
    """What joining keeps: links, groups, copies, and what is done."""
    with Archive(path) as archive:
        found = [archive.tuples(select(tables().tables[name])) for name in ("links", "joined", "copies", "join_done")]
        assert not archive.tuples(select(tables().tables["join_stale"]))
        archive.check()
    return [sorted(rows, key=repr) for rows in found]


def test_groups_made_where_something_changed_are_those_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regrouping, "_LOT", 3)
    path = tmp_path / "a.db"
    with Archive(path, create=True) as archive:
        for n in range(7):
            day = f"2019-12-{1 + n:02}"
            archive.add_many([dated(copy(f"copy-{n}", f"Outlet {n}", tail="\n" * n), day), own(f"own-{n}", day, day)])
            join(archive)
        archive.add(structs.replace(archive.record("own-3"), events=()))  # what held others together goes
        archive.add(dated(archive.record("copy-2"), "2021-01-01"))
        join(archive)
        archive.judge("e-own-1", "merge", by="Ada", other="e-own-6")
        archive.undo(archive.judge("e-own-5", "split", by="Ada", other="e-own-4").id, by="Ada")
        archive.judge("copy-4", "split", by="Ada", other="copy-5")
    changed = groups(path)
    with Archive(path) as archive:
        with archive._writing() as connection:
            connection.exec_driver_sql("DELETE FROM joined")
            connection.exec_driver_sql("DELETE FROM copies")
            regrouping.mark_stale(connection, [each.article.id for each in archive.records()])
        regrouping.regroup(archive)
    assert groups(path) == changed
    assert {"article", "event"} <= {row[0] for row in changed[1]}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_join_that_is_killed_at_any_moment_comes_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step, "_BATCH", 2)
    killed, whole = tmp_path / "killed.db", tmp_path / "whole.db"
    with Archive(killed, create=True) as archive:
        for n in range(8):
            day = f"2019-12-{1 + n:02}"
            archive.add_many([
                dated(copy(f"copy-{n}", f"Outlet {n}", tail="\n" * n), day), own(f"own-{n}", day, f"2019-12-{n or 1:02}")
            ])  # fmt: skip
    shutil.copy(killed, whole)
    with Archive(whole) as archive:
        assert join(archive) == 16

    def work(pipe: int) -> None:
        def tell(done: int, _of: int) -> None:
            os.write(pipe, b"%d\n" % done)

        with Archive(killed) as archive:
            os.write(pipe, b"0\n")
            join(archive, tell)
            os.write(pipe, b"100\n")

    draw = random.Random(3)  # noqa: S311 - when to kill, no secret
    for _ in range(7):
        killed_after(*in_child(work), 1 + draw.randrange(2), draw.uniform(0, 0.03))
    with Archive(killed) as archive:
        join(archive)
        assert not pending(archive)
    assert groups(killed) == groups(whole)
    assert all(groups(whole))


def test_join_and_joined_in_the_terminal(archive: Archive, place: str) -> None:
    archive.close()
    assert "New: 3 articles." in run("archive", "join", "-a", place).output
    told = run("archive", "joined", "e-own", "-a", place).output
    assert "leads" in told
    assert "RUR, ZEN; the same act" in told
    assert "stands alone" in run("archive", "joined", "m-elbe", "-a", place).output
    with pytest.raises(NoSuchEntry):
        groups_of(archive, "nothing")
    shown = run("ask", "timeline", "-a", place).output
    assert "reports:" in shown
    assert "reports:" not in run("ask", "timeline", "--each", "-a", place).output
