from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import msgspec
import pyarrow.parquet as pq
import pytest

from communique.archive.packing import plain
from communique.errors import ArchiveError, BrokenArchive, InputError, NewerArchive, NotAnArchive
from communique.lake import Lake, LakeWriter, layout, schemas
from communique.lake.storage import Storage
from tests.handmade import record


@pytest.fixture(params=["folder", "memory"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a lake can be made: a folder, and storage that has no folders."""
    yield str(tmp_path / "lake") if request.param == "folder" else "memory://a/lake"
    fsspec.filesystem("memory").store.clear()


def rows(writer: LakeWriter, unit: layout.Unit, table: str) -> list[dict[str, Any]]:
    found = []
    for part in unit.parts:
        if part.table == table:
            data = writer.storage.read(part.path)
            assert data is not None
            assert len(data) == part.bytes
            found += pq.read_table(io.BytesIO(data)).to_pylist()
            assert pq.read_schema(io.BytesIO(data)) == schemas.schema(table)
    return found


def test_a_unit_is_kept_with_whole_records_and_flat_tables(where: str) -> None:
    writer = LakeWriter(where)
    made = [record(), record(id="article-2", published="2020-01-02"), record(id="article-3", published=None)]
    unit = writer.commit("part-1", made, {"input": "a.jsonl"})
    assert writer.committed() == {"part-1"}
    assert writer.unit("part-1") == unit
    assert (unit.articles, unit.first, unit.last) == (3, "2019-12-08", "2020-01-02")
    assert unit.versions == (layout.Versions(communique="0", model="m", registry="1"),)
    assert unit.about == {"input": "a.jsonl"}
    assert {part.month for part in unit.parts if part.table == "articles"} == {"2019-12", "2020-01", "undated"}
    assert {part.outlet for part in unit.parts if part.month} == {"Herald <b>"}
    kept = {row["id"]: row for row in rows(writer, unit, "articles")}
    for each in made:
        row = kept[each.article.id]
        assert row["record"] == plain(each).decode()
        assert row["text"] == each.article.text
    assert unit.counts["events"] == len(rows(writer, unit, "events")) == sum(len(each.events) for each in made)


def test_a_unit_that_is_written_twice_is_there_once(where: str) -> None:
    writer = LakeWriter(where)
    first = writer.commit("part-1", [record()])
    assert LakeWriter(where).commit("part-1", [record()]) == first
    other = writer.commit("part-1", [record(id="other")])
    assert writer.committed() == {"part-1"}
    assert [writer.storage.read(part.path) for part in first.parts if part not in other.parts] == [None] * (
        len(first.parts) - len(set(first.parts) & set(other.parts))
    )
    assert [row["id"] for row in rows(writer, other, "articles")] == ["other"]


def test_of_two_records_of_one_article_the_last_counts(tmp_path: Path) -> None:
    writer = LakeWriter(tmp_path / "lake")
    bare = msgspec.structs.replace(record(), events=(), statements=(), positions=(), meetings=())
    unit = writer.commit("part-1", [record(), bare])
    assert unit.articles == 1
    assert "events" not in unit.counts


def test_a_writer_that_dies_leaves_nothing_that_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = LakeWriter(tmp_path / "lake")
    put = Storage.put

    def full(self: Storage, name: str, data: bytes) -> None:
        if name.startswith("events/"):
            raise ArchiveError("No space left on device.")
        put(self, name, data)

    monkeypatch.setattr(Storage, "put", full)
    with pytest.raises(ArchiveError, match="No space"):
        writer.commit("part-1", [record()])
    assert writer.committed() == frozenset()
    monkeypatch.undo()
    writer.commit("part-1", [record()])
    assert writer.committed() == {"part-1"}
    assert not list((tmp_path / "lake").rglob(".*"))


def test_an_empty_unit_is_a_unit(tmp_path: Path) -> None:
    writer = LakeWriter(tmp_path / "lake")
    assert writer.commit("part-1", [], {"aside": 3}).articles == 0
    assert writer.committed() == {"part-1"}


def test_what_is_no_lake_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(NotAnArchive, match="no lake"):
        LakeWriter(tmp_path)
    newer = tmp_path / "newer"
    LakeWriter(newer)
    (newer / layout.HEAD).write_text(json.dumps({"schema": layout.SCHEMA + 1}))
    with pytest.raises(NewerArchive):
        LakeWriter(newer)
    (newer / layout.HEAD).write_text("{")
    with pytest.raises(BrokenArchive, match="damaged"):
        LakeWriter(newer)
    (newer / layout.HEAD).write_text(json.dumps({"format": "another", "schema": layout.SCHEMA}))
    with pytest.raises(NotAnArchive, match="no lake"):
        LakeWriter(newer)
    with pytest.raises(InputError, match="name of a unit"):
        LakeWriter(tmp_path / "lake").commit("../x", [])


def test_a_unit_by_a_newer_version_is_refused(tmp_path: Path) -> None:
    writer = LakeWriter(tmp_path / "lake")
    made = writer.commit("part-1", [record()])
    path = tmp_path / "lake" / layout.MANIFEST / "part-1.json"
    path.write_bytes(msgspec.structs.replace(made, schema=layout.SCHEMA + 1).to_json())
    with pytest.raises(NewerArchive):
        Lake(tmp_path / "lake")


def test_what_an_object_store_complains_of_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoCredentialsError(Exception):
        pass

    def refused(*_: object, **__: object) -> bytes:
        raise NoCredentialsError("Unable to locate credentials")

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem.cat_file", refused)
    with pytest.raises(ArchiveError, match="Unable to locate credentials"):
        LakeWriter("memory://refused")


def test_an_address_that_nothing_opens_says_what_is_missing() -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        LakeWriter("nosuch://lake")


@pytest.mark.parametrize("name", ["Herald/../x", ".hidden", "a" * 300, "Ä Ö", "", "*", "a=b", "~"])
def test_every_outlet_has_a_folder_of_its_own(name: str) -> None:
    found = layout.folder("events", "2019-12", name).removeprefix("events/month=2019-12/outlet=")
    assert found
    assert not set(found) & set('/\\*=~"<>|:?')
    assert not found.startswith(".")
    assert len(found) <= 120


def test_numbers_of_articles_follow_their_days() -> None:
    days = [None, "1850-01-01", "1999-12-31", "2019-12-08", "2019-12-09T10:00:00Z", "2300-01-01"]
    numbers = [layout.article_number("x", day) for day in days]
    assert numbers == sorted(numbers)
    assert len({layout.article_number(str(n), "2019-12-08") for n in range(1000)}) == 1000
    assert all(0 <= each < 2**63 for each in numbers)
