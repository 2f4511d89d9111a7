"""The matrix and the outlook as something to read at 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from communique.ask.matrix import UNKNOWN, Cell, Matrix
from communique.ask.outlook import Outlook, Standing
from communique.ask.voting import Check
from communique.ask.voting.coalitions import Coalitions
from communique.cli.console import visible
from communique.cli.record_view import STANCES
from communique.naming import cut

_VERDICTS = {"passes": "bold green", "fails": "bold red", "open": "bold yellow", "no joint decision": "bold"}
_MARKS = {"met": "✓", "not met": "✗", "open": "?"}
_SHOWN = 6
_LONGEST = 160


def show_matrix(found: Matrix, console: Console) -> None:
    """A table of stances, and below it the words behind each known cell."""
    if not found.actors:
        console.print(Text("Nobody's view counts, or nothing is known.", style="dim"))
        return
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
    table.add_column("", overflow="fold", style="cyan", max_width=26)
    for column in found.columns:
        table.add_column(column, overflow="fold")
    for actor, name in found.actors:
        table.add_row(Text(visible(name)), *(_stance(found.cell(actor, column)) for column in found.columns))
    console.print(table)
    console.print()
    for cell in found.cells:
        if cell.stance != UNKNOWN:
            _words(cell, console)


def _stance(cell: Cell) -> Text:
    if cell.stance == UNKNOWN:
        return Text("unknown", style="dim")
    return Text(cell.stance + (" (!)" if cell.contradicted else ""), style=STANCES.get(cell.stance, "dim"))


def _words(cell: Cell, console: Console) -> None:
    head = Text.assemble((f"{cell.day or '':<12}", "bold"), (visible(cell.actor), "cyan"), "  ", _stance(cell))
    who = ", ".join(filter(None, (cell.speaker, cell.office)))
    source = " · ".join(filter(None, (cell.outlet or cell.title, cell.how, cell.id)))
    console.print(head)
    for text, style in (
        (cut(cell.quotation or cell.words or "", _LONGEST), "italic"),
        (who, "magenta"),
        (source, "dim"),
    ):
        if text:
            console.print(Padding(Text(visible(text), style=style), (0, 0, 0, 12), expand=False))
    if len({each.split()[-1] for each in cell.history}) > 1:
        console.print(
            Padding(Text("before: " + "; ".join(cell.history[:-1]), style="yellow"), (0, 0, 0, 12), expand=False)
        )


def show_outlook(found: Outlook, console: Console) -> None:
    """The verdict with its numbers, who could block, the smallest sets, and where each member stands."""
    outcome = found.outcome
    console.print(Text(visible(found.wording), style="bold"))
    console.print(Text(f"{found.body or 'each for itself'} · {found.rule} · {found.day}", style="dim"))
    console.print(Text(found.source, style="dim"))
    console.print()
    console.print(Text.assemble("On these positions: ", (outcome.verdict, _VERDICTS[outcome.verdict])))
    for check in outcome.checks:
        console.print(Padding(_check(check), (0, 0, 0, 2), expand=False))
    if outcome.stopped_by:
        console.print(Text(f"  stopped by {', '.join(outcome.stopped_by)}", style="red"))
    _sets(outcome.blocking, "could still block", console)
    _sets(outcome.carrying, "would carry it", console)
    console.print()
    for vote in ("for", "against", "abstain", "absent", "open"):
        _members([each for each in found.members if each.vote == vote], vote, console)


def _check(check: Check) -> Text:
    numbers = f"{check.now:g} now" + (f", {check.at_best:g} at best" if check.at_best != check.now else "")
    style = {"met": "green", "not met": "red", "open": "yellow"}[check.state]
    return Text(f"{_MARKS[check.state]} {check.condition}: {numbers}, {check.needed:g} needed", style=style)


def _sets(found: Coalitions, what: str, console: Console) -> None:
    if found.size is None:
        return
    many = f"{found.number} sets" if found.number else "many sets"
    console.print(Text(f"  {found.size} together {what} ({many}), such as:", style="dim"))
    for names in found.sets[:_SHOWN]:
        console.print(Padding(Text(" ".join(names)), (0, 0, 0, 4), expand=False))


def _members(members: Sequence[Standing], vote: str, console: Console) -> None:
    if not members:
        return
    console.print(Text.assemble((vote, STANCES.get(vote, "bold")), f" ({len(members)})"))
    known = [each for each in members if each.words or each.assumed]
    for each in known:
        assumed = "assumed" if each.assumed else ""
        source = " · ".join(
            filter(None, (each.stance, each.day, each.how, each.outlet or each.title, each.id, assumed))
        )
        console.print(Text.assemble("  ", (visible(each.member), "cyan"), "  ", (visible(source), "dim")))
        if each.words:
            console.print(Padding(Text(visible(cut(each.words, _LONGEST)), style="italic"), (0, 0, 0, 4), expand=False))
    unknown = ", ".join(each.member for each in members if each not in known)
    if unknown:
        console.print(Padding(Text(f"nothing known: {visible(unknown)}", style="dim"), (0, 0, 0, 2), expand=False))
