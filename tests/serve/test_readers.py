"""Reader processes answer as the program itself does, and see what it changes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from communique.serve import Settings, create_app
from communique.serve.readers import Readers
from tests.serve.conftest import HERE

PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from communique.archive import Archive
    from tests import handmade

    file = tmp_path_factory.mktemp("readers") / "archive.db"
    with Archive(file, create=True) as archive:
        archive.add(handmade.record())
    return file


@pytest.fixture(scope="module")
def app(folder: Path) -> FastAPI:
    return create_app(folder, Settings(readers=1, rate=1e9, burst=10**9))


def readers_of(app: FastAPI) -> Readers:
    readers = app.state.readers
    assert isinstance(readers, Readers)
    return readers


def wait_for(readers: Readers) -> None:
    end = time.monotonic() + 60
    while not readers.ready:
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HERE, raise_server_exceptions=False) as client:
        wait_for(readers_of(app))
        yield client


def test_they_answer_as_the_program_itself(client: TestClient, folder: Path) -> None:
    with TestClient(create_app(folder), base_url=HERE) as alone:
        for path in ("/today.json", "/articles/article-1.json", "/api/v1/events", "/network.csv", "/feeds/search.atom"):
            here, there = client.get(path), alone.get(path)
            assert (here.status_code, here.content) == (200, there.content), path
            assert here.headers["etag"] == there.headers["etag"]
            assert client.get(path, headers={"if-none-match": here.headers["etag"]}).status_code == 304
    page = client.get("/today", headers=PAGE)
    assert "content-security-policy" in page.headers
    assert client.get("/static/style.css").status_code == 200


def test_errors_are_told_as_ever(client: TestClient) -> None:
    assert client.get("/actors/nobody", headers=PAGE).status_code == 404
    assert client.get("/api/v1/questions/none").json()["error"]["code"] == "BadQuestion"
    assert client.get("/nowhere").status_code == 404


def test_what_is_judged_here_is_seen_there_at_once(client: TestClient) -> None:
    page = client.get("/articles/article-1", headers=PAGE)  # its cookie and its token were made by a reader
    token = page.text.split('name="csrf-token" content="')[1].split('"')[0]
    assert 'data-verdict="rejected"' not in page.text
    sent = {"entry": "e-recognised", "verdict": "reject", "article": "article-1"}
    told = client.post("/api/v1/judgements", json=sent, headers={"x-csrf-token": token, "origin": HERE})
    assert told.status_code == 201, told.text
    assert 'data-verdict="rejected"' in client.get("/articles/article-1", headers=PAGE).text
    assert [row["id"] for row in client.get("/api/v1/events").json()["rows"]] == ["e-embassy"]


def test_a_reader_that_is_killed_costs_no_answer(client: TestClient, app: FastAPI) -> None:
    readers = readers_of(app)
    assert readers._pool is not None
    for process in list(readers._pool._processes.values()):
        os.kill(process.pid or 0, signal.SIGKILL)
    assert client.get("/today.json").status_code == 200
    wait_for(readers)
    assert client.get("/today.json").status_code == 200
