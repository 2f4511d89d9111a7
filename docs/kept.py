"""``python -m docs.kept``: measures which fields of a record each export keeps, and writes ``docs/kept.csv``.

A field is kept by a format when what it writes is not the same any more after the field was changed, in a record that
has every field. Ids are changed wherever they stand, so that what is measured is whether the id itself is written;
offsets are moved at their end, and then at their beginning and further, since a format may have only one of both or
widen them to whole words.
"""

from __future__ import annotations

import copy
import csv
import functools
import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from communique import record as r
from communique.export.catalogue import FORMATS, export

TABLE = Path(__file__).with_name("kept.csv")
_FURTHER = 12  # characters
PARTS = {
    "an article": ("article",), "an actor": ("actors", 0), "a mention": ("actors", 0, "mentions", 0),
    "an actor's office": ("actors", 0, "office"), "an actor in PLOVER's terms": ("actors", 0, "plover"),
    "a time": ("times", 0), "a place": ("places", 0), "a document": ("documents", 0), "a statement": ("statements", 0),
    "a speaker": ("statements", 0, "speaker"), "an event": ("events", 0), "a moment": ("events", 0, "time"),
    "a spot": ("events", 0, "place"), "a position": ("positions", 0), "a meeting": ("meetings", 0),
    "an item of an agenda": ("meetings", 0, "agenda", 0), "how an event came to be": ("events", 0, "basis"),
}  # fmt: skip
_IDS = {("article", "id"), ("actors", 0, "id"), ("times", 0, "id"), ("places", 0, "id"), ("documents", 0, "id"),
        ("statements", 0, "id"), ("events", 0, "id"), ("positions", 0, "id"), ("meetings", 0, "id")}  # fmt: skip
_NESTED = frozenset({"mentions", "office", "plover", "speaker", "time", "place", "agenda", "basis"})
OTHERS: dict[str, Any] = {
    "type": "REJECT", "mode": "writing", "kind": "organisation", "form": "pronoun", "claim": "denied", "quad": 3,
    "stance": "against", "treatment": "decision", "precision": "country", "cameo": "120",
    "language": "fr", "published": "2019-11-07", "earliest": "2019-11-30", "latest": "2019-12-03",
    "since": "2018-01-01", "until": "2021-01-01", "adopted": "2018-05-05", "country": "FRA", "anchor": "t-monday",
    "questions": "sanctions",
}  # fmt: skip
SPECIAL: dict[tuple[str, ...], Any] = {
    ("events", "mode"): "riot", ("events", "status"): "ongoing", ("times", "type"): "SET",
    ("documents", "kind"): "letter", ("statements", "kind"): "mixed", ("meetings", "status"): "held",
    ("actors", "kind"): "body", ("actors", "cameo"): "FRAMIL", ("times", "value"): "2019-12-03",
}  # fmt: skip


def fields(part: str) -> Iterator[str]:
    """The fields of a part of the record that are looked at; those that have parts of their own are left to them."""
    told = _at(msgspec.to_builtins(whole()), PARTS[part])
    yield from (name for name in told if name not in _NESTED)


@functools.cache
def whole() -> r.Record:
    """A record that has every field."""
    from docs.whole_record import record

    return record()


def changed(part: str, field: str, *, further: bool = False) -> r.Record:
    """The record with one field changed; offsets may be moved further than by one."""
    told = copy.deepcopy(msgspec.to_builtins(whole()))
    path = (*PARTS[part], field)
    owner = _at(told, path[:-1])
    if path in _IDS:
        old, new = owner[field], f"{owner[field]}x"
        text = json.dumps(told, ensure_ascii=False).replace(json.dumps(old), json.dumps(new))
        return msgspec.convert(json.loads(text), r.Record)
    owner[field] = _moved(field, owner[field]) if further else _other(str(path[0]), field, owner[field])
    if path == ("article", "text"):
        owner["text"] += " More of it."
    return msgspec.convert(told, r.Record)


def _other(top: str, field: str, value: Any) -> Any:
    if (top, field) in SPECIAL:
        return SPECIAL[top, field]
    if field in OTHERS and value != OTHERS[field]:
        return OTHERS[field]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value - 1 if field == "end" else value + (1 if isinstance(value, int) else -0.125)
    if isinstance(value, list | tuple):
        return _other_list(field, list(value))
    return value if field == "text" and top == "article" else f"{value}x"


def _other_list(field: str, value: list[Any]) -> list[Any]:
    if field in {"trigger", "sentence", "cue"}:
        return [value[0], value[1] - 1]
    if value and isinstance(value[0], list | tuple):
        return [[value[0][0], value[0][1] - 1], *value[1:]]
    return ["GBR" if each != "GBR" else "FRA" for each in value] if field != "contexts" else ["legal"]


def _moved(field: str, value: Any) -> Any:
    """Offsets that begin with the text, or end later; anything else as it is."""
    if field in {"trigger", "sentence", "cue"}:
        return [0, value[1]]
    if isinstance(value, list | tuple) and value and isinstance(value[0], list | tuple):
        return [[0, value[0][1]], *value[1:]]
    return 0 if field == "start" else value + _FURTHER if field == "end" else value


def _at(told: Any, path: Iterable[str | int]) -> Any:
    for step in path:
        told = told[step]
    return told


def written(name: str, record: r.Record) -> dict[str, bytes]:
    """What a format writes for a record, file by file."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "out"
        export(name, [record], target)
        files = [target] if target.is_file() else sorted(each for each in target.rglob("*") if each.is_file())
        return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}


def measure(names: Iterable[str]) -> Iterator[dict[str, str]]:
    """Format, part, field and whether it is kept."""
    changes = [(part, field, changed(part, field)) for part in PARTS for field in fields(part)]
    for name in names:
        plain = written(name, whole())
        for part, field, record in changes:
            moved = changed(part, field, further=True)
            told = written(name, record) != plain or (moved != whole() and written(name, moved) != plain)
            yield {"format": name, "part": part, "field": field, "kept": "yes" if told else "no"}


def main() -> None:
    """Measure every format."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, ["format", "part", "field", "kept"], lineterminator="\n")
        out.writeheader()
        for row in measure(FORMATS):
            out.writerow(row)


if __name__ == "__main__":
    main()
