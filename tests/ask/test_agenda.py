from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import icalendar
import msgspec
import pytest

from communique import record as r
from communique.archive import Archive, Selection
from communique.ask.agenda import agenda, due
from communique.ask.documents import documents
from communique.export.ical import to_ical
from communique.sources import make_article
from tests.handmade import BASIS, day


def meets(id: str, published: str, when: str | None, *, status: str = "scheduled", place: str | None = None,
          body: str = "EU.FAC", question: str | None = None) -> r.Record:  # fmt: skip
    text = "The ministers meet."
    item = r.AgendaItem(topic="recognition", question=question, treatment="discussion")
    meeting = r.Meeting(
        id=f"m-{id}", body=body, time=None if when is None else day(when), place=r.Spot(name=place) if place else None,
        status=msgspec.convert(status, Literal["scheduled", "held", "postponed", "cancelled"]),
        agenda=(item,) if question else (), evidence=((4, 18),), confidence=0.8, basis=BASIS,
    )  # fmt: skip
    actor = r.Actor(id=body, name=f"name of {body}", kind="body", country="EU", resolved=True, confidence=0.9)
    article = make_article(text, id=id, published=published, outlet="Example Wire")
    return r.Record(communique="0", model="m", registry="1", article=article, actors=(actor,), meetings=(meeting,))


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    with Archive(place, create=True) as made:
        yield made


def test_one_body_on_one_day_is_one_meeting(archive: Archive) -> None:
    archive.add(meets("one", "2019-12-05", "2019-12-09", question="eu-recognise-palestine"))
    archive.add(meets("two", "2019-12-06", "2019-12-09", place="Brussels"))
    archive.add(meets("three", "2019-12-06", "2019-12-10"))
    first, second = agenda(archive)
    assert (first.day, first.articles, first.place, first.sequence) == ("2019-12-09", ("one", "two"), "Brussels", 0)
    assert first.agenda == ("recognition (discussion)",)
    assert [each.partition(":")[0] for each in first.expects] == ["Example Wire 2019-12-05", "Example Wire 2019-12-06"]
    assert second.articles == ("three",)
    assert agenda(archive, Selection(question="eu-recognise-palestine")) == [first]


def test_a_meeting_that_moves_keeps_its_uid(archive: Archive) -> None:
    archive.add(meets("one", "2019-12-05", "2019-12-09"))
    (before,) = agenda(archive)
    archive.add(meets("two", "2019-12-07", "2019-12-16", status="postponed"))
    (after,) = agenda(archive)
    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)
    assert (after.day, after.status) == ("2019-12-16", "scheduled")
    assert after.changes == ("2019-12-07: moved from 2019-12-09 to 2019-12-16",)
    archive.add(meets("three", "2019-12-10", None, status="cancelled"))
    (gone,) = agenda(archive)
    assert (gone.uid, gone.sequence, gone.status) == (before.uid, 2, "cancelled")
    assert due(agenda(archive), "2019-12-10") == []


def test_days_that_are_asked_for_take_in_what_was_told_of_others(archive: Archive) -> None:
    archive.add(meets("one", "2019-10-05", "2019-11-09"))
    archive.add(meets("two", "2019-11-07", "2020-01-16", status="postponed"))
    archive.add(meets("far", "2017-01-02", "2017-01-05"))
    whole = agenda(archive)
    assert [each.day for each in whole] == ["2017-01-05", "2020-01-16"]
    assert agenda(archive, Selection(since="2020-01-01", until="2020-01-31")) == whole[1:]
    assert agenda(archive, Selection(since="2019-11-01", until="2019-11-30")) == []


def test_a_day_that_may_be_any_of_many_years_is_found(archive: Archive) -> None:
    archive.add(meets("one", "2019-12-05", "2019-12-09"))
    told = meets("two", "2019-12-06", "2019-12-09")
    long = msgspec.structs.replace(day("1990-01-01"), latest="2030-12-31")
    meeting = msgspec.structs.replace(told.meetings[0], time=long)
    archive.add(msgspec.structs.replace(told, meetings=(meeting,)))
    archive.add(meets("three", "2019-12-07", "2019-12-09"))
    (one,) = agenda(archive)
    assert one.articles == ("one", "two", "three")


