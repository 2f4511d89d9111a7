"""Phrases to codes."""

from __future__ import annotations

from datetime import date

import pytest

from communique.resolve.actors import code_phrase
from communique.resolve.actors.lexicon import is_plural, lexicon, singular


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("Dutch soldiers", "NLD", "MIL"),
        ("the Polish foreign ministry", "POL", "GOV"),
        ("a spokeswoman for the Finnish parliament", "FIN", "LEG"),
        ("several of the largest trade unions in Chile", "CHL", "LAB"),
        ("a former Irish minister", "IRL", "ELI"),
        ("Kenyan riot police", "KEN", "COP"),
        ("the Norwegian-backed coalition", None, None),
        ("Canada's ambassador to Peru", "CAN", "GOV"),
        ("doctors from two Swedish aid groups", "SWE", "MED"),
        ("Portugal", "PRT", None),
        ("Brazilians", "BRA", "CVL"),
        ("opposition lawmakers", None, "LEG"),
        ("a state news agency", None, "GOV"),
        ("two men", None, "UNK"),
    ],
)
def test_words_give_country_and_sector(phrase: str, country: str | None, sector: str | None) -> None:
    code = code_phrase(phrase)
    assert (code.country, code.code_1) == (country, sector)


def test_defence_offices_have_two_sectors() -> None:
    assert code_phrase("the Danish defence minister").sectors == ("GOV", "MIL")


def test_the_day_decides() -> None:
    merkel = [code_phrase("Angela Merkel", day).code_1 for day in (date(2017, 4, 1), date(2022, 1, 10))]
    assert merkel == ["GOV", "ELI"]


@pytest.mark.parametrize(
    ("name", "day", "country"),
    [("H.R. McMaster", date(2018, 1, 1), "USA"), ("Abdullah Abdullah", date(2018, 1, 1), "AFG")],
)
def test_initials_and_namesakes(name: str, day: date, country: str) -> None:
    assert code_phrase(name, day).country == country


@pytest.mark.parametrize("phrase", ["168 Liberians", "1,200 Liberians", "seventeen Liberians"])
def test_counted_nations_are_people(phrase: str) -> None:
    assert (code_phrase(phrase).country, code_phrase(phrase).code_1) == ("LBR", "CVL")


def test_title_and_surname_name_a_person() -> None:
    assert code_phrase("President Macron", date(2019, 3, 1)).country == "FRA"


def test_context_gives_the_country() -> None:
    assert code_phrase("the interior minister", None, "Hungary").country == "HUN"


@pytest.mark.parametrize("phrase", ["a cat", "puppies", "Gregory Plumtree", "coronavirus", "", "?", "was, expected"])
def test_no_actor(phrase: str) -> None:
    code = code_phrase(phrase)
    assert (code.country, code.code_1, code.entity) == (None, None, None)


def test_singulars_by_rule() -> None:
    assert [singular(word) for word in ("ministries", "policemen", "churches", "crisis")] == [
        "ministry", "policeman", "church", "crisis",
    ]  # fmt: skip
    assert is_plural("officials")
    assert not is_plural("press")


def test_the_longest_agent_term_wins() -> None:
    agent = lexicon().ending_at(["the", "defence", "minister"], 2)
    assert agent
    assert agent.text == "defence minister"


def test_a_foreign_adjective_tells_another_group_of_the_same_name() -> None:
    own, other = code_phrase("the National Liberation Front"), code_phrase("the Syrian National Liberation Front")
    assert own.country == "DZA"
    assert (other.country, other.entity) == ("SYR", None)
