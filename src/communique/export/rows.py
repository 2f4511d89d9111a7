"""Records as rows of typed tables, nothing lost: what Parquet, Arrow, CSV, workbooks and data packages are made from.

Every table but ``articles`` begins with the article's id. Columns that stand for a field of the record take its
description along, so that a codebook can be written from them. A table is declared by the things that its rows are read
off, so that it can be read row by row, or column by column over many records at once, which is faster.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, Literal

from msgspec import Meta, Struct, defstruct

from communique import record as r
from communique.record import Offsets, Record

Kind = Literal["text", "list", "day", "real", "whole", "yes"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the kind of its values, and what they mean."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Part:
    """Some columns of a table that are read off the same thing.

    Attributes:
        columns: The columns.
        fields: The thing's fields that they stand for; None where the thing is their value, or a tuple of their values.
    """

    columns: tuple[Column, ...]
    fields: tuple[str, ...] | None = None

    def nothing(self) -> Any:
        """What takes a thing's place where there is none."""
        return defstruct("Nothing", [(name, None, None) for name in self.fields or ()])()

    def read(self, things: Sequence[Any]) -> Iterable[Sequence[Any]]:
        """The values of each column."""
        if self.fields is not None:
            return [list(map(attrgetter(name), things)) for name in self.fields]
        if len(self.columns) == 1:
            return [things]
        return zip(*things, strict=True) if things else [()] * len(self.columns)


Things = tuple[Sequence[Any], ...]
"""For each part of a table, the things of a record's rows, one a row; empty where the record gives none."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row of it is, its parts, and what its rows of a record are read off."""

    name: str
    about: str
    parts: tuple[Part, ...]
    things: Callable[[Record], Things]
    columns: tuple[Column, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(column for part in self.parts for column in part.columns))

    def rows(self, record: Record) -> Iterator[Row]:
        """The rows that a record gives."""
        told = zip(self.columns, self.read([record]), strict=True)
        return zip(*(map(day, each) if column.kind == "day" else each for column, each in told), strict=True)

    def read(self, records: Iterable[Record]) -> list[Sequence[Any]]:
        """The columns that many records give; a day is still the text that tells it."""
        gathered: list[list[Any]] = [[] for _ in self.parts]
        for record in records:
            for held, each in zip(gathered, self.things(record), strict=False):
                held.extend(each)
        return [each for part, things in zip(self.parts, gathered, strict=True) for each in part.read(things)]


def _fields(struct: type[Struct], names: str) -> tuple[Column, ...]:
    """Columns for fields of a type of the record, described as the record describes them."""
    hints = typing.get_type_hints(struct, include_extras=True)
    return tuple(Column(name, _kind(hints[name]), _meaning(hints[name])) for name in names.split())


def _kind(hint: Any) -> Kind:
    plain = {str: "text", float: "real", int: "whole", bool: "yes", tuple: "list"}
    if typing.get_origin(hint) is typing.Annotated:
        return _kind(typing.get_args(hint)[0])
    if typing.get_origin(hint) is Literal:
        return _kind(type(typing.get_args(hint)[0]))
    if typing.get_origin(hint) is tuple or hint in plain:
        return typing.cast("Kind", plain[typing.get_origin(hint) or hint])
    return _kind(next(each for each in typing.get_args(hint) if each is not type(None)))


def _meaning(hint: Any) -> str:
    notes = getattr(hint, "__metadata__", ())
    return next((note.description for note in notes if isinstance(note, Meta) and note.description), "")


def _part(struct: type[Struct], names: str) -> Part:
    """Columns that are named as the fields they stand for."""
    return Part(_fields(struct, names), tuple(names.split()))


def _dated(part: Part, name: str) -> Part:
    """The same with the day of a moment in the place of the moment."""
    columns = (Column(each.name, "day", each.meaning) if each.name == name else each for each in part.columns)
    return Part(tuple(columns), part.fields)


