"""An answer of the archive as something to read at 80 columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from communique.ask import ActorRow, CalendarRow, ChainRow, PositionRow, StatementRow, TimelineRow
from communique.ask.agenda import AgendaRow
from communique.ask.documents import DocumentRow
from communique.ask.matrix import Agreement, Bloc, Move
from communique.ask.relations import Edge, Tone
from communique.cli.console import NOTHING, number_of, visible
from communique.cli.record_view import QUADS, STANCES
from communique.naming import cut, when

_LONGEST = 220
_COLUMN = 12


def show_answer(rows: Sequence[Struct], shape: type[Struct], console: Console) -> None:
    """Print the rows; of nothing, say so."""
    if not rows:
        console.print(Text(NOTHING, style="dim"))
    elif shape is ActorRow:
        _actors(rows, console)
    else:
        for row in rows:
            _print(_VIEWS[shape](row), console)


def _print(lines: list[Text], console: Console) -> None:
    console.print(lines[0])
    for line in lines[1:]:
        if line.plain:
            console.print(Padding(line, (0, 0, 0, _COLUMN), expand=False))
    console.print()


def _timeline(row: TimelineRow) -> list[Text]:
    style = "dim" if row.status == "denied" else QUADS[row.quad]
    kind = f"{row.type}/{row.mode}" if row.mode else row.type
    return [
        Text.assemble(
            (_day(row), "bold"), (_names(row.sources), "cyan"), (" → ", style), (_names(row.targets), "cyan")
        ),
        Text(_joined(kind, row.cameo, row.status, row.place, *_told(row)), style=style),
        Text(_short(row.words), style="italic"),
        _chain(row.said_by, row.outlet),
        _judged(row),
        *_reported(row),
        _from(row),
    ]


def _told(row: TimelineRow) -> list[str]:
    """Who confirms or denies the act, in words."""
    own = [row.factuality] if row.factuality in ("confirmed", "asked", "open") else []
    both = (("confirmed by", row.confirmed_by), ("denied by", row.denied_by))
    return own + [f"{how} {_names(who)}" for how, who in both if who]


def _statement(row: StatementRow) -> list[Text]:
    to = f"to {_names(row.addressees)}" if row.addressees else None
    anonymous = "anonymous" if row.anonymous else None
    claim = row.claim if row.claim != "asserted" else None
    return [
        Text.assemble((_day(row), "bold"), (visible(row.speaker or row.speaker_words or "unnamed"), "cyan")),
        Text(_joined(row.kind, row.mode, claim, anonymous, row.medium, to), style="magenta"),
        Text(_short(row.words), style="italic"),
        _chain(row.said_by, row.outlet) if len(row.said_by) > 1 else Text(""),
        _judged(row),
        *_reported(row),
        _from(row),
    ]


def _links(row: ChainRow) -> list[Text]:
    """The outlet, whom it cites, whom that one relies on, each a step further in."""
    lines = [Text(visible(row.outlet or "the outlet"), style="bold")]
    steps = zip(row.speakers, row.media, row.told, row.words, strict=True)
    for depth, (speaker, medium, told, words) in enumerate(steps):
        facts = _joined(medium, f"to {told}" if told else None)
        head = Text.assemble("  " * depth, "← ", (visible(speaker), "cyan"), (f"  {facts}" if facts else "", "magenta"))
        lines += [head, Text(f"{'  ' * depth}  {_short(words)}", style="italic")]
    return [*lines, _from(row)]


def _position(row: PositionRow) -> list[Text]:
    stance = (row.stance, STANCES.get(row.stance, ""))
    who = (visible(row.actor or row.actor_id), "cyan")
    said = ", ".join(filter(None, (row.speaker, row.office)))
    return [
        Text.assemble((_day(row), "bold"), who, "  ", stance, f"  {row.question}"),
        Text(_short(row.quotation or row.words), style="italic"),
        Text(visible(said), style="magenta"),
        _judged(row),
        Text(_joined(row.outlet or row.title, row.published, row.how, row.by, row.id), style="dim"),
    ]


def _agenda(row: AgendaRow) -> list[Text]:
    who = visible(row.body) if row.body else _names(row.participants)
    place = f" in {visible(row.place)}" if row.place else ""
    return [
        Text.assemble((_day(row), "bold"), (who, "cyan"), place),
        Text(_joined(row.kind, row.status, *row.questions), style="magenta"),
        *(Text(f"· {_short(topic)}") for topic in row.agenda),
        *(Text(_short(each), style="italic") for each in row.expects),
        *(Text(_short(each), style="yellow") for each in row.changes),
        Text(_joined(*row.ids), style="dim"),
    ]


def _document(row: DocumentRow) -> list[Text]:
    facts = _joined(row.kind, row.body, row.adopted, *row.questions)
    return [
        Text.assemble((f"{row.published or '':<12}", "bold"), (visible(row.name), "cyan")),
        Text(facts, style="magenta"),
        Text(_short(row.words), style="italic"),
        _chain(row.said_by, row.outlet),
        *(Text(visible(each)) for each in row.positions),
        Text(_joined(row.outlet, row.id), style="dim"),
    ]


def _agreement(row: Agreement) -> list[Text]:
    return [Text.assemble((f"{row.share:>6.0%}      ", "bold"), f"{row.one}  {row.other}  {row.same} of {row.shared}")]


def _bloc(row: Bloc) -> list[Text]:
    names = (_names(row.actors), "cyan")
    return [Text.assemble((f"{row.bloc:<12}", "bold"), names), *(Text(each, style="dim") for each in row.stances)]


def _move(row: Move) -> list[Text]:
    change = f"  {row.before} → {row.after}  {row.question}"
    return [
        Text.assemble((f"{row.day:<12}", "bold"), (visible(row.actor), "cyan"), change),
        Text(_short(row.words), style="italic"),
        Text(_joined(f"before: {row.before_day}", row.id), style="dim"),
    ]


def _calendar(row: CalendarRow) -> list[Text]:
    who = visible(row.body) if row.body else _names(row.participants)
    place = f" in {visible(row.place)}" if row.place else ""
    return [
        Text.assemble((_day(row), "bold"), (who, "cyan"), place),
        Text(_joined(row.kind, row.status), style="magenta"),
        *(Text(f"· {_short(topic)}") for topic in row.agenda),
        Text(_short(row.words), style="italic"),
        _judged(row),
        _from(row),
    ]


def _edge(row: Edge) -> list[Text]:
    return [
        Text.assemble((f"{row.month:<12}", "bold"), (visible(row.source), "cyan"), " → ", (visible(row.target), "cyan"),
                      f"  {number_of(row.events, 'event')}, tone {row.tone:+.2f}")
    ]  # fmt: skip


def _tone(row: Tone) -> list[Text]:
    told = f"  {number_of(row.events, 'event')}, tone {row.tone:+.2f}"
    return [Text.assemble((f"{row.month:<12}", "bold"), (visible(row.source), "cyan"), told)]


_VIEWS: dict[type[Struct], Callable[[Any], list[Text]]] = {
    TimelineRow: _timeline, StatementRow: _statement, ChainRow: _links, PositionRow: _position, CalendarRow: _calendar,
    Edge: _edge,
    Tone: _tone,
    AgendaRow: _agenda, DocumentRow: _document, Agreement: _agreement, Bloc: _bloc, Move: _move,
}  # fmt: skip


def _actors(rows: Sequence[Any], console: Console) -> None:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
    table.add_column("actor", overflow="fold", style="cyan", max_width=30)
    table.add_column("code", no_wrap=True)
    table.add_column("office", overflow="fold")
    for heading in ("articles", "said", "events"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        office = row.office or (row.kind or "" if row.resolved else "not in the registry")
        counts = (str(row.articles), str(row.statements), str(row.events))
        table.add_row(Text(visible(row.name)), row.cameo or row.country or "", Text(visible(office)), *counts)
    console.print(table)


def _day(row: Any) -> str:
    """The days, as far as the text tells them, and room; an entry without a day of its own does not have that above."""
    return f"{when(row.day, row.until) or 'no day':<{_COLUMN - 2}}  "


def _names(names: Sequence[str]) -> str:
    return visible(", ".join(names)) or "…"


def _joined(*facts: str | None) -> str:
    return " · ".join(visible(each) for each in facts if each)


def _short(text: str) -> str:
    return visible(cut(text, _LONGEST))


def _chain(said_by: Sequence[str], outlet: str | None) -> Text:
    if not said_by:
        return Text("")
    links = " ← ".join((*said_by, outlet or "the outlet"))
    return Text(f"according to {visible(links)}", style="dim")


def _reported(row: Any) -> list[Text]:
    """By how many articles it is told, and where they differ."""
    if row.reports < 2 and len(row.joined) < 2:
        return []
    count = f"{row.reports} reports" if row.reports > 1 else "one text in several outlets"
    told = Text(visible(f"{count}: {', '.join(row.outlets)}"), style="blue")
    return [told, *(Text(visible(f"differ on {each}"), style="yellow") for each in row.differences)]


def _judged(row: Any) -> Text:
    return Text(visible(row.judged or ""), style="green")


def _from(row: Any) -> Text:
    return Text(_joined(row.outlet, row.published, row.id), style="dim")
