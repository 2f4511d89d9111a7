"""CSV: a folder with one table for each kind of entry, after RFC 4180, UTF-8.

The rules of a cell are those of :mod:`communique.export.tables`: lists joined by ``;``, nothing that a spreadsheet
takes for a formula. With a byte order mark (``csv-bom``) Excel opens the files as UTF-8 without being asked.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from communique.export.rows import TABLES, Table
from communique.export.tables import cell
from communique.record import Record


def write(records: Iterable[Record], folder: Path) -> None:
    """Write the tables into the folder."""
    _write(records, folder, "utf-8")


def write_bom(records: Iterable[Record], folder: Path) -> None:
    """Write the tables into the folder, each with a byte order mark."""
    _write(records, folder, "utf-8-sig")


def _write(records: Iterable[Record], folder: Path, encoding: str) -> None:
    with writers(folder, TABLES, encoding=encoding) as tables:
        for record in records:
            for table, write in tables:
                write([cell(each) for each in row] for row in table.rows(record))


Write = Callable[[Iterable[Iterable[object]]], None]


@contextmanager
def writers(folder: Path, tables: Iterable[Table], *, encoding: str = "utf-8") -> Iterator[list[tuple[Table, Write]]]:
    """One CSV file for each table, with its header: the tables, and what writes rows into them."""
    with ExitStack() as stack:
        opened: list[tuple[Table, Write]] = []
        for table in tables:
            path = folder / f"{table.name}.csv"
            out = csv.writer(stack.enter_context(path.open("w", encoding=encoding, newline="")), lineterminator="\r\n")
            out.writerow([column.name for column in table.columns])
            opened.append((table, out.writerows))
        yield opened
