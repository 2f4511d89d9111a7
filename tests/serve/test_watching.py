"""Watches by requests: made, changed, looked after and forgotten, and refused where they cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from communique.archive import Archive
from tests import handmade

API = "/api/v1/watches"


def test_a_watch_is_made_looked_after_and_forgotten(client: TestClient, path: Path) -> None:
    made = client.post(API, json={"name": "embassies & more", "of": "events", "kind": "SUPPORT"})
    assert made.status_code == 201, made.text
    assert made.json()["asked"] == {"of": "events", "kind": "SUPPORT"}
    assert client.post(API, json={"name": "embassies & more"}).status_code == 409
    at = f"{API}/embassies%20%26%20more"
    assert client.post(f"{at}/look").json() == {"new": 0}, "what was there is known"
    with Archive(path) as other:
        other.add(handmade.record(id="article-new", text=handmade.TEXT + "\n\nMore.", published="2019-12-20"))
    client.post(f"{at}/look")
    changed = client.put(at, json={"of": "search", "words": "embassy"})
    assert (changed.status_code, changed.json()["asked"]) == (200, {"words": "embassy"})
    page = client.get("/watches.json").json()
    assert page["watches"][0]["name"] == "embassies & more"
    assert client.get("/watches.json?edit=embassies+%26+more").json()["fields"] == {"words": "embassy"}
    assert client.delete(at).status_code == 200
    assert client.get(API).json() == {"rows": []}
    assert client.delete(at).status_code == 404
    assert client.put(at, json={}).status_code == 404
    assert client.post(f"{at}/look").status_code == 404


def test_everything_is_news_where_that_is_asked_for(client: TestClient) -> None:
    assert client.post(API, json={"name": "all", "words": "embassy", "everything": True}).status_code == 201
    assert client.post(f"{API}/all/look").json() == {"new": 2}
    assert client.get(f"{API}/all/news").json()["rows"]


def test_what_cannot_be_watched_is_refused_and_not_kept(client: TestClient) -> None:
    tried: tuple[Any, ...] = ({}, {"name": "a/b"}, {"name": "x", "of": "weather"}, {"name": "x", "who": "FRA"},
                  {"name": "x", "question": "none"}, {"name": "x", "since": "soon"}, [])  # fmt: skip
    for wrong in tried:
        told = client.post(API, json=wrong)
        assert told.status_code in (400, 404, 422), wrong
        assert told.json()["error"]["advice"]
    assert client.get(API).json() == {"rows": []}


def test_a_search_brings_what_it_looked_for_along(client: TestClient) -> None:
    page = client.get("/search?q=embassy&actor=ZEN", headers={"accept": "text/html"}).text
    assert "/watches?words=embassy&amp;actor=ZEN" in page
    assert client.get("/watches.json?words=embassy&actor=ZEN").json()["fields"] == {"words": "embassy", "actor": "ZEN"}
