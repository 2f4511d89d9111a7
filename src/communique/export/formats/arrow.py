"""Parquet and Arrow: a folder with one typed table for each kind of entry, written in groups as the records come.

Lists stay lists, days are dates, evidence is kept as offsets together with the words. Records are turned into columns
as they are kept, in JSON, by other processes where there are many, one for each core; what is written does not depend
on that. Needs pyarrow (extra ``tables``).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

from communique.archive.packing import Packed, plain, plain_of
from communique.archive.processes import cores
from communique.cluster.guard import Died, in_order
from communique.errors import InputError
from communique.export.arrows import pyarrow
from communique.export.columns import Lot
from communique.export.processes import seldom_collecting
from communique.export.rows import TABLES, Column, Table
from communique.record import Record

_AT_ONCE = 200  # records that are turned into columns at once: fewer cost more each, more take memory
_ALONE = 10  # so many times as many are turned here, before other processes are worth their start
_GROUP = 120_000  # rows that are written as one group
_HELD = 32 << 20  # bytes of them, where rows are long, so that memory stays flat

Given = Record | Packed
Columns = list[bytes]
"""The columns of every table, in the order of the tables, as a stream of Arrow; nothing where there are no rows."""


def write_parquet(records: Iterable[Given], folder: Path) -> None:
    """Write the tables as Parquet into the folder.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    pyarrow()
    from pyarrow.parquet import ParquetWriter

    def writer(path: Path, schema: Any) -> Any:
        # The least and greatest of a group help who looks for days or numbers; of ids and words they only cost time.
        told = [each.name for each in schema if not _worded(each.type)]
        return ParquetWriter(path, schema, compression="zstd", write_statistics=told)

    _write(records, folder, "parquet", writer)


def _worded(kind: Any) -> bool:
    arrow = pyarrow()
    return bool(arrow.types.is_string(kind) or arrow.types.is_list(kind))


def write_arrow(records: Iterable[Given], folder: Path) -> None:
    """Write the tables as Arrow files (Feather 2) into the folder.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    arrow = pyarrow()
    options = arrow.ipc.IpcWriteOptions(compression="lz4")
    _write(records, folder, "arrow", lambda path, schema: arrow.ipc.new_file(str(path), schema, options=options))


def _write(records: Iterable[Given], folder: Path, suffix: str, writer: Callable[[Path, Any], Any]) -> None:
    tables = [_Growing(each, folder / f"{each.name}.{suffix}", writer) for each in TABLES]
    with ExitStack() as stack:
        for table in tables:
            stack.callback(table.close)
        for columns in _turned(records):
            for table, told in zip(tables, columns, strict=True):
                table.add(told)


def _turned(records: Iterable[Given]) -> Iterator[Columns]:
    """The records as columns, so many at once; by other processes where there are more than a few."""
    lots = map(_light, _lots(records))
    first, workers = list(itertools.islice(lots, _ALONE + 1)), cores()
    every = itertools.chain(first, lots)
    if len(first) <= _ALONE or workers == 1:
        yield from map(columns_of, every)
        return
    for _, columns in in_order(columns_of, every, workers, seldom_collecting):
        if isinstance(columns, Died):
            raise InputError(f"A process that turned records into columns ended. {columns}", "Free some memory.")
        yield columns


def _lots(records: Iterable[Given]) -> Iterator[list[Given]]:
    waiting = iter(records)
    while lot := list(itertools.islice(waiting, _AT_ONCE)):
        yield lot


def _light(lot: Sequence[Given]) -> list[Packed]:
    """Records in JSON, as they are best sent to another process too."""
    return [each if isinstance(each, Packed) else Packed(plain(each), each.article.text) for each in lot]


def columns_of(given: Sequence[Packed]) -> Columns:
    """Records as columns of every table.

    Raises:
        RecordError: One of them does not fit the record's types.
    """
    arrow = pyarrow()
    told = [each.data if each.data.startswith(b"{") else plain_of(each.data) for each in given]
    try:
        lot = Lot(told, [each.text for each in given])
        return [_packed(table, lot.columns(table)) for table in TABLES]
    except arrow.ArrowInvalid:
        for each in given:
            each.record()  # tells what is wrong with it
        raise


def _packed(table: Table, arrays: Sequence[Any]) -> bytes:
    if not len(arrays[0]):
        return b""
    return bytes(pyarrow().RecordBatch.from_arrays(arrays, schema=schema(table.columns)).serialize())


class _Growing:
    """One file that grows by groups of rows."""

    def __init__(self, table: Table, path: Path, writer: Callable[[Path, Any], Any]) -> None:
        self._schema = schema(table.columns)
        self._writer = writer(path, self._schema)
        self._batches: list[Any] = []
        self._waiting = self._held = 0

    def add(self, stream: bytes) -> None:
        if not stream:
            return
        batch = pyarrow().ipc.read_record_batch(pyarrow().py_buffer(stream), self._schema)
        self._batches.append(batch)
        self._waiting += len(batch)
        self._held += len(stream)
        if self._waiting >= _GROUP or self._held >= _HELD:
            self._flush()

    def close(self) -> None:
        try:
            self._flush()
            self._writer.close()
        finally:
            if hasattr(self._writer, "is_open"):
                self._writer.is_open = False  # or else it would try once more when it is thrown away

    def _flush(self) -> None:
        if self._batches:
            table = pyarrow().Table.from_batches(self._batches, self._schema)
            self._writer.write_table(table)
            self._batches, self._waiting, self._held = [], 0, 0


@cache
def schema(columns: tuple[Column, ...]) -> Any:
    """The columns as a schema of Arrow, each with its meaning."""
    arrow = pyarrow()
    kinds = {
        "text": arrow.string(), "list": arrow.list_(arrow.string()), "day": arrow.date32(), "real": arrow.float64(),
        "whole": arrow.int64(), "yes": arrow.bool_(),
    }  # fmt: skip
    return arrow.schema(
        [arrow.field(each.name, kinds[each.kind], metadata={"meaning": each.meaning}) for each in columns]
    )
