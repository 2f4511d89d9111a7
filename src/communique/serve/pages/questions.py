"""The questions, and one of them: who stands where by which words, what changed, and whether it would pass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from msgspec import Struct

from communique.archive import Archive, Selection
from communique.archive.counts import Told, articles_on, counts_by_question
from communique.archive.standing import sentences
from communique.ask.agenda import AgendaRow, agenda
from communique.ask.documents import DocumentRow, documents
from communique.ask.matrix import Cell, Matrix, Move, counted, last_day, matrix, moves
from communique.ask.outlook import Outlook, outlook
from communique.errors import BadQuestion, NoSuchRule
from communique.record import doc
from communique.registry import load_registry
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.strings import text
from communique.vocabulary.questions import load_questions, question

_DOCUMENTS = 60
_LATEST = 60  # positions of each actor


class QuestionRow(Struct, frozen=True, kw_only=True):
    """One question with what is known of it."""

    id: Annotated[str, doc("Question id.")]
    wording: Annotated[str, doc("The question.")]
    body: Annotated[str | None, doc("Body that decides.")]
    positions: Annotated[int, doc("Number of positions in articles.")]
    actors: Annotated[int, doc("Number of actors that hold them.")]
    newest: Annotated[str | None, doc("Day of the newest article with one.")]


class QuestionsContext(Context, frozen=True, kw_only=True):
    """All questions."""

    rows: tuple[QuestionRow, ...]


class QuestionContext(Context, frozen=True, kw_only=True):
    """One question."""

    id: str
    wording: str
    description: str
    on: str
    body: str | None
    body_name: str | None
    cells: tuple[Cell, ...]
    silent: tuple[str, ...]
    others: bool
    moves: tuple[Move, ...]
    outlook: Outlook | None
    no_outlook: str | None
    names: dict[str, str]
    sentences: dict[str, str]
    agenda: tuple[AgendaRow, ...]
    documents: tuple[DocumentRow, ...]


def build_all(archive: Archive, _asked: Asked) -> QuestionsContext:
    """The page of all questions."""
    counts, nothing = counts_by_question(archive), Told(0, frozenset(), None)
    rows = []
    for each in load_questions():
        known = counts.get(each.id, nothing)
        rows.append(
            QuestionRow(
                id=each.id, wording=each.wording, body=each.decider.body, positions=known.n,
                actors=len(known.actors), newest=known.newest,
            )
        )  # fmt: skip
    rows.sort(key=lambda row: (-row.positions, row.id))
    return QuestionsContext(title=text("questions.heading"), rows=tuple(rows))


def build(archive: Archive, asked: Asked) -> QuestionContext:
    """The page of one question.

    Raises:
        BadQuestion: There is none of this id.
        BadDate: The day is none.
    """
    known = question(asked.path["id"])
    others = asked.one("others") is not None
    on = last_day(archive, asked.one("on")) if len(archive) or asked.one("on") else ""
    every = matrix(archive, [known.id], on=on, others=True, latest=_LATEST) if on else None
    found = counted(every, known.id, on) if every and not others else every
    cells = found.cells if found else ()
    order = {"for": 0, "against": 1, "mixed": 2, "undecided": 3, "absent": 4}
    heard = sorted(
        (cell for cell in cells if cell.stance in order), key=lambda c: (order[c.stance], c.actor.casefold())
    )
    told, why = _outlook(archive, known.id, on, every)
    changes: list[Move] = moves(found) if found else []
    members = {each.member_id: each.member for each in told.members} if told else {}
    body = load_registry().actor(known.decider.body) if known.decider.body else None
    return QuestionContext(
        title=known.wording, id=known.id, wording=known.wording, description=known.description, on=on,
        body=known.decider.body, body_name=body.name if body else known.decider.body, cells=tuple(heard),
        silent=tuple(cell.actor for cell in cells if cell.stance == "unknown"), others=others,
        moves=tuple(changes), outlook=told, no_outlook=why, names=members,
        sentences=sentences(archive, known.id, _ids(heard, changes)),
        agenda=tuple(agenda(archive, Selection(question=known.id, articles=articles_on(archive, "agenda", known.id)))),
        documents=tuple(_documents(archive, known.id)),
    )  # fmt: skip


def _ids(cells: Iterable[Cell], changes: Iterable[Move]) -> Iterable[str]:
    """The ids of the positions that are shown."""
    yield from (each.id for each in cells if each.id)
    yield from (each.id for each in changes)


def _outlook(archive: Archive, id: str, on: str, known: Matrix | None) -> tuple[Outlook | None, str | None]:
    if not on:
        return None, None
    try:
        return outlook(archive, id, on=on, known=known), None
    except (BadQuestion, NoSuchRule) as error:
        return None, error.message


def _documents(archive: Archive, id: str) -> list[DocumentRow]:
    articles = articles_on(archive, "positions", id, most=_DOCUMENTS)
    return documents(archive, Selection(question=id, articles=articles))


ALL = Page("questions", "/questions", build_all, lambda context: context.rows, QuestionRow)
PAGE = Page("question", "/questions/{id}", build, lambda context: context.cells, Cell)
