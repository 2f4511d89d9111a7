"""A workbook of Excel: one sheet for each kind of entry, written row by row.

A sheet that is full (1,048,576 rows) goes on in another of the same name with a number. Lists stand in one cell, a
line each. Excel takes 32,767 characters in a cell: of longer texts it has the beginning, which the last character says.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, BinaryIO, TypeVar

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from communique.export.rows import TABLES, Row, Table
from communique.record import Record

Done = TypeVar("Done")

LONGEST = 32_767  # characters of a cell, counted in UTF-16
_ROWS = 1_048_576


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the workbook; its rows wait in temporary files and not in memory."""
    with tempfile.TemporaryDirectory(prefix="communique-") as folder:
        book = xlsxwriter.Workbook(_Out(out), {"constant_memory": True, "tmpdir": folder, "strings_to_urls": False,
                                         "strings_to_formulas": False, "strings_to_numbers": False})  # fmt: skip
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - fixed, so that the bytes stay the same
        formats = {"head": book.add_format({"bold": True, "bottom": 1})}
        sheets = [_Sheet(book, table, formats) for table in TABLES]
        try:
            for record in records:
                for sheet in sheets:
                    for row in sheet.table.rows(record):
                        sheet.add(row)
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error
        finally:
            for each in book.worksheets():
                with contextlib.suppress(OSError):
                    each.row_data_fh.close()  # the library leaves them open when it fails


class _Out:
    """The file for the library that packs the workbook, deaf once a write has failed or the file is closed.

    What is left of the package then says so again when it is thrown away, where nobody can hear it.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._failed = out, False

    def write(self, data: Any) -> int:
        if not self._deaf():
            self._try(lambda: self._out.write(data))
        return len(data)

    def seek(self, at: int, whence: int = 0) -> int:
        return 0 if self._deaf() else self._try(lambda: self._out.seek(at, whence))

    def tell(self) -> int:
        return 0 if self._deaf() else self._try(self._out.tell)

    def flush(self) -> None:
        if not self._deaf():
            self._try(self._out.flush)

    def _deaf(self) -> bool:
        return self._failed or self._out.closed

    def _try(self, do: Callable[[], Done]) -> Done:
        try:
            return do()
        except OSError:
            self._failed = True
            raise


class _Sheet:
    """A table that goes on in another sheet when one is full."""

    def __init__(self, book: Any, table: Table, formats: dict[str, Any]) -> None:
        self.table, self._book, self._formats = table, book, formats
        self._number = 0
        self._begin()

    def _begin(self) -> None:
        self._number += 1
        name = self.table.name if self._number == 1 else f"{self.table.name} {self._number}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        self._sheet.write_row(0, 0, [each.name for each in self.table.columns], self._formats["head"])
        self._at = 1

    def add(self, row: Row) -> None:
        """Write one row."""
        if self._at == _ROWS:
            self._begin()
        for column, value in enumerate(row):
            self._cell(column, value)
        self._at += 1

    def _cell(self, column: int, value: object) -> None:
        if value is None or value == ():
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(self._at, column, value)
        elif isinstance(value, int | float):
            self._sheet.write_number(self._at, column, value)
        elif isinstance(value, date):
            self._sheet.write_string(self._at, column, value.isoformat())
        else:
            self._sheet.write_string(self._at, column, fitting(value))


def fitting(value: object) -> str:
    """The text of a cell, with an ellipsis at its end where it had to be cut."""
    text = "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)
    if len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return text
    units = text.encode("utf-16-le")[: 2 * (LONGEST - 1)]
    return units.decode("utf-16-le", errors="ignore") + "…"