_ARTICLE = Part((Column("article", "text", "Id of the article."),))
_MOMENT = Part(
    (
        Column("value", "text", "TIMEX3 value, such as 2019-12-08, 2020-01 or P15Y."),
        Column("earliest", "day", "First possible day."),
        Column("latest", "day", "Last possible day."),
        Column("expression", "text", "Id of the time expression it was read from."),
    ),
    ("value", "earliest", "latest", "expression"),
)
_DAYS = Part(_MOMENT.columns[1:3], ("earliest", "latest"))
_SPOT = Part(
    (
        Column("place", "text", "Name of the place."),
        Column("place_country", "text", "ISO 3166-1 alpha-3 code of the country it lies in."),
        Column("place_precision", "text", "How exact the place is: point, city, admin1, country or region."),
        Column("place_mention", "text", "Id of the place in the table of places."),
    ),
    ("name", "country", "precision", "mention"),
)
_SURE = Part((Column("confidence", "real", "Calibrated confidence, 0 to 1."),), ("confidence",))
_BASIS = Part(
    (
        Column("coder", "text", "Name of the coder that made the entry."),
        Column("coder_version", "text", "Version of that coder."),
        Column("reason", "text", "The pattern, model head or registry row that led to the entry."),
    ),
    ("coder", "version", "reason"),
)
_WORDS = Part((
    Column("start", "whole", "Offset of the first code point in the article's text."),
    Column("end", "whole", "Offset after the last one."),
    Column("words", "text", "The words; pieces are joined by an ellipsis, and each stands in the table of evidence."),
))  # fmt: skip
_COUNTED = Part((Column("mentions", "whole", "How often it is named or meant in the article."),))
_HEAD = _part(r.Article, "id title text sha256 published outlet byline dateline url language language_confidence")
_VERSIONS = _part(Record, "communique model registry")
_ACTOR, _KNOWN = _part(r.Actor, "id name kind country cameo"), _part(r.Actor, "wikidata resolved confidence")
_PLOVER = Part(
    (
        Column("plover_country", "text", "Country or organisation code in PLOVER's terms."),
        Column("sectors", "list", "PLOVER sector codes, such as GOV, MIL or JRN."),
    ),
    ("country", "sector"),
)
_OFFICE = Part(
    (
        Column("office", "text", "Title of the office held on the day of the text."),
        Column("organization", "text", "Registry id of the state or body the office belongs to."),
        Column("since", "text", "Start of the tenure, as exact as known."),
        Column("until", "text", "End of the tenure."),
    ),
    ("title", "organization", "since", "until"),
)
_OF_ACTOR = Part((Column("actor", "text", "Id of the actor."),))
_MENTION = _part(r.ActorMention, "start end text form")
_TIME = _part(r.Time, "id start end text type value anchor")
_PLACE = _part(r.Place, "id start end text name country admin1 geonames latitude longitude precision")
_DOCUMENT = _part(r.Document, "id kind name body adopted")
_STATEMENT = _part(r.Statement, "id kind mode anonymous addressees medium document reported_by claim same_as")
_SPEAKER = Part(
    (
        Column("speaker", "text", "Actor id of who said it."),
        Column("speaker_words", "text", "The words that name the speaker."),
    ),
    ("actor", "text"),
)
_EVENT = _part(r.Event, "id type mode contexts cameo quad score sources targets status attributed_to")
_POSITION = _part(r.Position, "id actor question stance statement event")
_MEETING = _part(r.Meeting, "id body participants status attributed_to")
_OF_AGENDA = Part((
    Column("meeting", "text", "Id of the meeting."),
    Column("number", "whole", "Place on the agenda, from 0."),
))  # fmt: skip
_ITEM = _part(r.AgendaItem, "topic question treatment")
_PIECE = Part((
    *_ARTICLE.columns,
    Column("entry", "text", "Id of the entry; empty for passages that are not the article's prose."),
    Column("role", "text", "What the words are: skipped, document, content, cue, speaker, trigger, sentence, also, "
           "position, meeting, or agenda and the number of the item."),
    Column("part", "whole", "Number of the piece, from 0."),
    *_WORDS.columns[:2],
))  # fmt: skip
_NOTE = _part(r.Note, "level about text")
_NO_OFFICE, _NO_SPEAKER, _NO_MOMENT, _NO_SPOT = (
    _OFFICE.nothing(),
    _SPEAKER.nothing(),
    _MOMENT.nothing(),
    _SPOT.nothing(),
)
_NO_WORDS = (None, None, None)


def day(told: str | None) -> date | None:
    """The day of an ISO date or moment; None where less than a day is told."""
    return date.fromisoformat(told[:10]) if told and len(told) >= 10 else None


def _articles(record: Record) -> Things:
    return (record.article,), (record,)


def _of(record: Record, entries: Sequence[Any], *parts: Sequence[Any]) -> Things:
    """The entries, after the id of their article."""
    return [record.article.id] * len(entries), entries, *parts


def _actors(record: Record) -> Things:
    actors = record.actors
    offices = [each.office or _NO_OFFICE for each in actors]
    return _of(
        record, actors, [each.plover for each in actors], offices, actors, [len(each.mentions) for each in actors]
    )  # fmt: skip


def _mentions(record: Record) -> Things:
    actors = [actor.id for actor in record.actors for _ in actor.mentions]
    return _of(record, actors, [each for actor in record.actors for each in actor.mentions])


def _times(record: Record) -> Things:
    return _of(record, record.times, record.times)


def _places(record: Record) -> Things:
    return _of(record, record.places)


