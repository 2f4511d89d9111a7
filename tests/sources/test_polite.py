from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from communique.errors import FetchFailed
from communique.sources.fetch import Asking
from communique.sources.polite import MOST_FAILURES, PAUSE, Guest

Handler = Callable[[httpx.Request], httpx.Response]


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now, self.waits = 100.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds


def guest(handler: Handler, clock: Clock | None = None) -> Guest:
    clock = clock or Clock()
    return Guest(
        transport=httpx.MockTransport(handler), resolver=lambda _host, _port: ["93.184.215.14"],
        clock=lambda: clock.now, sleep=clock.sleep,
    )  # fmt: skip


def site(robots: str | int, asked: list[str] | None = None) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        path = request.headers["host"] + request.url.raw_path.decode()
        if asked is not None:
            asked.append(path)
        if path.endswith("/robots.txt"):
            return httpx.Response(robots) if isinstance(robots, int) else httpx.Response(200, text=robots)
        if path.endswith("/broken"):
            return httpx.Response(500)
        if path.endswith("/moved"):
            return httpx.Response(302, headers={"location": "https://other.example/secret"})
        return httpx.Response(200, headers={"content-type": "text/html", "etag": '"1"'}, text="<p>Envoys</p>")

    return handler


def test_a_host_is_asked_no_faster_than_it_wants_and_others_at_once() -> None:
    clock = Clock()
    ours = guest(site("User-agent: *\nCrawl-delay: 7\n"), clock)
    for url in ("https://a.example/1", "https://a.example/2", "https://b.example/1"):
        ours.get(url)
    assert clock.waits == [7.0, 7.0, 7.0]  # between robots.txt and page, page and page; the same on the other host
    clock = Clock()
    ours = guest(site(404), clock)
    ours.get("https://a.example/1")
    ours.begin()
    ours.get("https://a.example/1")
    assert clock.waits == [PAUSE] * 3


def test_robots_are_obeyed_on_redirects_too() -> None:
    asked: list[str] = []
    ours = guest(site("User-agent: *\nDisallow: /secret\n", asked))
    for url in ("https://a.example/secret/1", "https://a.example/moved"):
        with pytest.raises(FetchFailed, match=r"robots\.txt"):
            ours.get(url)
    assert asked == ["a.example/robots.txt", "a.example/moved", "other.example/robots.txt"]


def test_why_a_site_is_closed_is_told() -> None:
    ours = Guest(transport=httpx.MockTransport(site(404)), resolver=lambda _host, _port: ["10.0.0.1"])
    with pytest.raises(FetchFailed, match=r"robots\.txt .* private network"):
        ours.get("http://inside.example/feed")


def test_rules_for_this_program_come_before_those_for_all() -> None:
    ours = guest(site("User-agent: communique\nDisallow: /\n\nUser-agent: *\nAllow: /\n"))
    with pytest.raises(FetchFailed, match=r"robots\.txt"):
        ours.get("https://a.example/1")


def test_a_robots_file_that_cannot_be_had_closes_the_site_until_the_next_round() -> None:
    answers = iter([500, 200, 200])

    def handler(request: httpx.Request) -> httpx.Response:
        status = next(answers)
        return httpx.Response(status, headers={"content-type": "text/plain"}, text="")

    ours = guest(handler)
    with pytest.raises(FetchFailed, match=r"robots\.txt"):
        ours.get("https://a.example/1")
    ours.begin()
    assert ours.get("https://a.example/1").body == b""


def test_a_host_that_fails_is_left_alone() -> None:
    asked: list[str] = []
    ours = guest(site(404, asked))
    for _ in range(MOST_FAILURES + 2):
        with pytest.raises(FetchFailed):
            ours.get("https://a.example/broken")
    assert asked.count("a.example/broken") == MOST_FAILURES


def test_what_is_known_is_told_and_need_not_be_sent_again() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.headers.get("if-none-match") == '"1"' and "if-modified-since" in request.headers:
            return httpx.Response(304)
        return site(404)(request)

    ours = guest(handler)
    assert ours.get("https://a.example/1").etag == '"1"'
    again = ours.get("https://a.example/1", Asking(etag='"1"', modified="Tue, 04 May 2021 08:00:00 GMT"))
    assert (again.fresh, again.body) == (False, b"")


def test_private_addresses_are_refused_here_too() -> None:
    ours = Guest(transport=httpx.MockTransport(site(404)), resolver=lambda _host, _port: ["10.0.0.1"])
    with pytest.raises(FetchFailed):
        ours.get("https://inside.example/")
