"""The folder of packs: whole or not at all, and what a damaged one says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from communique.errors import BadDataFile, DataError
from communique.registry import layer as room
from communique.registry.layer import SHAPE, Head, Layer, Pack, Row, layer_folder, pack_name
from communique.registry.model import Alias, Entity, Membership, Tenure

ROWS = (
    Row(2, actor=Entity("somebody", "Some Body", "person", "FRA")),
    Row(2, alias=Alias("somebody", "S. Body", "name", needs_context=True, since="2001")),
    Row(3, tenure=Tenure("somebody", "FRA.prime-minister", "2001-02", None, "own")),
    Row(4, membership=Membership("NATO", "FRA", None, "2001", "member", "own")),
    Row(5, title=("official", "keeper of the keys", "FRA")),
)


def pack(name: str = "a.csv", rows: tuple[Row, ...] = ROWS) -> Pack:
    return Pack(Head(SHAPE, name, "csv", f"/somewhere/{name}", "0"), rows)


def test_what_is_kept_comes_back(layer: Layer) -> None:
    assert layer.names() == []
    assert layer.digest() == ""
    layer.keep(pack())
    layer.keep(pack("b.csv", ROWS[:1]))
    assert layer.names() == ["a.csv", "b.csv"]
    assert layer.packs() == [pack(), pack("b.csv", ROWS[:1])]
    assert [row.sort for row in ROWS] == ["actor", "alias", "tenure", "membership", "title"]


def test_the_hash_tells_the_content(layer: Layer) -> None:
    layer.keep(pack())
    first = layer.digest()
    layer.keep(pack(rows=ROWS[:2]))
    assert layer.digest() != first
    layer.keep(pack())
    assert layer.digest() == first


def test_a_write_that_fails_leaves_the_earlier_pack(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    layer.keep(pack())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataError, match="No space left"):
        layer.keep(pack(rows=ROWS[:1]))
    assert layer.pack("a.csv") == pack()
    assert [each.name for each in layer.folder.iterdir()] == ["a.csv.jsonl"]


def test_a_removed_pack_is_gone(layer: Layer) -> None:
    layer.keep(pack())
    layer.remove("a.csv")
    assert layer.names() == []
    with pytest.raises(DataError, match=r"no pack 'a\.csv'"):
        layer.remove("a.csv")
    with pytest.raises(DataError, match=r"no pack '\.\./x'"):
        layer.pack("../x")


@pytest.mark.parametrize(
    "damaged", [b"", b"\n", b"not json\n", b'{"communique_registry":1}\n', b"\xff\xfe\n", b'{"line":1}\n']
)
def test_a_damaged_pack_says_so(layer: Layer, damaged: bytes) -> None:
    path = layer.keep(pack())
    path.write_bytes(damaged)
    with pytest.raises(BadDataFile, match="no sound pack") as raised:
        layer.packs()
    assert "registry remove a.csv" in raised.value.advice


def test_a_pack_that_is_cut_off_says_so(layer: Layer) -> None:
    path = layer.keep(pack())
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadDataFile):
        layer.packs()


def test_a_pack_of_another_version_says_so(layer: Layer) -> None:
    layer.keep(Pack(Head(SHAPE + 1, "a.csv", "csv", "x", "0"), ROWS))
    with pytest.raises(BadDataFile, match="another version"):
        layer.packs()


def test_the_usual_place_and_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(room.VARIABLE, raising=False)
    assert layer_folder().parts[-2:] == ("communique", "registry")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert layer_folder() == tmp_path / "communique" / "registry"
    monkeypatch.setenv(room.VARIABLE, str(tmp_path / "mine"))
    assert Layer().folder == tmp_path / "mine"
    monkeypatch.setenv(room.VARIABLE, "off")
    with pytest.raises(DataError, match="switched off"):
        Layer()


def test_the_name_of_a_pack_is_a_file_name() -> None:
    assert pack_name(Path("/a/ministers 2024.csv")) == "ministers-2024.csv"
    assert pack_name(Path("...")) == "pack"
