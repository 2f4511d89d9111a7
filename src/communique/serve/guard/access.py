"""Who may ask: with a token where the archive can be reached from elsewhere, and then only to read."""

from __future__ import annotations

import hashlib
import hmac

from starlette.requests import Request

from communique.serve.guard.rates import Rates
from communique.serve.problems import Refused
from communique.serve.settings import Settings
from communique.serve.tokens import fits

COOKIE = "communique-session"
UNLOCK = "/unlock"
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def check(request: Request, settings: Settings, secret: bytes, wrong: Rates, client: str) -> None:
    """Refuse who does not show the token, where one is asked for.

    Raises:
        Refused: The token is missing or wrong, or was wrong too often.
    """
    if settings.token is None or request.url.path == UNLOCK or request.url.path.startswith("/static/"):
        return
    kind, _, shown = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        if wrong.left(client) and fits(shown.strip(), settings.token):
            return
        wrong.take(client)
    elif hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), session(settings, secret).encode()):
        return
    raise Refused(
        401, "Unauthorised", "This archive asks for a token.",
        f"Send it as 'Authorization: Bearer TOKEN', or enter it at {UNLOCK}.", www_authenticate="Bearer",
    )  # fmt: skip


def check_writing(request: Request, settings: Settings) -> None:
    """Refuse to change anything where the archive is only to be read.

    Raises:
        Refused: It would be changed.
    """
    if settings.read_only and request.method not in READING and request.url.path != UNLOCK:
        raise Refused(403, "ReadOnly", "This archive is shown read-only.", "Change it on the machine that holds it.")


def session(settings: Settings, secret: bytes) -> str:
    """What the cookie of a browser holds that has shown the token."""
    return hmac.new(secret, f"session {settings.token}".encode(), hashlib.sha256).hexdigest()
