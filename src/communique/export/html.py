"""A record as one self-contained page: the text with its entries marked in place, and the entries beside it."""

from __future__ import annotations

import base64
import functools
import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template

from communique.naming import Names, cut, upright
from communique.record import Event, Meeting, Moment, Position, Record, Statement

# Kinds in the order in which their marks are laid over one another, the outermost first.
KINDS = ("skipped", "statement", "position", "meeting", "event", "document", "time", "place", "actor")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same marks: the ids it belongs to and the kinds of them."""

    text: str
    ids: str
    kinds: str


@dataclass(frozen=True, slots=True)
class Card:
    """One entry beside the text."""

    id: str
    kind: str
    head: str
    facts: str = ""
    words: str = ""
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one kind, under a heading."""

    title: str
    kind: str
    cards: tuple[Card, ...]


def to_html(record: Record) -> str:
    """The page of a record: inline style and script, nothing loaded from elsewhere, every text escaped."""
    script = _asset("record.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    article = record.article
    link = article.url if article.url and article.url.lower().startswith(("http://", "https://")) else None
    return _template().render(
        record=record, article=article, link=link, title=article.title or opening(record),
        segments=segments(record), groups=groups(record),
        style=_asset("record.css"), script=script, digest=digest,
    )  # fmt: skip


def segments(record: Record) -> list[Segment]:
    """The text cut wherever a mark begins or ends; joined, the pieces give exactly the text."""
    text = record.article.text
    marks = sorted(_marks(record))
    opening: dict[int, list[tuple[str, str]]] = {}
    closing: dict[int, list[tuple[str, str]]] = {}
    for start, end, kind, id in marks:
        opening.setdefault(start, []).append((kind, id))
        closing.setdefault(end, []).append((kind, id))
    cuts = sorted({0, len(text), *opening, *closing})
    under: dict[tuple[str, str], int] = {}
    found = []
    for start, end in itertools.pairwise(cuts):
        for mark in closing.get(start, ()):
            under[mark] = under.get(mark, 0) - 1
        for mark in opening.get(start, ()):
            under[mark] = under.get(mark, 0) + 1
        under = {mark: count for mark, count in under.items() if count}
        kinds = sorted({kind for kind, _ in under}, key=KINDS.index)
        ids = sorted({id for _, id in under if id})
        found.append(Segment(text[start:end], " ".join(ids), " ".join(kinds)))
    return found


def _marks(record: Record) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, kind and id of every mark."""
    for start, end in record.article.skipped:
        yield start, end, "skipped", ""
    for statement in record.statements:
        yield from ((*span, "statement", statement.id) for span in statement.content)
    for event in record.events:
        yield (*event.trigger, "event", event.id)
    for position in record.positions:
        yield from ((*span, "position", position.id) for span in position.evidence)
    for meeting in record.meetings:
        yield from ((*span, "meeting", meeting.id) for span in meeting.evidence)
    for kind, named in (("actor", record.actors), ("document", record.documents)):
        for each in named:
            yield from ((mention.start, mention.end, kind, each.id) for mention in each.mentions)
    for kind, placed in (("time", record.times), ("place", record.places)):
        yield from ((each.start, each.end, kind, each.id) for each in placed)


def groups(record: Record) -> list[Group]:
    """The entries by kind; kinds of which the record has none are left out."""
    return [each for each in _groups(record) if each.cards]


def _groups(record: Record) -> Iterator[Group]:
    names = Names(record)
    yield Group("What happened", "event", tuple(_event(each, record, names) for each in record.events))
    yield Group("Who said what", "statement", tuple(_statement(each, record, names) for each in record.statements))
    yield Group("Who stands where", "position", tuple(_position(each, record, names) for each in record.positions))
    yield Group("Calendar", "meeting", tuple(_meeting(each, record, names) for each in record.meetings))
    yield Group("Actors", "actor", tuple(_actors(record)))
    yield Group("Documents", "document", tuple(_documents(record)))
    yield Group("Times", "time", tuple(_times(record)))
    yield Group("Places", "place", tuple(_places(record)))


def _event(event: Event, record: Record, names: Names) -> Card:
    kind = f"{event.type}/{event.mode}" if event.mode else event.type
    place = event.place.name if event.place else None
    return Card(
        event.id, "event", f"{names.of(event.sources)} → {names.of(event.targets)}",
        _facts(kind, event.cameo, event.status, _when(event.time), place),
        record.quote([event.trigger]), names.chain(event.attributed_to) if event.attributed_to else "",
    )  # fmt: skip


def _statement(statement: Statement, record: Record, names: Names) -> Card:
    to = f"to {names.of(statement.addressees)}" if statement.addressees else None
    anonymous = "anonymous" if statement.anonymous else None
    return Card(
        statement.id, "statement", names.chain(statement.id),
        _facts(statement.kind, statement.mode, anonymous, statement.medium, to, _when(statement.time)),
        record.quote(statement.content),
    )  # fmt: skip


def _position(position: Position, record: Record, names: Names) -> Card:
    head = f"{names.of([position.actor])}: {position.stance}"
    facts = _facts(position.question, _when(position.time), f"confidence {position.confidence:.2f}")
    return Card(position.id, "position", head, facts, record.quote(position.evidence))


def _meeting(meeting: Meeting, record: Record, names: Names) -> Card:
    who = names.of([meeting.body]) if meeting.body else names.of(meeting.participants)
    place = meeting.place.name if meeting.place else None
    agenda = "; ".join(f"{item.topic} ({item.treatment})" for item in meeting.agenda)
    facts = _facts(_when(meeting.time) or "no date", place, meeting.status)
    return Card(meeting.id, "meeting", who, facts, record.quote(meeting.evidence), agenda)


def _actors(record: Record) -> Iterator[Card]:
    for actor in record.actors:
        office = actor.office.title if actor.office else None
        known = None if actor.resolved else "not in the registry"
        code = actor.cameo or actor.plover.country or actor.country
        yield Card(actor.id, "actor", actor.name, _facts(code, office, actor.kind, known))


def _documents(record: Record) -> Iterator[Card]:
    for each in record.documents:
        yield Card(each.id, "document", each.name, _facts(each.kind, each.adopted))


def _times(record: Record) -> Iterator[Card]:
    for each in record.times:
        days = None if each.earliest == each.latest == each.value else _facts(each.earliest, each.latest)
        yield Card(each.id, "time", " ".join(each.text.split()), _facts(each.type, each.value, days))


def _places(record: Record) -> Iterator[Card]:
    for each in record.places:
        yield Card(each.id, "place", each.name, _facts(each.precision, each.admin1, each.country))


def _facts(*facts: str | None) -> str:
    return " · ".join(each for each in facts if each)


def _when(moment: Moment | None) -> str | None:
    if moment is None:
        return None
    if moment.earliest and moment.earliest == moment.latest:
        return moment.earliest
    return moment.value


def opening(record: Record) -> str:
    """The first line of prose, for an article without a title."""
    prose = (each.text for each in segments(record) if "skipped" not in each.kinds)
    line = next((line.strip() for line in "".join(prose).splitlines() if line.strip()), "Record")
    return cut(line, 100)


@functools.cache
def _asset(name: str) -> str:
    return resources.files("communique.export").joinpath("templates", name).read_text("utf-8")


@functools.cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=upright
    )  # fmt: skip
    return environment.from_string(_asset("record.html.j2"))
