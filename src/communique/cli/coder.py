"""``communique coder``: events that others coded, kept beside the machine's and apart from them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.text import Text

from communique.cli.console import err, number_of, out, visible
from communique.cli.options import ARCHIVE, ArchiveOption, Output, SheetFormat

app = typer.Typer(
    no_args_is_help=True,
    help="Events that others coded (GDELT, ICEWS, POLECAT): kept apart, in no answer, to be compared.",
)

_NAMED = 10

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the coder.")]


@app.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Files as the project publishes them, also .zip.")
    ],
    coder: Annotated[str, typer.Option("--as", metavar="NAME", help="Name of the coder, such as gdelt.")],
    archive: ArchiveOption = ARCHIVE,
    format: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="gdelt, icews or polecat; told from the file by default."
        ),
    ] = None,
) -> None:
    """Read rows of GDELT, ICEWS or POLECAT as another coder's events.

    What is there already is left as it is, so that a file can be read again after a stop. Rows that cannot be taken are
    named with their line; the exit status is then 1.
    """
    from communique.archive import Archive
    from communique.archive.coded import keep_coded
    from communique.imports.coded import read

    left: list[tuple[str, str]] = []
    console = err()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} events"))
    with (
        Archive(archive, create=True) as kept,
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar,
    ):
        for path in files:
            task = bar.add_task(visible(path.name), total=None)
            events = read(path, lambda where, why: left.append((where, why)), format)
            new = keep_coded(kept, coder, bar.track(events, task_id=task))
            out().print(Text.assemble((visible(path.name), "bold"), f": {number_of(new, 'new event')}."))
    for where, why in left[:_NAMED]:
        console.print(Text(visible(f"{where}: {why}."), style="yellow"))
    if left:
        console.print(Text(f"Left out: {number_of(len(left), 'row')}."))
        raise typer.Exit(1)


@app.command("list")
def list_(archive: ArchiveOption = ARCHIVE) -> None:
    """List the coders whose events the archive has."""
    from communique.archive import Archive
    from communique.archive.coded import coders

    with Archive(archive) as kept:
        found = coders(kept)
    for each in found:
        out().print(Text(visible(f"{each.coder}  {number_of(each.events, 'event')}  {each.first} to {each.last}")))
    if not found:
        out().print(Text("There are no events of others: 'communique coder import' reads them.", style="dim"))


@app.command("events")
def events(
    name: Name,
    archive: ArchiveOption = ARCHIVE,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day, YYYY-MM-DD.")] = None,
    format: Annotated[SheetFormat, typer.Option("--format", "-f", help="A table to read, JSON, CSV, or Excel.")] = (
        SheetFormat.csv
    ),
    output: Output = None,
) -> None:
    """Give a coder's events, which no other question gives."""
    from communique.archive import Archive
    from communique.archive.coded import CodedEvent, coded
    from communique.ask.selection import as_day
    from communique.cli.ask import give

    days = [as_day(each) if each else None for each in (since, until)]
    with Archive(archive) as kept:
        give(list(coded(kept, name, since=days[0], until=days[1])), CodedEvent, format, output)


@app.command("remove")
def remove(name: Name, archive: ArchiveOption = ARCHIVE) -> None:
    """Remove a coder's events."""
    from communique.archive import Archive
    from communique.archive.coded import remove_coder

    with Archive(archive) as kept:
        gone = remove_coder(kept, name)
    out().print(Text(visible(f"{name}: {number_of(gone, 'event')} removed.")))
