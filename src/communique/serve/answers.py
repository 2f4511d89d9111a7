"""Answers that a client need not fetch twice: each carries an ETag of its content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

JSON = "application/json"


def conditional(
    request: Request, body: bytes, media_type: str = JSON, headers: Mapping[str, str] | None = None
) -> Response:
    """The body, or 304 where the client has it already."""
    tag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    told = {**(headers or {}), "etag": tag}
    if request.method in {"GET", "HEAD"} and _has(request.headers.get("if-none-match", ""), tag):
        return Response(None, 304, told)
    return Response(body, 200, told, media_type)


def _has(known: str, tag: str) -> bool:
    tags = {each.strip().removeprefix("W/") for each in known.split(",")}
    return tag in tags or "*" in tags
