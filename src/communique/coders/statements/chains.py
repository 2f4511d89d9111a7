"""Attribution chains: which statement carries which.

A statement is carried by the innermost one whose content holds its cue (or, without a cue, its words).
Later sentences that quote on from a document which a carried statement told of are carried with it.
"""

from __future__ import annotations

import msgspec

from communique.record import Offsets, Statement

_CELL = 1000
_KNOWN = frozenset(["the", "those", "these", "both", "he", "she", "they"])


def linked(
    statements: list[Statement], passed: dict[str, str], cited: dict[str, str], deeds: frozenset[str]
) -> list[Statement]:
    """The statements with ``reported_by`` filled in; the order is kept.

    Args:
        statements: All of an article.
        passed: Ids of those that another passes on in the same words, to the other's id.
        cited: Nouns for those whom a statement relies on ("citing three officials"), to its id.
        deeds: Ids of acts upon somebody's words ("rejected the charge that P"), which pass nothing on.
    """
    told: dict[tuple[str, str], Statement] = {}
    out: list[Statement] = []
    for statement, carrier in zip(statements, _carriers(statements, deeds), strict=True):
        keys = _source_keys(statement)
        earlier = next((told[key] for key in keys if key in told), None)
        done = statement
        if statement.id in passed:
            done = msgspec.structs.replace(statement, reported_by=passed[statement.id])
        elif carrier is not None:
            done = msgspec.structs.replace(statement, reported_by=carrier.id)
        elif statement.anonymous and _is_known(statement) and _noun(statement) in cited:
            done = msgspec.structs.replace(statement, reported_by=cited[_noun(statement)])
        elif earlier is not None and (not statement.anonymous or _is_known(statement)):
            done = _from_same_place(statement, earlier)
        for key in keys:
            told.setdefault(key, done)
        out.append(done)
    return out


def _is_known(statement: Statement) -> bool:
    """Whether the words say that an unnamed speaker has been told of before: 'the sources', 'they'."""
    words = statement.speaker.text.lower().split() if statement.speaker is not None else []
    return bool(words) and words[0] in _KNOWN


def _noun(statement: Statement) -> str:
    """The last word of the speaker's words."""
    return statement.speaker.text.lower().split()[-1] if statement.speaker is not None else ""


def _from_same_place(statement: Statement, earlier: Statement) -> Statement:
    """A later sentence of the same letter: told by the same carrier and, where it is silent, to the same people."""
    silent = statement.medium is None and earlier.mode == "writing"
    return msgspec.structs.replace(
        statement,
        reported_by=earlier.reported_by if earlier.reported_by != statement.id else None,
        addressees=statement.addressees or (earlier.addressees if silent or _same_document(statement, earlier) else ()),
        medium=earlier.medium if silent else statement.medium,
        document=earlier.document if silent else statement.document,
    )


def _same_document(one: Statement, other: Statement) -> bool:
    return one.document is not None and one.document == other.document


def _carriers(statements: list[Statement], deeds: frozenset[str]) -> list[Statement | None]:
    """For each statement the one whose shortest piece of content holds its cue."""
    cells: dict[int, list[tuple[Offsets, Statement]]] = {}
    for statement in statements:
        for start, end in () if statement.id in deeds else statement.content:
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
    if statement.anonymous and statement.speaker is not None and statement.speaker.actor is not None:
        keys.append(("anonymous", statement.speaker.actor))
    return keys
