"""``communique ask`` about questions: positions, matrix, outlook, calendar and documents."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.ask import Actor, Format, Question, Since, Until, answer, give
from communique.cli.console import out, write, write_bytes
from communique.cli.options import ARCHIVE, CalendarFormat, KeptOption, Output, PictureFormat, SheetFormat
from communique.errors import BadQuestion, InputError

if TYPE_CHECKING:
    from communique.ask.matrix import Matrix
    from communique.ask.voting import Vote

On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="Day that counts; the newest of the archive when not given.")
]
Questions = Annotated[
    list[str], typer.Option("--question", metavar="ID", help="Question id; may be given several times.")
]


class By(StrEnum):
    """What the columns of the matrix are."""

    question = "question"
    month = "month"
    year = "year"


class Show(StrEnum):
    """What is made of the matrix."""

    cells = "cells"
    agreement = "agreement"
    blocs = "blocs"
    movers = "movers"


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the group ``ask``."""
    for verb in (positions, matrix, outlook, calendar, documents):
        app.command(verb.__name__)(verb)


def positions(
    archive: KeptOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    question: Question = None,
    format: Format = SheetFormat.table,
    output: Output = None,
) -> None:
    """Who stands where on which question: read from articles, entered by hand, or imported from a vote."""
    from communique.ask import PositionRow
    from communique.ask import positions as asked

    answer(asked, PositionRow, archive, format, output, actor=actor, since=since, until=until, question=question)


def matrix(
    question: Questions,
    archive: KeptOption = ARCHIVE,
    by: Annotated[
        By, typer.Option("--by", help="Columns: the questions, or months or years of the first one.")
    ] = By.question,
    show: Annotated[
        Show, typer.Option("--show", help="The cells, who agrees with whom, blocs, or who moved most recently.")
    ] = Show.cells,
    on: On = None,
    others: Annotated[bool, typer.Option("--others", help="Rows for actors whose view does not count, too.")] = False,
    silent: Annotated[
        bool,
        typer.Option("--silent/--heard", help="Rows for actors of whom nothing is known, too, or only the others."),
    ] = True,
    format: Annotated[
        PictureFormat, typer.Option("--format", "-f", help="A table to read, JSON, CSV, Excel, or a picture.")
    ] = PictureFormat.table,
    output: Output = None,
) -> None:
    """Actors against questions or time, each cell with its words; unknown is shown as unknown."""
    from communique.ask.matrix import Agreement, Bloc, Move, agreement, blocs, moves
    from communique.ask.matrix import matrix as asked
    from communique.lake import opened

    if show is not Show.cells and format in {PictureFormat.png, PictureFormat.svg}:
        raise InputError(
            f"Only the cells are drawn; '{show.value}' is not.", "Leave --show out, or take another format."
        )
    with opened(archive) as kept:
        found = asked(kept, question, columns=by.value, on=on, others=others, silent=silent)
    if show is Show.agreement:
        give(agreement(found), Agreement, format, output)
    elif show is Show.blocs:
        give(blocs(found), Bloc, format, output)
    elif show is Show.movers:
        give(moves(found), Move, format, output)
    else:
        _cells(found, format, output, ", ".join(question))


def _cells(found: Matrix, format: PictureFormat, output: Path | None, title: str) -> None:
    from communique.ask.matrix import Cell

    if format in {PictureFormat.png, PictureFormat.svg}:
        from communique.export.figures import draw_matrix

        write_bytes(draw_matrix(found, "svg" if format is PictureFormat.svg else "png", title=title), output)
    elif format is PictureFormat.xlsx:
        from communique.export.xlsx import workbook

        heads = ("actor", *found.columns)
        wide = [(name, *(found.cell(actor, each).stance for each in found.columns)) for actor, name in found.actors]
        names = Cell.__struct_fields__
        cells = [[getattr(cell, name) for name in names] for cell in found.cells]
        write_bytes(workbook({"matrix": (heads, wide), "cells": (names, cells)}), output)
    elif format is PictureFormat.table:
        from communique.cli.question_view import show_matrix

        show_matrix(found, out())
    else:
        give(found.cells, Cell, format, output)


