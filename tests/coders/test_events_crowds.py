"""Parties that no name gives: crowds, victims, and who rules the place of an arrest. Read by the whole pipeline."""

from __future__ import annotations

import pytest

from communique import Record, read


def _parties(found: Record, kind: str) -> tuple[list[tuple[str, str | None]], list[tuple[str, str | None]]]:
    event = next(e for e in found.events if e.type == kind)
    known = {actor.id: actor for actor in found.actors}
    named = [[(known[a].name, known[a].country) for a in ids] for ids in (event.sources, event.targets)]
    return named[0], named[1]


def test_people_who_march_somewhere_are_the_source() -> None:
    found = read("About ten thousand people turned out in Lima to demand the resignation of the Peruvian president.")
    assert _parties(found, "PROTEST")[0] == [("About ten thousand people", "PER")]


def test_people_who_are_killed_by_somebody_known_are_the_target() -> None:
    found = read("Turkish soldiers shot twelve shepherds near Mosul on Friday.", published="2019-05-05")
    assert _parties(found, "ASSAULT")[1] == [("twelve shepherds", "IRQ")]


def test_an_arrest_somewhere_is_made_by_who_rules_there() -> None:
    found = read("A Canadian journalist was arrested in Minsk on Friday.", published="2019-05-05")
    assert _parties(found, "COERCE")[0] == [("Belarus", "BLR")]


def test_an_explosion_is_told_of_the_state_where_it_was() -> None:
    found = read("A bomb went off in a market in Baghdad.", published="2019-05-05")
    assert _parties(found, "ASSAULT") == ([], [("Iraq", "IRQ")])


@pytest.mark.parametrize("text", ["A man killed two women in Leeds.", "Rain fell on the crowds in Lima."])
def test_private_violence_and_weather_are_no_acts(text: str) -> None:
    assert read(text).events == ()


def test_what_is_told_as_past_is_not_planned_for_a_day_ahead() -> None:
    found = read("Thailand ended martial law in most provinces on Wednesday.", published="2021-03-02")
    assert found.events[0].status == "actual"


def test_a_noun_and_its_verb_tell_one_act() -> None:
    found = read("A first deployment of Kenyan peacekeepers has arrived in Haiti.", published="2021-03-02")
    assert [event.mode for event in found.events] == ["protect"]


def test_a_region_is_occupied_and_not_arrested() -> None:
    found = read("Israel captured the Golan Heights from Syria.", published="2021-03-02")
    assert [event.mode for event in found.events] == ["occupy"]


def test_numbers_before_a_nation_make_a_group() -> None:
    found = read("Ghana deported 168 Liberians.", published="2021-03-02")
    assert _parties(found, "COERCE")[1] == [("168 Liberians", "LBR")]


def test_two_owners_of_one_noun_meet() -> None:
    found = read("UK and EU negotiators met in Brussels on Friday.", published="2020-12-05")
    known = {actor.id: actor.country for actor in found.actors}
    assert {known[a] for a in found.events[0].sources} == {"GBR", "EU"}


def test_forces_loyal_to_somebody_are_of_that_state() -> None:
    found = read("Forces loyal to Khalifa Haftar shelled a Turkish ship on Friday.", published="2020-02-05")
    assert _parties(found, "ASSAULT")[0] == [("Forces loyal to Khalifa Haftar", "LBY")]


def test_a_capital_is_the_agent_of_a_passive() -> None:
    found = read("The Pakistani offer was rejected by New Delhi.", published="2021-03-02")
    assert _parties(found, "REJECT") == ([("India", "IND")], [("Pakistan", "PAK")])


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("A meeting between the Greek and Turkish leaders was called off at the last minute.", "denied"),
        ("Had Iraq attacked Kuwait again, nobody would have slept.", "possible"),
        ("Israel was to have released the prisoners on Sunday.", "denied"),
        ("The United States no longer supplies arms to the Kurdish fighters.", "denied"),
        ("Canada wrote to Mexico to demand the release of the tourists.", "actual"),
    ],
)
def test_status_by_order_and_by_particles(text: str, status: str) -> None:
    assert status in [event.status for event in read(text, published="2021-03-02").events]


def test_a_relative_clause_without_its_pronoun_has_an_object() -> None:
    found = read("Congo has freed a Kenyan diplomat it arrested.", published="2021-03-02")
    assert [(e.mode, len(e.targets)) for e in found.events] == [("release", 1), ("arrest", 1)]


def test_who_shoots_himself_attacks_nobody() -> None:
    assert read("Luke Doe, a Briton who shot himself in Syria, was 22.", published="2018-03-02").events == ()
