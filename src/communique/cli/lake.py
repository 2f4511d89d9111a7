"""``communique lake``: look after a lake."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.progress import Progress
from rich.text import Text

from communique.cli.console import err, number_of, out, visible

app = typer.Typer(
    no_args_is_help=True, help="Look after a lake: check its files, join the small ones into larger ones."
)

Place = Annotated[str, typer.Argument(metavar="LAKE", help="The lake: its folder, or an address such as s3://BUCKET.")]
_MIB = 2**20


@app.command("check")
def check(lake: Place) -> None:
    """Read through all files and hold each against the hash in its manifest; every one that is damaged is named."""
    from communique.lake import Lake

    with Lake(lake) as kept:
        kept.check()
        files = number_of(sum(len(unit.parts) for unit in kept.units), "file")
        articles, units = sum(unit.articles for unit in kept.units), number_of(len(kept.units), "unit")
        told = f"{lake} is whole: {number_of(articles, 'article')} in {units} and {files}."
    out().print(Text(visible(told)))


@app.command("compact")
def compact(
    lake: Place,
    size: Annotated[
        int, typer.Option("--size", metavar="MIB", min=1, help="Size of the units that are joined into one.")
    ] = 256,
    hours: Annotated[
        float,
        typer.Option(
            "--hours", min=0.0, help="How long files stay that are no longer needed: who reads them now, may end."
        ),
    ] = 24.0,
) -> None:
    """Join small files into larger ones: every question is answered sooner, and the same.

    It may be asked and written meanwhile, and this may be cut off at any moment and begun again; only one may join at a
    time. Files that are no longer needed are dropped by a later run, when they are old enough.
    """
    from communique.lake.compacting import compact as work

    with Progress(console=err(), transient=True) as progress:
        task = progress.add_task("Joining", total=None)
        done = work(
            lake, most=size * _MIB, hours=hours,
            progress=lambda units, total: progress.update(task, completed=units, total=total),
        )  # fmt: skip
    told = f"{number_of(done.joined, 'unit')} joined into {done.into:,}" if done.joined else "Nothing was to be joined"
    dropped = f"; {number_of(done.dropped, 'old file')} dropped" if done.dropped else ""
    out().print(Text(visible(f"{told}: {done.before:,} before, {number_of(done.after, 'file')} now{dropped}.")))
