"""Questions: who stands where, what changed, whether it would pass, when it is dealt with, and what it rests on."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from communique.archive import Archive, Selection
from communique.ask.agenda import AgendaRow, agenda, recent_agenda
from communique.ask.documents import DocumentRow, documents
from communique.ask.matrix import Agreement, Bloc, Cell, Move, agreement, blocs, matrix, moves
from communique.ask.outlook import VOTES, Outlook, outlook
from communique.ask.paging import party_of
from communique.ask.voting import Vote
from communique.errors import InputError
from communique.record import doc
from communique.serve.api.parameters import ActorName, After, Limit, On, QuestionId, Since, Until
from communique.serve.api.replies import Listing, iso, listed, reply
from communique.serve.api.schemas import gives
from communique.vocabulary.questions import Question, load_questions, question

router = APIRouter(tags=["questions"])
_LATEST = 60  # positions of each actor


class Questions(Struct, frozen=True, kw_only=True):
    """The questions."""

    rows: Annotated[tuple[Question, ...], doc("Every question, by id.")]


class MatrixReply(Struct, frozen=True, kw_only=True):
    """Actors in rows, questions or time in columns."""

    columns: Annotated[tuple[str, ...], doc("The columns: the question, or months or years.")]
    cells: Annotated[tuple[Cell, ...], doc("Every cell with its words; unknown where nothing is known.")]
    agreement: Annotated[tuple[Agreement, ...], doc("How often each two actors stand on the same side.")]
    blocs: Annotated[tuple[Bloc, ...], doc("Groups of actors that stand together.")]


class Changes(Struct, frozen=True, kw_only=True):
    """Changes of stance."""

    rows: Annotated[tuple[Move, ...], doc("Every change, the most recent first.")]


@router.get("/questions", **gives(Questions))
def questions(request: Request) -> Response:
    """Every question that is asked, with its wording, what counts as for and against, and who decides."""
    return reply(request, lambda _archive: Questions(rows=load_questions()))


@router.get("/questions/{id}", **gives(Question))
def one(request: Request, id: QuestionId) -> Response:
    """One question with everything that its file says."""
    return reply(request, lambda _archive: question(id))


@router.get("/questions/{id}/matrix", **gives(MatrixReply))
def stances(
    request: Request, id: QuestionId,
    by: Annotated[Literal["question", "month", "year"], Query(description="What the columns are.")] = "question",
    on: On = None,
    others: Annotated[bool, Query(description="Actors whose view does not count, too.")] = False,
    silent: Annotated[bool, Query(description="Actors of whom nothing is known, too.")] = True,
) -> Response:  # fmt: skip
    """Who stands where, each cell with the words behind it; who agrees with whom, and in which blocs."""

    def ask(archive: Archive) -> MatrixReply:
        latest = _LATEST if by == "question" else None
        found = matrix(archive, [id], columns=by, on=iso(on), others=others, silent=silent, latest=latest)
        return MatrixReply(
            columns=found.columns, cells=found.cells, agreement=tuple(agreement(found)), blocs=tuple(blocs(found))
        )

    return reply(request, ask)


@router.get("/questions/{id}/changes", **gives(Changes))
def changes(request: Request, id: QuestionId, on: On = None) -> Response:
    """Who changed sides, with the words that show it."""

    def ask(archive: Archive) -> Changes:
        return Changes(rows=tuple(moves(matrix(archive, [id], on=iso(on), others=True, latest=_LATEST))))

    return reply(request, ask)


@router.get("/questions/{id}/outlook", **gives(Outlook))
def would_pass(
    request: Request, id: QuestionId, on: On = None,
    rule: Annotated[str | None, Query(description="Another voting rule than the question's.", max_length=100)] = None,
    assume: Annotated[
        list[str] | None, Query(description="A vote to assume, as ID=VOTE; may be given several times.", max_length=60)
    ] = None,
    without: Annotated[
        list[str] | None, Query(description="A member that takes no part; may be given several times.", max_length=60)
    ] = None,
) -> Response:  # fmt: skip
    """Whether it would pass under the body's rule, with bounds, and the smallest sets that could carry or block it."""
    votes = dict(map(_assumed, assume or ()))
    ask = partial(outlook, id=id, on=iso(on), rule=rule or None, assume=votes, without=without or ())
    return reply(request, ask)


def _assumed(told: str) -> tuple[str, Vote]:
    member, _, vote = told.partition("=")
    for each in VOTES:
        if vote == each:
            return member.strip().upper(), each
    raise InputError(f"'{told}' is no assumption.", f"Write ID=VOTE with one of: {', '.join(VOTES)}.")


class Agenda(Struct, frozen=True, kw_only=True):
    """Meetings and planned acts."""

    rows: Annotated[tuple[AgendaRow, ...], doc("Each once, in the order of their days; those without a day last.")]


@router.get("/questions/{id}/calendar", **gives(Agenda))
def question_calendar(request: Request, id: QuestionId) -> Response:
    """The meetings that have it on their agenda in any article, each with all that is told of it."""
    question(id)
    return reply(request, lambda archive: Agenda(rows=tuple(agenda(archive, Selection(question=id)))))


@router.get("/calendar", **gives(Agenda))
def calendar(request: Request, actor: ActorName = None, since: Since = None, until: Until = None) -> Response:
    """What is due and what was held, each meeting once, with its agenda and what changed; the days are its own."""

    def ask(archive: Archive) -> Agenda:
        party = party_of(archive, actor) if actor and actor.strip() else None
        return Agenda(rows=tuple(recent_agenda(archive, party, since=iso(since), until=iso(until))))

    return reply(request, ask)


@router.get("/questions/{id}/documents", **gives(Listing[DocumentRow]))
def question_documents(request: Request, id: QuestionId, limit: Limit = 100, after: After = None) -> Response:
    """What is cited where somebody takes a stance on it, and the documents that it rests on."""
    question(id)
    return reply(request, partial(listed, ask=documents, wanted=Selection(question=id), most=limit, after=after))
