"""ICEWS coded events: tab-separated, with the header of its files on Dataverse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from communique.archive.coded import CodedEvent
from communique.ask.unsaid import plover
from communique.imports.coded.parties import given, of_actor, of_name, of_organisation
from communique.imports.coded.rows import Left, day, number, quad_of_cameo


def events(rows: Iterator[tuple[int, dict[str, str]]], name: str, left: Left) -> Iterator[CodedEvent]:
    """The events of the rows; ``left`` is told of those that cannot be taken."""
    for line, row in rows:
        where, when, code = f"{name} line {line}", day(row.get("Event Date")), given(row.get("CAMEO Code"))
        if when is None or code is None:
            left(where, f"it has no {'day' if when is None else 'CAMEO code'}")
            continue
        source, target = (party(row, side) for side in ("Source", "Target"))
        place = ", ".join(each for each in (given(row.get(name)) for name in ("City", "Province", "Country")) if each)
        told = [each for each in (given(row.get("Publisher")), given(row.get("Story ID"))) if each]
        yield CodedEvent(
            id=row["Event ID"], day=when, type=plover(code), cameo=code, quad=quad_of_cameo(code),
            score=number(row.get("Intensity")), sources=source[0], targets=target[0], source_names=source[1],
            target_names=target[1], place=place or None, url=" ".join(told) or None, origin=where,
        )  # fmt: skip


def party(row: Mapping[str, str | None], side: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Code and name of one side: the organisation of its name, the country, or whom the name itself means."""
    name = given(row.get(f"{side} Name"))
    of = (
        of_organisation(name)
        or of_name(row.get(f"{side} Country"))
        or of_actor(name)
        or given(row.get(f"{side} Country"))
    )
    return ((of,) if of else ()), ((name,) if name else ())
