"""Voting rules, populations and weighted votes, from ``data/voting``; a question file may bring a rule of its own.

A rule says what those voting for must reach (``needs``), whose vote against stops it (``veto``), and how abstentions
count. Shares are written as fractions, so that a threshold is exact: ``55/100`` of 27 is 14.85, hence 15.
"""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import Annotated, Literal

from msgspec import Meta, Struct

from communique.errors import NoSuchRule
from communique.vocabulary.reader import load

Number = Annotated[str, Meta(pattern=r"^\d+(/[1-9]\d*)?$")]
_DAY = r"^\d{4}-\d{2}-\d{2}$"
Day = Annotated[str, Meta(pattern=_DAY)]


class Need(Struct, frozen=True, forbid_unknown_fields=True):
    """A threshold for those voting for.

    Attributes:
        count: What is counted: members, their population, or their weighted votes.
        at_least: A whole number, or a share as a fraction, that must be reached.
        more_than: A share that must be exceeded.
        of: Share of what: of all who take part, or of the votes cast for and against.
        blocking_members: The threshold counts as reached where fewer members than this are not in favour. Where not
            all members take part, the least number that exceeds the rest of the share, and one more, takes its place.
        on_request: Only checked when a member asks for it.
    """

    count: Literal["members", "population", "votes"]
    at_least: Number | None = None
    more_than: Number | None = None
    of: Literal["all", "cast"] = "all"
    blocking_members: int | None = None
    on_request: bool = False

    @property
    def bound(self) -> Fraction:
        """The threshold's number: an absolute one when it is at least 1, else a share."""
        return Fraction(self.at_least or self.more_than or "0")


class Era(Struct, frozen=True, forbid_unknown_fields=True):
    """The thresholds that held in a stretch of time."""

    since: Day
    needs: tuple[Need, ...]
    until: Day | None = None


class Constructive(Struct, frozen=True, forbid_unknown_fields=True):
    """Shares of the members and of the population that, abstaining together, keep a decision from being adopted."""

    members: Number
    population: Number


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """How a body decides; the module and the classes above explain the parts.

    Attributes:
        members_of: Body whose members vote; a question's decider or views say so where the rule does not.
        quorum: Share of the members that must be exceeded by those present.
        silence: Whoever says nothing consents.
        alone: Nobody decides for all.
    """

    id: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    label: str
    description: str = ""
    source: str = ""
    example: str = ""
    members_of: str | None = None
    since: Day | None = None
    needs: tuple[Need, ...] = ()
    eras: tuple[Era, ...] = ()
    veto: Literal["nobody", "every member", "permanent members"] = "nobody"
    constructive: Constructive | None = None
    quorum: Number | None = None
    silence: bool = False
    alone: bool = False

    def needs_on(self, day: str) -> tuple[Need, ...]:
        """The thresholds on a day.

        Raises:
            NoSuchRule: The rule did not hold on that day.
        """
        if self.since and day < self.since:
            raise NoSuchRule(f"The rule '{self.id}' holds from {self.since} on, not on {day}.", _OLDER)
        if not self.eras:
            return self.needs
        for era in self.eras:
            if era.since <= day and (era.until is None or day <= era.until):
                return era.needs
        raise NoSuchRule(f"The rule '{self.id}' did not hold on {day}.", "Choose another rule or another day.")


_OLDER = "Before, 'eu-nice' and 'eu-nice-other' held; 'communique question rules' lists them all."


class Populations(Struct, frozen=True, forbid_unknown_fields=True):
    """Populations of states in thousands, used from a day on."""

    since: Day
    source: str
    thousands: dict[str, float]


class Weights(Struct, frozen=True, forbid_unknown_fields=True):
    """Weighted votes, used from a day on."""

    since: Day
    votes: dict[str, int]


@functools.cache
def voting_rules() -> dict[str, Rule]:
    """Every rule that ships with the program, by id."""
    return {rule.id: rule for rule in load("voting/rules.yaml", tuple[Rule, ...])}


def voting_rule(id: str) -> Rule:
    """The rule of this id.

    Raises:
        NoSuchRule: There is none; the message names them all.
    """
    if id not in voting_rules():
        known = ", ".join(sorted(voting_rules()))
        raise NoSuchRule(f"There is no voting rule '{id}'.", f"The rules are: {known}.")
    return voting_rules()[id]


def populations_on(day: str) -> Populations | None:
    """The table of populations in use on a day; None before the first."""
    return next((each for each in reversed(_populations()) if each.since <= day), None)


def weights_on(day: str) -> dict[str, int]:
    """The weighted votes on a day; none before the first table."""
    return next((each.votes for each in reversed(_weights()) if each.since <= day), {})


@functools.cache
def _populations() -> tuple[Populations, ...]:
    return load("voting/populations.yaml", tuple[Populations, ...])


@functools.cache
def _weights() -> tuple[Weights, ...]:
    return load("voting/weights.yaml", tuple[Weights, ...])
