"""One utterance told twice in an article: quoted in the lead and again below."""

from __future__ import annotations

import re

import msgspec

from communique.record import Statement

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_RUN = 4  # words in a row that two tellings must share to be looked at
_ALIKE = 0.8
_VAGUE = 0.5  # how much a pronoun or nobody as the speaker takes off a telling's fullness

Words = tuple[str, ...]


def joined(text: str, statements: list[Statement]) -> list[Statement]:
    """The statements with ``same_as`` filled in: every other telling points at the fullest one.

    Two tellings are the same when one has nearly all words of the other in its own, when quoted words are among them
    or the contents are the same, and when their speakers do not contradict each other.
    """
    words = [_words(text, each) for each in statements]
    first: dict[Words, list[int]] = {}
    group: dict[int, list[int]] = {}
    for index, each in enumerate(statements):
        twin = next(
            (i for i in _candidates(words[index], first) if _same(statements[i], words[i], each, words[index])), None
        )
        root = next((r for r, members in group.items() if twin in members), index) if twin is not None else index
        group.setdefault(root, []).append(index)
        for run in _runs(words[index]):
            first.setdefault(run, []).append(index)
    found = list(statements)
    for members in group.values():
        best = max(members, key=lambda i: (_fullness(statements[i], words[i]), -i))
        for index in members:
            if index != best:
                found[index] = msgspec.structs.replace(statements[index], same_as=statements[best].id)
    return found


def _words(text: str, statement: Statement) -> Words:
    return tuple(m.group().lower() for start, end in statement.content for m in _WORD.finditer(text, start, end))


def _runs(words: Words) -> set[Words]:
    """Every run of a few words; a shorter text is one run."""
    return {words[i : i + _RUN] for i in range(max(1, len(words) - _RUN + 1))}


def _candidates(words: Words, first: dict[Words, list[int]]) -> list[int]:
    return sorted({i for run in _runs(words) for i in first.get(run, ())[:8]})


def _same(one: Statement, ours: Words, other: Statement, theirs: Words) -> bool:
    short, long = sorted((set(ours), set(theirs)), key=len)
    if len(short) < 2 or len(short & long) / len(short) < _ALIKE or _one_holds_other(one, other):
        return False
    if "indirect" in (one.kind, other.kind) and len(short) / len(long) < _ALIKE:
        return False
    return one.claim == other.claim and _may_be_one(one, other)


def _one_holds_other(one: Statement, other: Statement) -> bool:
    """Whether one is told within the other, or one carries the other: then they are two by right."""
    if other.id in (one.reported_by, one.id) or one.id == other.reported_by:
        return True
    return any(a < d and c < b for a, b in one.content for c, d in other.content)


def _may_be_one(one: Statement, other: Statement) -> bool:
    """Whether the speakers can be the same: the same actor, or one of them unknown."""
    actors = [each.speaker.actor if each.speaker is not None else None for each in (one, other)]
    return actors[0] == actors[1] or None in actors


def _fullness(statement: Statement, words: Words) -> float:
    known = statement.speaker is not None and statement.speaker.actor is not None
    return len(set(words)) * (1.0 if known else _VAGUE)