def test_an_organ_is_the_body_and_another_body_is_not(archive: Archive) -> None:
    archive.add(meets("one", "2019-12-05", "2019-12-09", body="EU"))
    archive.add(meets("two", "2019-12-05", "2019-12-09"))
    archive.add(meets("three", "2019-12-05", "2019-12-09", body="NATO"))
    assert sorted((row.body_id, len(row.ids)) for row in agenda(archive)) == [("EU.FAC", 2), ("NATO", 1)]


def test_what_is_due_next(archive: Archive) -> None:
    archive.add(meets("one", "2019-12-01", "2019-12-09"))
    archive.add(meets("two", "2019-12-01", "2019-12-20"))
    archive.add(meets("three", "2019-12-12", "2019-12-09", status="held"))
    assert [row.day for row in due(agenda(archive), "2019-12-05")] == ["2019-12-09", "2019-12-20"]
    assert [row.day for row in due(agenda(archive), "2019-12-10")] == ["2019-12-20"]


def test_icalendar_has_stable_uids_and_counts_changes(archive: Archive) -> None:
    archive.add(meets("one", "2019-12-05", "2019-12-09", place="Brussels", question="eu-recognise-palestine"))
    archive.add(meets("nowhen", "2019-12-05", None, place="Paris", body="NATO"))
    first = icalendar.Calendar.from_ical(to_ical(agenda(archive)))
    (event,) = first.walk("VEVENT")
    assert event["SEQUENCE"] == 0
    assert event.decoded("dtstart").isoformat() == "2019-12-09"
    assert event.decoded("dtend").isoformat() == "2019-12-10"
    assert str(event["LOCATION"]) == "Brussels"
    archive.add(meets("two", "2019-12-07", "2019-12-16", status="postponed"))
    (moved,) = icalendar.Calendar.from_ical(to_ical(agenda(archive))).walk("VEVENT")
    assert (moved["UID"], moved["SEQUENCE"]) == (event["UID"], 1)
    archive.add(meets("three", "2019-12-10", "2019-12-16", status="cancelled"))
    (gone,) = icalendar.Calendar.from_ical(to_ical(agenda(archive))).walk("VEVENT")
    assert (gone["UID"], gone["SEQUENCE"], str(gone["STATUS"])) == (event["UID"], 2, "CANCELLED")
    assert to_ical(agenda(archive)) == to_ical(agenda(archive))


TEXT = "The treaty expired in May. Oslo cited Resolution 1244 in its letter. Nobody else did."


def test_documents_tell_who_cites_them_for_what(archive: Archive) -> None:
    start = TEXT.index("Resolution 1244")
    cited = r.Document(
        id="d-one", kind="resolution", name="UN Security Council resolution 1244", body="UN.SC",
        mentions=(r.DocumentMention(start=start, end=start + 15, text="Resolution 1244"),),
    )  # fmt: skip
    oslo = TEXT.index("Oslo")
    said = r.Statement(
        id="s-one", kind="indirect", mode="writing", content=((start, TEXT.index(" in its")),), confidence=0.8, basis=BASIS,
        speaker=r.Speaker(actor="NOR", start=oslo, end=oslo + 4, text="Oslo"),
    )  # fmt: skip
    norway = r.Actor(id="NOR", name="Norway", kind="state", country="NOR", resolved=True, confidence=0.9)
    position = r.Position(
        id="o-one", actor="NOR", question="recognise-kosovo", stance="for", statement="s-one", evidence=((start, start + 15),),
        confidence=0.8, basis=BASIS,
    )  # fmt: skip
    treaty = r.Document(
        id="d-two", kind="treaty", name="treaty", mentions=(r.DocumentMention(start=4, end=10, text="treaty"),)
    )
    article = make_article(TEXT, id="one", published="2010-01-01", outlet="Example Wire")
    archive.add(
        r.Record(communique="0", model="m", registry="1", article=article, actors=(norway,), documents=(cited, treaty),
                 statements=(said,), positions=(position,))
    )  # fmt: skip
    both = {row.name: row for row in documents(archive)}
    assert (both["treaty"].cited_by, both["treaty"].words) == (None, "The treaty expired in May.")
    row = both["UN Security Council resolution 1244"]
    assert (row.cited_by, row.cited_by_id, row.said_by) == ("Oslo (Norway)", "NOR", ("Oslo (Norway)",))
    assert row.positions == ("Norway for recognise-kosovo",)
    assert row.questions == ("recognise-kosovo",)
    assert [each.id for each in documents(archive, Selection(question="recognise-kosovo"))] == ["d-one"]
    assert documents(archive, Selection(since="2011-01-01")) == []
