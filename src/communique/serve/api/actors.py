"""Who is who: what a phrase means on a day, the registry's offices over time, and who appears in the archive."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from communique.archive import Archive
from communique.ask.paging import party_of
from communique.ask.people import ActorPage, OfficeRow, actor_page
from communique.record import doc
from communique.resolve.actors.explanation import Explanation, explain
from communique.serve.api.replies import reply
from communique.serve.api.schemas import gives

router = APIRouter(tags=["actors"])
ActorId = Annotated[
    str, Path(description="An actor's id, name or country code.", examples=["FRA"], max_length=200)
]  # fmt: skip


@router.get("/actors/lookup", **gives(Explanation))
def lookup(
    request: Request,
    phrase: Annotated[
        str, Query(description="Words that name or describe an actor.", examples=["the French foreign minister"],
                   min_length=1, max_length=300)
    ],
    on: Annotated[date | None, Query(description="The day; without it, the latest known counts.")] = None,
    context: Annotated[str, Query(description="Words around it that may name the country.", max_length=2000)] = "",
) -> Response:  # fmt: skip
    """Whom a phrase means on a day, with the codes, and why; who else could be meant, with what speaks against."""
    return reply(request, lambda _archive: explain(phrase, on, context))


class Offices(Struct, frozen=True, kw_only=True):
    """Who held which office when."""

    rows: Annotated[tuple[OfficeRow, ...], doc("The tenures, the earliest first.")]


@router.get("/actors/{id}/offices", **gives(Offices))
def offices(request: Request, id: ActorId) -> Response:
    """A person's offices over time; of a state or body, who held its offices."""

    def question(archive: Archive) -> Offices:
        return Offices(rows=actor_page(archive, party_of(archive, id)).offices)

    return reply(request, question)


@router.get("/actors/{id}", **gives(ActorPage))
def actor(request: Request, id: ActorId) -> Response:
    """One actor: what the registry knows of it, its offices, and its newest articles in the archive."""
    return reply(request, lambda archive: actor_page(archive, party_of(archive, id)))
