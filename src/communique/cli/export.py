"""``communique export``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from communique.cli.console import err, out
from communique.cli.options import ARCHIVE, KeptOption
from communique.errors import InputError

if TYPE_CHECKING:
    from communique.archive import Archive
    from communique.record import Record


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
) -> None:
    """Write the archive in a format that other programs read.

    The file or folder is complete or not there at all. Without a format, the formats are listed with what each keeps
    and what is lost in it.
    """
    from communique.ask.selection import as_day
    from communique.export.catalogue import export as write
    from communique.lake import opened

    if form is None:
        _list()
        return
    if target is None:
        raise InputError("There is nowhere to write to.", f"Type: communique export {form} FILE")
    days = (as_day(since) if since else None, as_day(until) if until else None)
    console = err()
    columns = (TextColumn("Exporting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with opened(archive) as kept, kept.snapshot() as view, bar:
        task = bar.add_task("Exporting", total=len(view))
        count = [0]
        write(form, _chosen(view, days, outlet, count, lambda: bar.advance(task)), target)
    console.print(Text(f"{count[0]:,} {'article' if count[0] == 1 else 'articles'} in {target}."))


def _chosen(
    archive: Archive,
    days: tuple[str | None, str | None],
    outlet: str | None,
    count: list[int],
    step: Callable[[], None],
) -> Iterator[Record]:
    """The records wanted, counted as they go by; ``step`` is called for each of the archive's."""
    first, last = days
    for record in archive.records():
        step()
        day = (record.article.published or "")[:10]
        in_time = (not first or day >= first) and (not last or "" < day <= last)
        if in_time and (outlet is None or record.article.outlet == outlet):
            count[0] += 1
            yield record


def _list() -> None:
    from communique.export.catalogue import FORMATS

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("Format", "What it is", "What is lost"):
        table.add_column(head, overflow="fold")
    for each in FORMATS.values():
        table.add_row(each.name, each.label, each.lost)
    out().print(table)
