"""Parquet and Arrow: a folder with one typed table for each kind of entry, written in groups as the records come.

Lists stay lists, days are dates, evidence is kept as offsets together with the words. Needs pyarrow (extra ``tables``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from communique.errors import MissingExtra
from communique.export.rows import TABLES, Column, Row, Table
from communique.record import Record

_AT_ONCE = 2_000  # rows that are turned into columns at once: few enough to stay in the processor's cache
_GROUP = 30_000  # rows that are written as one group


def write_parquet(records: Iterable[Record], folder: Path) -> None:
    """Write the tables as Parquet into the folder.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    pyarrow()
    from pyarrow.parquet import ParquetWriter

    _write(records, folder, "parquet", lambda path, schema: ParquetWriter(path, schema, compression="zstd"))


def write_arrow(records: Iterable[Record], folder: Path) -> None:
    """Write the tables as Arrow files (Feather 2) into the folder.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    arrow = pyarrow()
    options = arrow.ipc.IpcWriteOptions(compression="lz4")
    _write(records, folder, "arrow", lambda path, schema: arrow.ipc.new_file(str(path), schema, options=options))


def _write(records: Iterable[Record], folder: Path, suffix: str, writer: Callable[[Path, Any], Any]) -> None:
    tables = [_Growing(each, folder / f"{each.name}.{suffix}", writer) for each in TABLES]
    try:
        for record in records:
            for table in tables:
                table.add(record)
    finally:
        for table in tables:
            table.close()


class _Growing:
    """One file that grows by groups of rows."""

    def __init__(self, table: Table, path: Path, writer: Callable[[Path, Any], Any]) -> None:
        self._table, self._schema = table, schema(table.columns)
        self._writer = writer(path, self._schema)
        self._rows: list[Row] = []
        self._batches: list[Any] = []
        self._waiting = 0

    def add(self, record: Record) -> None:
        self._rows.extend(self._table.rows(record))
        if len(self._rows) >= _AT_ONCE:
            self._turn()
            if self._waiting >= _GROUP:
                self._flush()

    def close(self) -> None:
        self._turn()
        self._flush()
        self._writer.close()

    def _turn(self) -> None:
        """Turn the rows into columns."""
        if self._rows:
            self._batches.append(batch(self._rows, self._schema))
            self._waiting += len(self._rows)
            self._rows = []

    def _flush(self) -> None:
        if self._batches:
            self._writer.write_table(pyarrow().Table.from_batches(self._batches, self._schema))
            self._batches, self._waiting = [], 0


def batch(rows: Iterable[Row], described: Any) -> Any:
    """The rows as a record batch of Arrow."""
    arrow = pyarrow()
    columns = zip(*rows, strict=True)
    arrays = [arrow.array(column, kind) for column, kind in zip(columns, described.types, strict=True)]
    return arrow.RecordBatch.from_arrays(arrays, schema=described)


def schema(columns: Iterable[Column]) -> Any:
    """The columns as a schema of Arrow, each with its meaning."""
    arrow = pyarrow()
    kinds = {
        "text": arrow.string(), "list": arrow.list_(arrow.string()), "day": arrow.date32(), "real": arrow.float64(),
        "whole": arrow.int64(), "yes": arrow.bool_(),
    }  # fmt: skip
    return arrow.schema(
        [arrow.field(each.name, kinds[each.kind], metadata={"meaning": each.meaning}) for each in columns]
    )


def pyarrow() -> Any:
    """The library.

    Raises:
        MissingExtra: It is not installed.
    """
    try:
        import pyarrow as library
        import pyarrow.ipc
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra(
            "Parquet and Arrow are written by pyarrow, which is not installed.",
            "Type: pip install 'communique[tables]'",
        ) from None
    return library
