"""Tab-separated lines, as event data are published: no quoting, so a tab or line end inside a field is a space."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

_BREAK = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")


def line(cells: Iterable[object]) -> bytes:
    """One line in UTF-8; None is an empty cell."""
    return ("\t".join(map(_cell, cells)) + "\n").encode()


def write_lines(rows: Iterable[Iterable[object]], out: BinaryIO, header: Iterable[str] | None = None) -> None:
    """Write the header, where there is one, and the rows as they come."""
    if header is not None:
        out.write(line(header))
    out.writelines(line(row) for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return _BREAK.sub(" ", str(value))
