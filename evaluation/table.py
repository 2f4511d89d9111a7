"""The gate's table: each figure beside the best earlier one and its floor."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table
from rich.text import Text

from evaluation.floors import TOLERANCE, UNPINNED, Floors, Measured
from evaluation.task import Task


def _figure(name: str, value: float) -> str:
    return f"{value:,.0f}" if name in UNPINNED else f"{value:.3f}"


def _against(value: float, floor: float | None) -> Text:
    if floor is None:
        return Text("not pinned", style="dim")
    if value < floor - TOLERANCE:
        return Text(f"{floor:.3f} ✗", style="bold red")
    return Text(f"{floor:.3f} ✓", style="green")


def _anchor(name: str, value: float, task: Task) -> Text:
    if name not in task.anchors:
        return Text("")
    best = task.anchors[name][0]
    return Text(_figure(name, best), style="green" if value >= best else "yellow")


def legend(outcomes: list[Measured], tasks: Mapping[str, Task]) -> str:
    """Whose the best earlier figures are, one line a task."""
    lines = []
    for name in dict.fromkeys(outcome.task for outcome in outcomes):
        owners = sorted({whose for _, whose in tasks[name].anchors.values()})
        if owners:
            lines.append(f"{name}: {'; '.join(owners)}")
    return "Best earlier figures\n" + "\n".join(lines) if lines else ""


def render(outcomes: list[Measured], tasks: Mapping[str, Task], floors: Floors) -> Table:
    """The outcomes as a table, one figure a row."""
    table = Table(title="Quality gate", title_justify="left", header_style="bold")
    for heading in ("task", "set", "part"):
        table.add_column(heading, no_wrap=True)
    table.add_column("n", justify="right")
    table.add_column("figure", no_wrap=True)
    table.add_column("value", justify="right")
    table.add_column("floor", justify="right")
    table.add_column("best earlier", justify="right")
    for outcome in outcomes:
        first = [outcome.task, outcome.label, outcome.part or "all", f"{outcome.n:,}"]
        for name, value in outcome.figures.items():
            floor = floors.get(outcome.key(name))
            shown = Text("") if name in UNPINNED else _against(value, floor)
            table.add_row(*first, name, _figure(name, value), shown, _anchor(name, value, tasks[outcome.task]))
            first = ["", "", "", ""]
        table.add_section()
    return table
