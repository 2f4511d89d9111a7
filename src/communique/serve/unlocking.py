"""Where a browser shows the token of an archive that asks for one."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Form
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from communique.serve.guard import access
from communique.serve.guard.rates import Rates
from communique.serve.problems import Refused
from communique.serve.rendering import render
from communique.serve.shared import shared
from communique.serve.strings import text
from communique.serve.tokens import fits


def add_to(app: FastAPI) -> None:
    """Let the application answer there."""
    tries = Rates(rate=0.1, burst=10)

    @app.get(access.UNLOCK, include_in_schema=False)
    def show() -> Response:
        return HTMLResponse(render("unlock.html.j2", title=text("unlock.heading")))

    @app.post(access.UNLOCK, include_in_schema=False)
    def unlock(request: Request, token: Annotated[str, Form(max_length=200)]) -> Response:
        known = shared(request)
        tries.take(request.client.host if request.client else "")
        if known.settings.token is None or not fits(token.strip(), known.settings.token):
            raise Refused(
                401, "Unauthorised", "This is not the token.", "Make a new one with 'communique serve token'."
            )
        answer = RedirectResponse("/", 303)
        cookie = access.session(known.settings, known.secret)
        answer.set_cookie(access.COOKIE, cookie, httponly=True, samesite="strict")
        return answer
