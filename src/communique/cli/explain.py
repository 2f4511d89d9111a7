"""``communique explain``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import out, visible, write
from communique.cli.options import ARCHIVE, ArchiveOption
from communique.errors import NoSuchEntry

if TYPE_CHECKING:
    from communique.archive import Found
    from communique.coders.events import EventExplanation
    from communique.coders.events.explanation import Party


def explain(
    event: Annotated[str, typer.Argument(metavar="EVENT-ID", help="Id of an event, or as much of it as is its own.")],
    archive: ArchiveOption = ARCHIVE,
    json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON.")] = False,
) -> None:
    """Tell why an event was coded: its trigger and pattern, the roles tried, its actors, its code and its status.

    The article is read again with the vocabulary and the models of today.
    """
    from communique.archive import Archive

    with Archive(archive) as kept:
        told = [_explained(found) for found in kept.find(event)]
    if json:
        import msgspec

        write(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
        return
    for each in told:
        _show(each)


def _explained(found: Found) -> EventExplanation:
    from communique.coders.events import explain_event
    from communique.pipeline import default_pipeline

    if found.kind != "event":
        raise NoSuchEntry(f"'{found.id}' is a {found.kind}, not an event.", f"Type: communique show {found.id}")
    reading = default_pipeline().reading(found.record.article, until="events")
    told = explain_event(reading, found.id)
    if told is None:
        raise NoSuchEntry(
            f"Reading the article again no longer gives the event '{found.id}'.",
            "Add the article anew to bring its entries up to date, or see how it came to be: communique show.",
        )
    return told


def _show(told: EventExplanation) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console = out()
    console.print()
    console.print(Text.assemble(("Event", "bold"), f"  {told.event}"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for name, line in _lines(told):
        grid.add_row(name, Text(visible(line)))
    console.print(Padding(grid, (1, 0, 0, 2), expand=False))


def _lines(told: EventExplanation) -> Iterator[tuple[str, str]]:
    yield "trigger", f"'{told.trigger}'"
    source = f"pattern, as in: {told.pattern}" if told.found_by == "pattern" else "the encoder alone"
    yield "found by", f"{source} (score {told.score:.2f})"
    yield "mode", told.mode
    for line in told.code:
        yield "code", line
    for line in told.contexts:
        yield "about", line
    for role in told.roles:
        words = ", ".join(f"'{word}'" for word in role.words) or "nothing"
        yield f"{role.side}?", f"{role.role}: {words} → {', '.join(role.actors) or 'nobody'}"
    for name, parties in (("source", told.sources), ("target", told.targets)):
        for party in parties:
            yield name, _of_party(party)
    cues = f" (cues: {', '.join(told.cues)})" if told.cues else ""
    yield "status", told.status + cues
    yield "confidence", f"{told.confidence:.2f}"


def _of_party(party: Party) -> str:
    words = ", ".join(party.mentions) or "not named in the sentence"
    known = "" if party.resolved else ", unknown to the registry"
    return f"{party.name} ({party.actor}, {party.cameo or 'no code'}{known}): {words}"
