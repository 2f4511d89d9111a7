from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from communique.ask.voting import Assembly, Outcome, Vote, assembly, counted, decide
from communique.ask.voting.assembly import of_members
from communique.ask.voting.coalitions import Goal, Target, smallest
from communique.errors import NoSuchRule
from communique.vocabulary.voting import Need, Rule, populations_on, voting_rule, voting_rules, weights_on

DECISIONS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "decisions.yaml").read_text("utf-8")
)


def cases() -> Iterator[Any]:
    for rule, decisions in DECISIONS.items():
        for each in decisions:
            yield pytest.param(rule, each, id=f"{rule}: {each['what']} {each['day']}")


def cast(rule: Rule, case: dict[str, Any]) -> tuple[Assembly, dict[str, Vote]]:
    if "counts" in case:
        return counted(**case["counts"])
    if "members" in case:
        who = of_members(case["members"], case["day"])
        who = Assembly(who.members, permanent=frozenset({"CHN", "FRA", "GBR", "RUS", "USA"}))
    else:
        who = assembly(rule, case["day"], body=case.get("body"), without=case.get("without", ()))
    votes: dict[str, Vote] = dict.fromkeys(who.members, "for")
    ways: tuple[Vote, ...] = ("against", "abstain", "absent")
    for vote in ways:
        named = case.get(vote, [])
        assert {*named} <= {*who.members, *case.get("without", ())}, "a state that is no member"
        votes.update(dict.fromkeys(named, vote))
    return who, votes


@pytest.mark.parametrize(("rule", "case"), list(cases()))
def test_published_decisions_and_worked_examples(rule: str, case: dict[str, Any]) -> None:
    chosen = voting_rule(rule)
    who, votes = cast(chosen, case)
    outcome = decide(chosen, case["day"], who, votes, ask_population=case.get("population", True))
    assert outcome.verdict == case["verdict"], outcome.checks
    assert case["source"]


def test_every_rule_has_eight_decisions_and_a_source() -> None:
    for rule in voting_rules().values():
        assert rule.alone or len(DECISIONS[rule.id]) >= 8, rule.id
        assert rule.source
        assert rule.example
    assert set(DECISIONS) <= set(voting_rules())


def outcome(rule: str, day: str, **votes: Vote) -> Outcome:
    chosen = voting_rule(rule)
    return decide(chosen, day, assembly(chosen, day), votes)


def test_nothing_known_is_open_and_four_can_block() -> None:
    found = outcome("eu-qmv", "2024-01-15")
    assert found.verdict == "open"
    assert found.blocking.size == 4
    assert ("DEU", "ESP", "FRA", "ITA") in found.blocking.sets
    assert found.carrying.size == 15
    assert len(found.open) == found.members == 27


def test_the_sets_take_account_of_who_is_bound() -> None:
    bound: dict[str, Vote] = {"ITA": "against", "HUN": "against", "SVK": "abstain", "AUT": "abstain"}
    for each in ("DEU", "FRA", "ESP", "POL", "ROU", "NLD", "BEL", "CZE"):
        bound[each] = "for"
    found = outcome("eu-qmv", "2024-01-15", **bound)
    assert found.verdict == "open"
    assert found.blocking.size is not None
    assert found.carrying.size == 7
    for names in found.carrying.sets:
        votes: dict[str, Vote] = dict.fromkeys(found.open, "against")
        for each in names:
            votes[each] = "for"
        assert outcome("eu-qmv", "2024-01-15", **{**votes, **bound}).verdict == "passes"
    for names in found.blocking.sets:
        votes = dict.fromkeys(found.open, "for")
        for each in names:
            votes[each] = "against"
        assert outcome("eu-qmv", "2024-01-15", **{**votes, **bound}).verdict == "fails"


def test_a_permanent_member_blocks_alone_and_nine_carry() -> None:
    found = outcome("unsc", "2024-01-15", USA="abstain")
    assert found.blocking.size == 1
    assert set(found.could_block) == {"CHN", "FRA", "GBR", "RUS"}
    assert found.carrying.size == 9
    assert all({"CHN", "FRA", "GBR", "RUS"} <= set(each) for each in found.carrying.sets)


