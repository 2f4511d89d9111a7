"""``communique export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from communique.cli.console import err, number_of, out
from communique.cli.options import ARCHIVE, KeptOption
from communique.errors import InputError


def export(
    form: Annotated[
        str | None, typer.Argument(metavar="FORMAT", help="The format; without one, all of them are listed.")
    ] = None,
    target: Annotated[Path | None, typer.Argument(metavar="FILE|FOLDER", help="What to write.")] = None,
    archive: KeptOption = ARCHIVE,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only articles published on or after this day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Only articles published on or before this day.")
    ] = None,
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="NAME", help="Only articles of this outlet.")
    ] = None,
    as_coded: Annotated[
        bool, typer.Option("--as-coded", help="As the machine coded them, without what people judged.")
    ] = False,
) -> None:
    """Write the archive in a format that other programs read.

    The file or folder is complete or not there at all. Without a format, the formats are listed with what each keeps
    and what is lost in it. What people judged wins over what the machine coded, as in every answer.
    """
    from communique.ask.selection import as_day
    from communique.export.catalogue import export as write
    from communique.lake import opened

    if form is None:
        _list()
        return
    if target is None:
        raise InputError("There is nowhere to write to.", f"Type: communique export {form} FILE")
    days = {"since": as_day(since) if since else None, "until": as_day(until) if until else None}
    console = err()
    columns = (TextColumn("Exporting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with opened(archive) as kept, kept.snapshot() as view, bar:
        numbers = view.numbers(**days, outlet=outlet)
        write(form, bar.track(view.packed(numbers, judged=not as_coded), total=len(numbers)), target)
    console.print(Text(f"{number_of(len(numbers), 'article')} in {target}."))


def _list() -> None:
    from communique.export.catalogue import FORMATS

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("Format", "What it is", "What is lost"):
        table.add_column(head, overflow="fold")
    for each in FORMATS.values():
        table.add_row(each.name, each.label, each.lost)
    out().print(table)
