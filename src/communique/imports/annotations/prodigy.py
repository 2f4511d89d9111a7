"""Prodigy: examples with spans; the answer *accept*, *reject* or *ignore* holds for all of an example's spans."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.imports.annotations.lines import objects, read_each
from communique.imports.annotations.marks import Annotation, Source, fields_of, kind_and_label


def read(path: Path) -> Iterator[Annotation]:
    """The spans of every example that was not passed over; pieces of one entry are put together."""
    return read_each(objects(path, "Prodigy's examples"), _example)


def _example(where: str, example: dict[str, Any]) -> Iterator[Annotation]:
    meta, answer = example.get("meta") or {}, example.get("answer", "accept")
    source = Source(article=meta.get("id"), sha256=meta.get("sha256"), text=example.get("text"))
    grouped: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for number, each in enumerate(example.get("spans") or ()):
        key = (str(each.get("entry") or f"#{number}"), str(each.get("label")))
        grouped.setdefault(key, []).append((int(each["start"]), int(each["end"])))
    for (entry, label), spans in grouped.items() if answer != "ignore" else ():
        tag = kind_and_label(label)
        told = f"{where}, span of '{label}' at {spans[0][0]}"
        if tag is None:
            yield Annotation(told, source, label, spans=tuple(spans), trouble=f"'{label}' is no kind of ours")
            continue
        several = tag[0] in {"actor", "document"}  # each mention is a piece of evidence of its own
        for piece in [(one,) for one in spans] if several else [tuple(spans)]:
            known = None if entry.startswith("#") else entry
            verdict = answer if answer in {"accept", "reject"} else None
            yield Annotation(told, source, *tag, piece, None, known, fields_of(*tag, {}), verdict=verdict)
