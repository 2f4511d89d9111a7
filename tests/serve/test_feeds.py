"""Feeds and calendars: read back by readers of their formats, with ids that stay."""

from __future__ import annotations

import feedparser
import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from tests.serve.conftest import HERE

FEEDS = ("search.{}?q=embassy", "search.{}", "actors/RUR.{}", "actors/Ruritania.{}")


@pytest.mark.parametrize("address", FEEDS)
def test_atom_and_json_feed_say_the_same(client: TestClient, address: str) -> None:
    answer = client.get(f"/feeds/{address.format('atom')}")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    atom = feedparser.parse(answer.content)
    assert not atom.bozo
    told = client.get(f"/feeds/{address.format('json')}").json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [each.id for each in atom.entries] == [each["id"] for each in told["items"]]
    assert [each.title for each in atom.entries] == [each["title"] for each in told["items"]]
    assert len({each["id"] for each in told["items"]}) == len(told["items"]) == 2
    for each in told["items"]:
        assert each["url"].startswith(f"{HERE}/articles/")
        assert client.get(each["url"].removeprefix(HERE)).status_code == 200


def test_no_markup_of_an_article_gets_into_a_feed(client: TestClient) -> None:
    atom = client.get("/feeds/actors/Q1.atom").text
    assert "<script>" not in atom
    assert 'type="html"' not in atom


def test_the_same_entries_give_the_same_feed(client: TestClient) -> None:
    first = client.get("/feeds/search.atom", params={"q": "embassy"})
    again = client.get("/feeds/search.atom", params={"q": "embassy"}, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_a_question_is_followed_by_its_positions(client: TestClient) -> None:
    told = client.get("/feeds/questions/eu-recognise-palestine.json").json()
    assert told["items"] == []
    assert client.get("/feeds/questions/none.atom").status_code == 404
    assert client.get("/feeds/questions/eu-recognise-palestine.rss").status_code == 422


@pytest.mark.parametrize("address", ["search.ics", "search.ics?q=sanctions", "actors/ELB.ics", "actors/ELB.C.ics"])
def test_meetings_are_calendars(client: TestClient, address: str) -> None:
    answer = client.get(f"/calendars/{address}")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert "Council of the Elbe" in {str(each["summary"]) for each in events}
    assert len({str(each["uid"]) for each in events}) == len(events)


def test_a_question_has_its_calendar(client: TestClient) -> None:
    answer = client.get("/calendars/questions/eu-recognise-palestine.ics")
    assert Calendar.from_ical(answer.content).walk("VEVENT") == []
    assert client.get("/calendars/questions/none.ics").status_code == 404