def _documents(record: Record) -> Things:
    return _of(record, record.documents, [len(each.mentions) for each in record.documents])


def _statements(record: Record) -> Things:
    said = record.statements
    speakers = [each.speaker or _NO_SPEAKER for each in said]
    return _of(record, said, speakers, _moments(said), *_found(said, [_words(record, each.content) for each in said]))


def _events(record: Record) -> Things:
    events, text = record.events, record.article.text
    words = [(*each.sentence, text[slice(*each.sentence)]) for each in events]
    return _of(record, events, _moments(events), _spots(events), *_found(events, words))


def _positions(record: Record) -> Things:
    held = record.positions
    return _of(record, held, _moments(held), *_found(held, [_words(record, each.evidence) for each in held]))


def _meetings(record: Record) -> Things:
    met = record.meetings
    words = [_words(record, each.evidence) for each in met]
    return _of(record, met, _moments(met), _spots(met), *_found(met, words))


def _agenda(record: Record) -> Things:
    numbered = [(meeting.id, number) for meeting in record.meetings for number in range(len(meeting.agenda))]
    return _of(record, numbered, [each for meeting in record.meetings for each in meeting.agenda])


def _notes(record: Record) -> Things:
    return _of(record, record.notes)


def _moments(entries: Sequence[Any]) -> Sequence[Any]:
    return [each.time or _NO_MOMENT for each in entries]


def _spots(entries: Sequence[Any]) -> Sequence[Any]:
    return [each.place or _NO_SPOT for each in entries]


def _found(entries: Sequence[Any], words: Sequence[Row]) -> Things:
    """What every entry ends with: its words, its confidence, and how it came to be."""
    return words, entries, [each.basis for each in entries]


def _words(record: Record, spans: tuple[Offsets, ...]) -> Row:
    return (spans[0][0], spans[-1][1], record.quote(spans)) if spans else _NO_WORDS


def _evidence(record: Record) -> Things:
    key, pieces = record.article.id, list[Row]()
    for entry, role, spans in _spans(record):
        if len(spans) == 1:
            pieces.append((key, entry, role, 0, *spans[0]))
        else:
            pieces += [(key, entry, role, part, start, end) for part, (start, end) in enumerate(spans)]
    return (pieces,)


def _spans(record: Record) -> Iterator[tuple[str | None, str, tuple[Offsets, ...]]]:
    yield None, "skipped", record.article.skipped
    for document in record.documents:
        yield document.id, "document", tuple((each.start, each.end) for each in document.mentions)
    for said in record.statements:
        yield said.id, "content", said.content
        if said.cue:
            yield said.id, "cue", (said.cue,)
        if said.speaker:
            yield said.id, "speaker", ((said.speaker.start, said.speaker.end),)
    for event in record.events:
        yield event.id, "trigger", (event.trigger,)
        yield event.id, "sentence", (event.sentence,)
        if event.also:
            yield event.id, "also", event.also
    for position in record.positions:
        yield position.id, "position", position.evidence
    for meeting in record.meetings:
        yield meeting.id, "meeting", meeting.evidence
        for number, item in enumerate(meeting.agenda):
            yield meeting.id, f"agenda {number}", item.evidence


def _table(name: str, about: str, things: Callable[[Record], Things], *parts: Part) -> Table:
    return Table(name, about, (_ARTICLE, *parts), things)


_HOW = (_WORDS, _SURE, _BASIS)

TABLES = (
    Table("articles", "an article", (_dated(_HEAD, "published"), _VERSIONS), _articles),
    _table("actors", "an actor of an article", _actors, _ACTOR, _PLOVER, _OFFICE, _KNOWN, _COUNTED),
    _table("mentions", "a place in the text that means an actor", _mentions, _OF_ACTOR, _MENTION),
    _table("times", "a time expression", _times, _TIME, _DAYS),
    _table("places", "a place that is named", _places, _PLACE),
    _table("documents", "a document that is named", _documents, _DOCUMENT, _COUNTED),
    _table("statements", "words ascribed to somebody", _statements, _STATEMENT, _SPEAKER, _MOMENT, *_HOW),
    _table("events", "a codable act", _events, _EVENT, _MOMENT, _SPOT, *_HOW),
    _table("positions", "where an actor stands on a question", _positions, _POSITION, _MOMENT, *_HOW),
    _table("meetings", "a meeting", _meetings, _MEETING, _MOMENT, _SPOT, *_HOW),
    _table("agenda", "something that a meeting deals with", _agenda, _OF_AGENDA, _ITEM),
    Table("evidence", "a piece of text that an entry rests on", (_PIECE,), _evidence),
    _table("notes", "a note on a record", _notes, _NOTE),
)
