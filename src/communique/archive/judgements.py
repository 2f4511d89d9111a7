"""Judgements: what named people make of entries, and what follows when several of them speak.

Nothing here knows of tables: these are the types and the algebra, which ``docs/archive.md`` states as laws and the
tests check on random histories.

- A judgement **stands** unless a standing *undo* names it; an undo is a judgement too and can be undone.
- A person's **opinion** of an entry is what that person's standing judgements come to, in their order: *accept* and
  *reject* put everything before aside, a *correct* adds its fields to the corrections before.
- An *accept* covers the entry as it was shown then, corrections of others included. It is closed: on the fields that
  it does not name the accepter agrees with the machine, while a *correct* says nothing of the other fields.
- What is **shown** is the opinions one over the other, the latest spoken last.
- Two people **differ** when one rejects what the other does not, or when a field has two values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from msgspec import Struct

from communique.record import Offsets, doc

Kind = Literal["accept", "reject", "correct", "merge", "split", "undo"]
EntryKind = Literal[
    "article", "actor", "time", "place", "document", "statement", "event", "position", "meeting"
]  # fmt: skip


class Target(Struct, frozen=True, kw_only=True):
    """What a judgement is about, told so that it can be found again in a newer coding of the same text."""

    kind: Annotated[EntryKind, doc("Kind of the entry.")]
    id: Annotated[str, doc("Id of the entry, or of the article.")]
    article: Annotated[str, doc("Id of the article it stands in.")]
    sha256: Annotated[str, doc("SHA-256 of the article's text when it was judged.")]
    evidence: Annotated[tuple[Offsets, ...], doc("The words that it rests on.")] = ()
    words: Annotated[str, doc("Those words, to be read when the entry is gone.")] = ""
    key: Annotated[str, doc("What tells it from other entries on the same words.")] = ""


class Judgement(Struct, frozen=True, kw_only=True):
    """One judgement by one person; never changed and never deleted."""

    id: Annotated[str, doc("Id of the judgement.")]
    number: Annotated[int, doc("Its place in the order of all judgements.")]
    kind: Annotated[Kind, doc("accept, reject, correct, merge, split, or undo.")]
    target: Annotated[Target, doc("What it is about.")]
    other: Annotated[Target | None, doc("The second one, of a merge or split.")] = None
    change: Annotated[dict[str, Any], doc("Corrected fields; of an accept, those that were shown corrected then.")] = {}
    undoes: Annotated[str | None, doc("Id of the judgement that an undo takes back.")] = None
    by: Annotated[str, doc("Who judges.")]
    at: Annotated[str, doc("When, ISO 8601 in UTC.")]
    why: Annotated[str | None, doc("The reason that was given.")] = None

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids of a merge or split, in alphabetical order: the pair has no first and second."""
        one, other = sorted((self.target.id, self.other.id if self.other else ""))
        return one, other


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person makes of one entry.

    Attributes:
        by: The person.
        rejected: Whether it should not be there.
        fields: The values that it should have, where they are not the machine's.
        closed: Whether the person agrees with the machine on all other fields.
        last: Number of the last judgement that went into it.
    """

    by: str
    rejected: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
    closed: bool = False
    last: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the answers show of an entry that was judged.

    Attributes:
        rejected: Whether it is left out.
        fields: The values that are shown in the place of the machine's.
        people: Everybody who has an opinion, the latest last.
        differing: What they differ about: names of fields, ``entry`` for its being there at all; empty for agreement.
    """

    rejected: bool
    fields: dict[str, Any]
    people: tuple[str, ...]
    differing: tuple[str, ...]

    @property
    def name(self) -> Literal["accepted", "corrected", "rejected"]:
        """The verdict in a word."""
        return "rejected" if self.rejected else "corrected" if self.fields else "accepted"


@dataclass(frozen=True, slots=True)
class Pairing:
    """Whether two things are one, by those who judged it: ``merge`` or ``split``, the last word counts."""

    pair: tuple[str, str]
    kind: Literal["merge", "split"]
    people: tuple[str, ...]
    disputed: bool


def undone(history: Iterable[Judgement]) -> set[str]:
    """Ids of the judgements, undos among them, that do not stand.

    An undo comes after what it names, so one pass from the end settles all.
    """
    gone: set[str] = set()
    for each in sorted(history, key=lambda each: each.number, reverse=True):
        if each.kind == "undo" and each.id not in gone:
            gone.add(each.undoes or "")
    return gone


def standing(history: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that stand, in their order; undos are not among them."""
    ordered = sorted(history, key=lambda each: each.number)
    gone = undone(ordered)
    return [each for each in ordered if each.kind != "undo" and each.id not in gone]


def opinions(history: Iterable[Judgement]) -> list[Opinion]:
    """Everybody's opinion of one entry, the one who spoke last at the end.

    Args:
        history: The judgements of that entry.
    """
    found: dict[str, Opinion] = {}
    for each in standing(history):
        if each.kind in ("accept", "reject", "correct"):
            found[each.by] = _after(found.get(each.by, Opinion(each.by)), each)
    return sorted(found.values(), key=lambda each: each.last)


def _after(before: Opinion, said: Judgement) -> Opinion:
    if said.kind == "reject":
        return Opinion(said.by, rejected=True, last=said.number)
    if said.kind == "accept":
        return Opinion(said.by, fields=dict(said.change), closed=True, last=said.number)
    known = {} if before.rejected else before.fields
    return Opinion(
        said.by, fields={**known, **said.change}, closed=before.closed and not before.rejected, last=said.number
    )


def verdict(history: Iterable[Judgement]) -> Verdict | None:
    """What is shown of an entry with these judgements; None when nothing stands and the machine's word holds."""
    held = opinions(history)
    if not held:
        return None
    rejected, fields = False, dict[str, Any]()
    for each in held:
        rejected = each.rejected
        fields = {} if each.rejected else dict(each.fields) if each.closed else {**fields, **each.fields}
    return Verdict(rejected, fields, tuple(each.by for each in held), differing(held))


def differing(held: Sequence[Opinion]) -> tuple[str, ...]:
    """What these opinions differ about; nothing for one person alone, and the same in whatever order they come."""
    if len({each.rejected for each in held}) > 1:
        return ("entry",)
    names = {name for each in held for name in each.fields}
    return tuple(sorted(name for name in names if len(_values(held, name)) > 1))


def _values(held: Sequence[Opinion], name: str) -> set[str]:
    """The values that a field has in these opinions; a closed one without it holds the machine's."""
    given = {f"is {each.fields[name]!r}" for each in held if name in each.fields}
    return given | {"the machine's" for each in held if each.closed and name not in each.fields}


def pairings(history: Iterable[Judgement]) -> list[Pairing]:
    """What people say of pairs, by pair."""
    said: dict[tuple[str, str], dict[str, Judgement]] = {}
    for each in standing(history):
        if each.kind in ("merge", "split"):
            people = said.setdefault(each.pair, {})
            people.pop(each.by, None)  # the last word comes last
            people[each.by] = each
    return [_pairing(pair, list(people.values())) for pair, people in sorted(said.items())]


def _pairing(pair: tuple[str, str], last: list[Judgement]) -> Pairing:
    kinds = [each.kind for each in last]
    kind: Literal["merge", "split"] = "merge" if kinds[-1] == "merge" else "split"
    return Pairing(pair, kind, tuple(each.by for each in last), disputed=len(set(kinds)) > 1)
