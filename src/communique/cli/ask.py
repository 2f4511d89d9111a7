"""``communique ask``: one verb for each question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from msgspec import Struct

from communique.cli.console import out, write, write_bytes
from communique.cli.options import ARCHIVE, KeptOption, Output, PictureFormat, SheetFormat, doubt_question
from communique.cli.said import statements
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
Question = Annotated[
    str | None,
    typer.Option("--question", metavar="ID", help="Only what bears on this question.", callback=doubt_question),
]
Each = Annotated[
    bool, typer.Option("--each", help="Every report is a row, and not every event with all who report it.")
]
Format = Annotated[SheetFormat, typer.Option("--format", "-f", help="A table to read, JSON, CSV (RFC 4180), or Excel.")]


@app.command("timeline")
def timeline(
    archive: KeptOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    each: Each = False,
    format: Annotated[
        PictureFormat, typer.Option("--format", "-f", help="A table to read, JSON, CSV, Excel, or a picture.")
    ] = PictureFormat.table,
    output: Output = None,
) -> None:
    """Who did what to whom, day by day."""
    from communique.ask import TimelineRow, select
    from communique.ask import timeline as question
    from communique.lake import opened

    with opened(archive) as kept:
        rows = question(kept, select(kept, actor=actor, since=since, until=until), each=each)
    if format in {PictureFormat.png, PictureFormat.svg}:
        from communique.export.figures import draw_timeline

        write_bytes(draw_timeline(rows, "svg" if format is PictureFormat.svg else "png"), output)
    else:
        give(rows, TimelineRow, format, output)


class Status(StrEnum):
    """How real an event is."""

    actual = "actual"
    ongoing = "ongoing"
    planned = "planned"
    possible = "possible"
    denied = "denied"
    past = "past"


@app.command("events")
def events(
    archive: KeptOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="PLOVER type, mode, or first digits of a CAMEO code."),
    ] = None,
    status: Annotated[
        Status | None,
        typer.Option("--status", help="How real the event is.", case_sensitive=False),
    ] = None,
    each: Each = False,
    format: Format = SheetFormat.table,
    output: Output = None,
) -> None:
    """Events of one kind: a type, mode, CAMEO category or status."""
    from communique.ask import TimelineRow
    from communique.ask import events as question

    asked = partial(question, kind=kind, status=status.value if status else None, each=each)
    answer(asked, TimelineRow, archive, format, output, actor=actor, since=since, until=until)


@app.command("actors")
def actors(
    archive: KeptOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    format: Format = SheetFormat.table,
    output: Output = None,
) -> None:
    """Who appears, in which office, how often and when; the days are those of the articles."""
    from communique.ask import ActorRow
    from communique.ask import actors as question

    answer(question, ActorRow, archive, format, output, actor=actor, since=since, until=until)


app.command("search")(search)
app.command("statements")(statements)


def answer(
    ask: Callable[..., Sequence[Answer]],
    shape: type[Answer],
    archive: str,
    format: StrEnum,
    output: Path | None,
    **wanted: Any,
) -> None:
    """Ask the archive and give the rows."""
    from communique.ask import select
    from communique.lake import opened

    with opened(archive) as kept:
        rows = ask(kept, select(kept, **wanted))
    give(rows, shape, format, output)


def give(rows: Sequence[Answer], shape: type[Answer], format: StrEnum, output: Path | None) -> None:
    """Print the rows, or write them to a file."""
    if format.value == "table":
        from communique.cli.answer_view import show_answer

        show_answer(rows, shape, out())
        return
    if format.value == "xlsx":
        from communique.export.xlsx import to_xlsx

        write_bytes(to_xlsx(rows, shape), output)
        return
    from communique.export import to_csv, to_json

    text = to_json(rows) if format.value == "json" else to_csv(rows, shape)
    if output is None:
        write(text)
    else:
        write_bytes((text if text.endswith("\n") else text + "\n").encode("utf-8", "replace"), output)
