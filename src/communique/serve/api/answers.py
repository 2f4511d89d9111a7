"""What happened, who said what, who stands where, what is due, what is cited; and articles by their words."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from communique.archive import Archive, Search, Selection
from communique.ask import Page, PositionRow, StatementRow, TimelineRow, events, positions, search, select, statements
from communique.ask.documents import DocumentRow, documents
from communique.serve.api.parameters import ActorName, After, Limit, QuestionFilter, Since, Until
from communique.serve.api.replies import Listing, listed, reply
from communique.serve.api.schemas import gives

router = APIRouter(tags=["answers"])

Status = Literal["actual", "ongoing", "planned", "possible", "denied", "past"]
Kind = Literal["direct", "indirect", "mixed"]
Mode = Literal["speech", "writing", "thought", "intention"]
Stance = Literal["for", "against", "mixed", "undecided"]


@router.get("/events", **gives(Listing[TimelineRow]))
@router.get("/timeline", **gives(Listing[TimelineRow]))
def timeline(
    request: Request, actor: ActorName = None, since: Since = None, until: Until = None,
    kind: Annotated[
        str | None,
        Query(description="PLOVER type, mode, or first digits of a CAMEO code.", examples=["SANCTION"], max_length=60),
    ] = None,
    status: Annotated[Status | None, Query(description="How real the event is.")] = None,
    limit: Limit = 100, after: After = None,
) -> Response:  # fmt: skip
    """Who did what to whom: events with their words and with whoever says so, those of the newest articles first."""
    asked = partial(events, kind=kind, status=status, each=True)
    question = partial(listed, ask=asked, actor=actor, since=since, until=until, most=limit, after=after)
    return reply(request, question)


@router.get("/statements", **gives(Listing[StatementRow]))
def said(
    request: Request,
    speaker: ActorName = None, since: Since = None, until: Until = None,
    about: Annotated[str | None, Query(description="Words that the statement must have.", max_length=500)] = None,
    kind: Annotated[list[Kind] | None, Query(description="How much is quoted; may be given several times.")] = None,
    mode: Annotated[list[Mode] | None, Query(description="In what form; may be given several times.")] = None,
    question: QuestionFilter = None,
    repeated: Annotated[bool, Query(description="Shorter tellings of what an article tells twice, too.")] = False,
    limit: Limit = 100, after: After = None,
) -> Response:  # fmt: skip
    """Who said what, with the chain of those who carry it to the outlet."""
    wanted = Selection(
        about=tuple((about or "").lower().split()), kinds=frozenset(kind or ()), modes=frozenset(mode or ()),
        question=question or None, told_twice=repeated,
    )  # fmt: skip
    asked = partial(
        listed,
        ask=partial(statements, each=True),
        wanted=wanted,
        actor=speaker,
        since=since,
        until=until,
        most=limit,
        after=after,
    )
    return reply(request, asked)


@router.get("/positions", **gives(Listing[PositionRow]))
def stands(
    request: Request, actor: ActorName = None, question: QuestionFilter = None, since: Since = None,
    until: Until = None, limit: Limit = 100, after: After = None,
) -> Response:  # fmt: skip
    """Who stands where on which question, as read from articles; with the words that show it."""

    def read(archive: Archive, wanted: Selection) -> list[PositionRow]:
        return [row for row in positions(archive, wanted) if row.how == "read"]

    wanted = Selection(question=question or None)
    asked = partial(listed, ask=read, wanted=wanted, actor=actor, since=since, until=until, most=limit, after=after)
    return reply(request, asked)


@router.get("/documents", **gives(Listing[DocumentRow]))
def cited(
    request: Request, actor: ActorName = None, since: Since = None, until: Until = None, limit: Limit = 100,
    after: After = None,
) -> Response:  # fmt: skip
    """Which resolutions, treaties and letters are cited, by whom and for what; with an actor, in its articles."""
    asked = partial(listed, ask=documents, actor=actor, since=since, until=until, most=limit, after=after, about=False)
    return reply(request, asked)


@router.get("/search", **gives(Page))
def find(
    request: Request,
    q: Annotated[
        str,
        Query(description='Words, all of which stand there; "a phrase"; begin*; aid OR relief; -without.',
              examples=["sanctions"], max_length=500),
    ] = "",
    actor: ActorName = None, since: Since = None, until: Until = None,
    outlet: Annotated[str | None, Query(description="Name of the outlet.", max_length=200)] = None,
    type: Annotated[str | None, Query(description="PLOVER type of an event in it.", max_length=60)] = None,
    question: QuestionFilter = None,
    stance: Annotated[Stance | None, Query(description="The stance that somebody takes in it.")] = None,
    sort: Annotated[Literal["relevance", "date"], Query(description="The best or the latest first.")] = "relevance",
    facets: Annotated[bool, Query(description="Count by outlet, month, type of event and country.")] = False,
    limit: Limit = 20, after: After = None,
) -> Response:  # fmt: skip
    """Articles by words, actors, days, outlets, events and stances, each with the piece that shows best why."""

    def ask(archive: Archive) -> Page:
        wanted = select(archive, actor=actor, since=since, until=until, question=question)
        looked = Search(q, wanted, outlet=outlet, type=type, stance=stance)
        return search(archive, looked, order=sort, most=limit, after=after, facets=facets)

    return reply(request, ask)
