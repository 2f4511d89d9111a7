r"""Answers as CSV and JSON, nothing lost in either.

CSV after RFC 4180: a header, comma, CRLF, quotes doubled; UTF-8. Lists stand in one cell, joined by ``;`` with
``;`` and ``\\`` inside an element written ``\\;`` and ``\\\\``; a place is two numbers with ``-`` between them. An
empty cell is null or an empty list. Spreadsheets take a text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a
carriage return for a formula: such a text gets one apostrophe before it, and so does one that begins with apostrophes
and such a sign, so that taking one away always gives the text back. :func:`from_csv` undoes all of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar, get_args, get_type_hints

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from communique.ask import Page

Answer = TypeVar("Answer", bound=Struct)

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_PART = re.compile(r"(?:[^;\\]|\\.)*", re.DOTALL)


def to_json(rows: Sequence[Struct] | Page, *, indent: int = 2) -> str:
    """The rows as a JSON array, or a page as an object; fields in the order in which they are declared."""
    encoded = msgspec.json.encode(rows)
    return (msgspec.json.format(encoded, indent=indent) if indent else encoded).decode()


def to_csv(rows: Sequence[Answer], shape: type[Answer]) -> str:
    """The rows as CSV.

    Args:
        rows: The answer.
        shape: The type of its rows; gives the header even when there are none.
    """
    fields = shape.__struct_fields__
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(fields)
    writer.writerows([cell(getattr(row, name)) for name in fields] for row in rows)
    return out.getvalue()


def from_csv(text: str, shape: type[Answer]) -> list[Answer]:
    """Read back what :func:`to_csv` wrote."""
    hints = get_type_hints(shape)
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [msgspec.convert({k: _value(v, hints[k]) for k, v in row.items()}, shape, strict=False) for row in rows]


def cell(value: object) -> str:
    """A value as a cell of CSV holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple):
        parts = ("-".join(map(str, each)) if isinstance(each, tuple) else str(each) for each in value)
        return _safe(";".join(re.sub(r"([;\\])", r"\\\1", part) for part in parts))
    return _safe(str(value))


def _safe(text: str) -> str:
    return "'" + text if _FORMULA.match(text) else text


def _value(cell: str, hint: object) -> object:
    several = getattr(hint, "__origin__", None) is tuple
    if cell == "" and hint is not str:
        return () if several else None
    if hint in (int, float, bool):
        return cell
    text = cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
    if not several:
        return text
    of_pairs = getattr(get_args(hint)[0], "__origin__", None) is tuple
    return tuple(tuple(part.split("-")) for part in _parts(text)) if of_pairs else _parts(text)


def _parts(text: str) -> tuple[str, ...]:
    found, at = [], 0
    while True:
        part = _PART.match(text, at)
        end = part.end() if part else at
        found.append(re.sub(r"\\(.)", r"\1", text[at:end], flags=re.DOTALL))
        if end >= len(text):
            return tuple(found)
        at = end + 1
