"""Replies: an answer of the archive as JSON, with its ETag and the address of the next page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from communique.archive import Archive, Selection
from communique.ask.paging import Question, Span, paged, party_of
from communique.record import doc
from communique.serve.answers import conditional
from communique.serve.shared import shared

Row = TypeVar("Row")


class Listing(Struct, Generic[Row], frozen=True, kw_only=True):
    """A page of rows."""

    rows: Annotated[tuple[Row, ...], doc("The rows, those from the newest articles first.")]
    next: Annotated[str | None, doc("What to give as 'after' for the next page; null on the last.")] = None


def reply(request: Request, question: Callable[[Archive], Any]) -> Response:
    """The answer to a question of the archive, asked over one connection."""
    (body, after), state = shared(request).told(str(request.url), lambda archive: _encoded(question(archive)))
    return conditional(request, body, headers=_links(request, after), state=state)


def _encoded(told: Any) -> tuple[bytes, str | None]:
    return msgspec.json.encode(told), getattr(told, "next", None)


def _links(request: Request, after: str | None) -> dict[str, str]:
    if after is None:
        return {}
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
    return {"link": f'<{request.url.path}?{urlencode([*query, ("after", after)])}>; rel="next"'}


def listed(
    archive: Archive, ask: Question[Any], *, actor: str | None = None, wanted: Selection | None = None,
    since: date | None = None, until: date | None = None, most: int, after: str | None, about: bool = True,
) -> Listing[Any]:  # fmt: skip
    """A page of an answer.

    Args:
        archive: Where to look.
        ask: The question.
        actor: Who must appear in the articles.
        wanted: What else the question takes in.
        since: First day of publication.
        until: Last day of publication.
        most: How many rows.
        after: Where to go on.
        about: Whether the question itself takes the actor too, and not the articles alone.
    """
    party = party_of(archive, actor) if actor and actor.strip() else None
    asked = wanted or Selection()
    if party is not None and about:
        who = party.selection
        asked = replace(asked, actor=who.actor, codes=who.codes)
    span = Span(iso(since), iso(until), (party,) if party else ())
    found = paged(archive, ask, asked, span, most=most, after=after)
    return Listing(rows=found.rows, next=found.next)


def iso(day: date | None) -> str | None:
    """A day in ISO 8601; None for none."""
    return day.isoformat() if day else None
