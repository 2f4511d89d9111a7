"""JSON that is an array, one object, or an object a line: annotation tools write all three."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from communique.imports.annotations.marks import Annotation, Source, not_readable


def read_each(
    objects: Iterable[tuple[str, Any]], read: Callable[[str, dict[str, Any]], Iterable[Annotation]]
) -> Iterator[Annotation]:
    """The annotations of every object; one that is not shaped as its format has it costs itself alone.

    Args:
        objects: Where each stands, and the object.
        read: Gives the annotations of one.
    """
    for where, one in objects:
        try:
            found = list(read(where, one))
        except (AttributeError, KeyError, TypeError, ValueError):
            found = [Annotation(where, Source(), "", trouble="it is not shaped as its format has it")]
        yield from found


def objects(path: Path, what: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where each object stands, and the object.

    Raises:
        InputError: It is no JSON, or something in it is no object.
    """
    try:
        data = path.read_bytes().strip()
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
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise not_readable(str(path), error, what) from error
    for number, one in enumerate(each, 1):
        yield (f"{path.name} item {number}" if isinstance(whole, list) else path.name), one
