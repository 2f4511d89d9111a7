"""GDELT events: 61 columns (2.0) or 57 and 58 (1.0), tab-separated, without a header, or any table with their names.

Columns after the codebooks of GDELT 1.03 and 2.0: actors from the 6th and the 16th, the act from the 26th, the place
of the act in the last group of places, the address last where there is one. Programs that fetch GDELT (gdeltPyR,
BigQuery) write tables with the names of the codebook, some columns fewer or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from communique.archive.coded import CodedEvent
from communique.ask.unsaid import plover
from communique.imports.coded.parties import given, of_actor_code, of_code, of_name, of_whole_code
from communique.imports.coded.rows import Left, day, number, quad, quad_of_cameo

_ACTION_PLACE = {57: 50, 58: 50, 61: 52}  # column of the place's full name, from 0
COLUMNS = frozenset(_ACTION_PLACE)
OF_MENTIONS = 16
"""How many columns the table of mentions has."""

_PLACED = {
    "globaleventid": 0, "sqldate": 1, "actor1code": 5, "actor1name": 6, "actor1countrycode": 7,
    "actor1knowngroupcode": 8, "actor2code": 15, "actor2name": 16, "actor2countrycode": 17,
    "actor2knowngroupcode": 18, "eventcode": 26, "quadclass": 29, "goldsteinscale": 30, "actiongeo_fullname": 52,
    "sourceurl": 60,
}  # fmt: skip
"""Where a column of GDELT 2.0 stands, by its name in small letters: those that are read."""


def is_headed(first: str) -> bool:
    """Whether the first line of a file has the names of GDELT's columns."""
    return {"globaleventid", "sqldate", "eventcode"} <= set(re.findall(r"\w+", first.lower()))


def events(rows: Iterator[tuple[int, dict[str, str] | list[str]]], name: str, left: Left) -> Iterator[CodedEvent]:
    """The events of the rows; ``left`` is told of those that cannot be taken."""
    for line, row in rows:
        where = f"{name} line {line}"
        cells = row if isinstance(row, list) else _placed(row)
        if len(cells) not in _ACTION_PLACE:
            left(where, f"it has {len(cells)} columns, not 61, 58 or 57")
            continue
        when, code = day(cells[1]), given(cells[26])
        if when is None or code is None:
            left(where, f"'{cells[1] if when is None else cells[26]}' is no {'day' if when is None else 'CAMEO code'}")
            continue
        source, target = (party(cells[at : at + 10]) for at in (5, 15))
        yield CodedEvent(
            id=cells[0], day=when, type=plover(code), cameo=code, quad=quad(cells[29]) or quad_of_cameo(code),
            score=number(cells[30]), sources=source[0], targets=target[0], source_names=source[1],
            target_names=target[1], place=given(cells[_ACTION_PLACE[len(cells)]]),
            url=given(cells[-1]) if len(cells) > 57 else None, origin=where,
        )  # fmt: skip


def _placed(row: Mapping[str, str]) -> list[str]:
    """The cells of a row with names, where they stand in a row without."""
    cells = [""] * max(COLUMNS)
    for name, cell in row.items():
        if name and (at := _PLACED.get(name.lower())) is not None:
            cells[at] = cell or ""
    return cells


def party(cells: Sequence[str | None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Code and name of an actor: the organisation of the whole code, the country, the group, or whom the name means."""
    code, name, country, group = cells[:4]
    of = of_whole_code(code) or of_code(country) or of_code(group) or of_actor_code(code) or of_name(name)
    named = given(name)
    return ((of,) if of else ()), ((named,) if named else ())
