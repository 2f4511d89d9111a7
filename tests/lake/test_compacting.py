from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from communique import ask
from communique.cli import app
from communique.errors import BrokenArchive, NotAnArchive
from communique.lake import Lake, LakeWriter, compacting
from communique.lake.compacting import compact
from communique.lake.writing import manifest
from communique.record import Record
from tests.handmade import record


def made(where: Path, units: int = 6) -> LakeWriter:
    """A lake of some units with an article of their own each, one that all have, and one of another month."""
    writer = LakeWriter(where)
    for n in range(units):
        records = [record(id=f"a-{n}"), record(id="same"), record(id=f"b-{n}", published=f"2020-01-0{n + 1}")]
        writer.commit(f"part-{n}", records, {"aside": [n]})
    return writer


def answers(where: Path) -> list[object]:
    with Lake(where) as lake:
        found: list[Record] = sorted(lake.records(), key=lambda each: each.article.id)
        return [found, ask.timeline(lake), ask.statements(lake), ask.actors(lake), len(lake)]


def test_answers_are_the_same_from_fewer_files(tmp_path: Path) -> None:
    where = tmp_path / "lake"
    writer = made(where)
    before = answers(where)
    with Lake(where) as earlier:
        done = compact(where)
        assert (done.joined, done.into, done.dropped) == (6, 1, 0)
        assert done.after * 6 <= done.before + 6
        assert len(earlier) == before[-1]  # who opened it before goes on reading the old files
        assert [each.article.id for each in earlier.records()]
    assert answers(where) == before
    assert {f"part-{n}" for n in range(6)} <= LakeWriter(where).committed()
    member = LakeWriter(where).unit("part-3")
    assert member is not None
    assert (member.articles, member.about) == (3, {"aside": [3]})
    assert (compact(where).joined, compact(where, hours=0).dropped) == (0, done.before)
    assert answers(where) == before
    with Lake(where) as lake:
        lake.check()
    assert manifest(writer.storage, "part-3") is None


def test_a_unit_that_is_written_anew_afterwards_counts(tmp_path: Path) -> None:
    where = tmp_path / "lake"
    made(where)
    compact(where)
    LakeWriter(where).commit("part-2", [record(id="a-2", published="2021-05-05"), record(id="b-2")])
    LakeWriter(where).commit("part-7", [record(id="c")])
    before = answers(where)
    with Lake(where) as lake:
        assert {each.article.id: each.article.published for each in lake.records()}["a-2"] == "2021-05-05"
    assert compact(where).joined == 3
    assert answers(where) == before
    unit = LakeWriter(where).unit("part-2")
    assert unit is not None
    assert unit.articles == 2


@pytest.mark.parametrize("stop", [1, 9, 16])
def test_it_may_be_cut_off_anywhere(tmp_path: Path, stop: int, monkeypatch: pytest.MonkeyPatch) -> None:
    where = tmp_path / "lake"
    made(where, 3)
    before = answers(where)
    left = iter(range(stop))

    def cut(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*given: object) -> Any:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return function(*given)

        return called

    with monkeypatch.context() as patched:
        patched.setattr(LakeWriter, "put", cut(LakeWriter.put))
        patched.setattr(compacting, "_end", cut(compacting._end))
        try:
            compact(where)
        except KeyboardInterrupt:
            assert answers(where) == before
    compact(where)
    assert answers(where) == before
    with Lake(where) as lake:
        assert len(lake.units) == 1


def test_large_units_are_left_and_damage_is_told(tmp_path: Path) -> None:
    where = tmp_path / "lake"
    writer = made(where, 3)
    assert compact(where, most=1).joined == 0
    unit = writer.unit("part-1")
    assert unit is not None
    (where / unit.parts[0].path).unlink()
    with pytest.raises(BrokenArchive, match="cannot be joined"):
        compact(where)


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    where = tmp_path / "lake"
    made(where, 3)
    told = CliRunner().invoke(app, ["lake", "compact", str(where), "--hours", "0"])
    assert told.exit_code == 0, told.output
    assert "3 units joined into 1" in told.stdout
    checked = CliRunner().invoke(app, ["lake", "check", str(where)])
    assert "is whole: 7 articles in 1 unit " in " ".join(checked.stdout.split())
    assert [each.name for each in (where / "manifest").iterdir()] == ["part-2.joined.json"]


def test_where_there_is_no_lake_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive, match="There is no lake"):
        compact(tmp_path / "none")
    assert not (tmp_path / "none").exists()
