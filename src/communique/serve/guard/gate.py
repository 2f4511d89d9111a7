"""The gate: every request passes its checks before anything else sees it, every answer gets the safe headers."""

from __future__ import annotations

import logging
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.serve.guard import access, forgery, hosts
from communique.serve.guard.rates import Rates
from communique.serve.handling import answer
from communique.serve.problems import Problem, Refused
from communique.serve.settings import Settings

SAFE = {
    # Nothing is loaded from elsewhere, no script stands in a page, no page stands in a frame.
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""Headers of every answer."""

_UNEXPECTED = Problem(
    status=500, code="Unexpected", message="Something went wrong here.", advice="The log of the program tells more."
)
_log = logging.getLogger("communique.serve")
_LONGEST = 8000  # characters of an address with its query


class Gate:
    """The gate before an application.

    Args:
        app: The application.
        settings: How it is served.
        secret: What signs cookies, made anew with each start.
        changed: Called when a request may have changed something, before it is answered.
        reads_by_post: Whether requests that only ask come by POST, as MCP's do.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, secret: bytes, *, reads_by_post: bool = False,
        changed: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._app, self._settings, self._secret, self._changed = app, settings, secret, changed
        self._reads_by_post = reads_by_post
        self._rates = Rates(settings.rate, settings.burst)
        self._wrong = Rates(rate=0.1, burst=10)  # tokens that were wrong, by client

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no websockets: a connection that nothing answers is closed by the server
        request, guarded = Request(scope), _guarded(send)
        try:
            self._check(request)
        except Refused as refused:
            await answer(request, refused.problem, refused.headers)(scope, receive, guarded)
            return
        await self._answer(scope, _counted(receive, self._settings.most_bytes), guarded)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer; what nobody foresaw is told to the log, and to nobody else."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            if not begun and scope["method"] not in access.READING:
                self._changed()
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer and the log the rest
            _log.exception("An error that nobody foresaw, at %s.", scope["path"])
            if not begun:
                await answer(Request(scope), _UNEXPECTED)(scope, receive, send)

    def _check(self, request: Request) -> None:
        hosts.check(request, self._settings)
        if len(request.url.path) + len(request.url.query) > _LONGEST:
            raise Refused(414, "TooLong", "The address is too long.", "Ask for less at once.")
        declared = request.headers.get("content-length", "0")
        if not declared.isascii() or not declared.isdigit() or int(declared) > self._settings.most_bytes:
            raise _too_large(self._settings.most_bytes)
        if not request.url.path.startswith("/static/"):
            self._rates.take(_client(request))
        access.check(request, self._settings, self._secret, self._wrong, _client(request))
        if self._reads_by_post:
            forgery.check_origin(request)
        else:
            access.check_writing(request, self._settings)
            forgery.check(request, self._secret)


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


def _too_large(most: int) -> Refused:
    return Refused(413, "TooLarge", f"The request is larger than {most:,} bytes.", "Send less at once.")


def _counted(receive: Receive, most: int) -> Receive:
    """The body as it comes in, cut off when it is larger than it may be, whatever it said of itself."""
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            # The framework lets its own errors through where it reads a body, and hides all others.
            raise HTTPException(413, f"The request is larger than {most:,} bytes.")
        return message

    return counted


def _guarded(send: Send) -> Send:
    """Sends answers with the safe headers."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SAFE.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "private, no-cache")
            headers.append("vary", "Accept, Cookie, Authorization")
        await send(message)

    return guarded
