"""The user's own rows of the registry."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from communique.record import doc
from communique.registry import load_registry
from communique.serve.answers import JSON
from communique.serve.api.schemas import gives, takes
from communique.serve.own_rows import OwnRow, add_row
from communique.serve.problems import Refused

router = APIRouter(tags=["registry"])

_EXAMPLE = {"name": "Anna Rassendyll", "country": "LUX", "title": "Minister of Foreign Affairs", "organization": "LUX"}


class Taken(Struct, frozen=True, kw_only=True):
    """A row that was taken."""

    row: Annotated[OwnRow, doc("The row.")]
    registry: Annotated[str, doc("The registry's version with it.")]
    notes: Annotated[tuple[str, ...], doc("What is worth a look.")] = ()


@router.post("/registry/rows", **gives(Taken, status=201), openapi_extra=takes(OwnRow, _EXAMPLE))
async def add(request: Request) -> Response:
    """Add an actor to the user's layer of the registry, or put one right; with a title, an office too."""
    try:
        row = msgspec.json.decode(await request.body(), type=OwnRow)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(422, "BadRequest", f"This is no row: {error}.", "See /api/v1/openapi.json.") from error
    return await run_in_threadpool(_add, row)


def _add(row: OwnRow) -> Response:
    told = add_row(row)
    if told.rejected:
        first = next(problem for problem in told.problems if problem.rejected)
        raise Refused(422, "DataError", first.what, first.advice)
    notes = tuple(f"{problem.what} {problem.advice}".strip() for problem in told.problems)
    taken = Taken(row=row, registry=load_registry().version, notes=notes)
    return Response(msgspec.json.encode(taken), 201, media_type=JSON)
