"""A record as something to read: who, what happened, who said what, who stands where, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from communique.cli.console import visible
from communique.naming import Names, cut
from communique.record import Actor, Event, Meeting, Moment, Offsets, Position, Record, Statement

QUADS = {1: "green", 2: "bold green", 3: "red", 4: "bold red"}
STANCES = {"for": "green", "against": "red", "mixed": "yellow", "undecided": "yellow"}
_LONGEST = 240  # code points of evidence; all of it is in the JSON and the page


def show_record(record: Record, console: Console) -> None:
    """Print a record: header, actors, events, statements, positions, calendar, notes, skipped passages."""
    names = Names(record)
    _header(record, console)
    _actors(record, console)
    _section(console, "What happened", (_event(each, record, names) for each in record.events))
    _section(console, "Who said what", (_statement(each, record, names) for each in record.statements))
    _section(console, "Who stands where", (_position(each, record, names) for each in record.positions))
    _section(console, "Calendar", (_meeting(each, record, names) for each in record.meetings))
    _section(console, "Documents", (_document(each.name, each.adopted) for each in record.documents))
    _section(console, "Not coded", ([Text(_shorten(record, [each]), style="dim")] for each in record.article.skipped))
    _section(console, "Notes", ([_note(each.level, each.text)] for each in record.notes))


def _header(record: Record, console: Console) -> None:
    article = record.article
    title = visible(article.title or opening(record))
    facts = [article.outlet, article.byline, article.published or "no date", article.url]
    if article.language and article.language != "en":
        facts.append(f"language: {article.language}")
    console.print()
    console.print(Text(title, style="bold"))
    console.print(Text(visible(" · ".join(each for each in facts if each)), style="dim"))
    counts = [
        f"{len(rows)} {name if len(rows) != 1 else name[:-1]}"
        for name in ("actors", "events", "statements", "positions", "meetings")
        if (rows := getattr(record, name))
    ]
    if counts:
        console.print(Text(", ".join(counts), style="dim"))


def opening(record: Record) -> str:
    """The first line of prose, for an article without a title."""
    start = 0
    for begin, end in sorted(record.article.skipped):
        if not record.article.text[start:begin].strip():
            start = end
    line = next((each.strip() for each in record.article.text[start:].splitlines() if each.strip()), "")
    return cut(line, 100)


def _of(names: Names, actors: Iterable[str]) -> str:
    return visible(names.of(actors))


def _chain(names: Names, statement: str | None) -> str:
    return visible(names.chain(statement))


def _actors(record: Record, console: Console) -> None:
    if not record.actors:
        return
    _heading(console, "Actors")
    grid = Table.grid(padding=(0, 2), expand=False)
    grid.add_column(ratio=None, max_width=34, overflow="fold")
    grid.add_column(no_wrap=True, max_width=14)
    grid.add_column(overflow="fold")
    for actor in record.actors:
        style = "cyan" if actor.resolved else ""
        role = Text(actor.cameo or _code(actor), style="dim")
        grid.add_row(Text(visible(actor.name), style=style), role, Text(visible(_office(actor))))
    console.print(Padding(grid, (0, 0, 0, 2), expand=False))


def _code(actor: Actor) -> str:
    return " ".join([actor.plover.country or actor.country or "", *actor.plover.sector]).strip()


def _office(actor: Actor) -> str:
    if actor.office is not None:
        return actor.office.title
    if actor.resolved:
        return actor.kind or ""
    return f"{actor.kind or 'actor'}, not in the registry"


def _event(event: Event, record: Record, names: Names) -> list[Text]:
    kind = f"{event.type}/{event.mode}" if event.mode else event.type
    facts = [kind, event.cameo, event.status, _when(event.time), visible(event.place.name) if event.place else ""]
    style = "dim" if event.status == "denied" else QUADS[event.quad]
    head = Text.assemble((_of(names, event.sources), "cyan"), (" → ", style), (_of(names, event.targets), "cyan"))
    lines = [head, _facts(facts, style), _words(record, [event.sentence], event.trigger)]
    if event.attributed_to:
        lines.append(Text(f"according to {_chain(names, event.attributed_to)}", style="dim"))
    return lines


def _statement(statement: Statement, record: Record, names: Names) -> list[Text]:
    head = Text(_chain(names, statement.id), style="cyan")
    to = f"to {_of(names, statement.addressees)}" if statement.addressees else ""
    anonymous = "anonymous" if statement.anonymous else ""
    claim = statement.claim if statement.claim != "asserted" else ""
    medium = visible(statement.medium or "")
    facts = [statement.kind, statement.mode, claim, anonymous, medium, to, _when(statement.time)]
    return [head, _facts(facts, "magenta"), _words(record, statement.content)]


def _position(position: Position, record: Record, names: Names) -> list[Text]:
    stance = (position.stance, STANCES[position.stance])
    head = Text.assemble((_of(names, [position.actor]), "cyan"), "  ", stance, f"  {position.question}")
    facts = [_when(position.time), f"confidence {position.confidence:.2f}"]
    lines = [head, _facts(facts, "dim")]
    return [*lines, _words(record, position.evidence)] if position.evidence else lines


def _meeting(meeting: Meeting, record: Record, names: Names) -> list[Text]:
    who = _of(names, [meeting.body]) if meeting.body else _of(names, meeting.participants)
    place = f" in {visible(meeting.place.name)}" if meeting.place else ""
    head = Text.assemble((_when(meeting.time) or "no date", "bold"), "  ", (who, "cyan"), place, f"  {meeting.status}")
    lines = [head]
    for item in meeting.agenda:
        question = f" [{item.question}]" if item.question else ""
        lines.append(Text(f"· {_one_line(item.topic)}{question}: {item.treatment}"))
    return [*lines, _words(record, meeting.evidence)] if meeting.evidence else lines


def _document(name: str, adopted: str | None) -> list[Text]:
    return [Text(_one_line(name) + (f"  {adopted}" if adopted else ""))]


def _note(level: str, text: str) -> Text:
    return Text.assemble((f"{level}: ", "bold yellow" if level == "warning" else "dim"), visible(text))


def _facts(facts: Sequence[str], style: str) -> Text:
    return Text(" · ".join(each for each in facts if each), style=style)


def _when(moment: Moment | None) -> str:
    """The days as far as they are known: one, from–to, or the bare value."""
    if moment is None:
        return ""
    if moment.earliest and moment.earliest == moment.latest:
        return moment.earliest
    if len(moment.value) in (4, 7, 10) and moment.value[:4].isdigit():
        return moment.value
    if moment.earliest and moment.latest:
        return f"{moment.earliest}–{moment.latest}"
    return moment.value


def _one_line(text: str) -> str:
    return visible(" ".join(text.split()))


def _shorten(record: Record, spans: Sequence[Offsets]) -> str:
    return visible(cut(record.quote(spans), _LONGEST))


def _words(record: Record, spans: Sequence[Offsets], marked: Offsets | None = None) -> Text:
    """The words of an entry, the marked ones underlined; a long passage is cut round what is marked."""
    words = Text(_shorten(record, spans), style="italic")
    if marked is not None:
        start, end = spans[0]
        before = len(_one_line(record.article.text[start : marked[0]] + "x")) - 1
        length = len(_one_line(record.article.text[marked[0] : marked[1]]))
        if before >= 0 and before + length <= len(words) and marked[1] <= end:
            words.stylize("underline", before, before + length)
    return words


def _heading(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold underline"))


def _section(console: Console, title: str, entries: Iterable[list[Text]]) -> None:
    first = True
    for lines in entries:
        if first:
            _heading(console, title)
        elif len(lines) > 1:
            console.print()
        first = False
        console.print(Padding(lines[0], (0, 0, 0, 2), expand=False))
        for line in lines[1:]:
            console.print(Padding(line, (0, 0, 0, 4), expand=False))
