from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from communique.errors import FetchFailed
from communique.sources import fetch as module
from communique.sources.fetch import Fetched, fetch

Handler = Callable[[httpx.Request], httpx.Response]
PUBLIC = "93.184.215.14"


def get(url: str, handler: Handler, addresses: dict[str, list[str]] | None = None) -> Fetched:
    known = addresses or {}
    return fetch(url, transport=httpx.MockTransport(handler), resolver=lambda host, _port: known.get(host, [PUBLIC]))


def page(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, headers={"content-type": "text/html; charset=utf-8"}, text="<p>Envoys</p>")


def test_the_checked_address_is_the_one_that_is_asked() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return page(request)

    found = get("https://example.org:8443/a?b=c", handler)
    assert (found.body, found.charset, found.url) == (b"<p>Envoys</p>", "utf-8", "https://example.org:8443/a?b=c")
    assert seen[0].url.host == PUBLIC
    assert seen[0].headers["host"] == "example.org:8443"
    assert seen[0].extensions["sni_hostname"] == "example.org"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:127.0.0.1", "224.0.0.1"],
)
def test_private_addresses_are_refused(address: str) -> None:
    with pytest.raises(FetchFailed, match="private"):
        get("http://inside.example.org/", page, {"inside.example.org": [PUBLIC, address]})


def test_redirects_are_followed_and_checked() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.headers["host"] == "example.org":
            return httpx.Response(302, headers={"location": "//www.example.org/b"})
        return page(request)

    assert get("https://example.org/a", handler).url == "https://www.example.org/b"
    with pytest.raises(FetchFailed, match="private"):
        get("https://example.org/a", handler, {"www.example.org": ["10.1.2.3"]})


def test_a_redirect_to_nonsense() -> None:
    with pytest.raises(FetchFailed):
        get("https://example.org/a", lambda _request: httpx.Response(301, headers={"location": "https://a:b/"}))


def test_endless_redirects() -> None:
    with pytest.raises(FetchFailed, match="redirected"):
        get("https://example.org/a", lambda _request: httpx.Response(301, headers={"location": "/a"}))


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "file:///etc/passwd", "https://", "https://u:p@example.org/", "http://a:b/"]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchFailed):
        get(url, page)


def test_errors_types_and_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FetchFailed, match="404"):
        get("https://example.org/", lambda _request: httpx.Response(404))
    with pytest.raises(FetchFailed, match="image/png"):
        get("https://example.org/", lambda _request: httpx.Response(200, headers={"content-type": "image/png"}))
    monkeypatch.setattr(module, "MOST_BYTES", 5)
    with pytest.raises(FetchFailed, match="larger"):
        get("https://example.org/", page)
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    monkeypatch.setattr(module, "MOST_SECONDS", -1.0)
    monkeypatch.setattr(httpx, "Timeout", lambda *_a, **_k: None)
    with pytest.raises(FetchFailed, match="longer"):
        get("https://example.org/", page)


def test_no_connection_and_no_host() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError("unknown")

    with pytest.raises(FetchFailed, match="refused"):
        get("https://example.org/", refuse)
    with pytest.raises(FetchFailed, match="not found"):
        fetch("https://example.org/", transport=httpx.MockTransport(page), resolver=unknown)
