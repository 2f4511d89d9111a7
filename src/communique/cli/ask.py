"""``communique ask``: one verb for each question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from msgspec import Struct

from communique.cli.console import out, write
from communique.cli.options import ARCHIVE, AnswerFormat, ArchiveOption
from communique.cli.search import search

Answer = TypeVar("Answer", bound=Struct)

app = typer.Typer(no_args_is_help=True, help="Ask an archive: what happened, who spoke, who stands where, what is due.")

Actor = Annotated[
    str | None,
    typer.Option(
        "--actor", metavar="NAME",
        help="An actor's id, name or country code. A state or organisation stands for all who act for it: "
        "EU takes in its High Representative, not its members' governments.",
    ),
]  # fmt: skip
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="First day, YYYY-MM-DD.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day, YYYY-MM-DD.")]
Question = Annotated[str | None, typer.Option("--question", metavar="ID", help="Only what bears on this question.")]
Format = Annotated[AnswerFormat, typer.Option("--format", "-f", help="A table to read, JSON, or CSV (RFC 4180).")]


@app.command("timeline")
def timeline(
    archive: ArchiveOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    format: Format = AnswerFormat.table,
) -> None:
    """Who did what to whom, day by day."""
    from communique.ask import TimelineRow
    from communique.ask import timeline as question

    answer(question, TimelineRow, archive, format, actor=actor, since=since, until=until)


@app.command("events")
def events(
    archive: ArchiveOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="PLOVER type, mode, or first digits of a CAMEO code."),
    ] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="STATUS", help="actual, ongoing, planned, possible, denied or past."),
    ] = None,
    format: Format = AnswerFormat.table,
) -> None:
    """Events of one kind: a type, mode, CAMEO category or status."""
    from communique.ask import TimelineRow
    from communique.ask import events as question

    asked = partial(question, kind=kind, status=status)
    answer(asked, TimelineRow, archive, format, actor=actor, since=since, until=until)


@app.command("actors")
def actors(
    archive: ArchiveOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    format: Format = AnswerFormat.table,
) -> None:
    """Who appears, in which office, how often and when; the days are those of the articles."""
    from communique.ask import ActorRow
    from communique.ask import actors as question

    answer(question, ActorRow, archive, format, actor=actor, since=since, until=until)


@app.command("statements")
def statements(
    archive: ArchiveOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    question: Question = None,
    format: Format = AnswerFormat.table,
) -> None:
    """Who said what, and through whom it came."""
    from communique.ask import StatementRow
    from communique.ask import statements as asked

    answer(asked, StatementRow, archive, format, actor=actor, since=since, until=until, question=question)


@app.command("positions")
def positions(
    archive: ArchiveOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    question: Question = None,
    format: Format = AnswerFormat.table,
) -> None:
    """Who stands where on which question."""
    from communique.ask import PositionRow
    from communique.ask import positions as asked

    answer(asked, PositionRow, archive, format, actor=actor, since=since, until=until, question=question)


@app.command("calendar")
def calendar(
    archive: ArchiveOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    question: Question = None,
    format: Format = AnswerFormat.table,
) -> None:
    """What is due and what was held: meetings with their agenda, and acts announced for a day."""
    from communique.ask import CalendarRow
    from communique.ask import calendar as asked

    answer(asked, CalendarRow, archive, format, actor=actor, since=since, until=until, question=question)


app.command("search")(search)


def answer(
    ask: Callable[..., Sequence[Answer]], shape: type[Answer], archive: Path, format: AnswerFormat, **wanted: Any
) -> None:
    """Ask the archive and print the rows."""
    from communique.archive import Archive
    from communique.ask import select

    with Archive(archive) as kept:
        rows = ask(kept, select(kept, **wanted))
    if format is AnswerFormat.table:
        from communique.cli.answer_view import show_answer

        show_answer(rows, shape, out())
        return
    from communique.export import to_csv, to_json

    write(to_json(rows) if format is AnswerFormat.json else to_csv(rows, shape))
