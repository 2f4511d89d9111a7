"""Meetings: body and sides, day and place, status, agenda, and joining of their namings."""

from __future__ import annotations

import pytest

from communique.pipeline import read_text
from communique.record import Meeting


def meetings(text: str, published: str = "2021-03-02") -> list[Meeting]:
    """The meetings of a text published on a Tuesday."""
    record = read_text(text, published=published)
    for meeting in record.meetings:
        for start, end in meeting.evidence:
            assert record.article.text[start:end].strip()
    return list(record.meetings)


def test_a_bodys_sitting_ahead() -> None:
    (meeting,) = meetings("The EU Foreign Affairs Council will hold its next meeting in Luxembourg on 22 March.")
    assert (meeting.body, meeting.status) == ("EU.FAC", "scheduled")
    assert meeting.time is not None
    assert meeting.time.value == "2021-03-22"
    assert meeting.place is not None
    assert meeting.place.country == "LUX"


def test_two_sides_that_met() -> None:
    (meeting,) = meetings("Emmanuel Macron met Angela Merkel in Berlin on Monday.")
    assert (meeting.body, meeting.status, len(meeting.participants)) == (None, "held", 2)
    assert meeting.time is not None
    assert meeting.time.value == "2021-03-01"


def test_namings_of_one_meeting_are_joined() -> None:
    text = (
        "The Arab League summit in Algiers opens on 8 March. The summit will discuss Libya. Monday's summit ends late."
    )
    (meeting,) = meetings(text)
    assert len(meeting.evidence) == 3
    assert [(each.topic, each.treatment) for each in meeting.agenda] == [("Libya", "discussion")]


def test_the_next_meeting_is_another() -> None:
    text = (
        "The Arab League summit in Algiers is on 8 March. The next Arab League summit will be held in April in Cairo."
    )
    assert [each.time.value for each in meetings(text) if each.time] == ["2021-03-08", "2021-04"]


@pytest.mark.parametrize(
    ("text", "status"),
    [("The NATO summit in Madrid on 9 March was postponed.", "postponed"),
     ("Organisers cancelled the NATO summit in Madrid on 9 March.", "cancelled"),
     ("The NATO summit in Madrid takes place on 9 March.", "scheduled"),
     ("The NATO summit in Madrid ended on 26 February.", "held")],
)  # fmt: skip
def test_status(text: str, status: str) -> None:
    assert [each.status for each in meetings(text)] == [status]


def test_agenda_treatments() -> None:
    text = (
        "At the EU Foreign Affairs Council meeting in Brussels on 8 March ministers will take note of the report. "
        "They say the border dispute will not be discussed at the EU Foreign Affairs Council meeting on 8 March."
    )
    (meeting,) = meetings(text)
    assert {(each.topic, each.treatment) for each in meeting.agenda} == {
        ("report", "to be noted"), ("border dispute", "excluded"),
    }  # fmt: skip


def test_the_issue_is_the_question_spoken_of() -> None:
    text = (
        "Ireland wants all member states to recognise Palestine. The issue will be discussed at the EU Foreign "
        "Affairs Council meeting in Brussels on 8 March."
    )
    (meeting,) = meetings(text)
    assert [(each.treatment, each.question) for each in meeting.agenda] == [("discussion", "eu-recognise-palestine")]


@pytest.mark.parametrize(
    "text",
    ["Officials held a news conference on Monday in Rome.", "The prime minister refused to meet the envoy on Monday.",
     "Meetings are tiring.", "The Council met."],
)  # fmt: skip
def test_what_is_no_meeting(text: str) -> None:
    assert meetings(text) == []


def test_who_says_so_is_kept() -> None:
    record = read_text(
        "Norway's foreign minister said the NATO summit in Madrid would open on 9 March.", published="2021-03-02"
    )
    (meeting,) = record.meetings
    assert meeting.attributed_to in {each.id for each in record.statements}
