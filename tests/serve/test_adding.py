"""Adding articles: as JSON, as a form, as files; and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from communique import record as r
from communique.serve import Settings, create_app
from communique.serve.coding import Coder
from communique.sources import Source, make_article, with_notes
from tests.serve.conftest import HERE


class Plain:
    """Codes nothing in an article, at once."""

    def __init__(self) -> None:
        self.coded: list[str] = []

    def warm(self) -> None: ...

    def close(self) -> None: ...

    def code(self, found: Source) -> r.Record:
        self.coded.append(found.article.text)
        return with_notes(r.Record(communique="0", model="m", registry="1", article=found.article), found.notes)


@pytest.fixture
def coder() -> Plain:
    return Plain()


@pytest.fixture
def client(path: Path, coder: Plain) -> Iterator[TestClient]:
    """A client of an application whose coder codes nothing."""
    with TestClient(create_app(path, Settings(), coder), base_url=HERE, raise_server_exceptions=False) as client:
        yield client


def add(client: TestClient, **more: Any) -> Any:
    return client.post("/api/v1/articles", **more)


def test_an_article_is_added_and_read_back(client: TestClient) -> None:
    answer = add(client, json={"text": "Ruritania woke up. 😀", "published": "2020-01-01", "outlet": "Herald"})
    assert answer.status_code == 201
    told = answer.json()
    assert told["state"] == "done"
    assert told["articles"][0]["outcome"] == "added"
    assert client.get(told["url"]).status_code == 200
    kept = client.get(f"/api/v1/articles/{told['articles'][0]['id']}").json()
    assert kept["text"] == "Ruritania woke up. 😀"
    client.cookies.clear()  # a program has none
    again = add(client, json={"text": "Ruritania woke up. 😀", "published": "2020-01-01", "outlet": "Herald"})
    assert again.json()["articles"][0]["outcome"] == "unchanged"


def test_a_form_brings_a_text_and_files(client: TestClient, coder: Plain) -> None:
    lines = "\n".join(json.dumps({"id": f"line-{n}", "text": f"Line {n}."}) for n in range(3))
    answer = add(
        client,
        data={"text": "One.\r\nTwo.", "published": "2020-01-01", "title": "Pasted"},
        files=[("file", ("lines.jsonl", lines)), ("file", ("../../etc/passwd.txt", "A text."))],
    )
    told = answer.json()
    assert answer.status_code == 201
    assert (told["total"], told["done"], len(told["articles"])) == (5, 5, 5)
    assert coder.coded[0] == "One.\nTwo."
    assert {"line-0", "line-1", "line-2"} <= {each["id"] for each in told["articles"]}


def test_a_damaged_article_costs_itself_alone(client: TestClient) -> None:
    lines = json.dumps({"text": "Fine."}) + "\nnot json\n"
    told = add(client, files=[("file", ("lines.jsonl", lines))]).json()
    assert len(told["articles"]) == 1
    assert len(told["failures"]) == 1
    assert "lines.jsonl" in told["failures"][0]["where"]
    assert "communique-" not in json.dumps(told["failures"])


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"text": 5}', b'{"text": "x", "secret": 1}', b"\xff\xfe", b'{"text": "  "}',
     b'{"text": "x\\u0000"}', b'{"text": "x", "published": "tomorrow"}', b'{"text": "\\ud800"}'],
)  # fmt: skip
def test_what_is_no_article_is_refused(client: TestClient, body: bytes) -> None:
    answer = add(client, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert set(answer.json()) == {"error"}


def test_nothing_is_fetched_here(client: TestClient) -> None:
    answer = add(client, files=[("file", ("list.urls", "http://127.0.0.1:9/secret"))])
    assert answer.status_code == 422
    assert "list of addresses" in answer.text


def test_no_file_is_left_behind(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    add(client, files=[("file", ("a.txt", "A text."))])
    add(client, files=[("file", ("list.urls", "http://127.0.0.1:9/secret"))])
    add(client, data={"published": "2020-01-01"}, files=[("other", ("a.txt", "x"))])
    assert set(tmp_path.iterdir()) == before


def test_progress_comes_as_it_is_made(client: TestClient) -> None:
    lines = "\n".join(json.dumps({"text": f"Line {n}."}) for n in range(3))
    answer = add(client, params={"wait": "false"}, files=[("file", ("lines.jsonl", lines))])
    assert answer.status_code == 202
    with client.stream("GET", f"{answer.headers['location']}/progress") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        told = "".join(stream.iter_text())
    events = [each for each in told.split("\n\n") if each.startswith("event:")]
    assert events[-1].startswith("event: done\ndata: ")
    last = json.loads(events[-1].partition("data: ")[2])
    assert (last["done"], last["total"]) == (3, 3)
    assert client.get(answer.headers["location"]).json() == last


def test_a_read_only_archive_takes_nothing(path: Path, coder: Plain) -> None:
    app = create_app(path, Settings(writable=False), coder)
    with TestClient(app, base_url=HERE) as client:
        assert add(client, json={"text": "x"}).status_code == 403
    assert coder.coded == []


def test_the_full_pipeline_codes_in_a_process_of_its_own() -> None:
    coder = Coder()
    try:
        article = make_article("France recalled its ambassador to Australia on Friday.", published="2021-09-17")
        coded = coder.code(Source(article, (r.Note(level="info", about="text", text="Noted."),)))
        assert [each.mode for each in coded.events] == ["recall-envoy"]
        assert coded.notes[0].text == "Noted."
    finally:
        coder.close()


def test_an_error_that_nobody_foresaw_ends_no_job(client: TestClient, coder: Plain) -> None:
    kept = coder.code

    def broken(found: Source) -> r.Record:
        if "Zenda" in found.article.text:
            raise ZeroDivisionError
        return kept(found)

    coder.code = broken  # type: ignore[method-assign]
    files = [("file", (f"{name}.txt", f"{name} woke up.".encode())) for name in ("Zenda", "Ruritania")]
    told = add(client, files=files).json()
    assert told["state"] == "done"
    assert [each["code"] for each in told["failures"]] == ["Unforeseen"]
    assert len(told["articles"]) == 1
    alone = add(client, json={"text": "Zenda woke up again."})
    assert alone.status_code == 500
