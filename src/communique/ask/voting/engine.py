"""The rule engine: whether a proposal passes, fails or is open, and on whom that depends.

It is a check with bounds and no forecast. In the best case everybody who is open votes for, in the worst against: what
passes in the worst case passes, what fails in the best case fails, and everything else is open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated, Literal

from msgspec import Struct

from communique.ask.voting.assembly import Assembly, Vote
from communique.ask.voting.coalitions import Coalitions, Goal, Target, smallest
from communique.record import doc
from communique.vocabulary.voting import Need, Rule

Verdict = Literal["passes", "fails", "open", "no joint decision"]
Ballot = Mapping[str, Vote]


class Check(Struct, frozen=True, kw_only=True):
    """One condition of a rule, with the numbers for now, at best, and needed."""

    condition: Annotated[str, doc("What the rule asks for.")]
    needed: Annotated[float, doc("The number that must be reached.")]
    now: Annotated[float, doc("What those who are for come to.")]
    at_best: Annotated[float, doc("What it comes to when everybody who is open votes for.")]
    state: Annotated[Literal["met", "not met", "open"], doc("Whether it is met whatever the open ones do.")]


class Outcome(Struct, frozen=True, kw_only=True):
    """Whether it would pass, and on whom that depends."""

    rule: Annotated[str, doc("Id of the voting rule.")]
    verdict: Annotated[Verdict, doc("passes, fails, open, or no joint decision.")]
    checks: Annotated[tuple[Check, ...], doc("The rule's conditions.")]
    members: Annotated[int, doc("How many take part.")]
    in_favour: Annotated[tuple[str, ...], doc("Ids of those who are for.")]
    opposed: Annotated[tuple[str, ...], doc("Ids of those who are against.")]
    abstaining: Annotated[tuple[str, ...], doc("Ids of those who abstain.")]
    absent: Annotated[tuple[str, ...], doc("Ids of those who are away.")]
    open: Annotated[tuple[str, ...], doc("Ids of those who are undecided, or of whom nothing is known.")]
    stopped_by: Annotated[tuple[str, ...], doc("Ids of those whose vote against stops it by itself.")]
    could_block: Annotated[tuple[str, ...], doc("Ids of the open ones that stand in a smallest blocking set.")]
    blocking: Annotated[Coalitions, doc("The smallest sets of open members whose votes against make it fail.")]
    carrying: Annotated[Coalitions, doc("The smallest sets of open members whose votes for make it pass.")]


def decide(rule: Rule, day: str, who: Assembly, votes: Mapping[str, Vote], *, ask_population: bool = True) -> Outcome:
    """Apply a rule.

    Args:
        rule: The voting rule.
        day: Day of the vote, ISO 8601; thresholds change with time.
        who: Those who take part.
        votes: How each votes; whoever is missing is open. Votes of others are left out.
        ask_population: Whether thresholds that a member has to ask for are checked.

    Raises:
        NoSuchRule: The rule did not hold on that day, or a weight is not known.
    """
    ballot: dict[str, Vote] = {each: votes.get(each, "open") for each in who.members}
    needs = tuple(need for need in rule.needs_on(day) if ask_population or not need.on_request)
    counts = _Counts(rule, who, needs, ballot)
    worst, best = counts.holds(_as(ballot, "against")), counts.holds(_as(ballot, "for"))
    verdict: Verdict = "passes" if worst else "open" if best else "fails"
    blocking = counts.blocking() if verdict == "open" else Coalitions()
    carrying = counts.carrying() if verdict == "open" else Coalitions()
    return Outcome(
        rule=rule.id, verdict="no joint decision" if rule.alone else verdict, checks=counts.checks(),
        members=len(who.members), in_favour=_who(ballot, "for"), opposed=_who(ballot, "against"),
        abstaining=_who(ballot, "abstain"), absent=_who(ballot, "absent"), open=_who(ballot, "open"),
        stopped_by=tuple(each for each in counts.vetoers if ballot[each] == "against"),
        could_block=tuple(sorted({each for some in blocking.sets for each in some})),
        blocking=Coalitions() if rule.alone else blocking, carrying=Coalitions() if rule.alone else carrying,
    )  # fmt: skip


def _as(ballot: Ballot, vote: Vote) -> dict[str, Vote]:
    """The ballot with everybody who is open voting so."""
    return {each: vote if known == "open" else known for each, known in ballot.items()}


def _who(ballot: Ballot, vote: Vote) -> tuple[str, ...]:
    return tuple(each for each, known in ballot.items() if known == vote)


class _Counts:
    """A rule's conditions over one ballot."""

    def __init__(self, rule: Rule, who: Assembly, needs: tuple[Need, ...], ballot: Ballot) -> None:
        self.rule, self.who, self.needs, self.ballot = rule, who, needs, ballot
        every = frozenset(who.members)
        of = {"nobody": frozenset[str](), "every member": every, "permanent members": who.permanent}
        self.vetoers = tuple(each for each in who.members if each in of[rule.veto])
        self.open = _who(ballot, "open")

    def holds(self, ballot: Ballot) -> bool:
        """Whether a ballot without open votes carries the proposal."""
        if any(ballot[each] == "against" for each in self.vetoers) or self._abstained_away(ballot):
            return False
        if not self._quorate(ballot):
            return False
        return all(self._reached(need, ballot) for need in self.needs)

    def _reached(self, need: Need, ballot: Ballot) -> bool:
        weight = self.who.weight(need.count)
        has = _sum(weight, _who(ballot, "for"))
        if need.of == "cast" and not has:
            return False
        missing = [each for each in ballot if ballot[each] != "for"]
        if need.blocking_members is not None and len(missing) < self.blocking_members(need):
            return True
        return has >= self.needed(need, ballot)

    def needed(self, need: Need, ballot: Ballot) -> Fraction:
        """The number that a threshold comes to; of what must be exceeded, the next that the weights can give."""
        if need.bound >= 1:
            return need.bound
        weight = self.who.weight(need.count)
        cast = [each for each in ballot if need.of == "all" or ballot[each] in {"for", "against", "open"}]
        share = need.bound * _sum(weight, cast)
        if need.count == "population":
            return share
        return Fraction(math.floor(share) + 1 if need.more_than else math.ceil(share))

    def blocking_members(self, need: Need) -> int:
        """The least number of members of a blocking minority."""
        if self.who.whole or need.blocking_members is None:
            return need.blocking_members or 0
        weight = self.who.weight(need.count)
        allowed, total = (1 - need.bound) * sum(weight.values()), Fraction(0)
        for number, size in enumerate(sorted(weight.values(), reverse=True), start=1):
            total += size
            if total > allowed:
                return number + 1
        return len(weight)

    def _abstained_away(self, ballot: Ballot) -> bool:
        shares = self.rule.constructive
        if shares is None:
            return False
        away = _who(ballot, "abstain")
        members, population = self.who.weight("members"), self.who.weight("population")
        return len(away) >= Fraction(shares.members) * len(members) and _sum(population, away) >= Fraction(
            shares.population
        ) * sum(population.values())

    def _quorate(self, ballot: Ballot) -> bool:
        there = len(ballot) - len(_who(ballot, "absent"))
        return self.rule.quorum is None or there > Fraction(self.rule.quorum) * len(ballot)

    def checks(self) -> tuple[Check, ...]:
        """The conditions with their numbers."""
        worst, best = _as(self.ballot, "against"), _as(self.ballot, "for")
        found = [self._threshold(need, worst, best) for need in self.needs]
        if self.vetoers:
            against = sum(self.ballot[each] == "against" for each in self.vetoers)
            waiting = sum(self.ballot[each] == "open" for each in self.vetoers)
            whose = "permanent member" if self.rule.veto == "permanent members" else "member"
            found.append(_none(f"no {whose} against", against, waiting))
        if self.rule.constructive is not None:
            away = len(_who(self.ballot, "abstain"))
            stopped = self._abstained_away(self.ballot)
            found.append(
                Check(condition="constructive abstentions below one third of the members and of the population",
                      needed=0, now=away, at_best=away, state="not met" if stopped else "met")
            )  # fmt: skip
        if self.rule.quorum is not None:
            there = len(self.ballot) - len(_who(self.ballot, "absent"))
            needed = math.floor(Fraction(self.rule.quorum) * len(self.ballot)) + 1
            state: Literal["met", "not met"] = "met" if there >= needed else "not met"
            found.append(Check(condition="members present", needed=needed, now=there, at_best=there, state=state))
        return tuple(found)

    def _threshold(self, need: Need, worst: Ballot, best: Ballot) -> Check:
        weight = self.who.weight(need.count)
        surely, possibly = self._reached(need, worst), self._reached(need, best)
        return Check(
            condition=_told(need), needed=_plain(self.needed(need, self.ballot)),
            now=_plain(_sum(weight, _who(worst, "for"))), at_best=_plain(_sum(weight, _who(best, "for"))),
            state="met" if surely else "open" if possibly else "not met",
        )  # fmt: skip

    def carrying(self) -> Coalitions:
        """The smallest sets of open members that carry it by voting for."""
        must = frozenset(self.open) & frozenset(self.vetoers)
        goals = [Goal(must, tuple(self._missing(need) for need in self.needs))]
        for need in (each for each in self.needs if each.blocking_members is not None):
            spare = len(self.who.members) - self.blocking_members(need) + 1
            enough = Target(self.who.weight("members"), Fraction(spare - len(_who(self.ballot, "for"))))
            others = tuple(self._missing(other) for other in self.needs if other is not need)
            goals.append(Goal(must, (*others, enough)))
        return smallest(self.open, goals)

    def blocking(self) -> Coalitions:
        """The smallest sets of open members that stop it by voting against, all others open voting for."""
        goals = [Goal(frozenset({each}), ()) for each in self.open if each in self.vetoers]
        best = _as(self.ballot, "for")
        for need in self.needs:
            weight = self.who.weight(need.count)
            spare = _sum(weight, _who(best, "for")) - self.needed(need, best)
            targets = [Target(weight, spare, above=True)]
            if need.blocking_members is not None:
                already = sum(vote != "for" for vote in best.values())
                least = self.blocking_members(need) - already
                targets.append(Target(self.who.weight("members"), Fraction(least)))
            goals.append(Goal(frozenset(), tuple(targets)))
        return smallest(self.open, goals)

    def _missing(self, need: Need) -> Target:
        weight = self.who.weight(need.count)
        has = _sum(weight, _who(self.ballot, "for"))
        return Target(weight, self.needed(need, _as(self.ballot, "against")) - has)


def _sum(weight: Mapping[str, Fraction], members: Iterable[str]) -> Fraction:
    return sum((weight[each] for each in members), Fraction(0))


def _plain(number: Fraction) -> float:
    return round(float(number), 3)


def _none(condition: str, against: int, waiting: int) -> Check:
    state: Literal["met", "not met", "open"] = "not met" if against else "open" if waiting else "met"
    return Check(condition=condition, needed=0, now=against, at_best=against, state=state)


def _told(need: Need) -> str:
    whose = {"members": "members", "population": "population (thousands)", "votes": "weighted votes"}[need.count]
    bound = need.bound
    percent = f"{round(float(bound) * 100, 1):g} %"
    much = f"{bound.numerator}" if bound >= 1 else percent if bound.denominator in {100, 20, 25, 50} else str(bound)
    word = "more than" if need.more_than else "at least"
    base = " of those voting" if need.of == "cast" else ""
    return f"{whose} in favour: {word} {much}{base}"
