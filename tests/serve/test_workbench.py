"""The pages: each as a page, as JSON and as CSV."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from starlette.testclient import TestClient

from communique.archive import Archive
from communique.export import from_csv
from communique.serve.pages.article import EntryRow
from tests import handmade


def test_a_page_is_html_json_and_csv(client: TestClient) -> None:
    page = client.get("/articles/article-1")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    told = client.get("/articles/article-1.json").json()
    assert told["article"]["id"] == "article-1"
    assert "".join(each["text"] for each in told["segments"]) == told["article"]["text"]
    rows = from_csv(client.get("/articles/article-1.csv").text, EntryRow)
    assert {"event", "statement", "position", "meeting", "actor"} <= {row.kind for row in rows}


def test_no_markup_of_an_article_is_ever_rendered(client: TestClient) -> None:
    page = client.get("/articles/article-1").text
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_id_may_have_any_sign(client: TestClient) -> None:
    listed = client.get("/articles").text
    assert "/articles/article%2F2%20%C3%A9.json" in listed
    found = client.get("/articles/article%2F2%20%C3%A9.json")
    assert found.status_code == 200
    assert found.headers["content-type"].startswith("text/html")
    assert client.get("/articles/article%2F2%20%C3%A9.json.json").json()["article"]["id"] == "article/2 é.json"


def test_what_is_not_there_is_an_error_of_one_shape(client: TestClient) -> None:
    told = client.get("/articles/nobody.json")
    assert told.status_code == 404
    assert set(told.json()) == {"error"}
    page = client.get("/articles/nobody", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")


def test_head_is_get_without_the_body(client: TestClient) -> None:
    for path in ("/today", "/articles/article-1.json", "/feeds/search.atom", "/api/v1/about", "/articles/nobody"):
        got, head = client.get(path), client.head(path)
        assert head.status_code == got.status_code
        assert head.headers["content-type"] == got.headers["content-type"]
        assert head.headers["content-length"] == str(len(got.content))
        assert head.content == b""
    tag = client.get("/today").headers["etag"]
    assert client.head("/today", headers={"if-none-match": tag}).status_code == 304
    assert client.head("/judgements").status_code in (404, 405)


def test_no_text_turns_the_direction_of_a_page(path: Path, client: TestClient) -> None:
    known = handmade.record(id="article-4")
    with Archive(path) as archive:
        archive.add(replace(known, article=replace(known.article, title="An embassy \u202eplan")))
    page = client.get("/articles/article-4")
    assert page.status_code == 200
    assert "\u202e" not in client.get("/search").text
    assert "An embassy \ufffdplan" in client.get("/search").text


def test_countries_are_counted_by_name(path: Path, client: TestClient) -> None:
    known = handmade.record(id="article-3")
    actors = tuple(replace(actor, country="RUS") for actor in known.actors)
    with Archive(path) as archive:
        archive.add(replace(known, actors=actors))
    told = client.get("/search.json").json()["facets"]["country"]
    assert {"value": "RUS", "name": "Russia", "n": 1} in told
    assert {"value": "RUR", "name": "RUR", "n": 2} in told
    assert "<bdi>Russia</bdi>" in client.get("/search").text
