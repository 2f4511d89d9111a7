"""Answers in which one event is one row, however many articles tell it: who reports it, and where reports differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from msgspec import Struct, structs

from communique.archive import Archive, Found
from communique.archive.joining.grouping import Node
from communique.archive.joining.reading import Joint, Kind, copies, joints, members
from communique.archive.joining.words import numbers
from communique.ask.common import Answer, unique
from communique.errors import NoSuchEntry
from communique.record import doc


class Told(Answer, frozen=True, kw_only=True):
    """What a row that may stand for several reports says of them."""

    reports: Annotated[int, doc("How many articles tell it, copies of one text counted once.")] = 1
    outlets: Annotated[tuple[str, ...], doc("The outlets that tell it.")] = ()
    joined: Annotated[tuple[str, ...], doc("Ids of the entries that were joined into this row, this one first.")] = ()
    differences: Annotated[
        tuple[str, ...], doc("Where the reports differ: the detail, and each value with the outlets that give it.")
    ] = ()
    why_joined: Annotated[tuple[str, ...], doc("For each joined entry but the first, its score and the reason.")] = ()


Row = TypeVar("Row", bound=Told)


def together(
    archive: Archive, rows: Sequence[Row], kind: Kind, details: Mapping[str, Callable[[Any], str]]
) -> list[Row]:
    """Rows of one event or utterance put together, each group in the place of its first row.

    Args:
        archive: Where the groups are.
        rows: The rows, in their order.
        kind: What they are.
        details: What may differ: its name, and how it reads in a row; an empty text is no value.
    """
    articles = {row.article for row in rows}
    known = joints(archive, kind, articles)
    if not known:
        return list(rows)
    same = copies(archive, articles)
    groups: dict[Node, list[Row]] = {}
    for row in rows:
        node = Node(row.article, row.id)
        joint = known.get(node)
        groups.setdefault(joint.leader if joint else node, []).append(row)
    return [_one(leader, those, known, same, details) for leader, those in groups.items()]


def _one(
    leader: Node, rows: list[Row], known: Mapping[Node, Joint], same: Mapping[str, str],
    details: Mapping[str, Callable[[Any], str]],
) -> Row:  # fmt: skip
    if len(rows) == 1:
        return rows[0]
    first = next((row for row in rows if Node(row.article, row.id) == leader), rows[0])
    others = [row for row in rows if row is not first]
    reasons = [known[Node(row.article, row.id)] for row in others]
    return structs.replace(
        first,
        reports=len({same.get(row.article, row.article) for row in rows}),
        outlets=unique(row.outlet or row.article for row in (first, *others)),
        joined=tuple(row.id for row in (first, *others)),
        differences=tuple(_differences([first, *others], details)),
        why_joined=tuple(
            f"{row.id} {each.score:.2f}: {each.reason}" for row, each in zip(others, reasons, strict=True)
        ),
    )  # fmt: skip


def _differences(rows: list[Any], details: Mapping[str, Callable[[Any], str]]) -> Iterable[str]:
    for name, read in details.items():
        told: dict[str, list[str]] = {}
        for row in rows:
            if value := read(row):
                told.setdefault(value, []).append(row.outlet or row.article)
        if len(told) > 1:
            sides = (f"{value} ({', '.join(dict.fromkeys(outlets))})" for value, outlets in told.items())
            yield f"{name}: {' / '.join(sides)}"


def figures(words: str) -> str:
    """The numbers in some words, in order of size."""
    return ", ".join(sorted(numbers(words), key=lambda each: (len(each), each)))


class Member(Struct, frozen=True, kw_only=True):
    """One member of a group."""

    article: Annotated[str, doc("Id of the article.")]
    entry: Annotated[str, doc("Id of the entry; of an article its own.")]
    leads: Annotated[bool, doc("Whether it is the one that stands for the group.")]
    score: Annotated[float, doc("How sure the join is, 0 to 1.")]
    reason: Annotated[str, doc("Why it was joined.")]


def groups_of(archive: Archive, id: str) -> list[Member]:
    """Everything that is joined with an article, an event or a statement; empty when it stands alone.

    Raises:
        NoSuchEntry: There is no such article or entry.
    """
    nodes: list[tuple[Kind, Node]] = [("article", Node(id, id))]
    if not members(archive, *nodes[0]):
        nodes = [(each.kind, Node(each.record.article.id, each.id)) for each in _found(archive, id)]  # type: ignore[misc]
    found: dict[Node, Joint] = {}
    for kind, node in nodes:
        found |= members(archive, kind, node)
    told = [
        Member(article=node.article, entry=node.entry, leads=node == each.leader, score=each.score, reason=each.reason)
        for node, each in found.items()
    ]
    return sorted(told, key=lambda each: (not each.leads, each.article, each.entry))


def _found(archive: Archive, id: str) -> list[Found]:
    try:
        return archive.find(id)
    except NoSuchEntry:
        try:
            archive.record(id)
        except NoSuchEntry:
            pass
        else:
            return []  # an article that stands alone
        raise
