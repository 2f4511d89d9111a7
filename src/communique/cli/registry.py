"""``communique registry``: the user's own layer over the shipped registry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from communique.cli.console import err, number_of, out, visible, write

if TYPE_CHECKING:
    from communique.registry.intake import Imported, Problem
    from communique.registry.layer import Layer

app = typer.Typer(
    no_args_is_help=True, help="Your own actors, posts and tenures, laid over the registry that ships with the program."
)

PARTLY = 1
NOTES = 10


class Format(StrEnum):
    """What a file is written in."""

    csv = "csv"
    ftm = "ftm"
    popolo = "popolo"
    petrarch = "petrarch"


Folder = Annotated[
    Path | None,
    typer.Option("--layer", "-l", metavar="FOLDER", envvar="COMMUNIQUE_REGISTRY", help="The folder of your own layer."),
]
AllNotes = Annotated[bool, typer.Option("--notes", help="Tell everything that is worth a look, not the first ten.")]


@app.command("import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="CSV, FollowTheMoney JSON, Popolo JSON or PETRARCH .actors files."),
    ],
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="The files' format; by default told from each file.")
    ] = None,
    check_only: Annotated[bool, typer.Option("--check-only", help="Only tell what would be taken.")] = False,
    layer: Folder = None,
    notes: AllNotes = False,
) -> None:
    """Read files of actors into your own layer.

    Every row that cannot be taken is named with its file and line; the others are taken. A file that was imported
    before is replaced, if all its rows can be taken. The exit status is 1 when rows were left out.
    """
    from communique.registry.intake import import_files

    target = _layer(layer)
    found = import_files(files, target, format=format.value if format else None, dry_run=check_only)
    for each in found:
        _tell(each.problems, notes)
        out().print(Text.assemble((visible(each.name), "bold"), f": {_outcome(each)}"))
    if any(each.rejected for each in found):
        raise typer.Exit(PARTLY)


@app.command("list")
def list_(layer: Folder = None) -> None:
    """List what your own layer holds, by imported file."""
    from communique.errors import DataError
    from communique.registry import open_registry
    from communique.registry.intake.importing import count

    target = _layer(layer)
    if not target.names():
        out().print(Text(f"Your layer is empty. It would lie in {target.folder}.", style="dim"))
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("pack", "format", "rows", "from"):
        table.add_column(head, overflow="fold")
    for name in target.names():
        try:
            pack = target.pack(name)
        except DataError as error:
            table.add_row(visible(name), "", "damaged", visible(error.advice))
            continue
        table.add_row(visible(name), pack.head.format, _counts(count(pack.rows)), visible(pack.head.source))
    out().print(table)
    out().print(
        Text(f"\n{target.folder}\nShipped registry {open_registry().version}, own {target.digest()}", style="dim")
    )


@app.command("remove")
def remove(
    names: Annotated[list[str], typer.Argument(metavar="PACK", help="Names of packs, as 'registry list' gives them.")],
    layer: Folder = None,
) -> None:
    """Remove what a file brought."""
    from communique.registry.intake import check

    target = _layer(layer)
    for name in names:
        target.remove(name)
        out().print(Text(f"{visible(name)}: removed."))
    broken = [problem for problem in check(target) if problem.rejected]
    _tell(broken, all_notes=False)


@app.command("check")
def check(
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Look over the tables that ship with the program instead.")
    ] = False,
    layer: Folder = None,
    notes: AllNotes = False,
) -> None:
    """Look your whole layer over: overlaps, ends before starts, unknown actors and codes, namings given twice.

    The exit status is 1 when a row cannot stand; such rows are not used.
    """
    from communique.registry.intake import check as look_over
    from communique.registry.intake import check_shipped

    target = None if shipped else _layer(layer)
    problems = look_over(target) if target is not None else check_shipped()
    _tell(problems, notes)
    rejected = sum(problem.rejected for problem in problems)
    verdict = f"{number_of(rejected, 'row')} cannot stand." if rejected else "Every row can stand."
    out().print(Text(f"{_place(target)}. {verdict}"))
    if rejected:
        raise typer.Exit(PARTLY)


@app.command("export")
def export(
    names: Annotated[list[str] | None, typer.Argument(metavar="PACK", help="Names of packs; by default all.")] = None,
    layer: Folder = None,
) -> None:
    """Write your own layer as FollowTheMoney entities, one a line, with all the actors and posts that it names."""
    from communique.registry.intake import ftm_lines

    target = _layer(layer)
    rows = [row for name in names or target.names() for row in target.pack(name).rows]
    for line in ftm_lines(rows):
        write(line)


def _layer(folder: Path | None) -> Layer:
    from communique.registry import Layer
    from communique.registry.layer import is_off

    return Layer(None if is_off() else folder)  # which says that the layer is off


def _place(target: Layer | None) -> str:
    """What was looked over."""
    if target is None:
        return "The shipped tables"
    return f"{number_of(len(target.names()), 'pack')} in {target.folder}"


def _outcome(imported: Imported) -> str:
    counts = _counts(imported.counts)
    number = imported.rejected
    left = f" {number} {'row was' if number == 1 else 'rows were'} left out." if number else ""
    said = {
        "new": f"{counts} taken.",
        "replaced": f"{counts} taken, in the place of the earlier import.",
        "unchanged": f"{counts}, as before.",
        "empty": "no row could be taken.",
        "kept": "the earlier import stays as it is. Mend the rows, or remove that pack first.",
        "checked": f"{counts} would be taken.",
    }[imported.outcome]
    return f"{said}{left}"


def _counts(counts: dict[str, int]) -> str:
    words = {"alias": "aliases"}
    named = [f"{n} {sort if n == 1 else words.get(sort, sort + 's')}" for sort, n in counts.items()]
    return ", ".join(named) or "nothing new"


def _tell(problems: Iterable[Problem], all_notes: bool) -> None:
    """Tell every rejected row, and the notes, or the first of them."""
    listed = list(problems)
    for each in listed:
        if each.rejected:
            _line("Left out", "red", each)
    notes: Sequence[Problem] = [each for each in listed if not each.rejected]
    for each in notes if all_notes else notes[:NOTES]:
        _line("Note", "yellow", each)
    if len(notes) > NOTES and not all_notes:
        err().print(Text(f"… and {len(notes) - NOTES} more notes; --notes tells them all.", style="dim"))


def _line(label: str, style: str, problem: Problem) -> None:
    where = visible(problem.where)
    err().print(
        Text.assemble((f"{label}: ", style), f"{where}: {visible(problem.what)} {visible(problem.advice)}".strip())
    )
