from __future__ import annotations

import builtins
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from communique.archive import Archive
from communique.ask.matrix import matrix
from communique.ask.timeline import timeline
from communique.errors import MissingExtra, TextTooLong
from communique.export.figures import draw_matrix, draw_timeline
from communique.export.xlsx import to_xlsx
from tests.handmade import record
from tests.positions_by_hand import QUESTION, fill


class Row(Struct, frozen=True):
    name: str
    size: float | None
    parts: tuple[str, ...]


def sheet(data: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(part).decode()


def test_a_workbook_holds_text_as_text() -> None:
    data = to_xlsx([Row("=1+1", 2.5, ("a", "b")), Row("http://example.org", None, ())], Row)
    strings = sheet(data, "xl/sharedStrings.xml")
    assert "=1+1" in strings
    assert "a\nb" in strings
    cells = sheet(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in cells
    assert "hyperlink" not in cells
    assert "<v>2.5</v>" in cells
    assert to_xlsx([], Row).startswith(b"PK")
    assert data == to_xlsx([Row("=1+1", 2.5, ("a", "b")), Row("http://example.org", None, ())], Row)


def test_nothing_is_cut_in_silence() -> None:
    with pytest.raises(TextTooLong, match="40000 characters"):
        to_xlsx([Row("x" * 40_000, None, ())], Row)


def test_pictures(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db", create=True) as archive:
        fill(archive)
        archive.add(record())
        found = matrix(archive, [QUESTION], silent=False)
        rows = timeline(archive)
    drawn = draw_matrix(found, "svg", title="Where they stand").decode()
    assert "Luxembourg" in drawn
    assert "Where they stand" in drawn
    assert drawn == draw_matrix(found, "svg", title="Where they stand").decode()
    assert draw_matrix(found, "png").startswith(b"\x89PNG")
    assert "Ruritania" in draw_timeline(rows, "svg").decode()
    assert draw_timeline([], "png").startswith(b"\x89PNG")


def test_a_missing_library_is_told_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"pip install 'communique\[figures\]'"):
        draw_timeline([], "png")
