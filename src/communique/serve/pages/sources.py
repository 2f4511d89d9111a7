"""Sources: what is followed, what was fetched, what failed and why, and whose articles are here."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from communique.archive import Archive
from communique.archive.counts import counts_by_outlet
from communique.archive.fetchlog import FetchLog
from communique.record import doc
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.strings import text


class Feed(Struct, frozen=True, kw_only=True):
    """A feed that is followed."""

    url: Annotated[str, doc("Its address.")]
    title: Annotated[str | None, doc("Its title.")]
    outcome: Annotated[str, doc("What came of asking it last: changed, unchanged or failed.")]
    reason: Annotated[str | None, doc("Why it failed.")]
    asked: Annotated[str, doc("When it was asked last, UTC.")]
    kept: Annotated[int, doc("Number of its entries that are kept.")]
    failed: Annotated[int, doc("Number of its entries that failed.")]


class FetchFailure(Struct, frozen=True, kw_only=True):
    """An entry of a feed that could not be fetched or read."""

    where: Annotated[str, doc("Its address.")]
    reason: Annotated[str, doc("Why it failed.")]
    tries: Annotated[int, doc("How often it was tried.")]
    at: Annotated[str, doc("When it was tried last, UTC.")]


class OutletRow(Struct, frozen=True, kw_only=True):
    """One outlet."""

    outlet: Annotated[str | None, doc("Its name; empty for articles without one.")]
    articles: Annotated[int, doc("Number of its articles.")]
    first: Annotated[str | None, doc("Day of its oldest article.")]
    last: Annotated[str | None, doc("Day of its newest article.")]


class SourcesContext(Context, frozen=True, kw_only=True):
    """Where the archive's articles come from."""

    feeds: tuple[Feed, ...]
    failures: tuple[FetchFailure, ...]
    outlets: tuple[OutletRow, ...]


def fetched(archive: Archive, most: int = 100) -> tuple[tuple[Feed, ...], tuple[FetchFailure, ...]]:
    """Every feed that was ever asked, and the entries that failed last, ``most`` of them."""
    log = FetchLog(archive)
    feeds = tuple(Feed(**{name: getattr(row, name) for name in Feed.__struct_fields__}) for row in log.feeds())
    return feeds, tuple(FetchFailure(where=w, reason=r, tries=n, at=at) for w, r, n, at in log.failures(most))


def build(archive: Archive, _asked: Asked) -> SourcesContext:
    """The page."""
    feeds, failures = fetched(archive)
    outlets = tuple(OutletRow(outlet=outlet, **each._asdict()) for outlet, each in counts_by_outlet(archive))
    return SourcesContext(title=text("sources.heading"), feeds=feeds, failures=failures, outlets=outlets)


PAGE = Page("sources", "/sources", build, lambda context: context.outlets, OutletRow)
