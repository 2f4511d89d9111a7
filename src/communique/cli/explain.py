"""``communique explain``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import out, visible, write
from communique.cli.options import ARCHIVE, ArchiveOption
from communique.errors import NoSuchEntry

if TYPE_CHECKING:
    from communique.archive import Found
    from communique.coders.events import EventExplanation
    from communique.coders.events.explanation import Party
    from communique.parse.reading import Reading
    from communique.resolve.places import PlaceExplanation
    from communique.resolve.times import TimeExplanation

    Explanation = EventExplanation | TimeExplanation | PlaceExplanation


def explain(
    entry: Annotated[
        str, typer.Argument(metavar="ID", help="Id of an event, a time or a place, or as much of it as is its own.")
    ],
    archive: ArchiveOption = ARCHIVE,
    json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON.")] = False,
) -> None:
    """Tell why an event was coded, how a time came to its value, or why a name was taken for a place.

    The article is read again with the vocabulary and the models of today.
    """
    from communique.archive import Archive

    with Archive(archive) as kept:
        told = [_explained(found) for found in kept.find(entry)]
    if json:
        import msgspec

        write(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
        return
    for each in told:
        _show(each)


def _explained(found: Found) -> Explanation:
    from communique.coders.events import explain_event
    from communique.pipeline import default_pipeline
    from communique.resolve.places import explain_place
    from communique.resolve.times import explain_time

    ways: dict[str, tuple[str, Callable[[Reading, str], Explanation | None]]] = {
        "event": ("events", explain_event), "time": ("times", explain_time), "place": ("places", explain_place),
    }  # fmt: skip
    if found.kind not in ways:
        raise NoSuchEntry(
            f"'{found.id}' is a {found.kind}: events, times and places are explained.",
            f"Type: communique show {found.id}",
        )
    until, explained = ways[found.kind]
    told = explained(default_pipeline().reading(found.record.article, until=until), found.id)
    if told is None:
        raise NoSuchEntry(
            f"Reading the article again no longer gives the {found.kind} '{found.id}'.",
            "Add the article anew to bring its entries up to date, or see how it came to be: communique show.",
        )
    return told


def _show(told: Explanation) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console = out()
    console.print()
    kind, name, lines = _told(told)
    console.print(Text.assemble((kind, "bold"), f"  {name}"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for name, line in lines:
        grid.add_row(name, Text(visible(line)))
    console.print(Padding(grid, (1, 0, 0, 2), expand=False))


def _told(told: Explanation) -> tuple[str, str, Iterator[tuple[str, str]]]:
    """The kind of an explained entry, its id, and what is to be said of it."""
    from communique.resolve.places import PlaceExplanation
    from communique.resolve.times import TimeExplanation

    if isinstance(told, TimeExplanation):
        return "Time", told.time, _of_time(told)
    if isinstance(told, PlaceExplanation):
        return "Place", told.place, _of_place(told)
    return "Event", told.event, _lines(told)


def _of_time(told: TimeExplanation) -> Iterator[tuple[str, str]]:
    yield "words", f"'{told.text}'"
    yield "read as", told.rule
    yield "value", told.value or f"none: the expression {told.remark}" if told.remark else told.value or "none"
    if told.days:
        yield "days", " to ".join(told.days)
    yield "counted from", told.counted_from
    if told.tense:
        yield "tense", told.tense


def _of_place(told: PlaceExplanation) -> Iterator[tuple[str, str]]:
    yield "words", f"'{told.text}'"
    for index, choice in enumerate(told.choices):
        number = f", GeoNames {choice.geonames}" if choice.geonames else ""
        grounds = f": {'; '.join(choice.grounds)}" if choice.grounds else ""
        yield "rather than" if index else "taken for", f"{choice.name}{number}, {choice.share:.0%}{grounds}"
    if not told.choices:
        yield "taken for", "no place of the tables, or a building or position that its words alone name"


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
    for name, line in (("when", told.when), ("where", told.where)):
        if line:
            yield name, line
    yield "confidence", f"{told.confidence:.2f}"


def _of_party(party: Party) -> str:
    words = ", ".join(party.mentions) or "not named in the sentence"
    known = "" if party.resolved else ", unknown to the registry"
    return f"{party.name} ({party.actor}, {party.cameo or 'no code'}{known}): {words}"
