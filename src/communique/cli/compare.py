"""``communique compare``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from communique.cli.console import number_of, out, visible, write, write_bytes
from communique.cli.options import ARCHIVE, AnswerFormat, ArchiveOption, Output

if TYPE_CHECKING:
    from communique.ask.compare import Comparison, Counted, Disagreement, Loss

_SHOWN = 20
_HELP = "'machine', an imported coder, a person who judged, or another archive's file."


def compare(
    a: Annotated[str, typer.Argument(metavar="A", help=f"The one coder: {_HELP}")],
    b: Annotated[str, typer.Argument(metavar="B", help=f"The other: {_HELP}")],
    archive: ArchiveOption = ARCHIVE,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day, YYYY-MM-DD.")] = None,
    slack: Annotated[
        int, typer.Option("--slack", metavar="DAYS", min=0, help="By how many days B may be off where days count.")
    ] = 0,
    every: Annotated[
        bool, typer.Option("--all", help="Show all disagreements and dyads, not the first twenty.")
    ] = False,
    format: Annotated[
        AnswerFormat,
        typer.Option("--format", "-f", help="A report to read, JSON of everything, or CSV of the disagreements."),
    ] = AnswerFormat.table,
    output: Output = None,
) -> None:
    """Put two coders side by side: agreement by type, parties and day, and every disagreement.

    'communique compare machine gdelt' compares our coding with rows that 'communique coder import' read; with a
    person's name, with what that person judged.
    """
    from communique.archive import Archive
    from communique.ask.coders import is_feed, side
    from communique.ask.compare import Disagreement
    from communique.ask.compare import compare as question
    from communique.ask.selection import as_day
    from communique.export import to_csv, to_json
    from communique.imports.coded.read_back import read_back

    first, last = (as_day(each) if each else None for each in (since, until))
    with Archive(archive) as kept:
        feed = any(is_feed(kept, each) for each in (a, b))
        sides = [side(kept, each, since=first, until=last, feed=feed) for each in (a, b)]
    made = question(sides[0], sides[1], slack=slack, reads=read_back)
    if format is AnswerFormat.table:
        _show(made, None if every else _SHOWN)
        return
    text = to_csv(made.disagreements, Disagreement) if format is AnswerFormat.csv else to_json(made)  # type: ignore[arg-type]
    write(text) if output is None else write_bytes(text.encode("utf-8", "replace"), output)


def _show(made: Comparison, most: int | None) -> None:
    console = out()
    span = f", {made.since} to {made.until}" if made.since else ""
    a, b = number_of(made.events_a, "event"), number_of(made.events_b, "event")
    head = f"A {made.a}: {a}.  B {made.b}: {b}.  By {made.by}{span}."
    console.print(Text(visible(head), style="bold"))
    table = _table("the same", "A", "B", "both", "of A", "of B", "F1")
    for each in made.levels:
        counts = (f"{each.a:,}", f"{each.b:,}", f"{each.both:,}")
        table.add_row(each.of, *counts, *map(_share, (each.share_of_a, each.share_of_b, each.f1)))
    console.print(table)
    _losses(made.losses, most)
    told = {"Cohen's kappa": made.kappa, "Krippendorff's alpha": made.alpha, "alpha of intensity": made.alpha_score}
    figures = ", ".join(f"{name} {value:.2f}" for name, value in told.items() if value is not None)
    console.print(Text(f"Types where both have the same parties ({made.paired:,}): {figures or 'nothing can differ'}."))
    _counts("type", made.types, None)
    _counts("parties", [each for each in made.dyads if each.a + each.b > 2 * each.both], most)
    _counts("day", [each for each in made.days if each.a + each.b > 2 * each.both], most)
    _disagreements(made.disagreements, most)


def _losses(rows: Sequence[Loss], most: int | None) -> None:
    """What the two cannot agree on, since the format of one of them does not hold it."""
    if rows:
        out().print(Text("\nWhat could not have agreed", style="bold"))
        for each in rows[:most]:
            other = "A" if each.of == "B" else "B"
            count = f"{number_of(each.events, 'event')} of {other}"
            out().print(Text(visible(f"{count}; {each.of} holds {each.holds}: {each.why}.")))
        _more(rows, most)
        out().print()


def _counts(name: str, rows: Sequence[Counted], most: int | None) -> None:
    if rows:
        table = _table(f"\n{name}", "\nA", "\nB", "\nboth")
        for each in rows[:most]:
            table.add_row(visible(each.key), f"{each.a:,}", f"{each.b:,}", f"{each.both:,}")
        out().print(table)
        _more(rows, most)


def _disagreements(rows: Sequence[Disagreement], most: int | None) -> None:
    out().print(Text(f"\n{len(rows):,} disagreements", style="bold"))
    for each in rows[:most]:
        types = f"A {each.a_type or 'nothing'}, B {each.b_type or 'nothing'}"
        ids = " / ".join(one for one in dict.fromkeys((each.a_id, each.b_id)) if one)
        said = "; ".join(one for one in (types if each.a_type != each.b_type else "", each.details) if one)
        line = f"{each.day}  {each.source} → {each.target}  {each.what}: {said}  ({ids})"
        out().print(Text(visible(line)))
        if each.unsaid:
            out().print(Text(visible(f"    could not have agreed: {each.unsaid}"), style="dim"))
        out().print(Text(visible(f"    {each.words}"), style="dim"), overflow="ellipsis", no_wrap=True)
    _more(rows, most)


def _more(rows: Sequence[object], most: int | None) -> None:
    if most is not None and len(rows) > most:
        out().print(Text(f"… and {len(rows) - most:,} more: --all shows them.", style="dim"))


def _table(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left")
    return table


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
