"""Who has an answer already is told so without its being worked out, until something is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from communique.archive import Archive
from tests import handmade
from tests.serve.conftest import HERE

PATHS = (
    "/today",
    "/actors/RUR.json",
    "/questions.csv",
    "/api/v1/events?limit=2",
    "/feeds/search.atom",
    "/calendars/search.ics",
)


@pytest.fixture
def asked(app: FastAPI) -> list[Any]:
    """What was asked of the archive."""
    made: list[Any] = []
    archive = app.state.shared.archive
    snapshot = archive.snapshot

    def counted() -> Any:
        made.append(1)
        return snapshot()

    archive.snapshot = counted
    return made


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HERE) as client:
        client.get("/today")  # the cookie
        yield client


@pytest.mark.parametrize("address", PATHS)
def test_nothing_is_asked_for_what_is_unchanged(client: TestClient, asked: list[Any], address: str, path: Path) -> None:
    first = client.get(address)
    assert first.status_code == 200
    assert "communique-state" not in first.headers
    asked.clear()
    known = {"if-none-match": first.headers["etag"]}
    again = client.get(address, headers=known)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert "content-security-policy" in again.headers
    assert not asked
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200

    with Archive(path) as archive:  # another program
        archive.add(handmade.record(id="later", published="2020-01-01"))
    asked.clear()
    client.app.state.shared.memory._kept.clear()  # type: ignore[attr-defined]
    assert client.get(address, headers=known).status_code in (200, 304)
    assert asked


def test_what_is_changed_here_is_asked_anew(client: TestClient) -> None:
    client.cookies.clear()
    first = client.get("/api/v1/events")
    body = {"entry": "e-embassy", "article": "article-1", "verdict": "reject"}
    assert client.post("/api/v1/judgements", json=body).status_code == 201
    assert client.get("/api/v1/events", headers={"if-none-match": first.headers["etag"]}).status_code == 200


def test_what_one_cookie_was_shown_is_not_what_another_one_has(app: FastAPI) -> None:
    with TestClient(app, base_url=HERE) as one:
        one.get("/today")
        tag = one.get("/today").headers["etag"]
        assert one.get("/today", headers={"if-none-match": tag}).status_code == 304
        one.cookies.clear()
        assert one.get("/today", headers={"if-none-match": tag}).status_code == 200


def test_errors_are_not_kept(client: TestClient) -> None:
    for _ in range(2):
        assert client.get("/actors/nobody", headers={"if-none-match": "*"}).status_code == 404
