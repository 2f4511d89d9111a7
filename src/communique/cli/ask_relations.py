"""``communique ask`` about who has to do with whom: network and pair."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from communique.cli.ask import Since, Until, give
from communique.cli.console import write, write_bytes
from communique.cli.options import ARCHIVE, KeptOption, Output, SheetFormat

Format = Annotated[SheetFormat, typer.Option("--format", "-f", help="A table to read, JSON, CSV (RFC 4180), or Excel.")]


class Ties(StrEnum):
    """What runs between two actors."""

    acts = "acts"
    says = "says"


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the group ``ask``."""
    for verb in (network, pair):
        app.command(verb.__name__)(verb)


def network(
    archive: KeptOption = ARCHIVE,
    since: Since = None,
    until: Until = None,
    ties: Annotated[
        Ties, typer.Option("--ties", help="Who acts towards whom, or who tells of whose acts.")
    ] = Ties.acts,
    countries: Annotated[
        bool, typer.Option("--countries", help="Actors stand for their countries and bodies.")
    ] = False,
    least: Annotated[
        int, typer.Option("--least", metavar="N", min=1, help="Only actors with at least so many events.")
    ] = 1,
    format: Format = SheetFormat.table,
    output: Output = None,
) -> None:
    """Who acts towards whom, month by month, over the newest articles of some days."""
    from communique.ask.relations import Edge
    from communique.ask.relations import network as asked
    from communique.ask.selection import select
    from communique.lake import opened

    with opened(archive) as kept:
        days = select(kept, since=since, until=until)
        found = asked(kept, ties.value, since=days.since, until=days.until, countries=countries, least=least)
    if format is SheetFormat.json:
        _json(found, output)
    else:
        give(found.edges, Edge, format, output)


def pair(
    one: Annotated[str, typer.Argument(metavar="ONE", help="An actor's id, name or country code.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other's.")],
    archive: KeptOption = ARCHIVE,
    tone: Annotated[
        bool, typer.Option("--tone", help="Number and mean score by month and direction, in the place of the events.")
    ] = False,
    format: Format = SheetFormat.table,
    output: Output = None,
) -> None:
    """What two actors did to one another, in the newest articles in which both appear."""
    from communique.ask import TimelineRow
    from communique.ask.paging import party_of
    from communique.ask.relations import Tone
    from communique.ask.relations import pair as asked
    from communique.lake import opened

    with opened(archive) as kept:
        found = asked(kept, party_of(kept, one), party_of(kept, other))
    if format is SheetFormat.json:
        _json(found, output)
    elif tone:
        give(found.tone, Tone, format, output)
    else:
        give(found.events, TimelineRow, format, output)


def _json(found: object, output: Output) -> None:
    import msgspec

    text = msgspec.json.format(msgspec.json.encode(found), indent=2).decode()
    write_bytes(f"{text}\n".encode(), output) if output else write(text)
