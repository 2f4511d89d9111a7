"""Judgements over HTTP: kept, shown, taken back, and logged for good."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient


def judge(client: TestClient, entry: str, verdict: str, **more: Any) -> Any:
    body = {"entry": entry, "verdict": verdict, "article": "article-1", **more}
    return client.post("/api/v1/judgements", json=body)


def test_a_judgement_is_kept_and_shown(client: TestClient) -> None:
    answer = judge(client, "e-recognised", "reject", why="Only announced.")
    assert answer.status_code == 201
    told = answer.json()
    assert (told["verdict"], told["by"]) == ("rejected", ["workbench"])
    left = {row["id"] for row in client.get("/api/v1/events").json()["rows"] if row["article"] == "article-1"}
    assert "e-recognised" not in left
    listed = client.get(answer.headers["location"]).json()["rows"]
    assert [each["id"] for each in listed] == [told["judgement"]["id"]]
    assert listed[0]["why"] == "Only announced."


def test_an_entry_is_corrected(client: TestClient) -> None:
    told = judge(client, "e-embassy", "edit", changes={"status": "possible"}).json()
    assert told["verdict"] == "corrected"
    rows = client.get("/api/v1/events", params={"status": "possible"}).json()["rows"]
    assert "e-embassy" in {row["id"] for row in rows}


def test_a_judgement_is_taken_back_and_both_stay(client: TestClient) -> None:
    made = judge(client, "s-wrote", "accept").json()
    assert made["verdict"] == "accepted"
    undone = judge(client, "s-wrote", "undo").json()
    assert undone["verdict"] is None
    assert undone["judgement"]["undoes"] == made["judgement"]["id"]
    assert judge(client, "s-wrote", "undo").status_code == 404
    log = client.get("/api/v1/judgements", params={"limit": 1})
    assert [each["kind"] for each in log.json()["rows"]] == ["accept"]
    rest = client.get(log.links["next"]["url"]).json()
    assert [each["kind"] for each in rest["rows"]] == ["undo"]
    again = client.post(f"/api/v1/judgements/{undone['judgement']['id']}/undo")
    assert again.status_code == 201
    assert again.json()["verdict"] == "accepted"


def test_two_people_may_differ(client: TestClient) -> None:
    judge(client, "s-wrote", "accept", by="Anna")
    told = judge(client, "s-wrote", "reject", by="Rupert").json()
    assert told["by"] == ["Anna", "Rupert"]
    assert told["differing"] == ["entry"]


@pytest.mark.parametrize(
    ("entry", "verdict", "more", "status"),
    [
        ("none", "accept", {}, 404),
        ("e-embassy", "burn", {}, 422),
        ("e-embassy", "correct", {"changes": {"status": "perhaps"}}, 422),
        ("e-embassy", "correct", {"changes": {"nothing": 1}}, 422),
        ("e-embassy", "correct", {}, 422),
        ("e-embassy", "accept", {"changes": {"status": "actual"}}, 422),
        ("e-embassy", "merge", {}, 422),
        ("e-embassy", "merge", {"other": "e-embassy"}, 422),
        ("e-embassy", "accept", {"by": "  "}, 422),
    ],
)
def test_what_fits_no_entry_is_refused(
    client: TestClient, entry: str, verdict: str, more: dict[str, Any], status: int
) -> None:
    answer = judge(client, entry, verdict, **more)
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"error"}
    assert client.get("/api/v1/judgements").json()["rows"] == []


def test_another_sites_page_judges_nothing(client: TestClient) -> None:
    body = {"entry": "e-embassy", "verdict": "reject"}
    answer = client.post("/api/v1/judgements", json=body, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert client.get("/api/v1/judgements").json()["rows"] == []


def test_the_log_tells_who_judged_from_where(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="communique.serve.judgements"):
        judge(client, "e-embassy", "accept")
    assert any("accept of e-embassy by 'workbench' from testclient" in each for each in caplog.messages)
