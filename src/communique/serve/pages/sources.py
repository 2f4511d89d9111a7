"""Sources: what is followed, what was fetched, what failed and why, and whose articles are here."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from communique.archive import Archive
from communique.archive.fetchlog import FetchLog
from communique.archive.overview import counts_by_outlet
from communique.record import doc
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.strings import text


class FeedLine(Struct, frozen=True, kw_only=True):
    """One feed."""

    url: Annotated[str, doc("Its address.")]
    title: Annotated[str | None, doc("Its title.")]
    outcome: Annotated[str, doc("changed, unchanged or failed, the last time it was asked.")]
    reason: Annotated[str | None, doc("Why it failed.")]
    asked: Annotated[str, doc("When it was asked last, in UTC.")]
    kept: Annotated[int, doc("Number of its entries that were kept.")]
    failed: Annotated[int, doc("Number of its entries that failed.")]


class Failure(Struct, frozen=True, kw_only=True):
    """One entry that could not be fetched or read."""

    where: Annotated[str, doc("Its address.")]
    reason: Annotated[str, doc("Why.")]
    tries: Annotated[int, doc("How often it was tried.")]
    at: Annotated[str, doc("When it was tried last, in UTC.")]


class OutletRow(Struct, frozen=True, kw_only=True):
    """One outlet."""

    outlet: Annotated[str | None, doc("Its name; empty for articles without one.")]
    articles: Annotated[int, doc("Number of its articles.")]
    first: Annotated[str | None, doc("Day of its oldest article.")]
    last: Annotated[str | None, doc("Day of its newest article.")]


class SourcesContext(Context, frozen=True, kw_only=True):
    """Where the archive's articles come from."""

    feeds: tuple[FeedLine, ...]
    failures: tuple[Failure, ...]
    outlets: tuple[OutletRow, ...]


def build(archive: Archive, _asked: Asked) -> SourcesContext:
    """The page."""
    log = FetchLog(archive)
    names = ("url", "title", "outcome", "reason", "asked", "kept", "failed")
    feeds = tuple(FeedLine(**{name: getattr(row, name) for name in names}) for row in log.feeds())
    failures = tuple(Failure(where=row[0], reason=row[1], tries=row[2], at=row[3]) for row in log.failures())
    outlets = tuple(OutletRow(**row) for row in counts_by_outlet(archive))
    return SourcesContext(title=text("sources.heading"), feeds=feeds, failures=failures, outlets=outlets)


PAGE = Page("sources", "/sources", build, lambda context: context.outlets, OutletRow)
