"""Compiled tables: written once, looked up by key, and no harm when the cache folder is bad."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.registry import compiled
from communique.registry.compiled import Lookup, Table, join, packed
from communique.vocabulary.cache import cache_folder

VALUES = {f"name {number}": [number, number * 2] for number in range(500)} | {"naïve ü": [-1], "": [0]}


def entries() -> Iterator[tuple[str, bytes]]:
    yield from packed("n:", VALUES)


def never() -> Iterator[tuple[str, bytes]]:
    raise AssertionError("the file should have been used")


def lookup(table: Table) -> Lookup[list[int]]:
    return Lookup(table, "n:", list[int])


def test_every_key_is_found_and_no_other() -> None:
    found = lookup(Table(join(entries())))
    assert {key: found[key] for key in VALUES} == VALUES
    assert found.find("name 500") is None
    assert found.find("name") is None
    assert found.get("~", [7]) == [7]
    assert found.find("\ud800") is None
    with pytest.raises(KeyError):
        found["name 1000"]


def test_a_zero_ends_a_key_and_is_never_inside_one() -> None:
    found = Table(join([("a", b"b\0value")]))
    assert found.get("a") == b"b\0value"
    assert found.get("a\0b") is None
    with pytest.raises(ValueError, match="zero"):
        join([("a\0b", b"value")])


def test_bytes_that_are_no_table_are_refused() -> None:
    whole = join(entries())
    for damaged in (b"", b"something else entirely", whole[:40], whole[:-1], whole + b"more"):
        with pytest.raises(ValueError):
            Table(damaged)


def test_an_empty_table_finds_nothing() -> None:
    assert lookup(Table(join([]))).find("a") is None


def test_the_file_is_made_once_a_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_CACHE", str(tmp_path / "cache"))
    assert lookup(compiled.compiled("some", "1", entries))["name 3"] == [3, 6]
    assert lookup(compiled.compiled("some", "1", never))["name 4"] == [4, 8]
    with pytest.raises(AssertionError):
        compiled.compiled("some", "2", never)
    for fingerprint in "23456":
        compiled.compiled("some", fingerprint, entries)
    assert len(list((tmp_path / "cache").iterdir())) == 3


def test_a_damaged_file_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_CACHE", str(tmp_path))
    compiled.compiled("some", "1", entries)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    middle = len(whole) // 2
    altered = whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :]
    for damaged in (b"", b"something else entirely", whole[:40], whole[:-1], altered):
        file.write_bytes(damaged)
        assert lookup(compiled.compiled("some", "1", entries))["name 3"] == [3, 6]
        assert file.read_bytes() == whole


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocking = tmp_path / "file"
    blocking.write_text("no folder")
    monkeypatch.setenv("COMMUNIQUE_CACHE", str(blocking / "cache"))
    assert lookup(compiled.compiled("some", "1", entries))["name 3"] == [3, 6]
    assert blocking.read_text() == "no folder"


def test_the_usual_place_of_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMMUNIQUE_CACHE", raising=False)
    assert cache_folder().name == "communique"
