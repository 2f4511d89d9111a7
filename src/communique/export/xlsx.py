"""Answers as a workbook of Excel: one sheet a table, text as text, nothing cut."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from msgspec import Struct

from communique.errors import TextTooLong

_LONGEST = 32_767  # characters that a cell takes
_WIDEST = 60

Table = tuple[Sequence[str], Sequence[Sequence[object]]]
"""The heads of the columns, and the rows."""


def to_xlsx(rows: Sequence[Struct], shape: type[Struct], *, sheet: str = "answer") -> bytes:
    """The rows as a workbook with one sheet.

    Args:
        rows: The answer.
        shape: The type of its rows; gives the heads even when there are none.
        sheet: Name of the sheet.

    Raises:
        TextTooLong: A text is longer than a cell may be.
    """
    names = shape.__struct_fields__
    return workbook({sheet: (names, [[getattr(row, name) for name in names] for row in rows])})


def workbook(tables: Mapping[str, Table]) -> bytes:
    """A workbook of these tables by the names of their sheets; the same tables give the same bytes.

    Raises:
        TextTooLong: A text is longer than a cell may be.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _epoch()})
    head = book.add_format({"bold": True, "bottom": 1})
    plain = book.add_format({"valign": "top", "text_wrap": True})
    for name, (heads, rows) in tables.items():
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, list(heads), head)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, at, column, value, plain)
        for column, width in enumerate(_widths(heads, rows)):
            sheet.set_column(column, column, width)
    book.close()
    return out.getvalue()


def _epoch() -> Any:
    from datetime import datetime

    return datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zones; a fixed day keeps the bytes the same


def _write(sheet: Any, row: int, column: int, value: object, plain: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, plain)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, plain)
    else:
        text = "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)
        if len(text) > _LONGEST:
            raise TextTooLong(f"A text of {len(text)} characters does not fit into a cell of Excel.", "Choose CSV.")
        sheet.write_string(row, column, text, plain)


def _widths(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> list[int]:
    widths = [len(head) for head in heads]
    for row in rows:
        for at, value in enumerate(row):
            widths[at] = max(widths[at], max((len(line) for line in str(value or "").split("\n")), default=0))
    return [min(width + 2, _WIDEST) for width in widths]
