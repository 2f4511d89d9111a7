"""POLECAT: 40 tab-separated columns with a header; actors are lists joined by semicolons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from communique.archive.coded import CodedEvent
from communique.ask.coders import NONE
from communique.imports.coded.parties import given, of_actor, of_code
from communique.imports.coded.rows import Left, day, number, plover_named, quad


def events(rows: Iterator[tuple[int, dict[str, str]]], name: str, left: Left) -> Iterator[CodedEvent]:
    """The events of the rows; ``left`` is told of those that cannot be taken."""
    for line, row in rows:
        where, when, kind = f"{name} line {line}", day(row.get("Event Date")), plover_named(row.get("Event Type"))
        if when is None or kind is None:
            left(where, f"it has no {'day' if when is None else 'PLOVER type'}")
            continue
        source, target = (party(row, side) for side in ("Actor", "Recipient"))
        yield CodedEvent(
            id=row["Event ID"], day=when, type=kind, quad=quad(row.get("Quad Code")),
            score=number(row.get("Intensity")), sources=source[0], targets=target[0], source_names=source[1],
            target_names=target[1], place=given(row.get("Placename")), url=given(row.get("Source")), origin=where,
        )  # fmt: skip


def party(row: Mapping[str, str | None], side: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes and names of one side's actors; one of several whom nobody knows is nobody."""
    names = _list(row.get(f"{side} Name"))
    codes = _list(row.get(f"{side} Country"))
    if len(codes) != len(names):
        codes = [*codes, *[None] * (len(names) - len(codes))]
    found = [of_code(code) or of_actor(name) for code, name in zip(codes, [*names, *[None] * len(codes)], strict=False)]
    told = [each or NONE for each in found] if len(found) > 1 and any(found) else [each for each in found if each]
    return tuple(told), tuple(each for each in names if each)


def _list(cell: str | None) -> list[str | None]:
    return [given(each) for each in (cell or "").split(";")] if given(cell) else []
