"""Rows of event data of other projects, as they publish them, read into one shape."""

from __future__ import annotations

import csv
import gzip
import importlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from communique.archive.coded import CodedEvent
from communique.errors import InputError
from communique.imports.coded import gdelt
from communique.imports.coded.rows import Left
from communique.sources.formats.packed import DAMAGED

FORMATS = {
    "gdelt": "GDELT 1.0 or 2.0 events, 57, 58 or 61 columns without a header, or a table with GDELT's column names",
    "icews": "ICEWS coded events, 20 columns with a header",
    "polecat": "POLECAT, 40 columns with a header",
}
"""The formats by name, and what each is."""


def read(path: Path, left: Left, format: str | None = None) -> Iterator[CodedEvent]:
    """The events of a file, plain or packed as ``.gz`` or ``.zip``.

    Args:
        path: The file.
        left: What is done with rows that cannot be taken.
        format: One of :data:`FORMATS`; told from the first line when it is not given.

    Raises:
        InputError: There is no such file, it is damaged, or it is in none of the formats.
    """
    try:
        yield from _read(path, left, format)
    except FileNotFoundError as error:
        raise InputError(f"There is no file '{path}'.", "Check the path.") from error
    except DAMAGED as error:
        raise InputError(
            f"'{path}' cannot be read to its end: {error}.", "Check the path, or fetch the file again."
        ) from error


def _read(path: Path, left: Left, format: str | None) -> Iterator[CodedEvent]:
    with ExitStack() as held:
        for name, file in _files(path, held):
            first = file.readline()
            found = format or _told(first, name)
            if found not in FORMATS:
                raise InputError(f"There is no format '{found}' of events.", f"The formats are: {', '.join(FORMATS)}.")
            module = importlib.import_module(f"communique.imports.coded.{found}")
            headed = found != "gdelt" or module.is_headed(first)
            yield from module.events(_rows(file, first, headed=headed), name, left)


def _files(path: Path, held: ExitStack) -> Iterator[tuple[str, TextIO]]:
    """Every file with its name, opened as text; bytes that are no UTF-8 become replacement characters."""
    if path.suffix.lower() == ".zip":
        packed = held.enter_context(zipfile.ZipFile(path))
        for each in packed.namelist():
            if not each.endswith("/"):
                yield each, io.TextIOWrapper(packed.open(each), "utf-8", "replace", newline="\n")
    elif path.suffix.lower() == ".gz":
        unpacked = gzip.open(path, "rt", encoding="utf-8", errors="replace", newline="\n")  # noqa: SIM115 - held
        yield path.name, held.enter_context(unpacked)
    else:
        yield path.name, held.enter_context(path.open(encoding="utf-8", errors="replace", newline="\n"))


def _rows(file: TextIO, first: str, *, headed: bool) -> Iterator[tuple[int, dict[str, str] | list[str]]]:
    """Numbered rows: by column where there is a header, else as they are; with commas where the header has no tab."""
    if headed and "\t" not in first:
        rows = csv.DictReader(file, next(csv.reader([first])))
        yield from ((rows.line_num + 1, row) for row in rows)
        return
    head = _cells(first)
    if not headed:
        yield 1, head
    for number, line in enumerate(file, 2):
        if line.strip():
            cells = _cells(line)
            yield number, dict(zip(head, cells, strict=False)) if headed else cells


def _cells(line: str) -> list[str]:
    """The cells of a row; quotes around a whole one go, since some programs put them there."""
    cells = line.rstrip("\r\n").split("\t")
    quoted = (len(each) > 1 and each[0] == each[-1] == '"' for each in cells)
    return [each[1:-1].replace('""', '"') if within else each for each, within in zip(cells, quoted, strict=True)]


def _told(first: str, name: str) -> str:
    cells = _cells(first)
    if "CAMEO Code" in cells:
        return "icews"
    if "Event Type" in cells and "Quad Code" in cells:
        return "polecat"
    if gdelt.is_headed(first) or (len(cells) in gdelt.COLUMNS and cells[0].isdigit()):
        return "gdelt"
    if len(cells) == gdelt.OF_MENTIONS and cells[0].isdigit():
        raise InputError(
            f"'{name}' holds GDELT's mentions, which tell where its events are mentioned and not what they are.",
            "Import the file of events of the same time, '….export.CSV'.",
        )
    raise InputError(
        f"'{name}' is in no format of events that is known.", f"Say which with --format: {', '.join(FORMATS)}."
    )
