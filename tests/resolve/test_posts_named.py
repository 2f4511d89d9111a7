"""Which of several posts the words of a title mean."""

from __future__ import annotations

from datetime import date

import pytest

from communique.resolve.actors.explanation import explain


@pytest.mark.parametrize(
    ("phrase", "on", "name"),
    [
        ("the US ambassador to Israel", "2018-05-01", "David Friedman"),
        ("UN Syria envoy", "2020-06-01", "Geir Pedersen"),
        ("EU trade commissioner", "2020-02-01", "Phil Hogan"),
        ("the Kremlin spokesman", "2021-06-01", "Dmitry Peskov"),
        ("NATO's deputy secretary general", "2021-05-01", "Mircea Geoană"),
        ("the Scottish first minister", "2018-06-01", "Nicola Sturgeon"),
        ("ISI chief", "2021-06-01", "Faiz Hameed"),
        ("the White House chief of staff", "2021-06-01", "Ron Klain"),
        ("Iraqi parliament speaker", "2019-06-01", "Mohammed al-Halbousi"),
        ("the Vatican secretary of state", "2018-06-01", "Pietro Parolin"),
    ],
)
def test_words_beside_a_title_choose_the_post(phrase: str, on: str, name: str) -> None:
    assert explain(phrase, date.fromisoformat(on)).name == name


@pytest.mark.parametrize(
    ("phrase", "on"),
    [
        ("the US ambassador to Ruritania", "2018-05-01"),
        ("the UN envoy for Atlantis", "2020-06-01"),
        ("the Chinese foreign ministry spokesman", "2021-06-01"),  # there were three
        ("UN humanitarian chief of Mars", "2019-06-01"),
        ("Sri Lankan defence secretary", "2012-06-01"),  # a civil servant there, and no minister
        ("a minister", "2019-06-01"),
    ],
)
def test_no_other_post_is_taken_instead(phrase: str, on: str) -> None:
    found = explain(phrase, date.fromisoformat(on))
    assert found.kind != "person", found.name
