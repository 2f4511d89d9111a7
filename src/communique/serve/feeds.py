"""Feeds and calendars to subscribe to: for every search, every actor and every question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from communique.archive import Archive, Search, Selection
from communique.archive.overview import Party
from communique.ask import PositionRow, SearchRow, StatementRow, TimelineRow, positions, search, select
from communique.ask import statements as said
from communique.ask import timeline as happened
from communique.ask.agenda import AgendaRow, agenda, recent_agenda
from communique.ask.paging import ArticleRow, Span, articles, paged, party_of
from communique.ask.people import actor_page
from communique.export.feed import FeedEntry, FeedHead, to_atom, to_json_feed
from communique.export.ical import to_ical
from communique.serve.answers import conditional
from communique.serve.api.parameters import ActorName, QuestionFilter, QuestionId, Since, Until
from communique.serve.api.replies import iso
from communique.serve.api.schemas import gives_file
from communique.serve.rendering import url
from communique.serve.shared import shared
from communique.vocabulary.questions import question as question_of

router = APIRouter(tags=["feeds and calendars"])

Form = Annotated[Literal["atom", "json"], Path(description="atom for Atom, json for JSON Feed.")]
ActorId = Annotated[str, Path(description="An actor's id, name or country code.", examples=["FRA"], max_length=200)]
Words = Annotated[str, Query(description="Words, as for a search.", examples=["sanctions"], max_length=500)]
_SHOWN = 40  # entries
_SEARCHED = 200  # articles whose meetings make the calendar of a search
_TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}
_FEED = gives_file("application/atom+xml", "The feed, as Atom or as JSON Feed.")
_FEED["responses"][200]["content"]["application/feed+json"] = {}
_ICAL = gives_file("text/calendar", "The calendar.")


def add_to(app: FastAPI) -> None:
    """Let the application answer there."""
    app.include_router(router)


@router.get("/feeds/search.{form}", **_FEED)
def of_search(
    request: Request, form: Form, q: Words = "", actor: ActorName = None, since: Since = None, until: Until = None,
    question: QuestionFilter = None,
) -> Response:  # fmt: skip
    """The newest articles that a search finds, as a feed."""

    def entries(archive: Archive) -> tuple[FeedHead, list[FeedEntry]]:
        wanted = select(archive, actor=actor, since=since, until=until, question=question)
        found = search(archive, Search(q, wanted), order="date", most=_SHOWN)
        title = f"Communique: {q or actor or question or 'articles'}"
        page = url("search", q=q, actor=actor, since=iso(since), until=iso(until), question=question)
        return _head(request, f"search:{request.url.query}", title, page), [_found(request, row) for row in found.rows]

    return _feed(request, form, entries)


@router.get("/feeds/actors/{id}.{form}", **_FEED)
def of_actor(request: Request, form: Form, id: ActorId) -> Response:
    """What an actor did, suffered and said, an entry for each of the newest articles, as a feed."""

    def entries(archive: Archive) -> tuple[FeedHead, list[FeedEntry]]:
        party = party_of(archive, id)
        known = actor_page(archive, party)
        listed = articles(archive, Span(parties=(party,)), most=_SHOWN).rows
        told = _told(archive, party, listed)
        head = _head(request, f"actor:{known.id}", f"Communique: {known.name}", url("actors", known.id))
        return head, [_of_article(request, row, told[row.article]) for row in listed if told[row.article]]

    return _feed(request, form, entries)


@router.get("/feeds/questions/{id}.{form}", **_FEED)
def of_question(request: Request, form: Form, id: QuestionId) -> Response:
    """Who stands where on a question, an entry for each position, those of the newest articles first, as a feed."""
    asked = question_of(id)

    def entries(archive: Archive) -> tuple[FeedHead, list[FeedEntry]]:
        found = paged(archive, _read, Selection(question=id), Span(), most=_SHOWN)
        head = _head(request, f"question:{id}", f"Communique: {asked.wording}", url("questions", id))
        return head, [_position(request, row) for row in found.rows]

    return _feed(request, form, entries)


@router.get("/calendars/search.ics", **_ICAL)
def calendar_of_search(
    request: Request, q: Words = "", actor: ActorName = None, since: Since = None, until: Until = None
) -> Response:
    """The meetings and planned acts that the newest articles of a search tell of, as iCalendar."""

    def rows(archive: Archive) -> list[AgendaRow]:
        wanted = select(archive, actor=actor, since=since, until=until)
        found = search(archive, Search(q, wanted), order="date", most=_SEARCHED)
        return agenda(archive, Selection(articles=frozenset(row.article for row in found.rows)))

    return _calendar(request, f"Communique: {q or actor or 'articles'}", rows)


@router.get("/calendars/actors/{id}.ics", **_ICAL)
def calendar_of_actor(request: Request, id: ActorId) -> Response:
    """The meetings of a body, or those in which somebody takes part, as iCalendar."""
    return _calendar(request, f"Communique: {id}", lambda archive: recent_agenda(archive, party_of(archive, id)))


@router.get("/calendars/questions/{id}.ics", **_ICAL)
def calendar_of_question(request: Request, id: QuestionId) -> Response:
    """The meetings that have a question on their agenda, as iCalendar."""
    name = question_of(id).wording
    return _calendar(request, f"Communique: {name}", lambda archive: agenda(archive, Selection(question=id)))


def _feed(request: Request, form: str, entries: Callable[[Archive], tuple[FeedHead, list[FeedEntry]]]) -> Response:
    write = to_atom if form == "atom" else to_json_feed

    body, state = shared(request).told(str(request.url), lambda archive: write(*entries(archive)))
    return conditional(request, body, _TYPES[form], state=state)


def _calendar(request: Request, name: str, rows: Callable[[Archive], list[AgendaRow]]) -> Response:
    body, state = shared(request).told(str(request.url), lambda archive: to_ical(rows(archive), name=name))
    return conditional(request, body, "text/calendar", state=state)


def _head(request: Request, id: str, title: str, page: str) -> FeedHead:
    return FeedHead(
        id=f"urn:communique:{quote(id)}", title=title, page=_absolute(request, page),
        itself=_absolute(request, str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")),
    )  # fmt: skip


def _absolute(request: Request, path: str) -> str:
    return f"{request.url.scheme}://{request.headers['host']}{path}"


def _found(request: Request, row: SearchRow) -> FeedEntry:
    return FeedEntry(
        id=f"urn:communique:article:{quote(row.article)}", title=row.title or row.article, text=row.words,
        day=row.published, page=_absolute(request, url("articles", row.article)), source=row.url, author=row.outlet,
    )  # fmt: skip


def _told(archive: Archive, party: Party, listed: Iterable[ArticleRow]) -> dict[str, list[str]]:
    """What somebody did and said in these articles, in lines."""
    wanted = replace(party.selection, articles=frozenset(row.article for row in listed))
    lines: dict[str, list[str]] = defaultdict(list)
    for event in happened(archive, wanted, each=True):
        lines[event.article].append(_event(event))
    for statement in said(archive, replace(wanted, told_twice=False), each=True):
        lines[statement.article].append(_statement(statement))
    return lines


def _event(row: TimelineRow) -> str:
    kind = f"{row.type}/{row.mode}" if row.mode else row.type
    who, whom = ", ".join(row.sources) or "…", ", ".join(row.targets) or "…"
    by = f" (according to {' ← '.join(row.said_by)})" if row.said_by else ""
    return f"{who} → {whom}: {kind}, {row.status}{by}. {row.words}"


def _statement(row: StatementRow) -> str:
    return f"{' ← '.join(row.said_by)}: {row.words}"


def _of_article(request: Request, row: ArticleRow, lines: list[str]) -> FeedEntry:
    return FeedEntry(
        id=f"urn:communique:article:{quote(row.article)}", title=row.title or row.article, text="\n".join(lines),
        day=row.published, page=_absolute(request, url("articles", row.article)), source=row.url, author=row.outlet,
    )  # fmt: skip


def _read(archive: Archive, wanted: Selection) -> list[PositionRow]:
    return [row for row in positions(archive, wanted) if row.how == "read"]


def _position(request: Request, row: PositionRow) -> FeedEntry:
    by = f" (according to {' ← '.join(row.said_by)})" if row.said_by else ""
    place = url("articles", str(row.article)) + f"#e-{quote(row.id)}"
    more: dict[str, Any] = {"author": row.outlet, "source": row.url, "tags": (row.stance,)}
    return FeedEntry(
        id=f"urn:communique:entry:{quote(row.id)}", title=f"{row.actor or row.actor_id}: {row.stance}",
        text=f"{row.words}{by}", day=row.published, page=_absolute(request, place), **more,
    )  # fmt: skip
