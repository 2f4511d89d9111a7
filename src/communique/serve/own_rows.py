"""Rows of the registry that are typed in the workbench: a table in the user's layer, imported from there."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from msgspec import Struct

from communique.record import doc
from communique.registry import load_registry
from communique.registry.intake.importing import Imported, import_files
from communique.registry.layer import Layer

FILE = "workbench.csv"
_LOCK = threading.Lock()  # two rows at once must both be kept
_COLUMNS = ("name", "country", "title", "organization", "start", "end", "aliases", "source")


class OwnRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An actor, with an office if a title is given. Whoever is known by this name in this country is put right."""

    name: Annotated[str, doc("Full name.")]
    country: Annotated[str, doc("ISO 3166-1 alpha-3 code of the state, or the id of the body.")] = ""
    title: Annotated[str, doc("Title of an office.")] = ""
    organization: Annotated[str, doc("Id of the state or body of the office.")] = ""
    start: Annotated[str, doc("First day of the office, as exact as known.")] = ""
    end: Annotated[str, doc("Last day of the office; empty while it lasts.")] = ""
    aliases: Annotated[str, doc("Other namings, separated by '|'.")] = ""
    source: Annotated[str, doc("Where it is known from.")] = ""


def add_row(row: OwnRow, layer: Layer | None = None) -> Imported:
    """Add a row to the layer. One that cannot stand is not kept, and the answer says why.

    Args:
        row: The row.
        layer: The user's layer; None for the usual one.

    Raises:
        DataError: The layer is switched off or cannot be written.
    """
    layer = layer or Layer()
    layer.folder.mkdir(parents=True, exist_ok=True)
    file = layer.folder / FILE
    with _LOCK:
        before = file.read_text("utf-8") if file.is_file() else _line(_COLUMNS)
        file.write_text(before + _line([getattr(row, name) for name in _COLUMNS]), "utf-8")
        try:
            (told,) = import_files([file], layer, format="csv")
        except BaseException:
            _put_back(file, before)
            raise
        if told.rejected:
            _put_back(file, before)
    # What this process asks from now on knows the row; a program that is coding keeps what it started with.
    load_registry.cache_clear()
    return told


def _put_back(file: Path, before: str) -> None:
    if before.count("\n") > 1:
        file.write_text(before, "utf-8")
    else:
        file.unlink()


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
