"""HEAD is answered as GET without the body: feed readers and checkers of links ask so."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Bodiless:
    """Stands before everything that answers GET.

    Args:
        app: What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                # At once, since the body may be a stream that has no end.
                await send({"type": "http.response.body", "body": b""})

        await self._app({**scope, "method": "GET"}, receive, head)
