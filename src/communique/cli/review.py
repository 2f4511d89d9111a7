"""``communique review``: judge entries one after the other with single keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from communique.cli.console import err, out, say_error, visible
from communique.cli.judge import By, parsed, told
from communique.cli.options import ARCHIVE, ArchiveOption, doubt_question
from communique.errors import CommuniqueError, InputError

if TYPE_CHECKING:
    from rich.console import Console

    from communique.archive import Archive
    from communique.ask.review import ReviewRow

KEYS = "a accept · x reject · e edit · u undo · j next · k previous · q quit"
_WITHOUT = "Start it in one, or judge entries one by one with 'communique judge'."


class Kind(StrEnum):
    """What is judged."""

    event = "event"
    statement = "statement"
    position = "position"
    meeting = "meeting"


def review(
    by: By,
    archive: ArchiveOption = ARCHIVE,
    kind: Annotated[list[Kind] | None, typer.Option("--kind", help="Only these; may be repeated.")] = None,
    least: Annotated[float, typer.Option("--from", min=0, max=1, help="Lowest confidence.")] = 0.0,
    most: Annotated[float, typer.Option("--to", min=0, max=1, help="Highest confidence.")] = 1.0,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="NAME", help="Who acts, speaks, stands or meets.")
    ] = None,
    question: Annotated[
        str | None,
        typer.Option("--question", metavar="ID", help="Only what bears on this question.", callback=doubt_question),
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day, YYYY-MM-DD.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Those that somebody judged already too.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most.")] = 500,
) -> None:
    """Judge entries one by one, the least sure first: keys a accept, x reject, e edit, u undo, j/k move, q quit."""
    from communique.archive import Archive
    from communique.ask import select
    from communique.ask.review import Filter, to_review

    with Archive(archive) as kept:
        wanted = select(kept, actor=actor, since=since, until=until, question=question)
        which = Filter(frozenset(each.value for each in kind or ()), least, most, judged=again)
        rows = to_review(kept, wanted, which, most=limit)
        kept.check_writable()
        if not rows:
            out().print(Text("Nothing waits for a judgement.", style="dim"))
            return
        Review(kept, rows, by, out()).run()


@dataclass
class Review:
    """A person at work on a list of entries.

    Attributes:
        archive: Where judgements are kept.
        rows: The entries.
        by: Who judges.
        console: Where they are shown.
        at: The entry that is shown.
        said: Ids of the judgements of this sitting by entry, the latest last.
    """

    archive: Archive
    rows: list[ReviewRow]
    by: str
    console: Console
    at: int = 0
    said: dict[int, list[str]] = field(default_factory=dict)

    def run(self) -> None:
        """Show, wait for a key, and do what it says, until there is nothing left or the person quits."""
        self.console.print(Text(KEYS, style="dim"))
        while 0 <= self.at < len(self.rows):
            self._show()
            try:
                key = typer.getchar()
            except (EOFError, KeyboardInterrupt):
                break
            except OSError as error:
                raise InputError("There is no terminal whose keys could be read.", _WITHOUT) from error
            if key in {"", "q", "\x03", "\x04"}:  # nothing at all is the end of the input
                break
            self.press(key)
        judged = sum(bool(each) for each in self.said.values())
        self.console.print(Text(f"{judged} of {len(self.rows)} judged."))

    def press(self, key: str) -> None:
        """Do what a key says."""
        if key == "j":
            self.at += 1
        elif key == "k":
            self.at = max(self.at - 1, 0)
        elif key == "u":
            self._undo()
        elif key in {"a", "x"}:
            self._judge("accept" if key == "a" else "reject", {})
        elif key == "e":
            self._edit()
        else:
            err().print(Text(KEYS, style="dim"))

    def _judge(self, kind: str, change: dict[str, str | None]) -> None:
        row = self.rows[self.at]
        try:
            made = self.archive.judge(row.id, kind, by=self.by, article=row.article, change=change)  # type: ignore[arg-type]
        except CommuniqueError as error:
            say_error(error)
            return
        self.said.setdefault(self.at, []).append(made.id)
        self.console.print(Text(visible(told(made)), style="green"))
        self.at += 1

    def _edit(self) -> None:
        """Ask for fields until an empty line; nothing typed changes nothing."""
        fields = self.rows[self.at].fields
        self.console.print(Text(visible("  ".join(f"{name}={value}" for name, value in fields.items())), style="dim"))
        typed = []
        while line := typer.prompt("field=value", default="", show_default=False).strip():
            typed.append(line)
        if typed:
            try:
                change = parsed(typed)
            except CommuniqueError as error:
                say_error(error)
                return
            self._judge("correct", change)

    def _undo(self) -> None:
        """Take back the last judgement on this entry; where there is none, the one on the entry before."""
        at = self.at if self.said.get(self.at) else self.at - 1
        if not self.said.get(at):
            err().print(Text("Nothing was judged here.", style="yellow"))
            return
        made = self.archive.undo(self.said[at].pop(), by=self.by)
        self.console.print(Text(visible(told(made)), style="green"))
        self.at = at

    def _show(self) -> None:
        row = self.rows[self.at]
        place = f"{self.at + 1}/{len(self.rows)}"
        self.console.print()
        self.console.print(
            Text.assemble(
                (f"{place:<10}", "dim"), (row.kind, "bold"), "  ", (visible(row.who), "cyan"), f"  {row.confidence:.0%}"
            )
        )
        for text, style in (
            (row.what, "magenta"),
            (row.words, "italic"),
            (self._from(row), "dim"),
            (row.judged, "green"),
        ):
            if text:
                self.console.print(Padding(Text(visible(text), style=style), (0, 0, 0, 10), expand=False))

    def _from(self, row: ReviewRow) -> str:
        return " · ".join(filter(None, (row.title, row.outlet, row.published, row.id)))
