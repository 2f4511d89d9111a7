"""Why a phrase resolves as it does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.resolve.actors import code_phrase
from communique.resolve.actors.explanation import SHOWN, explain

DAY = date(2019, 12, 8)


@pytest.mark.parametrize(
    ("phrase", "actor", "codes"),
    [
        ("the Israeli foreign minister", "Israel Katz", ("ISRGOV", ("GOV",))),
        ("the Turkish president", "Recep Tayyip Erdoğan", ("TURGOV", ("GOV",))),
        ("the Afghan president", "Ashraf Ghani", ("AFGGOV", ("GOV",))),
        ("Foreign Minister Le Drian", "Jean-Yves Le Drian", ("FRAGOV", ("GOV",))),
        ("Barack Obama", "Barack Obama", ("USAELI", ("ELI",))),
        ("the Kremlin", "Kremlin", ("RUSGOV", ("GOV",))),
        ("Bosnia and Herzegovina", "Bosnia and Herzegovina", ("BIH", ())),
    ],
)
def test_one_actor_with_its_codes_on_the_day(phrase: str, actor: str, codes: tuple[str, tuple[str, ...]]) -> None:
    told = explain(phrase, DAY)
    assert (told.outcome, told.name) == ("resolved", actor)
    assert (told.cameo, told.plover) == codes
    assert told.confidence is not None
    assert told.summary.startswith(actor)
    assert told.steps


def test_the_answer_is_the_coders_own() -> None:
    for phrase in ("Jean Asselborn", "Wang Yi", "Brussels", "the Danish parliament", "Canadian ambassador to Chile"):
        code, told = code_phrase(phrase, DAY), explain(phrase, DAY)
        assert (told.country, told.plover, told.actor) == (code.country, code.sectors, code.entity), phrase


def test_those_who_held_the_office_before_and_after_are_refused_with_the_reason() -> None:
    reasons = {each.name: each.why for each in explain("the Israeli foreign minister", DAY).candidates}
    assert reasons["Israel Katz"] == "in office that day"
    assert reasons["Avigdor Lieberman"] == "had left office"
    assert reasons["Gabi Ashkenazi"] == "came to office later"


def test_namesakes_are_refused_with_the_reason() -> None:
    told = explain("Secretary Pompeo", DAY)
    assert [each.name for each in told.candidates if each.chosen] == ["Mike Pompeo"]
    assert any(each.why.startswith("never a") for each in told.candidates if not each.chosen)
    told = explain("Chinese Foreign Minister Wang", DAY)
    assert told.name == "Wang Yi"


def test_a_gap_is_no_holder() -> None:
    told = explain("the French president", date(1900, 1, 1))
    assert told.outcome == "described"
    assert "a gap means that it is not known" in told.steps[-1]


def test_what_is_no_single_actor() -> None:
    assert explain("former French president", DAY).outcome == "described"
    assert "may mean any" in explain("former French president", DAY).steps[-1]
    clinton = explain("Clinton", DAY)
    assert clinton.outcome == "ambiguous"
    assert {each.name for each in clinton.candidates} >= {"Bill Clinton", "Hillary Clinton"}
    kim = explain("Kim", DAY)
    assert len(kim.candidates) == SHOWN
    assert kim.candidates[0].name == "Kim Jong-un"
    assert explain("blue table", DAY).outcome == "unknown"
    several = explain("Ireland, Norway and Spain", DAY)
    assert [each.actor for each in several.parts] == ["IRL", "NOR", "ESP"]


def test_a_name_of_several_meanings_lists_them() -> None:
    assert {each.id for each in explain("Brussels", DAY).candidates} == {"BEL", "EU"}


def test_the_words_around_it_may_lend_the_country() -> None:
    assert explain("the foreign minister", DAY).outcome == "described"
    told = explain("the foreign minister", DAY, "France and its partners met.")
    assert told.name == "Jean-Yves Le Drian"
    assert any("lend it the country FRA" in step for step in told.steps)
    assert explain("the Israeli foreign minister", DAY, "France and its partners met.").name == "Israel Katz"


def test_without_a_day_the_latest_counts() -> None:
    told = explain("the Luxembourg foreign minister")
    assert told.on is None
    assert told.office is not None
    assert told.office.until is None


@given(st.text(max_size=120))
def test_any_phrase_is_explained(phrase: str) -> None:
    told = explain(phrase, DAY)
    assert told.summary
    assert sum(each.chosen for each in told.candidates) <= 1
    assert told.outcome != "resolved" or told.actor
