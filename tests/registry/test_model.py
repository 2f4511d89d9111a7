"""States of tenures, namings in time, posts of one class told apart by their title."""

from __future__ import annotations

from datetime import date

import pytest

from communique.registry import load_registry
from communique.registry.model import Tenure
from communique.registry.tables import alias_of


@pytest.mark.parametrize(
    ("since", "until", "day", "state"),
    [
        ("2004-07-31", "2023-11-17", date(2023, 11, 17), "held"),
        ("2004-07-31", "2023-11-17", date(2023, 11, 18), "former"),
        ("2004-07-31", "2023-11-17", date(2004, 7, 30), "coming"),
        ("2004", "2006-05", date(2006, 5, 31), "held"),
        ("2004", "2006-05", date(2006, 6, 1), "former"),
        (None, None, date(2006, 6, 1), "held"),
        (None, "2001", date(2002, 1, 1), "former"),
    ],
)
def test_a_tenure_is_running_over_or_ahead(since: str | None, until: str | None, day: date, state: str) -> None:
    tenure = Tenure("p", "o", since, until, "own")
    assert tenure.state(day) == state
    assert tenure.held(day) is (state == "held")


def test_namings_in_time() -> None:
    registry = load_registry()
    assert any(each.entity_id == "EU" for each in registry.lookup("EC", date(1990, 1, 1)))
    assert not any(each.entity_id == "EU" for each in registry.lookup("EC", date(2010, 1, 1)))
    assert any(each.entity_id == "EU" for each in registry.lookup("EC"))
    text = "The EC said so."
    assert [each.aliases[0].entity_id for each in registry.find_aliases(text, date(1990, 1, 1))] == ["EU"]
    assert list(registry.find_aliases(text, date(2010, 1, 1))) == []


def test_the_marks_of_a_naming() -> None:
    assert alias_of("x", "^Zelenski").form == "transliteration"
    assert alias_of("x", "?~Roman").form == "adjective"
    assert (alias_of("x", "EC@..1993").until, alias_of("x", "IS@2014..").since) == ("1993", "2014")


def test_posts_of_one_class_are_told_apart_by_their_title() -> None:
    registry = load_registry()
    day = date(2019, 12, 8)
    both = {registry.actor(each).name for each in registry.holder("head of state", "IRN", day)}  # type: ignore[union-attr]
    assert both == {"Ali Khamenei", "Hassan Rouhani"}
    (president,) = registry.holder("head of state", "IRN", day, "president")
    assert registry.actor(president).name == "Hassan Rouhani"  # type: ignore[union-attr]
    assert len(registry.holder("head of state", "IRN", day, "strongman")) == 2
    assert [each.title for each in registry.posts("foreign minister", "LUX")] == ["Minister of Foreign Affairs"]


def test_the_tenures_of_a_post_come_in_order() -> None:
    registry = load_registry()
    tenures = registry.post_tenures("LUX.minister-of-foreign-affairs")
    starts = [each.since or "" for each in tenures]
    assert starts == sorted(starts)
    assert len(tenures) > 2
    assert registry.sectors_of_class("foreign minister") == ("GOV",)
