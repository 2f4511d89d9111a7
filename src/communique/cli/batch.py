"""``communique batch``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from communique.cli.console import err, number_of, visible
from communique.cli.options import DeviceOption, use


def batch(
    source: Annotated[
        Path, typer.Argument(metavar="IN.jsonl", help='Lines {"id","text","published","outlet","title","url"}.')
    ],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Where the records go, one a line, in order.")],
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=0, help="Processes that code; 0 means one for each core.")
    ] = 1,
    restart: Annotated[bool, typer.Option("--restart", help="Begin anew instead of taking up an earlier run.")] = False,
    device: DeviceOption = None,
) -> None:
    """Code a file of articles, one JSON object a line, into a file of records.

    A run that was cut off is taken up where it stopped. A line that cannot be coded is reported with its number,
    here and in OUT.jsonl.errors.jsonl, and skipped. The outcome is the same whatever the number of workers.
    """
    from communique.batch import run_batch

    use(device)
    console = err()
    columns = (TextColumn("Coding"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Coding", total=None)
        summary = run_batch(
            source, target, workers=workers or os.cpu_count() or 1, restart=restart,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip
    for failure in summary.errors:
        message = failure.message if failure.message.startswith("Line") else f"Line {failure.line}: {failure.message}"
        console.print(Text.assemble(("Skipped: ", "bold yellow"), visible(message)))
    already = f", {summary.resumed:,} of them there already" if summary.resumed else ""
    skipped = f"; {len(summary.errors):,} skipped, see {target}.errors.jsonl" if summary.errors else ""
    console.print(Text(f"{number_of(summary.written, 'record')} in {target}{already}{skipped}."))
