"""From pairs to groups: links are followed from the surest on, splits by people are never crossed, merges always."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

BY_HAND = "joined by hand"
_AGREED = 0.5  # share of the pairs between two groups that must be linked before the groups become one


class Node(NamedTuple):
    """An entry in an article; an article is an entry of its own."""

    article: str
    entry: str


class Link(NamedTuple):
    """Two that were found to be one."""

    one: Node
    other: Node
    score: float
    reason: str


@dataclass
class Groups:
    """Groups in the making.

    Args:
        links: What was found.
        merges: Pairs of entry ids that people joined.
        splits: Pairs of entry ids that people set apart.
        most_pairs: Whether a single link is too little to join two groups.
    """

    links: Iterable[Link]
    merges: Iterable[tuple[Node, Node]] = ()
    splits: Iterable[tuple[str, str]] = ()
    most_pairs: bool = True
    _group: dict[Node, int] = field(default_factory=dict)
    _members: dict[int, list[Node]] = field(default_factory=dict)

    def made(self) -> list[list[Node]]:
        """The groups of two and more, their members in order."""
        links = sorted(self.links, key=lambda each: (-each.score, each.one, each.other))
        known = {frozenset((each.one, each.other)) for each in links}
        apart = {frozenset(pair) for pair in self.splits}
        for one, other in self.merges:
            self._join(self._of(one), self._of(other))
        for each in links:
            a, b = self._of(each.one), self._of(each.other)
            if a != b and self._may(a, b, known, apart):
                self._join(a, b)
        return sorted(sorted(group) for group in self._members.values() if len(group) > 1)

    def _of(self, node: Node) -> int:
        if node not in self._group:
            self._group[node] = len(self._group)
            self._members[self._group[node]] = [node]
        return self._group[node]

    def _may(self, a: int, b: int, known: set[frozenset[Node]], apart: set[frozenset[str]]) -> bool:
        pairs = [(one, other) for one in self._members[a] for other in self._members[b]]
        if apart and any(frozenset((one.entry, other.entry)) in apart for one, other in pairs):
            return False
        return not self.most_pairs or sum(frozenset(pair) in known for pair in pairs) >= _AGREED * len(pairs)

    def _join(self, a: int, b: int) -> None:
        if a == b:
            return
        for node in self._members[b]:
            self._group[node] = a
        self._members[a] += self._members.pop(b)


def explained(group: list[Node], links: Mapping[Node, list[Link]], leader: Node) -> Iterable[tuple[Node, float, str]]:
    """Each member with the score and reason of its surest link into its group; the leader has its own."""
    inside = set(group)
    for node in group:
        own = [each for each in links.get(node, ()) if {each.one, each.other} <= inside]
        to_leader = [each for each in own if leader in (each.one, each.other)]
        best = max(to_leader or own, key=lambda each: each.score, default=None)
        yield node, best.score if best else 1.0, best.reason if best else BY_HAND


def by_node(links: Iterable[Link]) -> dict[Node, list[Link]]:
    """Links by each of their ends."""
    found: dict[Node, list[Link]] = defaultdict(list)
    for each in links:
        found[each.one].append(each)
        found[each.other].append(each)
    return found
