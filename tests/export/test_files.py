"""Files that exports write take their names when they are whole, and never the place of what is no file."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from communique.errors import InputError
from communique.export.files import new_file


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("before")
    with pytest.raises(ZeroDivisionError), new_file(path) as out:
        out.write(bytes(1 // 0))
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("a.csv", "before")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(path.read_bytes()), daemon=True)
    reader.start()
    with new_file(path) as out:
        out.write(b"rows")
    reader.join(timeout=10)
    assert heard == [b"rows"]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError), new_file(tmp_path):
        pass
