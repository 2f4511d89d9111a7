"""The smallest sets of members that reach a goal: exact, by a search that drops what cannot get there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, NamedTuple

from msgspec import Struct

from communique.record import doc

SHOWN = 24
_STEPS = 20_000


class Coalitions(Struct, frozen=True, kw_only=True):
    """The smallest sets that reach a goal."""

    size: Annotated[int | None, doc("How many members it takes; null when no set does.")] = None
    number: Annotated[int | None, doc("How many such sets there are; null when they are too many to count.")] = None
    sets: Annotated[tuple[tuple[str, ...], ...], doc("The sets, the first ones when there are many.")] = ()


class Target(NamedTuple):
    """A sum of weights to be reached, or exceeded."""

    weight: Mapping[str, Fraction] | Mapping[str, int]
    amount: Fraction | int
    above: bool = False

    def met(self, total: Fraction | int) -> bool:
        """Whether a sum reaches it."""
        return total > self.amount if self.above else total >= self.amount


class Goal(NamedTuple):
    """What a set must have: these members, and enough of every weight."""

    must: frozenset[str]
    targets: tuple[Target, ...]


def smallest(members: Sequence[str], goals: Sequence[Goal]) -> Coalitions:
    """The smallest sets of the members that reach one of the goals."""
    sizes = [(size, goal) for goal in goals if (size := _least(members, goal)) is not None]
    if not sizes:
        return Coalitions()
    size = min(size for size, _ in sizes)
    found: dict[tuple[str, ...], None] = {}
    complete = True
    for _, goal in (each for each in sizes if each[0] == size):
        search = _Search(members, goal, size)
        found.update(dict.fromkeys(search.sets()))
        complete = complete and search.complete
    if not complete and len(sizes) == 1 and (number := _interchangeable(members, sizes[0][1], size)):
        return Coalitions(size=size, number=number, sets=tuple(found)[:SHOWN])
    return Coalitions(size=size, number=len(found) if complete else None, sets=tuple(found)[:SHOWN])


def _interchangeable(members: Sequence[str], goal: Goal, size: int) -> int | None:
    """The number of sets where every free member weighs the same."""
    free = [each for each in members if each not in goal.must]
    same = all(len({target.weight[each] for each in free}) == 1 for target in goal.targets)
    return math.comb(len(free), size - len(goal.must)) if same else None


def _least(members: Sequence[str], goal: Goal) -> int | None:
    """The size of the smallest sets that reach a goal; None when all members together do not."""
    if not goal.must <= set(members):
        return None
    for size in range(len(goal.must), len(members) + 1):
        if next(_Search(members, goal, size).sets(), None) is not None:
            return size
    return None


def _whole(target: Target, members: Sequence[str]) -> Target:
    """The target in whole numbers, with which the search is ten times as fast."""
    sizes = [target.weight[each] for each in members]
    scale = math.lcm(target.amount.denominator, *(each.denominator for each in sizes))
    weight = {each: size.numerator * (scale // size.denominator) for each, size in zip(members, sizes, strict=True)}
    return target._replace(weight=weight, amount=target.amount.numerator * (scale // target.amount.denominator))


class _Search:
    """All sets of one size that reach a goal, the heaviest members first; it gives up after many steps."""

    def __init__(self, members: Sequence[str], goal: Goal, size: int) -> None:
        self._size = size
        free = [each for each in members if each not in goal.must]
        self._goal = goal = Goal(goal.must, tuple(_whole(target, members) for target in goal.targets))
        free.sort(key=lambda each: (*(-target.weight[each] for target in goal.targets), each))
        self._free = free
        self._heaviest = [self._tops(target) for target in goal.targets]
        self._steps = 0
        self.complete = True

    def _tops(self, target: Target) -> list[list[Fraction | int]]:
        """For every place in the order, the sums of the heaviest one, two, … members from there on."""
        tops = []
        for at in range(len(self._free) + 1):
            total: Fraction | int = 0
            sums: list[Fraction | int] = [0]
            for each in sorted((target.weight[one] for one in self._free[at:]), reverse=True)[: self._size]:
                total += each
                sums.append(total)
            tops.append(sums)
        return tops

    def sets(self) -> Iterator[tuple[str, ...]]:
        """The sets, members sorted."""
        start = [sum(t.weight[each] for each in self._goal.must) for t in self._goal.targets]
        yield from self._from(0, [], start)

    def _from(self, at: int, chosen: list[str], totals: list[Fraction | int]) -> Iterator[tuple[str, ...]]:
        self._steps += 1
        if self._steps > _STEPS:
            self.complete = False
            return
        left = self._size - len(self._goal.must) - len(chosen)
        if left == 0:
            if all(target.met(total) for target, total in zip(self._goal.targets, totals, strict=True)):
                yield tuple(sorted((*self._goal.must, *chosen)))
            return
        if left > len(self._free) - at or not self._reachable(at, left, totals):
            return
        each = self._free[at]
        more = [total + target.weight[each] for target, total in zip(self._goal.targets, totals, strict=True)]
        yield from self._from(at + 1, [*chosen, each], more)
        yield from self._from(at + 1, chosen, totals)

    def _reachable(self, at: int, left: int, totals: list[Fraction | int]) -> bool:
        return all(
            target.met(total + tops[at][left])
            for target, total, tops in zip(self._goal.targets, totals, self._heaviest, strict=True)
        )
