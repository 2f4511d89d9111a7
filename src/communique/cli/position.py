"""``communique position``: positions that you enter and votes that you import, beside those read from articles."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.text import Text

from communique.cli.console import err, number_of, out, visible
from communique.cli.options import ARCHIVE, ArchiveOption
from communique.errors import BadLine

if TYPE_CHECKING:
    from communique.archive import HandPosition
    from communique.sources.votes import VoteRow

app = typer.Typer(no_args_is_help=True, help="Enter positions by hand and import votes; nothing is ever deleted.")
PARTLY = 1


class Stance(StrEnum):
    """Where an actor stands."""

    favour = "for"
    against = "against"
    mixed = "mixed"
    undecided = "undecided"


class Side(StrEnum):
    """What a yes means; a vote has two sides."""

    favour = "for"
    against = "against"


Question = Annotated[str, typer.Option("--question", metavar="ID", help="Question id.")]
Author = Annotated[str, typer.Option("--by", metavar="NAME", help="Who enters it.")]
Source = Annotated[str, typer.Option("--source", metavar="TEXT", help="Where it comes from.")]
Url = Annotated[str | None, typer.Option("--url", metavar="URL", help="Address of the source.")]


@app.command("add")
def add(
    question: Question,
    actor: Annotated[str, typer.Option("--actor", metavar="ID", help="An actor's id or name, such as LUX.")],
    stance: Annotated[Stance, typer.Option("--stance", help="Where it stands.")],
    day: Annotated[str, typer.Option("--day", metavar="DATE", help="Day on which it was held, YYYY-MM-DD.")],
    words: Annotated[str, typer.Option("--words", metavar="TEXT", help="The words that show it.")],
    source: Source,
    author: Author,
    speaker: Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="Who said them.")] = None,
    url: Url = None,
    archive: ArchiveOption = ARCHIVE,
) -> None:
    """Enter one position by hand."""
    from communique.archive import Archive, HandPosition, keep
    from communique.ask.selection import as_day, known_actor
    from communique.registry import load_registry
    from communique.vocabulary.questions import question as asked

    actor_id, name = known_actor(actor)
    registered = load_registry().actor(actor_id) is not None
    position = HandPosition(
        how="hand", question=asked(question).id, actor=actor_id, name=name, stance=stance.value, day=as_day(day),
        words=words, speaker=speaker, source=source, url=url, author=author,
    )  # fmt: skip
    with Archive(archive) as kept:
        new = keep(kept, [position])
    if not registered:
        err().print(
            Text(f"The registry has no '{visible(name)}': it stands for itself, and is no member.", style="yellow")
        )
    out().print(Text(f"{position.id}  {name} {stance.value} {question}{'' if new else ' (was there already)'}"))


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Roll-call votes in CSV, such as the UN Digital Library's.")
    ],
    question: Question,
    author: Author,
    archive: ArchiveOption = ARCHIVE,
    day: Annotated[
        str | None, typer.Option("--day", metavar="DATE", help="Day of the vote, where the file has none.")
    ] = None,
    resolution: Annotated[
        str | None, typer.Option("--resolution", metavar="NAME", help="Only the rows of this resolution or number.")
    ] = None,
    yes: Annotated[
        Side, typer.Option("--yes", help="What a yes in this vote means on the question: for or against.")
    ] = Side.favour,
    source: Annotated[str | None, typer.Option("--source", metavar="TEXT", help="Where it comes from.")] = None,
    url: Url = None,
) -> None:
    """Import the votes of a roll-call: yes and no as sides, abstentions as undecided, absences kept without a side.

    The exit status is 1 when rows were left out because the registry knows no such state; they are named.
    """
    from communique.archive import Archive, keep
    from communique.sources.votes import read_votes
    from communique.vocabulary.questions import question as asked

    asked(question)
    rows = [row for row in read_votes(file) if resolution is None or resolution in {row.text, row.title}]
    if resolution is not None and not rows:
        raise BadLine(f"{file} holds no vote on '{resolution}'.", "Give the resolution as it stands in the file.")
    if resolution is None and len({row.text for row in rows}) > 1:
        raise BadLine(f"{file} holds votes on several resolutions.", "Choose one with --resolution.")
    made = [_position(row, question, author, day, yes, source or file.name, url) for row in rows if row.state]
    with Archive(archive) as kept:
        new = keep(kept, made)
    unknown = [row for row in rows if not row.state]
    for row in unknown:
        err().print(Text(f"{visible(str(file))}, line {row.line}: no state '{visible(row.name)}'", style="yellow"))
    out().print(Text(f"{number_of(len(made), 'vote')}, {new} of them new, {len(unknown)} left out."))
    if unknown:
        raise typer.Exit(PARTLY)


def _position(
    row: VoteRow, question: str, author: str, day: str | None, yes: Side, source: str, url: str | None
) -> HandPosition:
    from communique.archive import HandPosition
    from communique.ask.matrix import name_of
    from communique.ask.selection import as_day

    if not (row.day or day):
        raise BadLine(f"Line {row.line} has no date.", "Give the day of the vote with --day.")
    sides: dict[str, Literal["for", "against"]] = {"yes": "for", "no": "against"}
    if yes is Side.against:
        sides = {"yes": "against", "no": "for"}
    return HandPosition(
        how="vote", question=question, actor=row.state or "", name=name_of(row.state or ""),
        stance=sides.get(row.vote, "undecided" if row.vote == "abstain" else None), vote=row.vote,
        day=as_day(day or row.day or ""), words=": ".join(each for each in (row.text, row.title) if each) or "vote",
        source=source, url=url, author=author, original=row.original,
    )  # fmt: skip


@app.command("withdraw")
def withdraw(
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of a position by hand.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why it is withdrawn.")],
    author: Annotated[str, typer.Option("--by", metavar="NAME", help="Who withdraws it.")],
    archive: ArchiveOption = ARCHIVE,
) -> None:
    """Withdraw a position by hand: it stays in the archive, marked, and no longer counts."""
    from communique.archive import Archive
    from communique.archive import withdraw as take_back

    with Archive(archive) as kept:
        found = take_back(kept, id, why=why, author=author)
    out().print(Text(f"{found.id} withdrawn: {visible(why)}"))


@app.command("list")
def list_(
    archive: ArchiveOption = ARCHIVE,
    question: Annotated[str | None, typer.Option("--question", metavar="ID", help="Only this question.")] = None,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="Those that were withdrawn too.")] = False,
) -> None:
    """List the positions by hand and the imported votes."""
    from communique.archive import Archive, Selection
    from communique.archive import kept as entered

    with Archive(archive) as opened:
        found = entered(opened, Selection(question=question), withdrawn=withdrawn)
        if not found:
            out().print(Text("No position has been entered or imported.", style="dim"))
        for each in found:
            known = each.position
            side = known.stance or known.vote or ""
            gone = f"  withdrawn by {each.withdrawn_by}: {each.withdrawn}" if each.withdrawn else ""
            line = f"{each.id}  {known.day}  {known.name}  {side}  {known.question}  {known.how}, {known.author}{gone}"
            out().print(Text(visible(line), style="dim" if each.withdrawn else ""))
