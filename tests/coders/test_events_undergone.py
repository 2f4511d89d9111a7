"""Who suffers an act without being told by whom, dates of the setting, and acts that are only imagined."""

from __future__ import annotations

import pytest

from communique import read
from communique.record import Event, Record

PUBLISHED = "2019-02-04"


def coded(text: str) -> tuple[Record, tuple[Event, ...]]:
    record = read(text, published=PUBLISHED)
    return record, record.events


def countries(record: Record, ids: tuple[str, ...]) -> set[str | None]:
    return {actor.country for actor in record.actors if actor.id in ids}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Three Turkish soldiers killed in an ambush near Mosul.", "ASSAULT"),
        ("Two Turkish reporters were run over and killed on Friday in Basra.", "ASSAULT"),
    ],
)
def test_a_verb_without_its_object_befalls_its_subject(text: str, kind: str) -> None:
    record, (event,) = coded(text)
    assert (event.type, event.sources) == (kind, ())
    assert countries(record, event.targets) == {"TUR"}


def test_a_shared_object_leaves_the_deed_with_the_subject() -> None:
    record, found = coded("Turkish police arrested and detained four Greeks in Ankara.")
    assert all(countries(record, event.sources) == {"TUR"} for event in found)


def test_the_date_of_a_setting_dates_nothing_else() -> None:
    text = (
        "Norway is in talks with Denmark over the bay, following Sweden's surprise decision last December to leave it."
    )
    _, found = coded(text)
    talks = next(e for e in found if e.type == "CONSULT")
    assert (talks.status, talks.time) == ("actual", None)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Mali argued that a French pullout from Chad would leave the region open.", "possible"),
        ("The French pullout from Chad would leave the region open, Mali argued.", "actual"),
    ],
)
def test_what_an_act_would_bring_leaves_it_open_where_none_is_named(text: str, status: str) -> None:
    _, found = coded(text)
    assert next(e for e in found if e.type == "RETREAT").status == status


def test_a_surname_with_a_title_is_the_person_of_the_article() -> None:
    record, found = coded("US lawmaker Shelby Crane resigned on Monday. Ms Crane accused Iran of spying.")
    accused = next(e for e in found if e.type == "ACCUSE")
    assert [a.name for a in record.actors if a.id in accused.sources] == ["Shelby Crane"]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Germany gave ten million euros to rebuild schools in Kenya.", "KEN"),
        ("Turkey refused to back the US-led invasion of Iraq.", "USA"),
        ("Norway lifted restrictions on travel to Cuba.", "CUB"),
    ],
)
def test_a_target_abroad_is_read_in_the_words_of_the_act(text: str, home: str) -> None:
    record, events = coded(text)
    assert home in {country for event in events for country in countries(record, event.targets)}
