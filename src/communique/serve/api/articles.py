"""Articles, whole records, and single entries with the words that they rest on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from communique.archive import Archive
from communique.ask import paging
from communique.ask.evidence import Evidence, evidence
from communique.ask.paging import ArticleRow, Span, party_of
from communique.record import Article, Record, doc
from communique.serve.api.parameters import ActorName, After, ArticleId, Limit, Since, Until
from communique.serve.api.replies import Listing, iso, reply
from communique.serve.api.schemas import gives

router = APIRouter(tags=["articles and evidence"])


class Proof(Struct, frozen=True, kw_only=True):
    """An entry, once for each article that has it."""

    rows: Annotated[tuple[Evidence, ...], doc("The entry in each of its articles.")]
    fits: Annotated[
        bool | None,
        doc("Whether the hash that was sent is that of the text that was coded; null for none."),
    ] = None


@router.get("/articles", **gives(Listing[ArticleRow], {"rows": [], "next": None}))
def articles(
    request: Request, actor: ActorName = None, since: Since = None, until: Until = None, limit: Limit = 50,
    after: After = None,
) -> Response:  # fmt: skip
    """The articles, the newest first: with an actor, those in which it appears."""

    def question(archive: Archive) -> Listing[ArticleRow]:
        parties = (party_of(archive, actor),) if actor and actor.strip() else ()
        found = paging.articles(archive, Span(iso(since), iso(until), parties), most=limit, after=after)
        return Listing(rows=found.rows, next=found.next)

    return reply(request, question)


@router.get("/articles/{id:path}", **gives(Article))
def article(request: Request, id: ArticleId) -> Response:
    """One article with its text, the one into which all offsets point."""
    return reply(request, lambda archive: archive.record(id).article)


@router.get("/records/{id:path}", **gives(Record))
def record(request: Request, id: ArticleId) -> Response:
    """The whole record of an article: everything that was read in it."""
    return reply(request, lambda archive: archive.record(id))


@router.get("/entries/{id}", **gives(Proof))
def entry(
    request: Request,
    id: Annotated[str, Path(description="Id of an entry, or as much of it as is its own.", max_length=100)],
    sha256: Annotated[
        str | None,
        Query(description="SHA-256 of your copy of the text: 'fits' then says whether the offsets fit it.",
              pattern="^[0-9a-f]{64}$"),
    ] = None,
) -> Response:  # fmt: skip
    """An entry and its evidence: the exact words with their offsets and context, and whether the text has drifted."""

    def question(archive: Archive) -> Proof:
        found = tuple(evidence(archive, id))
        return Proof(rows=found, fits=None if sha256 is None else any(each.sha256 == sha256 for each in found))

    return reply(request, question)
