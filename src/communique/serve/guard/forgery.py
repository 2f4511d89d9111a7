"""Only our own pages may change something: no other site may have a user's browser do it (CSRF).

A browser says where a request comes from (``Sec-Fetch-Site``, ``Origin``); what comes from elsewhere is refused. What
comes from here must besides bring the token of our pages, in a header that matches its cookie. What sends neither is no
browser; a request that looks like a browser hiding where it comes from (a cookie, a referrer) is refused too.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.requests import Request

from communique.serve.guard.access import READING, UNLOCK
from communique.serve.problems import Refused

COOKIE = "communique-csrf"
HEADER = "x-csrf-token"


def check(request: Request, secret: bytes) -> None:
    """Refuse a change that is not asked for by our own pages, or by a program.

    Raises:
        Refused: It comes from elsewhere, or without the token.
    """
    if request.method in READING:
        return
    check_origin(request)
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is None:
        if request.cookies or "referer" in request.headers:
            raise _forged("It does not say where it comes from.")
        return
    if request.url.path == UNLOCK:
        return  # it brings the archive's own token, and a page cannot have been shown before it
    shown, known = request.headers.get(HEADER, ""), request.cookies.get(COOKIE, "")
    if not genuine(known, secret) or not hmac.compare_digest(shown.encode(), known.encode()):
        raise _forged("It does not bring the page's token.")


def check_origin(request: Request) -> None:
    """Refuse what a browser says another site asks for.

    Raises:
        Refused: It does.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site not in {None, "same-origin", "none"} or not _ours(origin, request):
        raise _forged("It comes from another site.")


def genuine(token: str, secret: bytes) -> bool:
    """Whether a token was made here since the start."""
    drawn, _, signature = token.partition(".")
    return bool(drawn) and hmac.compare_digest(signature.encode(), _signed(drawn, secret).encode())


def make(secret: bytes) -> str:
    """A token for a browser."""
    drawn = secrets.token_urlsafe(24)
    return f"{drawn}.{_signed(drawn, secret)}"


def _signed(drawn: str, secret: bytes) -> str:
    return hmac.new(secret, f"csrf {drawn}".encode(), hashlib.sha256).hexdigest()


def _ours(origin: str | None, request: Request) -> bool:
    return origin is None or origin.lower() == f"{request.url.scheme}://{request.headers.get('host', '')}".lower()


def _forged(why: str) -> Refused:
    return Refused(403, "Forged", f"The request was refused: {why}", "Open the page anew and try again.")
