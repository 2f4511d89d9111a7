"""The service itself: what it holds, and what was fetched into it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from communique.archive import Archive, queries
from communique.archive.overview import totals
from communique.archive.watching import told_items, watch, watches
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


class WatchRow(Struct, frozen=True, kw_only=True):
    """A saved question; where its news goes is its owner's business."""

    name: Annotated[str, doc("Its name.")]
    asked: Annotated[dict[str, Any], doc("What it asks.")]
    made: Annotated[str, doc("When it was made, UTC.")]


class Watches(Struct, frozen=True, kw_only=True):
    """The watches."""

    rows: Annotated[tuple[WatchRow, ...], doc("Every watch, by name.")]


class News(Struct, frozen=True, kw_only=True):
    """What a watch has found."""

    rows: Annotated[tuple[dict[str, Any], ...], doc("What was told, the latest first, each with why.")]


@router.get("/watches", **gives(Watches))
def all_watches(request: Request) -> Response:
    """The saved questions that are followed."""

    def question(archive: Archive) -> Watches:
        return Watches(
            rows=tuple(WatchRow(name=each.name, asked=each.asked, made=each.made) for each in watches(archive))
        )

    return reply(request, question)


@router.get("/watches/{name}/news", **gives(News))
def news(
    request: Request, name: Annotated[str, Path(description="Name of a watch.", max_length=200)]
) -> Response:  # fmt: skip
    """What a watch has found, and why each of it was told."""

    def question(archive: Archive) -> News:
        return News(rows=tuple(told_items(archive, watch(archive, name).name)))

    return reply(request, question)


@router.get("/quality", **gives(QualityContext))
def measured(request: Request) -> Response:
    """The gate's figures of this version, what the archive covers, and how calibrated confidence is here."""
    return reply(request, lambda archive: quality.build(archive, Asked()))
