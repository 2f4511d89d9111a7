"""Records as they are, one a line: what ``communique batch`` writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from communique.record import Record


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write each record as one line of JSON."""
    out.writelines(record.to_json().encode() + b"\n" for record in records)