def test_whoever_stops_it_is_named() -> None:
    assert outcome("eu-unanimity", "2024-01-15", HUN="against").stopped_by == ("HUN",)
    assert outcome("unsc", "2024-01-15", JPN="against", RUS="against").stopped_by == ("RUS",)
    assert outcome("unga-simple", "2024-01-15", USA="against").stopped_by == ()


def test_memberships_and_populations_are_those_of_the_day() -> None:
    rule = voting_rule("eu-qmv")
    assert len(assembly(rule, "2020-01-31").members) == 28
    assert len(assembly(rule, "2020-02-01").members) == 27
    assert len(assembly(voting_rule("eu-nice"), "2013-06-30").members) == 27
    assert sum(weights_on("2012-01-01").values()) == 345
    assert sum(weights_on("2014-01-01").values()) == 352
    table = populations_on("2014-06-01")
    assert table is not None
    assert table.since == "2014-01-01"
    assert populations_on("1990-01-01") is None


def test_published_shares_of_population() -> None:
    rule = voting_rule("eu-qmv")
    for case, share in ((5, 0.0), (3, 71.26), (2, 65.71), (7, 66.07)):
        who, votes = cast(rule, DECISIONS["eu-qmv"][case])
        total = sum(who.population.values())
        has = sum(size for each, size in who.population.items() if votes[each] == "for")
        assert not share or abs(float(has / total) * 100 - share) < 0.5


def test_a_rule_of_another_time_or_name_is_refused() -> None:
    with pytest.raises(NoSuchRule, match="holds from 2014-11-01"):
        outcome("eu-qmv", "2012-01-01")
    with pytest.raises(NoSuchRule, match="did not hold"):
        outcome("eu-nice", "2020-01-01")
    with pytest.raises(NoSuchRule, match="no voting rule"):
        voting_rule("coin-toss")
    with pytest.raises(NoSuchRule, match="no members"):
        assembly(voting_rule("two-thirds"), "2020-01-01", body="NOBODY")


def test_a_rule_of_ones_own() -> None:
    rule = Rule(id="own", label="Three of five, and no veto", needs=(Need(count="members", at_least="3/5"),))
    who = of_members(["AUT", "BEL", "CHE", "DNK", "EST"], "2024-01-01")
    assert decide(rule, "2024-01-01", who, {"AUT": "for", "BEL": "for", "CHE": "for"}).verdict == "passes"
    assert decide(rule, "2024-01-01", who, {"AUT": "against", "BEL": "against", "CHE": "against"}).verdict == "fails"
    found = decide(rule, "2024-01-01", who, {"AUT": "for", "BEL": "for", "CHE": "against"})
    assert (found.verdict, found.blocking.size, found.carrying.size) == ("open", 2, 1)
    assert found.carrying.sets == (("DNK",), ("EST",))


def test_each_for_itself_gives_no_joint_decision() -> None:
    found = decide(
        voting_rule("each-for-itself"), "2024-01-01", of_members(["AUT", "BEL"], "2024-01-01"), {"AUT": "for"}
    )
    assert found.verdict == "no joint decision"
    assert found.in_favour == ("AUT",)


def test_a_search_that_is_too_long_says_so() -> None:
    names = [f"m{at:03}" for at in range(193)]
    weight = dict.fromkeys(names, Fraction(1))
    found = smallest(names, [Goal(frozenset(), (Target(weight, Fraction(97)),))])
    assert found.size == 97
    assert found.number is not None
    assert found.number > 10**50
    uneven = {each: Fraction(at % 7 + 1) for at, each in enumerate(names)}
    assert smallest(names, [Goal(frozenset(), (Target(uneven, Fraction(300)),))]).size == 46


def test_sums_of_checks_are_told() -> None:
    found = outcome("eu-qmv", "2024-01-15")
    assert [each.state for each in found.checks] == ["open", "open"]
    assert Counter(each.needed for each in found.checks)[15.0] == 1
