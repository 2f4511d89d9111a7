"""``communique bulk``."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from communique.cli.console import err, number_of, visible
from communique.cli.options import DeviceOption, columns_of, use

if TYPE_CHECKING:
    from communique.cluster.running import Settings, Summary

_TOLD = 5  # failures that are told one by one
_UNFINISHED = 1


class EngineName(StrEnum):
    """What runs the units."""

    local = "local"
    ray = "ray"
    spark = "spark"


def bulk(
    source: Annotated[
        str,
        typer.Argument(metavar="INPUT", help="JSON lines, Parquet or WARC: a file, a folder, a pattern, or s3://…"),
    ],
    output: Annotated[str, typer.Argument(metavar="OUTPUT", help="The lake: a folder, or s3://…; made when new.")],
    engine: Annotated[EngineName, typer.Option("--engine", "-e", help="What runs it.")] = EngineName.local,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help="Ray or Spark cluster; none starts one on this machine."),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=0, help="Workers that code at once; 0 means one for each core here.")
    ] = 0,
    unit: Annotated[int, typer.Option("--unit", min=1, help="Articles that are committed together.")] = 500,
    limit: Annotated[float, typer.Option("--limit", min=0.1, help="Seconds that one article may take.")] = 300.0,
    again: Annotated[
        bool, typer.Option("--again", help="Try again what took too long, killed its process or made a coder fail.")
    ] = False,
    device: DeviceOption = None,
    published: Annotated[
        str | None, typer.Option("--published", "-p", metavar="DATE", help="Day of articles that do not tell one.")
    ] = None,
    outlet: Annotated[
        str | None, typer.Option("--outlet", "-o", metavar="NAME", help="Outlet of articles that do not name one.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=NAME", help="Key or column that holds a field, such as text=body."),
    ] = None,
) -> None:
    """Code files of many articles into a lake: partitioned Parquet with a manifest.

    A run that was cut off is taken up; one that is done is left as it is; files that are new are added. What cannot be
    coded is set aside with its reason in OUTPUT/aside.jsonl. The rows are the same whatever the engine and the number
    of workers. The exit code is 1 when something is left for another run, or when every article was set aside.
    """
    from communique.cluster.running import Settings
    from communique.sources import Known

    known = Known(published=published, outlet=outlet, columns=columns_of(column or ()))
    if engine is EngineName.local:
        use(device)  # elsewhere it is the workers' machines that must have it, and not this one
    chosen = device.value if device is not None else None
    settings = Settings(engine.value, workers or os.cpu_count() or 1, cluster, known, unit, limit, again, chosen)
    summary = _run(source, output, settings)
    _tell(summary, output)
    if summary.failures or (summary.aside and not summary.records):
        raise typer.Exit(_UNFINISHED)


def _run(source: str, output: str, settings: Settings) -> Summary:
    from communique.cluster.running import run_bulk

    console = err()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Looking", total=None)
        return run_bulk(
            source, output, settings,
            lambda what, done, total: bar.update(task, description=visible(what), completed=done, total=total or None),
        )  # fmt: skip


def _tell(summary: Summary, output: str) -> None:
    from communique.cluster.running import ASIDE

    console = err()
    for failure in summary.failures[:_TOLD]:
        console.print(Text.assemble(("Not done: ", "bold red"), visible(f"{failure.what}: {failure.message}")))
    if len(summary.failures) > _TOLD:
        console.print(Text(f"… and {len(summary.failures) - _TOLD:,} more.", "red"))
    if summary.aside:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(summary.aside.items()))
        console.print(Text.assemble(("Set aside: ", "bold yellow"), visible(f"{kinds}; see {output}/{ASIDE}")))
    there = f", {summary.there:,} of them there already" if summary.there else ""
    words = f"{number_of(summary.records, 'record')} in {number_of(summary.units, 'unit')}{there}, in {output}."
    console.print(Text(visible(words)))
    if summary.aside and not summary.records:
        words = f"Nothing was coded: every article was set aside. {output}/{ASIDE} says why; --column names other keys."
        console.print(Text.assemble(("Note: ", "bold yellow"), visible(words)))
    if summary.failures:
        console.print(Text("The same command takes up what was not done.", "yellow"))
