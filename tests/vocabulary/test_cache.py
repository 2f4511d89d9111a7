"""Files in the cache folder: taken only whole, and words read from them are the words of the data files."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from communique.errors import BadDataFile
from communique.vocabulary import cache, reader
from communique.vocabulary.places import PlaceWords

load = reader._load.__wrapped__


def kept(sort: str, fingerprint: str) -> bytes | None:
    found = cache.kept(sort, fingerprint)
    return None if found is None else bytes(found)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMMUNIQUE_CACHE", str(tmp_path / "new" / "cache"))
    return tmp_path / "new" / "cache"


def test_what_was_kept_is_found(folder: Path) -> None:
    assert kept("sort", "1") is None
    cache.keep("sort", "1", b"some words")
    assert kept("sort", "1") == b"some words"
    assert kept("sort", "2") is None
    cache.keep("sort", "2", b"")
    assert kept("sort", "2") == b""


def test_a_damaged_file_is_not_taken(folder: Path) -> None:
    cache.keep("sort", "1", b"some words")
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert kept("sort", "1") is None
        file.write_bytes(whole[:place])
        assert kept("sort", "1") is None
    file.write_bytes(whole + b"more")
    assert kept("sort", "1") is None
    file.write_bytes(whole)
    assert kept("sort", "1") == b"some words"


def test_only_some_files_of_a_sort_are_kept(folder: Path) -> None:
    for fingerprint in "abcde":
        cache.keep("sort", fingerprint, fingerprint.encode())
    cache.keep("other", "a", b"other")
    assert kept("sort", "e") == b"e"
    assert len(list(folder.glob("sort-*"))) == 3
    assert kept("other", "a") == b"other"


def test_a_folder_in_the_way_does_no_harm(folder: Path) -> None:
    cache.keep("sort", "1", b"words")
    (file,) = folder.iterdir()
    file.unlink()
    file.mkdir()
    assert kept("sort", "1") is None
    cache.keep("sort", "1", b"words")
    assert list(folder.iterdir()) == [file]


def test_words_are_the_same_from_the_cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = load("places.yaml", PlaceWords)
    (file,) = folder.iterdir()
    with monkeypatch.context() as patched:
        patched.setattr(reader, "_parsed", None)  # only the cache can answer
        assert load("places.yaml", PlaceWords) == parsed
    file.write_bytes(b"\xc1damaged")
    assert load("places.yaml", PlaceWords) == parsed
    with pytest.raises(BadDataFile, match=r"places\.yaml does not fit its shape"):
        load("places.yaml", list[int])


def test_every_data_file_survives_the_cache(root: Path) -> None:
    files = sorted((root / "src/communique/vocabulary/data").rglob("*.yaml"))
    assert len(files) > 20
    for file in files:
        value = reader._parsed(file.read_bytes(), file.name)
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(value), strict=False) == value, file.name
