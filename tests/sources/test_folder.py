from __future__ import annotations

import os
from pathlib import Path

import pytest

from communique.errors import InputError
from communique.sources.folder import PAUSE, Watched

NOW = 1_700_000_000.0


def put(path: Path, text: str, age: float = 0.0) -> Path:
    path.write_text(text)
    os.utime(path, (NOW - age, NOW - age))
    return path


def test_a_file_is_given_once_it_has_settled_and_again_when_it_changes(tmp_path: Path) -> None:
    watched = Watched([tmp_path], clock=lambda: NOW)
    assert watched.look() == []
    old = put(tmp_path / "old.txt", "a", age=PAUSE + 1)
    new = put(tmp_path / "new.txt", "a")
    put(tmp_path / "picture.png", "a", age=PAUSE + 1)
    assert watched.look() == [old]
    put(new, "ab")
    assert watched.look() == [], "it was still growing"
    assert watched.look() == [new]
    assert watched.look() == []
    put(old, "abc", age=PAUSE + 2)
    assert watched.look() == [old]


def test_a_folder_that_goes_away_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    watched = Watched([folder])
    watched.look()
    folder.rmdir()
    with pytest.raises(InputError, match="not there"):
        watched.look()
