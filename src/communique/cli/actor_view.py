"""The explanation of a phrase as something to read at 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from communique.cli.console import visible
from communique.record import Office
from communique.resolve.actors.explanation import Explanation, Option

STYLES = {
    "resolved": "bold green",
    "described": "bold",
    "several": "bold",
    "ambiguous": "bold yellow",
    "unknown": "bold yellow",
}


def show_explanation(found: Explanation, console: Console) -> None:
    """Print an explanation, those of its parts, and the registry that told it."""
    _show(found, console)
    for part in found.parts:
        console.print()
        _show(part, console)
    console.print(Text(f"\nRegistry {found.registry}", style="dim"))


def _show(found: Explanation, console: Console) -> None:
    day = f"on {found.on}" if found.on else "no day given: the latest known counts"
    console.print(Text.assemble((visible(found.phrase), "bold cyan"), f" · {day}"))
    console.print(Text(visible(found.summary), style=STYLES[found.outcome]))
    for line in _answer(found):
        console.print(Padding(line, (0, 0, 0, 2), expand=False))
    if found.steps:
        console.print(Text("\nHow", style="bold"))
        console.print(_steps(found))
    if found.candidates:
        console.print(Text("\nWho could be meant", style="bold"))
        console.print(_candidates(found))


def _answer(found: Explanation) -> Iterator[Text]:
    if found.office is not None:
        yield Text(visible(f"{found.office.title}, {found.office.organization}, {_period(found.office)}"))
    codes = [f"CAMEO {found.cameo}" if found.cameo else "", _plover(found)]
    sure = f"confidence {found.confidence:.2f}" if found.confidence is not None else ""
    line = "   ".join(each for each in (found.kind or "", *codes, sure) if each)
    if line:
        yield Text(line)


def _plover(found: Explanation) -> str:
    parts = [found.country or "", *found.plover]
    return f"PLOVER {' '.join(part for part in parts if part)}" if any(parts) else ""


def _period(office: Office) -> str:
    return f"{office.since or '?'} to {office.until or 'today or not known'}"


def _steps(found: Explanation) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    for number, step in enumerate(found.steps, start=1):
        table.add_row(Text(f"{number}.", style="dim"), Text(visible(step)))
    return table


def _candidates(found: Explanation) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    for each in found.candidates:
        mark = Text("✓", style="green") if each.chosen else Text("·", style="dim")
        table.add_row(mark, Text(visible(f"{each.name} ({each.id})")), Text(_office(each)), Text(visible(each.why)))
    return table


def _office(option: Option) -> str:
    if option.office is None:
        return ""
    source = f" [{option.source}]" if option.source else ""
    return visible(f"{option.office.title}, {option.office.since or '?'} – {option.office.until or ''}{source}")
