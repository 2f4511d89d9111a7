"""The service itself: what it holds, and what was fetched into it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from communique.archive import Archive, queries
from communique.archive.counts import totals
from communique.pipeline import versions
from communique.record import doc
from communique.serve.api.replies import reply
from communique.serve.api.schemas import gives
from communique.serve.pages import quality
from communique.serve.pages.page import Asked
from communique.serve.pages.quality import QualityContext
from communique.serve.pages.sources import Feed, FetchFailure, fetched
from communique.serve.shared import shared

router = APIRouter(tags=["service"])


class About(Struct, frozen=True, kw_only=True):
    """What is served."""

    communique: Annotated[str, doc("Version of the program.")]
    model: Annotated[str, doc("Version of the language model that it codes with.")]
    registry: Annotated[str, doc("Version of the registry of actors.")]
    read_only: Annotated[bool, doc("Whether nothing can be changed.")]
    newest: Annotated[str | None, doc("Day of the newest article.")]
    totals: Annotated[dict[str, int], doc("Number of articles, events, statements, positions and meetings.")]


class Sources(Struct, frozen=True, kw_only=True):
    """What was fetched, and what failed and why."""

    feeds: Annotated[tuple[Feed, ...], doc("Every feed that was ever asked.")]
    failures: Annotated[tuple[FetchFailure, ...], doc("The entries that failed last, the latest first.")]


@router.get("/about", **gives(About))
def about(request: Request) -> Response:
    """What is served, by which versions, and how much of it there is."""
    program, model, registry = versions()
    read_only = shared(request).settings.read_only

    def question(archive: Archive) -> About:
        return About(
            communique=program, model=model, registry=registry, read_only=read_only, newest=queries.newest(archive),
            totals=totals(archive),
        )  # fmt: skip

    return reply(request, question)


@router.get("/sources", **gives(Sources))
def sources(
    request: Request,
    failures: Annotated[int, Query(description="How many failures are told.", ge=0, le=1000)] = 100,
) -> Response:
    """Which feeds were asked with what outcome, and which of their entries failed and why."""

    def question(archive: Archive) -> Sources:
        feeds, failed = fetched(archive, failures)
        return Sources(feeds=feeds, failures=failed)

    return reply(request, question)


@router.get("/quality", **gives(QualityContext))
def measured(request: Request) -> Response:
    """The gate's figures of this version, what the archive covers, and how calibrated confidence is here."""
    return reply(request, lambda archive: quality.build(archive, Asked()))