def outlook(
    question: Annotated[str, typer.Option("--question", metavar="ID", help="Question id.")],
    archive: KeptOption = ARCHIVE,
    on: On = None,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="ID", help="Another voting rule than the question's.")
    ] = None,
    assume: Annotated[
        list[str] | None,
        typer.Option("--assume", metavar="ID=VOTE", help="Assume a vote: for, against, abstain, absent or open."),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="ID", help="A member that takes no part.")
    ] = None,
    format: Format = SheetFormat.table,
    output: Output = None,
) -> None:
    """Would it pass: passes, fails or open under the body's rule, who could block, and on whom it depends.

    It is a check with bounds and no forecast: whoever is undecided or unknown may vote either way.
    """
    from communique.ask.outlook import Standing
    from communique.ask.outlook import outlook as asked
    from communique.lake import opened

    votes = dict(_assumed(each) for each in assume or ())
    with opened(archive) as kept:
        found = asked(
            kept, question, on=on, rule=rule, assume=votes, without=[each.strip().upper() for each in without or ()]
        )
    if format is SheetFormat.table:
        from communique.cli.question_view import show_outlook

        show_outlook(found, out())
    elif format is SheetFormat.json:
        import msgspec

        text = msgspec.json.format(msgspec.json.encode(found), indent=2).decode()
        write_bytes(f"{text}\n".encode(), output) if output else write(text)
    else:
        give(found.members, Standing, format, output)


def _assumed(option: str) -> tuple[str, Vote]:
    from communique.ask.outlook import VOTES

    member, _, vote = option.partition("=")
    if vote not in VOTES:
        raise BadQuestion(f"'{option}' is no assumption.", f"Write ID=VOTE with one of: {', '.join(VOTES)}.")
    return member.strip().upper(), vote


def calendar(
    archive: KeptOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    question: Question = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help="Only what is still ahead on this day, the next first.")
    ] = None,
    apart: Annotated[
        bool, typer.Option("--apart", help="One row for each telling in each article, in the place of one a meeting.")
    ] = False,
    format: Annotated[
        CalendarFormat, typer.Option("--format", "-f", help="A table to read, JSON, CSV, Excel, or iCalendar.")
    ] = CalendarFormat.table,
    output: Output = None,
) -> None:
    """What is due and what was held: meetings from all articles, each once, with their agenda and what changed."""
    from communique.ask import CalendarRow, select
    from communique.ask import calendar as told
    from communique.ask.agenda import AgendaRow, agenda
    from communique.ask.agenda import due as ahead
    from communique.ask.selection import as_day
    from communique.lake import opened

    with opened(archive) as kept:
        wanted = select(kept, actor=actor, since=since, until=until, question=question)
        if apart:
            if due or format is CalendarFormat.ics:
                raise InputError("--apart goes neither with --due nor with iCalendar.", "Leave it out.")
            give(told(kept, wanted), CalendarRow, format, output)
            return
        rows = agenda(kept, wanted)
    rows = ahead(rows, as_day(due)) if due else rows
    if format is CalendarFormat.ics:
        from communique.export.ical import to_ical

        write_bytes(to_ical(rows, name=question or "Communique"), output)
    else:
        give(rows, AgendaRow, format, output)


def documents(
    archive: KeptOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    question: Question = None,
    format: Format = SheetFormat.table,
    output: Output = None,
) -> None:
    """Which resolutions, treaties and letters are cited, by whom and for what."""
    from communique.ask.documents import DocumentRow
    from communique.ask.documents import documents as asked

    answer(asked, DocumentRow, archive, format, output, actor=actor, since=since, until=until, question=question)
