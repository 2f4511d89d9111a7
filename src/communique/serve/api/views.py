"""Who acts towards whom, and how two actors stand to one another."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from communique.archive import Archive
from communique.ask.paging import party_of
from communique.ask.relations import Network, Pair, network, pair
from communique.serve.api.parameters import Since, Until
from communique.serve.api.replies import iso, reply
from communique.serve.api.schemas import gives

router = APIRouter(tags=["relations"])
One = Annotated[str, Path(description="An actor's id, name or country code.", examples=["FRA"], max_length=200)]


@router.get("/network", **gives(Network))
def ties(
    request: Request,
    kind: Annotated[
        Literal["acts", "says"], Query(description="Who acts towards whom, or who tells of whose acts.")
    ] = "acts",
    since: Since = None, until: Until = None,
    countries: Annotated[bool, Query(description="Actors stand for their countries and bodies.")] = False,
    least: Annotated[int, Query(description="Only actors with at least so many events.", ge=1, le=10_000)] = 2,
) -> Response:  # fmt: skip
    """Who acts towards whom, or who tells of whose acts, by month, over the newest articles of some days."""

    def ask(archive: Archive) -> Network:
        return network(archive, kind, since=iso(since), until=iso(until), countries=countries, least=least)

    return reply(request, ask)


@router.get("/pairs/{one}/{other}", **gives(Pair))
def two(request: Request, one: One, other: One) -> Response:
    """What two actors did to one another, with the tone by month."""
    return reply(request, lambda archive: pair(archive, party_of(archive, one), party_of(archive, other)))
