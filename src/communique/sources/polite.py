"""Asking many servers for many pages as a good guest: by their robots.txt, and never in a hurry.

Rules are those of RFC 9309: a server without a robots.txt (4xx) lets everything be asked, one whose robots.txt cannot
be had nothing. Between two requests to a host lie at least :data:`PAUSE` seconds, or what its robots.txt wants.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import httpx

from communique.errors import FetchFailed
from communique.sources.fetch import AGENT, PAGES, Asking, Fetched, Resolver, fetch, resolve

PAUSE = 2.0
"""Seconds between two requests to one host."""

MOST_PAUSE = 60.0
"""Seconds that a robots.txt may ask for; a host that wants more is asked no oftener than this."""

MOST_FAILURES = 3
"""Failures in a row after which a host is left alone until :meth:`Guest.begin`."""

_ROBOTS = Asking(types=("text/plain", *PAGES), absent=True)


@dataclass(slots=True)
class _Host:
    """What is known of a host: its rules (None where they cannot be had, and why), when it was asked last, failures."""

    rules: object | None = None
    why: str = ""
    pause: float = PAUSE
    asked: float | None = None
    failures: int = 0


class Guest:
    """Asks for pages, each host at its own pace.

    Args:
        transport: How to connect; None for the network.
        resolver: How names become addresses.
        clock: Seconds that never run backwards.
        sleep: Waits for so many seconds.
    """

    def __init__(
        self,
        *,
        transport: httpx.BaseTransport | None = None,
        resolver: Resolver = resolve,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._transport, self._resolver, self._clock, self._sleep = transport, resolver, clock, sleep
        self._hosts: dict[str, _Host] = {}
        self._last: dict[str, float | None] = {}

    def begin(self) -> None:
        """Begin a new round: hosts that failed are asked again, and every robots.txt is read anew."""
        self._last |= {origin: host.asked for origin, host in self._hosts.items()}
        self._hosts.clear()

    def get(self, url: str, asking: Asking | None = None) -> Fetched:
        """Ask for one page.

        Raises:
            FetchFailed: As :func:`communique.sources.fetch.fetch`; or the server's robots.txt does not let us, or the
                host has failed too often.
        """
        asking = replace(asking or Asking(), before=self._before)
        origin = _origin(url)
        known = self._hosts.get(origin)
        if known is not None and known.failures >= MOST_FAILURES:
            raise FetchFailed(f"{origin} failed {known.failures} times and is left alone.", "Try again later.")
        try:
            found = fetch(url, asking, transport=self._transport, resolver=self._resolver)
        except FetchFailed:
            if origin in self._hosts:
                self._hosts[origin].failures += 1
            raise
        self._hosts[origin].failures = 0
        return found

    def _before(self, url: str) -> None:
        """Wait for the host's turn, and refuse what its robots.txt does not allow."""
        from protego import Protego

        origin = _origin(url)
        host = self._hosts.get(origin)
        if host is None:
            host = self._hosts[origin] = self._meet(origin)
        if not isinstance(host.rules, Protego):
            why = f" {host.why}" if host.why else ""
            raise FetchFailed(f"The robots.txt of {origin} cannot be had, so nothing there is fetched.{why}", _LATER)
        if not host.rules.can_fetch(url, AGENT):
            raise FetchFailed(f"{url} is closed to programs by the site's robots.txt.", "Save the page by hand.")
        self._wait(host)

    def _meet(self, origin: str) -> _Host:
        from protego import Protego

        host = _Host(asked=self._last.get(origin))
        self._wait(host)
        try:
            found = fetch(f"{origin}/robots.txt", _ROBOTS, transport=self._transport, resolver=self._resolver)
        except FetchFailed as error:
            host.why = error.message
            return host
        rules = Protego.parse(found.body[:500_000].decode("utf-8", "replace"))
        host.rules = rules
        host.pause = min(max(PAUSE, rules.crawl_delay(AGENT) or 0.0), MOST_PAUSE)
        return host

    def _wait(self, host: _Host) -> None:
        if host.asked is not None:
            left = host.asked + host.pause - self._clock()
            if left > 0:
                self._sleep(left)
        host.asked = self._clock()


_LATER = "Try again later, or save the page to a file and read that."


def _origin(url: str) -> str:
    parsed = httpx.URL(url)
    return f"{parsed.scheme}://{parsed.netloc.decode('ascii')}"
