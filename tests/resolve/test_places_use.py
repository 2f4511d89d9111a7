"""A name as a place, or for those who act under it; buildings; and what no table holds."""

from __future__ import annotations

import pytest

from communique.pipeline import read_text
from communique.record import Place


def places(text: str) -> list[Place]:
    return list(read_text(text, published="2021-03-02").places)


def named(text: str) -> list[str]:
    return [each.text for each in places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lisbon rejected the offer.", []),
        ("The trade talks with Lisbon failed.", []),
        ("According to Dakar, the border is closed.", []),
        ("A cyclone hit the coast of Mozambique.", ["Mozambique"]),
        ("Lorries queued on the road between Togo and Benin.", ["Togo", "Benin"]),
        ("Farmers in Zimbabwe's eastern highlands lost their crop.", ["Zimbabwe"]),
        ("The army shelled Gori for three days.", ["Gori"]),
        ("Florida sued the ministry.", []),
        ("She sent a letter to Tirana.", []),
        ("They drove to Tirana.", ["Tirana"]),
        ("The ship sank off Oman.", ["Oman"]),
        ("The drones flew over Tbilisi.", ["Tbilisi"]),
        ("The quarrel over Tbilisi goes on.", []),
        ("He spent a week in the Netherlands.", ["Netherlands"]),
        ("The Bank of Canada raised its rate.", []),
    ],
)
def test_words_around_a_name_tell_its_use(text: str, expected: list[str]) -> None:
    assert named(text) == expected


def test_a_building_is_a_point_where_it_is_a_place() -> None:
    assert [(each.text, each.precision) for each in places("Guards stood outside the Kremlin.")] == [
        ("Kremlin", "point")
    ]
    assert named("The Kremlin denied it.") == []


def test_a_town_that_is_called_like_a_building() -> None:
    assert [each.precision for each in places("A fire broke out in Westminster, Colorado.")][:1] == ["city"]


def test_a_county_is_known_no_finer_than_its_state() -> None:
    (place,) = places("The river rose in Fairfax County.")
    assert (place.precision, place.country, place.admin1) == ("admin1", "USA", "Virginia")


def test_a_province_is_not_drawn_as_its_city() -> None:
    found = places("Villages were emptied in Idlib province. The market in Idlib was full.")
    assert [each.precision for each in found] == ["admin1", "city"]


def test_a_region_of_the_sea() -> None:
    (place,) = places("Two frigates patrolled in the Sea of Azov.")
    assert (place.precision, place.country) == ("region", None)


def test_an_unknown_place_is_known_as_far_as_the_words_say() -> None:
    found = places("They met in Xarbaquet, Jordan, at noon.")
    assert [(each.text, each.country, each.precision, each.latitude) for each in found][:1] == [
        ("Xarbaquet", "JOR", "country", None)
    ]
