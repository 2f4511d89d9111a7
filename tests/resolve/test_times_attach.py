"""Which time an act is tied to."""

from __future__ import annotations

from datetime import date

import pytest

from communique import record
from communique.parse.reading import Reading
from communique.parse.syntax import language_model
from communique.resolve.times import Times, find_times, moment_of, time_for


def reading_of(text: str, published: date | None = date(2019, 12, 8)) -> Reading:
    article = record.Article(id="a", text=text, sha256="0" * 64)
    reading = Reading(article=article, published=published)
    reading.doc = language_model()(text)
    Times().code(reading)
    return reading


@pytest.mark.parametrize(
    ("text", "trigger", "value"),
    [
        ("Officials told reporters on Sunday that the envoy resigned last month.", "told", "2019-12-08"),
        ("Officials told reporters on Sunday that the envoy resigned last month.", "resigned", "2019-11"),
        ("Norway recalled its ambassador on Friday.", "recalled", "2019-12-06"),
        ("The council's meeting will be held in January.", "meeting", "2020-01"),
        ("The ministers plan to meet in Oslo on Monday.", "meet", "2019-12-09"),
        ("On Tuesday, Chad severed ties with the kingdom.", "severed", "2019-12-03"),
        ("It happened last year, when the villagers were attacked.", "attacked", "2018"),
        (
            "The envoy met the minister on Thursday and promised an answer to last Saturday's raid.",
            "promised",
            "2019-12-05",
        ),
        ("They voted at Monday's session.", "voted", "2019-12-02"),
        ("In May Donald Tusk announced a summit.", "announced", "2019-05"),
        ("At a briefing on Wednesday Donald Tusk said so.", "said", "2019-12-04"),
    ],
)
def test_the_time_of_the_clause(text: str, trigger: str, value: str) -> None:
    reading = reading_of(text)
    token = next(token for token in reading.doc if token.text == trigger)
    moment = time_for(reading, token)
    assert moment is not None
    assert moment.value == value
    assert moment.expression in {time.id for time in reading.times}


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The envoy resigned, officials told reporters who had asked on Sunday.", "resigned"),
        ("He has served for 15 years.", "served"),
        ("They recently met.", "met"),
        ("They meet every year.", "meet"),
        ("They met.", "met"),
        ("They condemned Saturday's attack.", "condemned"),
        ("The 1951 convention forbids such arrests.", "forbids"),
        ("The coalition backing the rebels had announced the deal on Saturday.", "backing"),
    ],
)
def test_no_time_without_days_or_from_another_clause(text: str, trigger: str) -> None:
    reading = reading_of(text)
    token = next(token for token in reading.doc if token.text == trigger)
    assert time_for(reading, token) is None


def test_a_span_stands_for_its_head_and_offsets_narrow_the_search() -> None:
    text = "Norway recalled its ambassador on Friday."
    reading = reading_of(text)
    moment = time_for(reading, reading.span(0, 15))
    assert moment is not None
    assert (moment.earliest, moment.latest) == ("2019-12-06", "2019-12-06")
    assert time_for(reading, reading.doc[1], (0, 15)) is None


def test_a_time_without_value_is_no_moment() -> None:
    (time,) = find_times("on Monday", None)
    assert moment_of(time) is None


def test_an_american_outlet_writes_the_month_first() -> None:
    article = record.Article(id="a", text="It is due on 08/12/2019.", sha256="0" * 64, outlet="The Washington Post")
    reading = Reading(article=article, published=date(2019, 12, 8))
    reading.doc = language_model()(article.text)
    Times().code(reading)
    assert [time.value for time in reading.times] == ["2019-08-12"]


def test_the_day_of_a_statement_is_not_that_of_what_it_tells() -> None:
    text = "Nine people had been killed, the ministry said on Tuesday."
    reading = reading_of(text)
    cue = (text.index("said"), text.index("."))
    basis = record.Basis(coder="statements", version="1", reason="by hand")
    reading.statements = [
        record.Statement(
            id="s",
            kind="indirect",
            mode="speech",
            content=((0, 27),),
            cue=cue,
            anonymous=False,
            confidence=1,
            basis=basis,
        )
    ]
    assert time_for(reading, reading.span(22, 28)) is None
    moment = time_for(reading, reading.span(cue[0], cue[0] + 4))
    assert moment is not None
    assert moment.value == "2019-12-03"
