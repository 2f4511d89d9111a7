"""The gate, attacked: every test is something that a hostile page, program or network would try."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.testclient import TestClient

from communique.errors import InputError
from communique.serve import Settings, create_app
from communique.serve.guard import SAFE, forgery
from communique.serve.guard.rates import Rates
from communique.serve.problems import Refused
from communique.serve.tokens import fits, known_token, make_token
from tests.serve.conftest import HERE

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing listens in these tests
AWAY = "http://archive.example.org:8620"


@pytest.fixture
def app(path: Path) -> FastAPI:
    """The application, with something in it that would change the archive if it were reached."""
    return changing(create_app(path, Settings()))


def changing(app: FastAPI) -> FastAPI:
    @app.post("/change")
    async def change(request: Request) -> JSONResponse:
        return JSONResponse({"changed": len(await request.body())})

    return app


@pytest.fixture
def away(path: Path, tmp_path: Path) -> Iterator[tuple[TestClient, str]]:
    """A client of an archive that other machines can reach, and its token."""
    file = tmp_path / "token"
    token = make_token(file)
    settings = Settings(host=EVERYWHERE, names=("archive.example.org",), token=known_token(file))
    with TestClient(changing(create_app(path, settings)), base_url=AWAY, raise_server_exceptions=False) as client:
        yield client, token


def refused(answer: object) -> str:
    told = json.loads(answer.text)  # type: ignore[attr-defined]
    assert set(told) == {"error"}
    return str(told["error"]["code"])


# -- DNS rebinding ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "", "127.0.0.1:80@evil"])
def test_a_strangers_name_for_this_machine_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/articles", headers={"host": host})
    assert answer.status_code == 421
    assert refused(answer) == "WrongHost"


@pytest.mark.parametrize("host", ["127.0.0.1:8620", "localhost:9000", "[::1]:8620", "LOCALHOST", "localhost."])
def test_the_names_of_this_machine_are_taken(client: TestClient, host: str) -> None:
    assert client.get("/articles", headers={"host": host}).status_code == 200


def test_two_host_headers_are_refused(client: TestClient) -> None:
    assert client.get("/articles", headers=[("host", "127.0.0.1"), ("host", "evil.example")]).status_code == 421


# -- forged requests -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8620"},
        {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
        {"sec-fetch-site": "same-origin", "origin": HERE},
        {"origin": HERE, "x-csrf-token": "made.up"},
        {"origin": HERE, "x-csrf-token": ""},
        {"referer": "https://evil.example/page"},
        {"cookie": "communique-csrf=made.up"},
    ],
)
def test_another_sites_page_changes_nothing(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/change", content=b"{}", headers=headers)
    assert answer.status_code == 403
    assert refused(answer) == "Forged"


def test_a_token_without_its_cookie_is_refused(client: TestClient) -> None:
    client.get("/articles")
    token = client.cookies[forgery.COOKIE]
    client.cookies.clear()
    headers = {"origin": HERE, "x-csrf-token": token}
    assert client.post("/change", headers=headers).status_code == 403


def test_a_cookie_that_somebody_else_set_is_refused(client: TestClient) -> None:
    planted = forgery.make(b"another secret")
    headers = {"origin": HERE, "x-csrf-token": planted, "cookie": f"{forgery.COOKIE}={planted}"}
    assert client.post("/change", headers=headers).status_code == 403


def test_our_own_page_and_a_program_may_change_something(client: TestClient) -> None:
    assert client.post("/change", content=b"{}").json() == {"changed": 2}
    page = client.get("/articles")
    assert "httponly" in page.headers["set-cookie"].lower()
    assert "samesite=strict" in page.headers["set-cookie"].lower()
    headers = {"origin": HERE, "sec-fetch-site": "same-origin", "x-csrf-token": client.cookies[forgery.COOKIE]}
    assert client.post("/change", content=b"{}", headers=headers).status_code == 200


# -- strangers -------------------------------------------------------------------------------------------------------


def test_nothing_listens_elsewhere_without_a_token() -> None:
    with pytest.raises(InputError, match="communique serve token"):
        Settings(host=EVERYWHERE)
    with pytest.raises(InputError):
        Settings(host="archive.example.org")


@pytest.mark.parametrize("address", ["/articles", "/articles/article-1.json", "/api/v1/openapi.json", "/nothing"])
@pytest.mark.parametrize("shown", [None, "Bearer", "Bearer wrong", "Basic d3Jvbmc6d3Jvbmc=", "Bearer é"])
def test_who_does_not_show_the_token_sees_nothing(
    away: tuple[TestClient, str], address: str, shown: str | None
) -> None:
    headers = {"authorization": shown.encode()} if shown else {}
    answer = away[0].get(address, headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert refused(answer) == "Unauthorised"


def test_who_shows_it_may_read_and_change_nothing(away: tuple[TestClient, str]) -> None:
    client, token = away
    headers = {"authorization": f"Bearer {token}"}
    assert client.get("/articles", headers=headers).status_code == 200
    answer = client.post("/change", content=b"{}", headers=headers)
    assert answer.status_code == 403
    assert refused(answer) == "ReadOnly"


def test_guessing_tokens_is_slowed_down(away: tuple[TestClient, str]) -> None:
    client, token = away
    for number in range(10):
        assert client.get("/articles", headers={"authorization": f"Bearer {number}"}).status_code == 401
    assert client.get("/articles", headers={"authorization": "Bearer 11"}).status_code == 429
    assert client.get("/articles", headers={"authorization": f"Bearer {token}"}).status_code == 429


def test_a_browser_shows_the_token_once(away: tuple[TestClient, str]) -> None:
    client, token = away
    page = client.get("/unlock")
    assert page.status_code == 200
    assert client.post("/unlock", data={"token": "wrong"}, headers={"origin": AWAY}).status_code == 401
    assert client.post("/unlock", data={"token": token}, headers={"origin": "http://evil.example"}).status_code == 403
    answer = client.post("/unlock", data={"token": token}, headers={"origin": AWAY}, follow_redirects=False)
    assert answer.status_code == 303
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert token not in answer.headers["set-cookie"]
    assert client.get("/articles").status_code == 200
    client.cookies.clear()
    client.cookies.set("communique-session", "0" * 64)
    assert client.get("/articles").status_code == 401


def test_a_strangers_name_is_refused_there_too(away: tuple[TestClient, str]) -> None:
    client, token = away
    headers = {"authorization": f"Bearer {token}", "host": "evil.example"}
    assert client.get("/articles", headers=headers).status_code == 421


def test_the_token_is_kept_as_a_digest_for_the_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "token"
    first = make_token(file)
    token = make_token(file)
    assert token not in file.read_text("ascii")
    assert file.stat().st_mode & 0o077 == 0
    digest = known_token(file)
    assert digest
    assert fits(token, digest)
    assert not fits(first, digest)
    assert not fits("", digest)
    assert not fits(token, "")


# -- what browsers make of it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/articles", "/articles/article-1", "/articles/nobody", "/static/style.css", "/x"])
def test_every_answer_has_the_safe_headers(client: TestClient, address: str) -> None:
    answer = client.get(address)
    for name, value in SAFE.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy.partition("style-src")[0]
    assert "frame-ancestors 'none'" in policy


def test_a_refusal_has_them_too(client: TestClient) -> None:
    answer = client.get("/articles", headers={"host": "evil.example"})
    assert answer.headers["content-security-policy"] == SAFE["content-security-policy"]


def test_no_page_has_a_script_or_a_style_of_its_own(client: TestClient) -> None:
    for address in ("/articles", "/articles/article-1", "/unlock"):
        page = client.get(address, headers={"accept": "text/html"}).text.lower()
        assert "<script>" not in page
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        assert "http://" not in page.replace("http://www.w3.org", "")


# -- too much --------------------------------------------------------------------------------------------------------


def test_a_request_that_is_too_large_is_refused_before_it_is_read(path: Path) -> None:
    app = changing(create_app(path, Settings(most_bytes=1000)))
    with TestClient(app, base_url=HERE, raise_server_exceptions=False) as client:
        answer = client.post("/change", content=b"x" * 1001)
        assert answer.status_code == 413
        assert refused(answer) == "TooLarge"
        pieces = client.post("/change", content=(b"x" * 300 for _ in range(4)))  # no length is told beforehand
        assert pieces.status_code == 413
        assert refused(pieces) == "TooLarge"
        assert client.post("/change", content=b"x" * 1000).json() == {"changed": 1000}
        assert client.post("/change", content=b"x", headers={"content-length": "-5"}).status_code == 413


def test_an_address_that_is_too_long_is_refused(client: TestClient) -> None:
    assert client.get("/articles", params={"q": "x" * 9000}).status_code == 414


def test_a_client_that_asks_too_much_has_to_wait(path: Path) -> None:
    app = create_app(path, Settings(rate=0.001, burst=3))
    with TestClient(app, base_url=HERE) as client:
        assert [client.get("/articles").status_code for _ in range(4)] == [200, 200, 200, 429]
        answer = client.get("/articles")
        assert refused(answer) == "TooManyRequests"
        assert int(answer.headers["retry-after"]) > 1
        assert client.get("/static/style.css").status_code == 200


def test_a_bucket_fills_again_and_holds_no_more_than_its_burst() -> None:
    now = [0.0]
    rates = Rates(2.0, 4, lambda: now[0])
    for _ in range(4):
        rates.take("a")
    with pytest.raises(Refused):
        rates.take("a")
    rates.take("b")
    now[0] = 1.0
    assert rates.left("a") == 2
    now[0] = 100.0
    assert rates.left("a") == 4


# -- reading twice ---------------------------------------------------------------------------------------------------


def test_what_a_client_has_already_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/articles.json")
    again = client.get("/articles.json", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/articles.json", headers={"if-none-match": '"something else"'})
    assert other.status_code == 200
