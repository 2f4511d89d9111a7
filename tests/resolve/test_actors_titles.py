"""Whose somebody is by the words before the name: titles with a field, parties, missions abroad, towns that are none."""

from __future__ import annotations

import pytest

from communique import read


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("He met Minister for Foreign Affairs Joschka Fischer.", "Joschka Fischer", "DEU"),
        ("Talks with Norwegian Assistant Secretary for Arms Control Jane Roe failed.", "Jane Roe", "NOR"),
        ("He accused Labour Prime Minister Shimon Peres of theft.", "Shimon Peres", "ISR"),
        ("The Norwegian UN ambassador, Jane Roe, accused Russia of theft.", "Jane Roe", "NOR"),
        ("Norwegian Middle East envoy Jane Roe met the Jordanian premier.", "Jane Roe", "NOR"),
        ("Oslo condemned the Jordanian Arab Socialist Baath Party.", "Jordanian Arab Socialist Baath Party", "JOR"),
        ("The Kurds of Turkey attacked the Turkish army.", "Turkish Kurds", "TUR"),
    ],
)
def test_the_words_before_a_name_tell_whose_it_is(text: str, name: str, country: str) -> None:
    assert {actor.name: actor.country for actor in read(text).actors}.get(name) == country


def test_a_woman_is_no_misspelt_premier() -> None:
    found = read("Police in Liège arrested Michelle Martin.").actors
    assert all(actor.wikidata != "Q920403" for actor in found)
