"""``communique watch``: questions that are saved, and news of them told."""

from __future__ import annotations

import shlex
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from communique.cli.console import err, out, visible
from communique.cli.options import ARCHIVE, ArchiveOption, doubt_question

if TYPE_CHECKING:
    from communique.notify import Told

app = typer.Typer(no_args_is_help=True, help="Save a search or a question, and be told what is new in its answer.")
PARTLY = 1


class Of(StrEnum):
    """What is watched."""

    search = "search"
    events = "events"
    statements = "statements"
    positions = "positions"
    calendar = "calendar"


Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of the watch.")]


@app.command("add")
def add(
    name: Name,
    words: Annotated[list[str] | None, typer.Argument(metavar="WORDS…", help="Words to look for.")] = None,
    of: Annotated[Of, typer.Option("--of", help="What is watched: a search, or the answer to a question.")] = Of.search,
    archive: ArchiveOption = ARCHIVE,
    actor: Annotated[str | None, typer.Option("--actor", metavar="NAME", help="Who appears, acts or speaks.")] = None,
    question: Annotated[
        str | None, typer.Option("--question", metavar="ID", help="A question it bears on.", callback=doubt_question)
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Type, mode or CAMEO code of events.")
    ] = None,
    status: Annotated[str | None, typer.Option("--status", metavar="STATUS", help="Status of events.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Outlet, of a search.")] = None,
    stance: Annotated[str | None, typer.Option("--stance", metavar="STANCE", help="for, against, …")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day, YYYY-MM-DD.")] = None,
    feed: Annotated[
        list[Path] | None, typer.Option("--feed", metavar="FILE", help="Write Atom, or JSON Feed to a .json file.")
    ] = None,
    mail: Annotated[list[str] | None, typer.Option("--mail", metavar="ADDRESS", help="Send a mail.")] = None,
    sender: Annotated[
        str, typer.Option("--from", metavar="ADDRESS", help="Whom the mail comes from.")
    ] = "communique@localhost",
    smtp: Annotated[str, typer.Option("--smtp", metavar="HOST:PORT", help="The mail server.")] = "localhost:25",
    tls: Annotated[bool, typer.Option("--tls", help="Only over an encrypted connection (STARTTLS).")] = False,
    webhook: Annotated[
        list[str] | None, typer.Option("--webhook", metavar="URL", help="Send a signed request.")
    ] = None,
    variable: Annotated[
        str, typer.Option("--secret-from", metavar="VARIABLE", help="Environment variable with the webhook's secret.")
    ] = "COMMUNIQUE_WEBHOOK_SECRET",
    command: Annotated[
        list[str] | None, typer.Option("--command", metavar="COMMAND", help="Run a command with the news as JSON.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="What the archive holds already is news too.")] = False,
) -> None:
    """Save a search or a question; each run tells what is new in its answer since the last one, and why it matched."""
    from communique.archive import Archive
    from communique.ask.watch import new_watch, read_asked

    asked = read_asked({
        "of": of.value, "words": " ".join(words or ()), "actor": actor, "question": question, "kind": kind,
        "status": status, "outlet": outlet, "stance": stance, "since": since, "until": until,
    })  # fmt: skip
    host, _, port = smtp.rpartition(":")
    channels: list[dict[str, Any]] = [
        *({"to": "feed", "path": str(each.absolute())} for each in feed or ()),
        *({"to": "mail", "receiver": each, "sender": sender, "host": host or "localhost", "port": _port(port),
           "tls": tls}
          for each in mail or ()),
        *({"to": "webhook", "url": each, "variable": variable} for each in webhook or ()),
        *({"to": "command", "words": shlex.split(each)} for each in command or ()),
    ]  # fmt: skip
    with Archive(archive) as kept:
        made = new_watch(kept, name, asked, _usable(channels), all_of_it=everything)
    ways = ", ".join(each["to"] for each in made.channels) or "nobody: it is only counted"
    out().print(Text(visible(f"'{made.name}' is watched. News go to {ways}.")))


def _usable(channels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The channels; one through which nothing could ever be told is refused before it is kept."""
    from communique.notify.channels import read_channel

    for each in channels:
        read_channel(each)
    return channels


def _port(told: str) -> int:
    if not told.isdigit():
        raise typer.BadParameter("Write --smtp HOST:PORT, such as localhost:25.")
    return int(told)


@app.command("list")
def list_(archive: ArchiveOption = ARCHIVE) -> None:
    """List the watches, what each has told, and what still waits to be told."""
    from communique.archive import Archive
    from communique.archive.watching import outbox, told_items, watches

    with Archive(archive) as kept:
        found = watches(kept)
        for each in found:
            asked = " ".join(f"{name}={value}" for name, value in each.asked.items())
            news = len(told_items(kept, each.name, 1_000_000))
            ways = ", ".join(way["to"] for way in each.channels) or "nobody"
            out().print(Text(visible(f"{each.name}  {asked or 'of=search'}  to {ways}  {news:,} told")))
        for left in outbox(kept, "waiting", "failed"):
            reason = f": {left.reason}" if left.reason else ""
            line = f"  {left.state}  {left.watch}  {left.channel['to']}  {left.tries} tries{reason}"
            out().print(Text(visible(line)))
    if not found:
        out().print(Text("Nothing is watched.", style="dim"))


@app.command("run")
def run(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME…", help="Only these watches.")] = None,
    archive: ArchiveOption = ARCHIVE,
    every: Annotated[
        str | None, typer.Option("--every", metavar="TIME", help="Go on, and look again so often: 15m, 2h, 1d.")
    ] = None,
) -> None:
    """Look for what is new and tell it; what could not be told is told next time. The exit status is 1 then."""
    from communique.archive import Archive
    from communique.cli.fetch import _seconds
    from communique.notify import run_watches

    seconds = _seconds(every) if every else None
    with Archive(archive) as kept:
        while True:
            told = run_watches(kept, names or ())
            _say(told)
            if seconds is None:
                break
            time.sleep(seconds)
    if told.failed:
        raise typer.Exit(PARTLY)


def _say(told: Told) -> None:
    news = ", ".join(f"{count:,} new in '{name}'" for name, count in told.news.items())
    out().print(Text(visible(f"{news or 'Nothing is watched'}; {told.sent:,} told.")))
    for name, reason in told.failed:
        err().print(Text.assemble(("Not told: ", "bold yellow"), visible(f"{name}: {reason}")))


@app.command("remove")
def remove(name: Name, archive: ArchiveOption = ARCHIVE) -> None:
    """Forget a watch and what it still had to tell."""
    from communique.archive import Archive
    from communique.archive.watching import remove_watch

    with Archive(archive) as kept:
        remove_watch(kept, name)
    out().print(Text(visible(f"'{name}' is no longer watched.")))
