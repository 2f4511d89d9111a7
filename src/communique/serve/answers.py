"""Answers that a client need not fetch twice: each carries an ETag of its content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

JSON = "application/json"
STATE = "communique-state"
"""Header that tells within the program of which state of the archive an answer was made; no client sees it."""


def conditional(
    request: Request, body: bytes, media_type: str = JSON, headers: Mapping[str, str] | None = None, *,
    state: str | None = None,
) -> Response:  # fmt: skip
    """The body, or 304 where the client has it already.

    Args:
        request: What was asked.
        body: The answer.
        media_type: What it is.
        headers: What else is told of it.
        state: The state of the archive that it was made of.
    """
    tag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    told = {**(headers or {}), "etag": tag, **({STATE: state} if state else {})}
    if request.method in {"GET", "HEAD"} and has(request.headers.get("if-none-match", ""), tag):
        return Response(None, 304, told)
    return Response(body, 200, told, media_type)


def has(known: str, tag: str) -> bool:
    """Whether an ``If-None-Match`` names this ETag."""
    tags = {each.strip().removeprefix("W/") for each in known.split(",")}
    return tag in tags or "*" in tags
