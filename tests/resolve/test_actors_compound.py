"""Words that name several actors, groups of a body, and names that several bear."""

from __future__ import annotations

from datetime import date

import pytest

from communique.pipeline import default_pipeline
from communique.registry import load_registry
from communique.resolve.actors.compound import parts_of
from communique.resolve.actors.explanation import explain
from communique.sources import make_article


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Belgium, the Netherlands and Luxembourg", ["Belgium", "Netherlands", "Luxembourg"]),
        ("Polish and Czech officials", ["Polish officials", "Czech officials"]),
        ("the Polish and Czech foreign ministers", ["Polish foreign minister", "Czech foreign minister"]),
        ("the armies of Chad and Niger", ["army of Chad", "army of Niger"]),
        ("EU and NATO diplomats", ["EU diplomats", "NATO diplomats"]),
        ("Bosnia and Herzegovina", []),
        ("bread and butter", []),
        ("the ministry", []),
        ("", []),
    ],
)
def test_parts(words: str, parts: list[str]) -> None:
    assert parts_of(words, load_registry()) == parts


def test_each_part_finds_its_holder() -> None:
    found = explain("the presidents of France and Poland", date(2018, 3, 1))
    assert [each.name for each in found.parts] == ["Emmanuel Macron", "Andrzej Duda"]


def test_ministers_of_a_union_are_a_group_and_not_its_council() -> None:
    found = explain("EU foreign ministers", date(2019, 12, 9))
    assert (found.kind, found.country, found.plover) == ("group", "EU", ("GOV",))
    group = load_registry().actor("EU.FAC.MEMBERS")
    assert group is not None
    assert group.parent == "EU.FAC"


def test_the_head_of_a_body_holds_its_highest_office() -> None:
    assert explain("the head of the IMF", date(2015, 5, 1)).name == "Christine Lagarde"
    assert explain("the head of the army", date(2015, 5, 1)).name is None


@pytest.mark.parametrize(
    ("words", "name"), [("King Abdullah", None), ("King Abdullah of Jordan", "Abdullah II of Jordan")]
)
def test_a_name_of_two_kings_is_told_apart_by_the_country(words: str, name: str | None) -> None:
    found = explain(words, date(2010, 3, 1))
    assert (found.name, found.outcome) == (name, "resolved" if name else "ambiguous")


def actor_of(text: str, words: str, on: str) -> tuple[str | None, tuple[str, ...], bool]:
    reading = default_pipeline().reading(make_article(text, published=on), until="actors")
    start = text.index(words)
    mention = max(reading.mentions_over(start, start + len(words)), key=lambda each: each.end - each.start)
    actor = reading.actors[mention.actor]
    return actor.country, actor.plover.sector, actor.resolved


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Warsaw promised Brussels to change the law within a month.", "EU"),
        ("Belgium closed its embassy, and Brussels recalled its envoy.", "BEL"),
    ],
)
def test_a_capital_that_is_a_seat_stands_for_the_body_unless_its_state_is_spoken_of(text: str, country: str) -> None:
    assert actor_of(text, "Brussels", "2018-05-02")[0] == country


def test_some_of_a_nation_are_a_group_of_civilians() -> None:
    text = "Three Kenyans were freed near the border on Friday."
    assert actor_of(text, "Three Kenyans", "2018-05-02") == ("KEN", ("CVL",), False)
