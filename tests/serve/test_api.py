"""The REST API: answers with their evidence, pages that lead on, one shape of errors."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from starlette.testclient import TestClient

from communique.archive import Archive
from tests import handmade


def get(client: TestClient, address: str, **query: Any) -> Any:
    answer = client.get(f"/api/v1/{address}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def pages(client: TestClient, address: str, **query: Any) -> list[dict[str, Any]]:
    """Every row, following the links as a client would."""
    rows: list[dict[str, Any]] = []
    answer = client.get(f"/api/v1/{address}", params=query)
    while True:
        rows += answer.json()["rows"]
        if "next" not in answer.links:
            assert answer.json()["next"] is None
            return rows
        answer = client.get(answer.links["next"]["url"])
        assert answer.status_code == 200


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.parametrize("address", ["events", "statements", "positions", "articles"])
def test_pages_give_every_row_once_and_in_the_same_order(client: TestClient, address: str, limit: int) -> None:
    whole = get(client, address, limit=500)["rows"]
    assert len(whole) >= 2
    assert pages(client, address, limit=limit) == whole


def test_what_is_added_meanwhile_is_neither_shown_twice_nor_costs_a_row(client: TestClient, path: Any) -> None:
    first = get(client, "events", limit=1)
    with Archive(path) as archive:
        archive.add(handmade.record(id="later", published="2020-01-01"))
    rest = pages(client, "events", limit=1, after=first["next"])
    seen = [(row["article"], row["id"]) for row in (*first["rows"], *rest)]
    assert len(seen) == len(set(seen)) == 4
    assert not {article for article, _ in seen} & {"later"}


def test_a_mark_that_no_page_gave_is_an_error(client: TestClient) -> None:
    for mark in ("x", "W10", "WyIyMDE5LTEyLTA4IiwiYXJ0aWNsZS0xIiwtNV0"):
        answer = client.get("/api/v1/events", params={"after": mark})
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "BadSearch"


def test_evidence_is_exactly_the_words_at_the_offsets(client: TestClient) -> None:
    for id in ("e-recognised", "s-wrote", "o-for", "m-elbe", "t-monday", "p-hentzau"):
        for row in get(client, f"entries/{id}")["rows"]:
            text = get(client, f"articles/{row['article']}")["text"]
            assert row["passages"]
            assert not row["drifted"]
            assert row["sha256"] == hashlib.sha256(text.encode()).hexdigest()
            for each in row["passages"]:
                assert text[each["start"] : each["end"]] == each["words"]
                assert text[: each["start"]].endswith(each["before"])
                assert text[each["end"] :].startswith(each["after"])


def test_evidence_says_whether_it_fits_the_clients_own_copy(client: TestClient) -> None:
    own = hashlib.sha256(handmade.TEXT.encode()).hexdigest()
    assert get(client, "entries/e-recognised", sha256=own)["fits"] is True
    assert get(client, "entries/e-recognised", sha256="0" * 64)["fits"] is False
    assert get(client, "entries/e-recognised")["fits"] is None


def test_a_text_that_was_changed_behind_the_archives_back_is_told(client: TestClient) -> None:
    import msgspec

    from communique.archive import Found
    from communique.ask.evidence import evidence_of

    record = handmade.record()
    other = msgspec.structs.replace(record.article, text=record.article.text.replace("Zenda", "Strelsau"))
    changed = msgspec.structs.replace(record, article=other)
    assert evidence_of(Found("event", "e-recognised", changed)).drifted


def test_answers_are_chosen_by_actor_day_kind_and_words(client: TestClient) -> None:
    assert {row["type"] for row in get(client, "events", kind="support")["rows"]} == {"SUPPORT"}
    assert {row["status"] for row in get(client, "events", status="planned")["rows"]} == {"planned"}
    assert {row["article"] for row in get(client, "events", until="2019-12-08")["rows"]} == {"article-1"}
    assert get(client, "events", actor="nobody at all")["rows"] == []
    assert {row["id"] for row in get(client, "statements", about="EMBASSY march")["rows"]} == {"s-wrote"}
    assert {row["id"] for row in get(client, "statements", mode=["writing"])["rows"]} == {"s-wrote"}
    assert {row["question"] for row in get(client, "positions", actor="Ruritania")["rows"]} == {"recognise-zenda"}
    assert get(client, "search", q="embassy", facets="true")["facets"]["type"]


def test_an_actor_is_told_with_its_offices_and_articles(client: TestClient) -> None:
    known = get(client, "actors/FRA")
    assert (known["id"], known["resolved"]) == ("FRA", True)
    assert any(row["title"] == "President" for row in known["offices"])
    local = get(client, "actors/Ruritania")
    assert local["id"] == "RUR"
    assert {each["article"] for each in local["articles"]} == {"article-1", "article/2 é.json"}
    assert get(client, "actors/lookup", phrase="the French foreign minister", on="2021-09-17")["name"]
    assert client.get("/api/v1/actors/nobody").status_code == 404


def test_a_question_is_told_from_every_side(client: TestClient) -> None:
    id = "eu-recognise-palestine"
    assert get(client, f"questions/{id}")["wording"]
    assert get(client, f"questions/{id}/matrix", on="2020-01-01")["cells"]
    assert get(client, f"questions/{id}/outlook", assume="AUT=for")["members"]
    for part in ("changes", "calendar", "documents"):
        assert get(client, f"questions/{id}/{part}")["rows"] == []
    assert client.get(f"/api/v1/questions/{id}/outlook", params={"assume": "AUT=perhaps"}).status_code == 422
    assert client.get("/api/v1/questions/none/matrix").status_code == 404


def test_relations_are_counted_and_told(client: TestClient) -> None:
    net = get(client, "network", least=1)
    assert {"RUR", "ZEN"} <= {each["id"] for each in net["nodes"]}
    pair = get(client, "pairs/RUR/ZEN")
    assert {row["id"] for row in pair["events"]} == {"e-recognised"}
    assert {(each["month"], each["source"]) for each in pair["tone"]} == {("2019-12", "RUR")}


def test_the_calendar_has_each_meeting_once(client: TestClient) -> None:
    rows = [row for row in get(client, "calendar")["rows"] if row["kind"] == "meeting"]
    assert [row["body_id"] for row in rows] == ["ELB.C"]
    assert get(client, "calendar", since="2021-01-01")["rows"] == []
    assert get(client, "calendar", actor="ELB")["rows"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("articles/none", 404),
        ("records/none", 404),
        ("entries/none", 404),
        ("nothing", 404),
        ("jobs/none", 404),
        ("events?since=yesterday", 422),
        ("events?limit=0", 422),
        ("events?kind=NOTHING", 422),
        ("search?q=-alone", 400),
        ("entries/e?sha256=short", 422),
    ],
)
def test_every_error_has_one_shape(client: TestClient, address: str, status: int) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    told = answer.json()["error"]
    assert set(told) == {"status", "code", "message", "advice"}
    assert told["status"] == status
    assert told["message"].endswith((".", "?", "!", "'"))


def test_a_method_that_does_not_exist_has_it_too(client: TestClient) -> None:
    answer = client.delete("/api/v1/articles")
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "MethodNotAllowed"


def test_an_unforeseen_error_tells_nothing_of_the_inside(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("communique.serve.api.articles.evidence", broken)
    answer = client.get("/api/v1/entries/e-recognised")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["error"]["code"] == "Unexpected"
    assert answer.headers["content-security-policy"]


def test_every_route_of_the_description_is_explained(client: TestClient) -> None:
    told = get(client, "openapi.json")
    assert "HTTPValidationError" not in told["components"]["schemas"]
    for path, methods in told["paths"].items():
        for method, route in methods.items():
            assert len(route["description"]) > 15, (method, path)
            assert route["tags"], path
            for parameter in route.get("parameters", ()):
                assert len(parameter.get("description", "")) > 8, (path, parameter["name"])
            assert "404" in route["responses"] or "text/event-stream" in str(route["responses"]), path


def test_nothing_in_the_description_leads_nowhere(client: TestClient) -> None:
    told = get(client, "openapi.json")
    names = set(told["components"]["schemas"])

    def references(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return own.union(*map(references, value.values()))
        return set().union(*map(references, value)) if isinstance(value, list) else set()

    assert {each.rpartition("/")[2] for each in references(told)} <= names


def test_watches_and_quality_are_told_and_no_secret_of_a_channel(client: TestClient, path: Any) -> None:
    from communique.archive.watching import add_watch

    with Archive(path) as archive:
        add_watch(archive, "mine", {"kind": "SANCTION"}, [{"secret": "hidden"}])
    told = client.get("/api/v1/watches")
    assert [each["name"] for each in told.json()["rows"]] == ["mine"]
    assert "hidden" not in told.text
    assert get(client, "watches/mine/news")["rows"] == []
    assert client.get("/api/v1/watches/none/news").status_code == 404
    assert get(client, "quality")["title"]
