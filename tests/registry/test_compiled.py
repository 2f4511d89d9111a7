"""Tables that are compiled once and looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.registry import compiled as room
from communique.registry.compiled import Lookup, Table, compiled, join, packed


def entries() -> list[tuple[str, bytes]]:
    return [*packed("n:", {"genève": ["Geneva", "CHE"], "aarau": ["Aarau", "CHE"]}), *packed("c:", {"CHE": 41})]


def test_what_is_packed_is_found_by_sort_and_key() -> None:
    table = Table(join(entries()))
    names = Lookup(table, "n:", list[str])
    assert names.find("genève") == ["Geneva", "CHE"]
    assert names.find("CHE") is None
    assert names.get("nowhere", "none") == "none"
    assert Lookup(table, "c:", int)["CHE"] == 41
    with pytest.raises(KeyError):
        names["nowhere"]


@pytest.mark.parametrize("data", [b"", b"other bytes than a table, and enough of them", join(entries())[:-3]])
def test_other_and_torn_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="compiled table"):
        Table(data)


def test_it_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "cache_folder", lambda: tmp_path)
    calls: list[int] = []

    def make() -> list[tuple[str, bytes]]:
        calls.append(1)
        return entries()

    for _ in range(2):
        assert Lookup(compiled("towns", "1", make), "c:", int)["CHE"] == 41
    assert len(calls) == 1


def test_a_folder_that_cannot_be_written_costs_time_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    monkeypatch.setattr(room, "cache_folder", lambda: blocked)
    assert Lookup(compiled("towns", "1", entries), "c:", int)["CHE"] == 41
