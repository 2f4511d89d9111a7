"""Who votes on a day, and with what weight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from communique.errors import NoSuchRule
from communique.registry import load_registry
from communique.vocabulary.voting import Rule, populations_on, weights_on

Vote = Literal["for", "against", "abstain", "absent", "open"]
Weight = Mapping[str, Fraction]
_PERMANENT = "P5"


@dataclass(frozen=True)
class Assembly:
    """Those who take part in a vote.

    Attributes:
        members: Who takes part, by id.
        whole: Whether all members of the body do.
        population: In thousands.
        votes: Weighted votes.
        permanent: Permanent members.
        population_source: Where the populations come from; None when there are none.
    """

    members: tuple[str, ...]
    whole: bool = True
    population: Weight = field(default_factory=dict)
    votes: Weight = field(default_factory=dict)
    permanent: frozenset[str] = frozenset()
    population_source: str | None = None

    def weight(self, count: Literal["members", "population", "votes"]) -> Weight:
        """The weight of each member in what is counted.

        Raises:
            NoSuchRule: A member's population or weighted votes are not known.
        """
        if count == "members":
            return dict.fromkeys(self.members, Fraction(1))
        known = self.population if count == "population" else self.votes
        missing = [each for each in self.members if each not in known]
        if missing:
            what = "population" if count == "population" else "weighted votes"
            raise NoSuchRule(f"The {what} of {', '.join(missing)} is not known for that day.", "Choose another rule.")
        return known


def assembly(rule: Rule, day: str, *, body: str | None = None, without: Iterable[str] = ()) -> Assembly:
    """Those who vote by a rule on a day.

    Args:
        rule: The rule; its own ``members_of`` goes before ``body``.
        day: ISO 8601.
        body: Whose members vote.
        without: Members that do not take part, such as for an opt-out.

    Raises:
        NoSuchRule: Nobody is known to be a member on that day.
    """
    whose = rule.members_of or body
    registry = load_registry()
    members = registry.members(whose, date.fromisoformat(day)) if whose else []
    if not members:
        raise NoSuchRule(f"The registry knows no members of '{whose}' on {day}.", "Name them in the question's views.")
    left_out = set(without)
    present = [each for each in members if each not in left_out]
    return of_members(present, day, whole=len(present) == len(members))


def of_members(members: Iterable[str], day: str, *, whole: bool = True) -> Assembly:
    """These members with the weights that they have on a day."""
    known = tuple(dict.fromkeys(members))
    table = populations_on(day)
    return Assembly(
        members=known,
        whole=whole,
        population={k: Fraction(str(v)) for k, v in (table.thousands if table else {}).items() if k in known},
        votes={k: Fraction(v) for k, v in weights_on(day).items() if k in known},
        permanent=frozenset(load_registry().members(_PERMANENT, date.fromisoformat(day))) & set(known),
        population_source=table.source if table else None,
    )


def counted(**numbers: int) -> tuple[Assembly, dict[str, Vote]]:
    """An assembly of nameless members from the numbers of a published result.

    Args:
        numbers: How many voted ``for_``, ``against``, ``abstain``, were ``absent`` or are ``open``.
    """
    votes: dict[str, Vote] = {}
    for name, number in numbers.items():
        vote: Vote = name.rstrip("_")  # type: ignore[assignment]
        votes.update((f"{vote}-{at}", vote) for at in range(1, number + 1))
    return Assembly(members=tuple(votes)), votes
