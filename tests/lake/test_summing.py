from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from communique import ask
from communique.errors import PartlyRead
from communique.lake import Lake, LakeWriter
from communique.lake.compacting import compact
from communique.lake.layout import MANIFEST, Unit
from communique.lake.schemas import SUMMARIES
from communique.lake.summing import KINDS, STEP
from communique.lake.writing import manifest
from tests.handmade import record

JUNE = {"since": "2019-06-01", "until": "2019-06-30"}
ASKED: tuple[Callable[[Lake], Any], ...] = (
    lambda lake: ask.timeline(lake, ask.select(lake, **JUNE)),
    lambda lake: ask.timeline(lake, ask.select(lake, actor="Ruritania", **JUNE)),
    lambda lake: ask.statements(lake, ask.select(lake, **JUNE)),
    lambda lake: ask.positions(lake, ask.select(lake, until="2019-12-31")),
    lambda lake: ask.calendar(lake, ask.select(lake, since="2019-06-01")),
    lambda lake: ask.actors(lake, ask.select(lake, **JUNE)),
)


def answers(lake: Lake) -> list[Any]:
    return [each(lake) for each in ASKED]


@pytest.fixture
def writer(tmp_path: Path) -> LakeWriter:
    """A lake of two units and of a month's article each; of every other one the events stand on its day."""
    made = []
    for n in range(1, 13):
        each = record(id=f"a-{n}", published=f"2019-{n:02}-08")
        bare = tuple(msgspec.structs.replace(event, time=None) for event in each.events)
        made.append(msgspec.structs.replace(each, events=each.events if n % 2 else bare))
    found = LakeWriter(tmp_path / "lake")
    found.commit("part-1", made[:6])
    found.commit("part-2", [*made[6:], record(id="undated", published=None)])
    return found


def by_hand(lake: Lake, kind: str) -> Counter[tuple[Any, ...]]:
    """The days of a kind of entries by month, from the entries themselves."""
    sql = (
        f"SELECT coalesce(substr(a.published, 1, 7), 'undated'), e.day, e.until FROM {kind} AS e"  # noqa: S608
        " JOIN articles AS a ON a.number = e.article"
    )
    return Counter(lake._duck.execute(sql).fetchall())


def test_summaries_say_what_the_rows_say(writer: LakeWriter) -> None:
    with Lake(writer.storage.where) as lake:
        days = lake._duck.execute("SELECT kind, month, day, until, entries FROM days").fetchall()
        for kind in KINDS:
            told: Counter[tuple[Any, ...]] = Counter()
            for each, *what, number in days:
                told[tuple(what)] += number if each == kind else 0
            assert +told == by_hand(lake, kind)
        sql = "SELECT actor, part, {day}, {until}, {count} FROM {where} GROUP BY ALL"
        down = f"({{}} // {STEP}) * {STEP}"
        parts = sql.format(
            day=down.format("day"), until=f"{down.format('until')} + {STEP - 1}", count="count(*)", where="parts"
        )
        summed = sql.format(day="day", until="until", count="sum(entries)::BIGINT", where="presence")
        told_ = set(lake._duck.execute(summed).fetchall())
        assert told_ == set(lake._duck.execute(parts).fetchall())
        assert told_


def test_only_the_months_are_read_that_a_question_is_about(writer: LakeWriter) -> None:
    with Lake(writer.storage.where) as lake:
        ask.timeline(lake, ask.select(lake, since="2019-06-08", until="2019-06-08"))
        assert "2019-12" in lake._months
        assert not any("2019-12" in months for months in lake._narrow)
        assert any("2019-06" in months or "2019-07" in months for months in lake._narrow)


def unsummed(writer: LakeWriter, name: str) -> None:
    """Leave a unit as an earlier version wrote it."""
    unit = manifest(writer.storage, name)
    assert unit is not None
    parts = tuple(part for part in unit.parts if part.table not in SUMMARIES)
    for part in unit.parts:
        if part not in parts:
            writer.storage.drop(part.path)
    counts = {table: number for table, number in unit.counts.items() if table not in SUMMARIES}
    old = msgspec.structs.replace(unit, schema=1, parts=parts, counts=counts)
    writer.storage.put(f"{MANIFEST}/{name}.json", old.to_json())


def test_what_an_earlier_version_wrote_answers_the_same_and_is_summed_up_by_compacting(writer: LakeWriter) -> None:
    where = writer.storage.where
    whole: dict[str, Unit | None] = {name: manifest(writer.storage, name) for name in ("part-1", "part-2")}
    with Lake(where) as lake:
        before = answers(lake)
        assert all(before)
    unsummed(writer, "part-1")
    with Lake(where) as lake:
        assert answers(lake) == before
    unsummed(writer, "part-2")
    compact(where, most=1)
    assert {name: manifest(writer.storage, name) for name in whole} == whole
    compact(where)
    assert [name for name in whole if manifest(writer.storage, name)] == []
    with Lake(where) as lake:
        lake.check()
        assert lake.units[0].counts["days"] > 0
        assert answers(lake) == before


def test_without_a_damaged_summary_all_is_answered(writer: LakeWriter) -> None:
    where = writer.storage.where
    with Lake(where) as lake:
        before = answers(lake)
        path = next(part.path for part in lake.units[0].parts if part.table == "presence")
    writer.storage.put(path, b"no table")
    with pytest.warns(PartlyRead, match="is damaged. The answers are whole, but come slower"):
        lake = Lake(where)
    with lake:
        assert answers(lake) == before
