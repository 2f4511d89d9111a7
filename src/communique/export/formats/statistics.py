"""Stata (``.dta``, version 15) and SPSS (``.sav``), by pyreadstat: a folder with one file for each kind of entry.

Variables carry their meaning as a label, and the quad class its names. Lists stand in one text, joined by ``; ``; yes
and no are 1 and 0. Texts are cut to the longest that both programs take as a plain variable (2,045 bytes in UTF-8), and
the articles' own texts are left out. Rows wait in a temporary Arrow file; each table is written from it in files of at
most 250,000 rows, since pyreadstat wants what it writes in memory.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from communique.errors import MissingExtra
from communique.export.arrows import pyarrow
from communique.export.formats.arrow import write_arrow
from communique.export.rows import TABLES, Column, Table
from communique.record import Record

LONGEST = 2_045  # bytes
_PART = 250_000  # rows of one file
_END = b"</stata_dta>"
_LEFT_OUT = {("articles", "text")}
_QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


def write_stata(records: Iterable[Record], folder: Path) -> None:
    """Write the tables for Stata into the folder.

    Raises:
        MissingExtra: pyreadstat, pandas or pyarrow is not installed.
    """
    library = _pyreadstat()
    _write(records, folder, "dta", lambda frame, path, **told: library.write_dta(frame, path, version=15, **told))


def write_spss(records: Iterable[Record], folder: Path) -> None:
    """Write the tables for SPSS into the folder.

    Raises:
        MissingExtra: pyreadstat, pandas or pyarrow is not installed.
    """
    library = _pyreadstat()
    _write(
        records, folder, "sav", lambda frame, path, **told: library.write_sav(frame, path, row_compress=True, **told)
    )


def _write(records: Iterable[Record], folder: Path, suffix: str, save: Callable[..., None]) -> None:
    with tempfile.TemporaryDirectory(prefix="communique-") as waiting:
        write_arrow(records, Path(waiting))
        for table in TABLES:
            file = Path(waiting) / f"{table.name}.arrow"
            for number, part in enumerate(_parts(file), 1):
                name = table.name if number == 1 else f"{table.name}_{number}"
                _save(table, part, str(folder / f"{name}.{suffix}"), save)
            file.unlink()


def _parts(file: Path) -> Iterator[Any]:
    """The table in parts of at most so many rows; at least one, so that the file is there."""
    arrow = pyarrow()
    with arrow.ipc.open_file(str(file)) as opened:
        gathered: list[Any] = []
        rows = 0
        for number in range(opened.num_record_batches):
            batch = opened.get_batch(number)
            if rows and rows + len(batch) > _PART:
                yield arrow.Table.from_batches(gathered, opened.schema)
                gathered, rows = [], 0
            gathered.append(batch)
            rows += len(batch)
        yield arrow.Table.from_batches(gathered, opened.schema)


def _save(table: Table, part: Any, path: str, save: Callable[..., None]) -> None:
    import pandas

    kept = [each for each in table.columns if (table.name, each.name) not in _LEFT_OUT]
    frame = pandas.DataFrame({each.name: _values(each, part.column(each.name)) for each in kept})
    labels = {"variable_value_labels": {"quad": _QUADS}} if "quad" in frame and len(frame) else {}
    try:
        save(
            frame, path, column_labels={each.name: each.meaning[:80] for each in kept}, file_label=table.about, **labels
        )
    except _pyreadstat().ReadstatError as error:
        raise OSError(errno.EIO, str(error)) from error
    _whole(Path(path))
    _timeless(Path(path))


def _whole(path: Path) -> None:
    """Look for the end of a file of Stata: on a full disk the library stops without a word."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - len(_END)))
        if path.suffix == ".dta" and file.read() != _END:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _timeless(path: Path) -> None:
    """Put a fixed moment in the place of that of writing, so that the same records give the same bytes."""
    with path.open("r+b") as file:
        head = file.read(512)
        if path.suffix == ".sav":
            file.seek(92)  # the fixed header of a system file: day and time
            file.write(b"01 Jan 0000:00:00")
        elif (found := re.search(rb"<timestamp>\x11(.{17})</timestamp>", head, re.DOTALL)) is not None:
            file.seek(found.start(1))
            file.write(b"01 Jan 2000 00:00")


def _values(column: Column, values: Any) -> Any:
    import pandas

    told = values.to_pylist()
    if column.kind in {"text", "list"}:
        return pandas.Series([_text(each) for each in told], dtype=object)
    if column.kind == "day":
        return pandas.Series(told, dtype=object)
    numbers = [None if each is None else float(each) for each in told]
    return pandas.Series(numbers, dtype="float64")


def _text(value: object) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, list) else ("" if value is None else str(value))
    return text.encode()[:LONGEST].decode(errors="ignore") if len(text) * 4 > LONGEST else text


def _pyreadstat() -> Any:
    pyarrow()
    try:
        import pandas  # noqa: F401 - used where the tables are turned
        import pyreadstat
    except ImportError:
        raise MissingExtra(
            "Stata's and SPSS's files are written by pyreadstat and pandas, which are not both installed.",
            "Type: pip install 'communique[statistics]'",
        ) from None
    return pyreadstat
