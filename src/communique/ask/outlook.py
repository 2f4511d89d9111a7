"""Would it pass: the positions on a question under the rule of the body that decides.

It is a check with bounds and no forecast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, cast

from msgspec import Struct

from communique.archive import Archive
from communique.ask.matrix import Cell, Matrix, last_day, matrix, name_of, viewers
from communique.ask.voting import Assembly, Outcome, Vote, assembly, decide
from communique.ask.voting.assembly import of_members
from communique.errors import BadQuestion
from communique.record import doc
from communique.vocabulary.questions import Question, question
from communique.vocabulary.voting import Rule, voting_rule

_LATEST = 12  # positions of each actor: enough for the last one and what contradicts it on its day
VOTES: tuple[Vote, ...] = ("for", "against", "abstain", "absent", "open")


class Standing(Struct, frozen=True, kw_only=True):
    """One member: how it counts, and the words behind it."""

    member_id: Annotated[str, doc("Id of the member.")]
    member: Annotated[str, doc("Its name.")]
    vote: Annotated[str, doc("How it counts: for, against, abstain, absent or open.")]
    stance: Annotated[str, doc("Where it stands: for, against, mixed, undecided or unknown.")]
    assumed: Annotated[bool, doc("Whether the vote is an assumption of whoever asks.")]
    could_block: Annotated[bool, doc("Whether it stands in a smallest set that could still block.")]
    day: Annotated[str | None, doc("Day for which the position counts.")]
    words: Annotated[str | None, doc("The words that show it.")]
    speaker: Annotated[str | None, doc("Who said them.")]
    office: Annotated[str | None, doc("The speaker's office on that day.")]
    how: Annotated[str | None, doc("read from an article, hand, or vote.")]
    id: Annotated[str | None, doc("Id of the position.")]
    outlet: Annotated[str | None, doc("Outlet that published it.")]
    title: Annotated[str | None, doc("Headline of the article, or where a position by hand comes from.")]


class Outlook(Struct, frozen=True, kw_only=True):
    """The answer: the outcome under the rule, and where every member stands."""

    question: Annotated[str, doc("Question id.")]
    wording: Annotated[str, doc("The question.")]
    day: Annotated[str, doc("Day for which members, weights and positions count.")]
    body: Annotated[str | None, doc("Body that decides.")]
    rule: Annotated[str, doc("The voting rule.")]
    source: Annotated[str, doc("Where the rule stands.")]
    population_source: Annotated[str | None, doc("Where the populations come from, when the rule counts them.")]
    outcome: Annotated[Outcome, doc("What follows from the rule.")]
    members: Annotated[tuple[Standing, ...], doc("Every member.")]


def outlook(
    archive: Archive,
    id: str,
    *,
    on: str | None = None,
    rule: str | None = None,
    assume: Mapping[str, Vote] | None = None,
    without: Iterable[str] = (),
    known: Matrix | None = None,
) -> Outlook:
    """Whether a question would be decided in its favour.

    Args:
        archive: Where the positions are looked up.
        id: Question id.
        on: Day for which it is asked; the newest of the archive when not given.
        rule: Another voting rule than the question's.
        assume: Votes to assume for some members.
        without: Members that take no part, beside those of the question.
        known: The matrix of this question on that day with everybody in it, where whoever asks has it already.

    Raises:
        BadQuestion: There is no such question, or a vote is assumed of somebody, or somebody left out, who has none.
        NoSuchRule: The rule is not known or did not hold on that day.
    """
    asked = question(id)
    day = last_day(archive, on)
    chosen = voting_rule(rule) if rule else asked.decider.voting_rule()
    out = set(without)
    who = _assembly(asked, chosen, day, set(asked.decider.without))
    _only_members(out, who, id, day, "Leave out members.")
    who = _assembly(asked, chosen, day, {*asked.decider.without, *out}) if out else who
    found = known or matrix(archive, [id], on=day, others=True, latest=_LATEST)
    cells = {cell.actor_id: cell for cell in found.cells}
    abstained = _abstained(found)
    votes: dict[str, Vote] = {
        each: _vote(cells[each], each in abstained) if each in cells else "open" for each in who.members
    }
    assumed = dict(assume or {})
    _only_members(assumed, who, id, day, "Assume votes of members.")
    outcome = decide(chosen, day, who, {**votes, **assumed})
    return Outlook(
        question=id, wording=asked.wording, day=day, body=asked.decider.body, rule=chosen.label or chosen.id,
        source=chosen.source, population_source=who.population_source if _counts_population(chosen, day) else None,
        outcome=outcome,
        members=tuple(_standing(each, cells.get(each), {**votes, **assumed}, assumed, outcome) for each in who.members),
    )  # fmt: skip


def _only_members(named: Iterable[str], who: Assembly, id: str, day: str, hint: str) -> None:
    strangers = sorted(set(named) - set(who.members))
    if strangers:
        verb = "does" if len(strangers) == 1 else "do"
        raise BadQuestion(f"{', '.join(strangers)} {verb} not vote on '{id}' on {day}.", hint)


def _assembly(asked: Question, rule: Rule, day: str, without: set[str]) -> Assembly:
    body = asked.decider.body if rule.members_of is None else None
    if rule.members_of is None and (body is None or asked.views.actors):
        members = [each for each in viewers(asked, day) if each not in without]
        if not members:
            raise BadQuestion(f"Nobody's view counts on '{asked.id}'.", "Say whose in its 'views'.")
        return of_members(members, day)
    return assembly(rule, day, body=body, without=without)


def _counts_population(rule: Rule, day: str) -> bool:
    return rule.constructive is not None or any(need.count == "population" for need in rule.needs_on(day))


def _abstained(found: Matrix) -> set[str]:
    """Those whose last known position is an abstention in an imported vote."""
    last = {stand.actor: stand for stand in found.stands}
    return {actor for actor, stand in last.items() if stand.how == "vote" and stand.stance == "undecided"}


def _vote(cell: Cell, abstained: bool) -> Vote:
    if cell.contradicted:
        return "open"
    if abstained:
        return "abstain"
    return cast("Vote", cell.stance) if cell.stance in {"for", "against"} else "open"


def _standing(
    member: str, cell: Cell | None, votes: Mapping[str, Vote], assumed: Mapping[str, Vote], outcome: Outcome
) -> Standing:
    known = cell or Cell(actor_id=member, actor=name_of(member), column="", stance="unknown")
    return Standing(
        member_id=member, member=known.actor, vote=votes[member], stance=known.stance, assumed=member in assumed,
        could_block=member in outcome.could_block, day=known.day, words=known.words, speaker=known.speaker,
        office=known.office, how=known.how, id=known.id, outlet=known.outlet, title=known.title,
    )  # fmt: skip
