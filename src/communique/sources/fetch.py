"""Fetching a page, only when the user asks for one, and only from the public web.

Every address on the way, redirects included, must be http or https and resolve to public addresses; the
connection goes to the very address that was checked. Size, time and the number of redirects are limited.
Proxies of the environment are not used: they would resolve the name a second time, unchecked.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from communique.errors import FetchFailed

MOST_BYTES = 10_000_000
MOST_SECONDS = 20.0
MOST_REDIRECTS = 5
AGENT = "communique (+https://pypi.org/project/communique/)"
_REDIRECTS = {301, 302, 303, 307, 308}
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
FEEDS = (
    *PAGES,
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
)
_ADVICE = "Save the page or its text to a file and read that instead."

Resolver = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: the address it was found at in the end, its bytes, type and declared encoding.

    ``etag`` and ``modified`` are what the server wants to hear when it is asked again; ``fresh`` is false when it
    was asked so and answered that nothing has changed, and the body is empty then.
    """

    url: str
    body: bytes
    content_type: str
    charset: str | None
    etag: str | None = None
    modified: str | None = None
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask for a page.

    Attributes:
        types: The media types that are taken.
        etag, modified: What the server said of the copy that is known; it may answer that this is still good.
        before: Called with every address before it is asked, redirects included; raises :class:`FetchFailed` for
            one that is not to be asked.
        absent: Whether an answer that there is no such page (4xx) counts as an empty one.
    """

    types: tuple[str, ...] = PAGES
    etag: str | None = None
    modified: str | None = None
    before: Callable[[str], None] | None = None
    absent: bool = False

    def headers(self) -> dict[str, str]:
        """The headers of the request."""
        told = {"Accept": ", ".join(self.types), "If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in told.items() if value}


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host."""
    return sorted({str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})


def fetch(
    url: str,
    asking: Asking | None = None,
    *,
    transport: httpx.BaseTransport | None = None,
    resolver: Resolver = resolve,
) -> Fetched:
    """Fetch one page.

    Args:
        url: An http or https address.
        asking: How to ask; None asks for a page that is not known yet.
        transport: How to connect; None for the network.
        resolver: How names become addresses.

    Raises:
        FetchFailed: The address is not allowed, cannot be reached, answers with an error, is no text or too big.
    """
    asking = asking or Asking()
    timeout = httpx.Timeout(MOST_SECONDS / 2, connect=MOST_SECONDS / 2)
    with httpx.Client(transport=transport, timeout=timeout, trust_env=False, follow_redirects=False) as client:
        for _ in range(MOST_REDIRECTS + 1):
            url = _checked(url)
            if asking.before is not None:
                asking.before(url)
            answer = _once(client, httpx.URL(url), resolver, asking)
            if isinstance(answer, Fetched):
                return answer
            url = answer
    raise FetchFailed(f"{url} was redirected more than {MOST_REDIRECTS} times.", _ADVICE)


def _checked(url: str) -> str:
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError) as error:
        raise FetchFailed(f"'{url}' is not a web address.", "Give it as https://…") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise FetchFailed(f"'{url}' is not an http or https address.", "Give it as https://…")
    if parsed.userinfo:
        raise FetchFailed("Addresses with a user name or password are not fetched.", _ADVICE)
    return str(parsed)


def _public_address(url: httpx.URL, resolver: Resolver) -> str:
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        addresses = resolver(url.host, port)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(f"The host {url.host} was not found.", "Check the address and the connection.") from error
    for address in addresses:
        ip = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(ip, "ipv4_mapped", None) or ip
        if not mapped.is_global or mapped.is_multicast:
            raise FetchFailed(f"{url.host} is an address of a private network and is not fetched.", _ADVICE)
    if not addresses:
        raise FetchFailed(f"The host {url.host} has no address.", "Check the address and the connection.")
    return addresses[0]


def _once(client: httpx.Client, url: httpx.URL, resolver: Resolver, asking: Asking) -> Fetched | str:
    """One request to the checked address: the page, or the address that it redirects to."""
    deadline = time.monotonic() + MOST_SECONDS
    pinned = url.copy_with(host=_public_address(url, resolver))
    request = client.build_request(
        "GET", pinned,
        headers={"Host": url.netloc.decode("ascii"), "User-Agent": AGENT, **asking.headers()},
        extensions={"sni_hostname": url.host},
    )  # fmt: skip
    try:
        response = client.send(request, stream=True)
        try:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return str(url.join(response.headers["location"]))
            return _body(response, url, deadline, asking)
        finally:
            response.close()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchFailed(f"{url} could not be fetched: {str(error) or type(error).__name__}.", _ADVICE) from error


def _body(response: httpx.Response, url: httpx.URL, deadline: float, asking: Asking) -> Fetched:
    etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
    if response.status_code == 304:
        return Fetched(str(url), b"", "", None, etag, modified, fresh=False)
    if response.status_code != 200:
        if asking.absent and 400 <= response.status_code < 500:
            return Fetched(str(url), b"", "", None)
        raise FetchFailed(f"{url} answered {response.status_code} {response.reason_phrase}.", _ADVICE)
    kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in asking.types:
        raise FetchFailed(f"{url} is {kind}, which is not what was asked for.", _ADVICE)
    body = bytearray()
    for piece in response.iter_bytes(65536):
        body += piece
        if len(body) > MOST_BYTES:
            raise FetchFailed(f"{url} is larger than {MOST_BYTES // 1_000_000} MB.", _ADVICE)
        if time.monotonic() > deadline:
            raise FetchFailed(f"{url} took longer than {MOST_SECONDS:.0f} seconds.", _ADVICE)
    return Fetched(str(url), bytes(body), kind, response.charset_encoding, etag, modified)
