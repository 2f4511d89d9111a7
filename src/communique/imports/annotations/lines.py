"""JSON that is an array, one object, or an object a line: annotation tools write all three."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from communique.imports.annotations.marks import not_readable


def objects(path: Path, what: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where each object stands, and the object.

    Raises:
        InputError: It is no JSON, or something in it is no object.
    """
    data = path.read_bytes().strip()
    try:
        try:
            whole = msgspec.json.decode(data)
        except msgspec.DecodeError:
            whole = None
        if whole is None:
            for number, line in enumerate(data.split(b"\n"), 1):
                if line.strip():
                    yield f"{path.name} line {number}", msgspec.json.decode(line, type=dict[str, Any])
            return
        each: list[dict[str, Any]] = msgspec.convert(
            whole if isinstance(whole, list) else [whole], list[dict[str, Any]]
        )
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise not_readable(str(path), error, what) from error
    for number, one in enumerate(each, 1):
        yield (f"{path.name} item {number}" if isinstance(whole, list) else path.name), one
