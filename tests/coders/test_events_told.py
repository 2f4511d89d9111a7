"""Parties from an act told before, leaders of several states, and times that date something else."""

from __future__ import annotations

import pytest

from communique import read
from communique.record import Event, Record

PUBLISHED = "2024-01-20"


def events(text: str) -> tuple[Record, tuple[Event, ...]]:
    record = read(text, published=PUBLISHED)
    return record, record.events


def countries(record: Record, ids: tuple[str, ...]) -> set[str | None]:
    return {actor.country for actor in record.actors if actor.id in ids}


@pytest.mark.parametrize(
    ("text", "kind", "source", "target"),
    [
        ("France recalled its ambassador from Australia. Canberra regretted the move.", "ACCUSE", "AUS", "FRA"),
        ("Mali accused France of spying. Paris rejected the accusation.", "REJECT", "FRA", "MLI"),
        ("North Korea fired two missiles. Japan condemned the launch.", "ACCUSE", "JPN", "PRK"),
        ("Spain recognised Palestine, and Israel condemned the decision.", "ACCUSE", "ISR", "ESP"),
    ],
)
def test_a_definite_noun_borrows_its_party(text: str, kind: str, source: str, target: str) -> None:
    record, found = events(text)
    event = next(e for e in found if e.type == kind)
    assert countries(record, event.sources) == {source}
    assert countries(record, event.targets) == {target}
    assert "; target by '" in event.basis.reason


def test_the_attack_that_killed_is_the_one_told_before() -> None:
    record, (event,) = events("Turkey bombed villages in northern Iraq. Nine people were killed in the attack.")
    assert (countries(record, event.sources), countries(record, event.targets)) == ({"TUR"}, {"IRQ"})
    assert len(event.also) == 1


def test_the_two_sides_are_those_named_last() -> None:
    record, found = events("Greece and Turkey held talks in Rome. The two sides agreed to meet again.")
    agreed = next(e for e in found if e.type == "AGREE")
    assert countries(record, agreed.sources) == {"GRC", "TUR"}
    assert "source by 'sides'" in agreed.basis.reason


@pytest.mark.parametrize(
    "text",
    [
        "France recalled its ambassador from Australia. Canberra regretted a move by Japan.",
        "Canberra regretted the move.",
        "France recalled its ambassador from Australia. The French government defended the move.",
    ],
)
def test_nothing_is_borrowed_without_a_lender_or_from_oneself(text: str) -> None:
    _, found = events(text)
    assert not [e for e in found if " by 'move'" in e.basis.reason]


def test_what_lies_three_sentences_back_lends_nothing() -> None:
    text = "Iran seized a tanker of Norway. It rained in Oslo. The sea was calm. The port was open. Spain condemned the move."
    _, found = events(text)
    assert not [e for e in found if " by 'move'" in e.basis.reason]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The leaders of Serbia and Kosovo met in Rome.", {"SRB", "XKX"}),
        ("The foreign ministers of Greece, Turkey and Cyprus agreed to resume talks.", {"GRC", "TUR", "CYP"}),
        ("Officials of Iraq and Iran signed a border treaty.", {"IRQ", "IRN"}),
    ],
)
def test_leaders_of_several_states_act_for_each(text: str, expected: set[str]) -> None:
    record, (event,) = events(text)
    assert countries(record, event.sources) == expected


def test_the_year_of_a_document_does_not_date_the_act() -> None:
    _, (event,) = events("South Africa accused Israel of violating the 1948 Genocide Convention.")
    assert event.time is None
    _, (event,) = events("On Monday Israel criticised the 2015 nuclear deal of France and Iran.")
    assert event.time is not None
    assert event.time.value == "2024-01-15"


def test_what_an_act_is_for_is_no_second_act() -> None:
    _, found = events("The United States defended the right of Russian troops to attack militants in Azerbaijan.")
    assert [e.type for e in found] == ["SUPPORT"]
