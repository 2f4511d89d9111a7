"""Answers that a client has already are not worked out again while nothing was written since.

An answer tells by an ETag what it is, and by :data:`STATE` of which state of the archive it was made. Who comes back
with that ETag while the archive is in that state is told so without anything being computed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.serve.answers import STATE, has

_MOST = 4096  # addresses that are remembered


class _Told(NamedTuple):
    tag: str
    state: str


class Unchanged:
    """Stands before the application and its reader processes.

    Args:
        app: What answers.
        state: Tells the state of the archive now; None where nothing tells it.
        changes: Tells the number of the last change that was made through this program.
    """

    def __init__(self, app: ASGIApp, state: Callable[[], str | None], changes: Callable[[], int]) -> None:
        self._app, self._state, self._changes = app, state, changes
        self._known: OrderedDict[tuple[str, ...], _Told] = OrderedDict()
        self._change = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        change = self._follow()
        headers = Headers(scope=scope)
        # What an answer depends on beside its address: its links name the host, its forms the cookie.
        asked = (scope["path"], scope["query_string"].decode("latin-1"))
        key = (*asked, headers.get("host", ""), headers.get("cookie", ""))
        known = self._known.get(key)
        has_it = known is not None and has(headers.get("if-none-match", ""), known.tag)
        if known is not None and has_it and await run_in_threadpool(self._state) == known.state:
            tag = (b"etag", known.tag.encode("latin-1"))
            await send({"type": "http.response.start", "status": 304, "headers": [tag]})
            await send({"type": "http.response.body", "body": b""})
            return

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._note(key, change, message)
            await send(message)

        await self._app(scope, receive, noted)

    def _follow(self) -> int:
        change = self._changes()
        if change != self._change:
            self._change = change
            self._known.clear()
        return change

    def _note(self, key: tuple[str, ...], change: int, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        tag, state = headers.get("etag"), headers.get(STATE)
        del headers[STATE]
        if "set-cookie" in headers:
            return  # who comes back without the cookie needs another one
        if tag and state and message["status"] in (200, 304) and change == self._changes() == self._change:
            self._known[key] = _Told(tag, state)
            self._known.move_to_end(key)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
