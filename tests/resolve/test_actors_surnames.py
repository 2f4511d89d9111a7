"""People whom a text calls by surname alone, and counted people of a nation."""

from __future__ import annotations

import pytest

from communique.pipeline import default_pipeline
from communique.sources import make_article


def named(text: str, day: str | None = "2015-03-03") -> dict[str, str | None]:
    """The mentions of a text with the countries of their actors."""
    reading = default_pipeline().reading(make_article(text, published=day), until="actors")
    return {text[m.start : m.end]: reading.actors[m.actor].country for m in reading.mentions}


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Obama has agreed to lift the sanctions on Iran.", "Obama", "USA"),
        ("Merkel met Hollande in Malta.", "Hollande", "FRA"),
        ("President Obama lifted all restrictions on travel to Cuba.", "President Obama", "USA"),
        ("Libya's renegade Gen. Umar Zentani declared a ceasefire.", "Libya's renegade Gen. Umar Zentani", "LBY"),
        ("Two Palestinians were arrested by Israeli soldiers.", "Two Palestinians", "PSE"),
        ("Oslo met Danish deputy Foreign Minister Jens Skov.", "Danish deputy Foreign Minister Jens Skov", "DNK"),
        ("President Vladimir Putin's envoy Oleg Drozdin met the rebels.", "envoy Oleg Drozdin", "RUS"),
        ("Norwegian rebel chief-of-staff Ola Moe fled.", "Norwegian rebel chief-of-staff Ola Moe", "NOR"),
        ("King Hassan of Morocco accused Spain of spying.", "King Hassan", "MAR"),
    ],
)
def test_surnames_and_counted_people_are_actors(text: str, words: str, country: str) -> None:
    assert named(text).get(words) == country


@pytest.mark.parametrize("text", ["Jordan condemned Iran.", "Shots were heard in Abe near the river."])
def test_what_names_a_state_or_a_place_is_no_leader(text: str) -> None:
    assert not {"USA", "JPN"} & set(named(text).values())


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Robert Mueller met the Russian envoy.", "Robert Mueller", "USA"),  # in no cabinet
        ("Maduro accused the United States of a plot.", "Maduro", "VEN"),  # another one headed Honduras for four years
    ],
)
def test_without_a_day_who_is_known_for_himself_is_meant(text: str, words: str, country: str) -> None:
    assert named(text, day=None).get(words) == country


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Muller accused Germany of spying.", "Muller"),  # a foreign minister of the seventies
        ("Ryan rejected the offer of Iran.", "Ryan"),  # several, none of whom headed a state
    ],
)
def test_without_a_day_a_surname_means_nobody_whom_few_would_think_of(text: str, words: str) -> None:
    assert named(text, day=None).get(words) is None


def test_an_honorific_is_no_surname() -> None:
    assert named("Pope urged Russia to stop.", "2024-03-03").get("Pope") == "VAT"  # not Amy Pope, who heads a body
