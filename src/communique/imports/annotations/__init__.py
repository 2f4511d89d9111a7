"""Annotations of other programs, each format read into the same list of marks."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from communique.errors import InputError
from communique.imports.annotations.marks import Annotation

FORMATS = {
    "brat": "standoff in .ann files beside .txt files, or a folder of them",
    "xmi": "UIMA-XMI as INCEpTION exports it, a folder or a .zip of it",
    "label-studio": "Label Studio's JSON or JSON Lines",
    "prodigy": "Prodigy's JSON Lines",
    "web-annotation": "W3C Web Annotation, JSON-LD or JSON Lines",
    "dna": "Discourse Network Analyzer's database",
}
"""The formats by name, and what each is."""


def read(path: Path, format: str | None = None) -> Iterator[Annotation]:
    """The annotations of a file or folder in their order.

    Args:
        path: The file, or a folder of brat files.
        format: One of :data:`FORMATS`; told from the file when it is not given.

    Raises:
        InputError: There is no such file, or it is in none of the formats.
        MissingExtra: The format needs a library that is not installed.
    """
    if not path.exists():
        raise InputError(f"There is no file '{path}'.", "Check the path.")
    name = format or told(path)
    if name not in FORMATS:
        raise InputError(f"There is no format '{name}' of annotations.", f"The formats are: {', '.join(FORMATS)}.")
    module = importlib.import_module(f"communique.imports.annotations.{name.replace('-', '_')}")
    found: Iterator[Annotation] = module.read(path)
    return found


def told(path: Path) -> str:
    """The format of a file, by its name and its first signs.

    Raises:
        InputError: It is none of them.
    """
    if path.is_dir() and any(path.glob("*.xmi")):
        return "xmi"
    if path.is_dir() or path.suffix == ".ann":
        return "brat"
    with path.open("rb") as file:
        start = file.read(4000)
    if start.startswith(b"SQLite format 3\x00"):
        return "dna"
    if path.suffix in {".xmi", ".zip"} or b"xmi:XMI" in start:
        return "xmi"
    first = _first(path)
    if "@context" in first:
        return "web-annotation"
    if "spans" in first and not first.keys() & {"predictions", "annotations"}:
        return "prodigy"
    if first.keys() & {"data", "annotations", "predictions"}:
        return "label-studio"
    raise InputError(
        f"'{path}' is in no format of annotations that is known.", f"Say which with --format: {', '.join(FORMATS)}."
    )


def _first(path: Path) -> dict[str, Any]:
    """The first object of a file of JSON: that of its first line, or of all of it; empty when there is none."""
    with path.open("rb") as file:
        line = file.readline()
        try:
            whole = msgspec.json.decode(line)
        except msgspec.DecodeError:
            try:
                whole = msgspec.json.decode(line + file.read())
            except msgspec.DecodeError:
                return {}
    one = whole[0] if isinstance(whole, list) and whole else whole
    return one if isinstance(one, dict) else {}
