"""Attribution chains: which statement carries which.

A statement is carried by the innermost one whose content holds its cue (or, without a cue, its words).
Later sentences that quote on from a document which a carried statement told of are carried with it.
"""

from __future__ import annotations

import msgspec

from communique.record import Offsets, Statement

_CELL = 1000


def linked(statements: list[Statement]) -> list[Statement]:
    """The statements with ``reported_by`` filled in; the order is kept."""
    carriers = _carriers(statements)
    by_source: dict[tuple[str, str], str] = {}
    out: list[Statement] = []
    for statement, carrier in zip(statements, carriers, strict=True):
        keys = _source_keys(statement)
        reported_by = carrier.id if carrier is not None else None
        if reported_by is None:
            reported_by = next((by_source[key] for key in keys if key in by_source), None)
        elif carrier is not None:
            for key in keys:
                by_source.setdefault(key, reported_by)
        out.append(msgspec.structs.replace(statement, reported_by=reported_by if reported_by != statement.id else None))
    return out


def _carriers(statements: list[Statement]) -> list[Statement | None]:
    """For each statement the one whose shortest piece of content holds its cue."""
    cells: dict[int, list[tuple[Offsets, Statement]]] = {}
    for statement in statements:
        for start, end in statement.content:
            for cell in range(start // _CELL, end // _CELL + 1):
                cells.setdefault(cell, []).append(((start, end), statement))
    return [_carrier(statement, cells) for statement in statements]


def _carrier(statement: Statement, cells: dict[int, list[tuple[Offsets, Statement]]]) -> Statement | None:
    spot = statement.cue or statement.content[0]
    holding = [
        (end - start, start, other)
        for (start, end), other in cells.get(spot[0] // _CELL, ())
        if other is not statement and start <= spot[0] and spot[1] <= end and _goes_out(statement, other)
    ]
    return min(holding, key=lambda each: each[:2])[2] if holding else None


def _goes_out(inner: Statement, outer: Statement) -> bool:
    """Whether the outer one's cue stands outside the inner one's words, so that no two carry each other."""
    if outer.cue is None:
        return True
    cue: Offsets = outer.cue
    return not any(start <= cue[0] and cue[1] <= end for start, end in inner.content)


def _source_keys(statement: Statement) -> list[tuple[str, str]]:
    """What a later statement must share to be told from the same place: the document, or author and medium."""
    keys: list[tuple[str, str]] = []
    if statement.document is not None:
        keys.append(("document", statement.document))
    if statement.mode == "writing" and statement.speaker is not None and statement.speaker.actor is not None:
        keys.append(("author", statement.speaker.actor))
    return keys
