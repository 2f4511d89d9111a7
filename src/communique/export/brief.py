"""A brief: what an archive knows of a question, an actor or some days, on a few pages, every line with its evidence.

What is told is chosen by how many articles tell it, then by confidence; what was left out is counted. Each footnote has
the very words, who says them to whom the outlet owes them, the outlet, the day, the headline and the entry's id.
"""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import resources
from typing import TypeVar

from jinja2 import Environment, StrictUndefined, Template

from communique.archive import Archive, Selection
from communique.ask import PositionRow, StatementRow, TimelineRow, positions, select, statements, timeline
from communique.ask.agenda import AgendaRow, agenda, due, recent_agenda
from communique.ask.evidence import evidence
from communique.ask.matrix import Columns, last_day, matrix
from communique.ask.outlook import Outlook, outlook
from communique.ask.paging import party_of
from communique.ask.people import ActorPage, OfficeRow, actor_page
from communique.errors import NoSuchRule
from communique.export.figures import draw_matrix, draw_timeline
from communique.naming import cut, when
from communique.registry import load_registry
from communique.vocabulary.events import event_types
from communique.vocabulary.questions import question as question_of

MOST = 25
"""How many lines a section has."""
_WINDOW = timedelta(days=90)  # what is looked at of an actor when no days are given
_LEADING = (
    "head of state", "head of government", "high representative", "commission president", "council president",
    "secretary-general", "foreign minister", "defence minister",
)  # fmt: skip
_AROUND = 90  # characters round words that say little by themselves
_SHORT = 60
_MONTHS = 18  # so many months are columns of their own; over more, years are
_ROW = TypeVar("_ROW", TimelineRow, StatementRow, PositionRow)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: the words, what stands round short ones, who says them, and where they stand."""

    words: str
    before: str
    after: str
    said: str
    outlet: str
    day: str
    title: str
    link: str | None
    id: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section: when, what, some facts, the numbers of its footnotes, and a class to colour it by."""

    day: str
    head: str
    facts: str = ""
    notes: tuple[int, ...] = ()
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a sentence on what follows, a figure (as a data address, with its words), and lines."""

    title: str
    intro: str = ""
    figure: str | None = None
    alt: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(slots=True)
class Brief:
    """The whole brief; sections are added as they are written."""

    title: str
    kind: str
    since: str | None
    until: str
    sections: list[Section] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def cite(
        self, row: TimelineRow | StatementRow | PositionRow, around: tuple[str, str] = ("", "")
    ) -> tuple[int, ...]:
        """The number of the footnote for a row, with what stands round its words."""
        quoted = row.quotation if isinstance(row, PositionRow) else None
        link = row.url if row.url and row.url.lower().startswith(("http://", "https://")) else None
        outlet = row.outlet or (row.by if isinstance(row, PositionRow) and row.how != "read" else "unknown outlet")
        said = " ← ".join(row.said_by)
        words = quoted or row.words
        self.notes.append(Note(words, *around, said, outlet, row.published or "", row.title or "", link, row.id))
        return (len(self.notes),)


def on_question(archive: Archive, id: str, *, since: str | None = None, until: str | None = None) -> Brief:
    """A brief on a question: where it stands by the rule, who holds what, what moved, what is due.

    Raises:
        BadQuestion: There is no such question.
        MissingExtra: Matplotlib is not installed.
    """
    asked, last = question_of(id), last_day(archive, until)
    made = Brief(asked.wording, "Question", since, last)
    _add(made, _standing(archive, id, last))
    rows = positions(archive, select(archive, question=id, since=since, until=last))
    _add(made, _matrix(archive, id, rows, last))
    _add(made, _positions(archive, made, rows))
    _add(
        made,
        _meetings(
            "Due", due(agenda(archive, Selection(question=id)), last), f"What has it on its agenda after {last}."
        ),
    )
    return made


def on_actor(archive: Archive, name: str, *, since: str | None = None, until: str | None = None) -> Brief:
    """A brief on an actor: who it is, what it did and suffered, said and holds, and what is due.

    Args:
        archive: Where to look.
        name: An id, a name or a country code.
        since: First day; ninety days before the last when it is not given.
        until: Last day; the newest of the archive when it is not given.

    Raises:
        NoSuchEntry: The archive knows nobody of this name.
        MissingExtra: Matplotlib is not installed.
    """
    last = last_day(archive, until)
    first = since or (date.fromisoformat(last) - _WINDOW).isoformat()
    party = party_of(archive, name)
    known = actor_page(archive, party)
    made = Brief(known.name, "Actor", first, last)
    wanted = select(archive, actor=known.id, since=first, until=last)
    _add(made, _offices(known, first, last))
    _add(made, _acts(made, timeline(archive, wanted)))
    _add(made, _said(made, statements(archive, wanted)))
    _add(made, _positions(archive, made, positions(archive, wanted)))
    coming = due(recent_agenda(archive, party), last)
    _add(made, _meetings("Due", coming, f"Meetings and announced acts after {last}, as the newest articles tell them."))
    return made


def on_days(archive: Archive, since: str, until: str) -> Brief:
    """A brief on some days, such as a week: what happened, who said what, who took sides, what is due.

    Raises:
        MissingExtra: Matplotlib is not installed.
    """
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    number = first.isocalendar()
    whole = first.weekday() == 0 and (last - first).days == 6
    title = f"Week {number.week} of {number.year}" if whole else f"{since} to {until}"
    made = Brief(title, "Record", since, until)
    wanted = select(archive, since=since, until=until)
    _add(made, _acts(made, timeline(archive, wanted)))
    _add(made, _said(made, statements(archive, wanted)))
    _add(made, _positions(archive, made, positions(archive, wanted)))
    after = (date.fromisoformat(until) + timedelta(days=60)).isoformat()
    coming = due(recent_agenda(archive, since=until, until=after), until)
    _add(
        made, _meetings("Due", coming, f"Meetings and announced acts after {until}, as the newest articles tell them.")
    )
    return made


def week(told: str) -> tuple[str, str]:
    """First and last day of a week such as ``2019-W49``.

    Raises:
        ValueError: It is none.
    """
    first = date.fromisoformat(f"{told}-1")
    return first.isoformat(), (first + timedelta(days=6)).isoformat()


def to_html(brief: Brief) -> str:
    """The brief as one page: inline style, figures inside, no script, nothing loaded from elsewhere; fit to print."""
    return _template().render(brief=brief, style=_asset("brief.css"))


def _add(made: Brief, section: Section | None) -> None:
    if section is not None:
        made.sections.append(section)


def _standing(archive: Archive, id: str, day: str) -> Section | None:
    try:
        found: Outlook = outlook(archive, id, on=day)
    except NoSuchRule as error:
        return Section("Where it stands", error.message)
    out = found.outcome
    votes = {"for": out.in_favour, "against": out.opposed, "abstaining": out.abstaining, "absent": out.absent,
             "open": out.open}  # fmt: skip
    counts = ", ".join(f"{len(who)} {name}" for name, who in votes.items() if who) or "none is known"
    rule = f"{found.body} decides by {found.rule}" if found.body else f"The rule is {found.rule}"
    intro = (
        f"By what is known on {day}: {out.verdict}. {rule}; of {out.members} who take part, {counts}. This is the rule "
        "applied to known positions, with those of whom nothing is known left open: no forecast."
    )
    return Section("Where it stands", intro)


def _matrix(archive: Archive, id: str, rows: Sequence[PositionRow], day: str) -> Section | None:
    if not rows:
        return Section("Who holds what", "The archive knows no position on it in these days.")
    months = {(row.day or row.published or "")[:7] for row in rows}
    columns: Columns = "month" if len(months) <= _MONTHS else "year"
    found = matrix(archive, [id], columns=columns, on=day, others=True, silent=False)
    actors = ", ".join(name for _, name in found.actors[:12])
    alt = f"Stances by {columns} of {len(found.actors)} actors: {actors}"
    return Section(
        "Who holds what", f"Stances by {columns}; hatched where sources of the same day differ.",
        figure=_svg(draw_matrix(found, "svg")), alt=alt,
    )  # fmt: skip


def _positions(archive: Archive, made: Brief, rows: Sequence[PositionRow]) -> Section | None:
    if not rows:
        return None
    kept, left = _chosen(rows, lambda row: (1, row.confidence or 1.0))
    lines = tuple(_position(archive, made, row) for row in kept)
    return Section("Positions", _told(len(rows), "position", left), lines=lines)


def _position(archive: Archive, made: Brief, row: PositionRow) -> Line:
    who = row.actor or row.actor_id
    asked = row.question if made.kind != "Question" else None
    speaker = row.speaker if row.speaker != who else None
    facts = _facts(asked, speaker, row.office, _sure(row.confidence))
    notes = made.cite(row, _around(archive, row))
    return Line(when(row.day, row.until, row.published), f"{who}: {row.stance}", facts, notes, row.stance)


def _around(archive: Archive, row: PositionRow) -> tuple[str, str]:
    """What stands before and after words that say little by themselves."""
    if row.how != "read" or row.quotation or len(row.words) > _SHORT:
        return "", ""
    found = next((each for each in evidence(archive, row.id) if each.article == row.article), None)
    if found is None or not found.passages:
        return "", ""
    before, after = found.passages[0].before[-_AROUND:], found.passages[-1].after[:_AROUND]
    return f"… {' '.join(before.split()).partition(' ')[2]} ", f" {' '.join(after.split()).rpartition(' ')[0]} …"


def _acts(made: Brief, found: Sequence[TimelineRow]) -> Section:
    first = date.fromisoformat(made.since or made.until)
    rows = [each for each in found if _days(each) <= (date.fromisoformat(made.until) - first).days]
    if not rows:
        return Section("What happened", "The archive tells of no act in these days.")
    kept, left = _chosen(rows, lambda row: (row.reports, row.confidence))
    lines = tuple(_act(made, row) for row in kept)
    alt = f"Acts by day, a line for each of the busiest who act; {len(rows)} acts"
    days = (first, date.fromisoformat(made.until))
    return Section(
        "What happened", _told(len(rows), "act", left), _svg(draw_timeline(rows, "svg", days=days)), alt, lines
    )


def _days(row: TimelineRow) -> int:
    """How many days lie between its first and its last: what happened at some time in a year says nothing of a week."""
    return (date.fromisoformat(row.until) - date.fromisoformat(row.day)).days if row.day and row.until else 0


def _act(made: Brief, row: TimelineRow) -> Line:
    head = f"{_names(row.sources)} → {_names(row.targets)}: {event_types()[row.type].label}"
    doubts = (*(f"denied by {each}" for each in row.denied_by), *(f"differs: {each}" for each in row.differences))
    facts = _facts(row.mode, row.status, row.place, _reports(row.reports), _sure(row.confidence), *doubts)
    return Line(when(row.day, row.until, row.published), head, facts, made.cite(row), f"quad{row.quad}")


def _said(made: Brief, rows: Sequence[StatementRow]) -> Section | None:
    if not rows:
        return None
    kept, left = _chosen(rows, lambda row: (row.reports, row.kind == "direct", row.speaker is not None, row.confidence))
    return Section(
        "Who said what", _told(len(rows), "statement", left), lines=tuple(_saying(made, row) for row in kept)
    )


def _saying(made: Brief, row: StatementRow) -> Line:
    head = f"{row.speaker or row.speaker_words or 'unnamed'}: “{cut(row.words, 220)}”"
    claim = row.claim if row.claim != "asserted" else None
    to = f"to {_names(row.addressees)}" if row.addressees else None
    facts = _facts(row.kind, claim, row.medium, to, _reports(row.reports), _sure(row.confidence))
    return Line(when(row.day, row.until, row.published), head, facts, made.cite(row), "said")


def _meetings(title: str, rows: Sequence[AgendaRow], intro: str) -> Section | None:
    lines = tuple(_meeting(row) for row in rows[:MOST])
    return Section(title, intro, lines=lines) if lines else None


def _meeting(row: AgendaRow) -> Line:
    who = row.body or _names(row.participants)
    head = who if row.kind == "meeting" else f"{who}: {row.kind.lower()}"
    facts = _facts(row.status, row.place, "; ".join(row.agenda), *row.expects[:2])
    return Line(when(row.day, row.until), head, facts, (), "due")


def _offices(known: ActorPage, first: str, last: str) -> Section:
    """The offices of a person, or who led a state or a body in these days."""
    held = known.offices
    if known.kind != "person":
        registry = load_registry()
        leading = {post.title for each in _LEADING for post in registry.posts(each, known.id)}
        held = tuple(row for row in held if row.title in leading and _overlaps(row, first, last))
    lines = tuple(_office(row, named=known.kind != "person") for row in held[-MOST:])
    intro = _facts(known.kind, known.country, known.wikidata) or "not in the registry"
    return Section(
        "Who it is", f"{intro[0].upper()}{intro[1:]}.{' Offices after the registry.' if lines else ''}", lines=lines
    )


def _office(row: OfficeRow, *, named: bool) -> Line:
    head = f"{row.person}: {row.title}" if named else f"{row.title}, {row.organization}"
    return Line(row.since or "", head, f"until {row.until}" if row.until else "")


def _overlaps(row: OfficeRow, first: str, last: str) -> bool:
    """Whether a tenure falls into these days; what is told as year or month counts as a whole."""
    return (not row.since or row.since <= last) and (not row.until or row.until >= first[: len(row.until)])


def _chosen(rows: Sequence[_ROW], weight: Callable[[_ROW], tuple[float, ...]]) -> tuple[list[_ROW], int]:
    """The rows that weigh most, in the order of their days, and how many were left out."""
    kept = sorted(rows, key=lambda row: (tuple(-each for each in weight(row)), row.id))[:MOST]
    kept.sort(key=lambda row: (row.day or row.published or "", row.id))
    return kept, len(rows) - len(kept)


def _told(count: int, what: str, left: int) -> str:
    several = f"{count:,} {what}{'s' if count != 1 else ''}"
    return f"{several}; the {count - left} that most articles tell, or that are surest." if left else f"{several}."


def _names(names: Iterable[str]) -> str:
    return ", ".join(names) or "…"


def _reports(count: int) -> str | None:
    return f"{count} articles" if count > 1 else None


def _sure(confidence: float | None) -> str | None:
    return f"confidence {confidence:.2f}" if confidence is not None else None


def _facts(*facts: str | None) -> str:
    return " · ".join(each for each in facts if each)


def _svg(picture: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}"


@functools.cache
def _asset(name: str) -> str:
    return resources.files("communique.export").joinpath("templates", name).read_text("utf-8")


@functools.cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_asset("brief.html.j2"))
