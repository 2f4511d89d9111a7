"""Processes that answer what is only asked, so that readers do not wait for one another on one processor.

Everything that changes something stays in the program itself, which alone writes. A reader process has the archive open
as another program would; it is told when something was changed here, and forgets then what it keeps for a moment.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import MutableMapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import Any, NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.serve.helping import helpers
from communique.serve.settings import Settings

_OWN = ("/static/", "/api/v1/jobs", "/exports", "/unlock")
"""Where addresses begin that only the program itself can answer."""
_TOLD = (
    "type",
    "method",
    "path",
    "raw_path",
    "query_string",
    "root_path",
    "headers",
    "scheme",
    "server",
    "http_version",
)
_WARMING = ("/today", "/network", "/map", "/search", "/api/v1/about")
_log = logging.getLogger("communique.serve")


class Reader(NamedTuple):
    """What a reader process is started with.

    Attributes:
        archive: The archive's file or address.
        settings: How it is served.
        secret: What signs cookies.
    """

    archive: str
    settings: Settings
    secret: bytes


class Answer(NamedTuple):
    """An answer as it is sent."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Readers:
    """Some reader processes, each of which answers one request at a time.

    Args:
        reader: What they are started with.
        number: How many.
    """

    def __init__(self, reader: Reader, number: int) -> None:
        self._reader, self._number = reader, number
        self._pool: ProcessPoolExecutor | None = None
        self._warming: list[Future[None]] = []

    def start(self) -> None:
        """Start the processes, without waiting for them."""
        self._pool = helpers(self._number)
        self._warming = [self._pool.submit(_warm, self._reader) for _ in range(self._number)]

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    @property
    def ready(self) -> bool:
        """Whether one of them answers."""
        return self._pool is not None and any(each.done() for each in self._warming)

    async def answer(self, scope: Scope, change: int) -> Answer | None:
        """The answer to a request; None where the processes have ended, which are then started anew.

        Args:
            scope: The request.
            change: Number of the last change that was made here.
        """
        asked = {name: scope[name] for name in _TOLD if name in scope}
        pool = self._pool
        if pool is None:
            return None
        try:
            return await asyncio.wrap_future(pool.submit(_answer, self._reader, asked, change))
        except BrokenProcessPool:
            _log.exception("A process that answers readers ended; it is started anew.")
            if self._pool is pool:
                self.close()
                self.start()
            return None


class Reading:
    """Hands what is only asked to reader processes, and everything else to the application itself.

    Args:
        app: The application.
        readers: The processes.
        changes: Tells the number of the last change.
    """

    def __init__(self, app: ASGIApp, readers: Readers, changes: Any) -> None:
        self._app, self._readers, self._changes = app, readers, changes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        found = None
        if scope["type"] == "http" and _only_asks(scope) and self._readers.ready:
            found = await self._readers.answer(scope, self._changes())
        if found is None:
            await self._app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": found.status, "headers": found.headers})
        await send({"type": "http.response.body", "body": found.body})


def _only_asks(scope: Scope) -> bool:
    return scope["method"] == "GET" and not scope["path"].startswith(_OWN)


# --- in a reader process --------------------------------------------------------------------------------------------


class _Served:
    """The application in a reader process, with what it has to forget when something was changed."""

    def __init__(self, reader: Reader) -> None:
        from communique.serve.app import application

        settings = replace(reader.settings, readers=0, warm=False)
        self.app, self._shared = application(reader.archive, settings, secret=reader.secret)
        self._change, self._layer = 0, _layer()

    def follow(self, change: int) -> None:
        """Forget what the program has changed since."""
        if change == self._change:
            return
        self._change = change
        self._shared.memory.forget()
        layer = _layer()
        if layer != self._layer:
            from communique.registry import load_registry

            self._layer = layer
            load_registry.cache_clear()


def _layer() -> str:
    """What the user's own rows of the registry are."""
    from communique.registry.layer import Layer, is_off

    return "" if is_off() else Layer().digest()


@functools.cache
def _served(reader: Reader) -> _Served:
    return _Served(reader)


def _warm(reader: Reader) -> None:
    """Load what is loaded once, by answering some pages."""
    for path in _WARMING:
        asked: dict[str, Any] = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
            "root_path": "", "headers": [], "scheme": "http", "server": ("127.0.0.1", 80), "http_version": "1.1",
        }  # fmt: skip
        _answer(reader, asked, 0)


def _answer(reader: Reader, asked: dict[str, Any], change: int) -> Answer:
    served = _served(reader)
    served.follow(change)
    return _loop().run_until_complete(_asked(served.app, asked))


@functools.cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


async def _asked(app: ASGIApp, asked: MutableMapping[str, Any]) -> Answer:
    status, headers, body = 500, [], bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message["headers"])
        else:
            body.extend(message.get("body", b""))

    await app(dict(asked), receive, send)
    return Answer(status, headers, bytes(body))
