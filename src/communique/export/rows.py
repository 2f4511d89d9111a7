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
from functools import cache
from itertools import chain, repeat
from typing import Any, Literal, cast

from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import fields

from communique import record as r
from communique.record import Offsets, Record, quoted

Kind = Literal["text", "list", "day", "real", "whole", "yes"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the kind of its values, what they mean, and what stands where a record does not tell.

    ``needed`` says that every record tells it.
    """

    name: str
    kind: Kind
    meaning: str
    missing: Any = None
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Some columns of a table that are read off the same thing.

    Attributes:
        columns: The columns.
        fields: The thing's fields that they stand for; None where the values are given as they are.
        lacks: Whether there may be no such thing in a row.
    """

    columns: tuple[Column, ...]
    fields: tuple[str, ...] | None = None
    lacks: bool = False

    def read(self, things: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """The values of each column.

        Args:
            things: The things, one a row; without fields, the columns.
        """
        return things if self.fields is None else _reader(self.fields, self.lacks)(things)


@cache
def _reader(fields: tuple[str, ...], lacks: bool) -> Callable[[Sequence[Any]], Sequence[Sequence[Any]]]:
    """What reads fields off many things: one comprehension each, which is twice as fast as asking by name."""
    value = "None if each is None else each." if lacks else "each."
    return cast(
        "Callable[[Sequence[Any]], Sequence[Sequence[Any]]]",
        eval("lambda things: [" + ", ".join(f"[{value}{name} for each in things]" for name in fields) + "]"),  # noqa: S307 - names of our own fields
    )


Things = tuple[Sequence[Any], ...]
"""For each part of a table, the things of the rows, or the columns where it has no fields."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row of it is, its parts, and what the rows of many records are read off."""

    name: str
    about: str
    parts: tuple[Part, ...]
    things: Callable[[Sequence[Record]], Things]
    columns: tuple[Column, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(column for part in self.parts for column in part.columns))

    def rows(self, record: Record) -> Iterator[Row]:
        """The rows that a record gives."""
        told = zip(self.columns, self.read([record]), strict=True)
        return zip(*(map(day, each) if column.kind == "day" else each for column, each in told), strict=True)

    def read(self, records: Sequence[Record]) -> list[Sequence[Any]]:
        """The columns that many records give; a day is still the text that tells it."""
        told = zip(self.parts, self.things(records), strict=True)
        return [column for part, things in told for column in part.read(things)]


def _fields(struct: type[Struct], names: str) -> tuple[Column, ...]:
    """Columns for fields of a type of the record, described as the record describes them."""
    hints = typing.get_type_hints(struct, include_extras=True)
    untold = {each.name: each.default for each in fields(struct)}
    return tuple(
        Column(name, _kind(hints[name]), _meaning(hints[name]), None if needed else untold[name], needed)
        for name in names.split()
        for needed in [untold[name] is NODEFAULT]
    )


def _kind(hint: Any) -> Kind:
    plain = {str: "text", float: "real", int: "whole", bool: "yes", tuple: "list"}
    if typing.get_origin(hint) is typing.Annotated:
        return _kind(typing.get_args(hint)[0])
    if typing.get_origin(hint) is Literal:
        return _kind(type(typing.get_args(hint)[0]))
    if typing.get_origin(hint) is tuple or hint in plain:
        return cast("Kind", plain[typing.get_origin(hint) or hint])
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
    lacks=True,
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
    lacks=True,
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
    lacks=True,
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
    lacks=True,
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
_WIDTH = len(_PIECE.columns) - 1  # of what is told of a piece, besides its article


def day(told: str | None) -> date | None:
    """The day of an ISO date or moment; None where less than a day is told."""
    return date.fromisoformat(told[:10]) if told and len(told) >= 10 else None


def _articles(records: Sequence[Record]) -> Things:
    return [each.article for each in records], records


def _of(records: Sequence[Record], entries: Sequence[Sequence[Any]]) -> tuple[list[list[str]], list[Any]]:
    """The ids of the articles as the first column, and the entries: those of each record in a row."""
    keys = [each.article.id for each in records]
    return [_again(keys, entries)], list(chain.from_iterable(entries))


def _again(values: Iterable[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Each value as often as it has rows."""
    return list(chain.from_iterable(map(repeat, values, map(len, rows))))


def _actors(records: Sequence[Record]) -> Things:
    keys, actors = _of(records, [each.actors for each in records])
    plover, offices = [each.plover for each in actors], [each.office for each in actors]
    return keys, actors, plover, offices, actors, _counted(actors)


def _counted(entries: Sequence[Any]) -> list[list[int]]:
    return [[len(each.mentions) for each in entries]]


def _mentions(records: Sequence[Record]) -> Things:
    named = [[(actor.id, mention) for actor in each.actors for mention in actor.mentions] for each in records]
    keys, pairs = _of(records, named)
    return keys, [[actor for actor, _ in pairs]], [mention for _, mention in pairs]


def _flat(several: Iterable[Sequence[Any]]) -> list[Any]:
    return list(chain.from_iterable(several))


def _times(records: Sequence[Record]) -> Things:
    keys, times = _of(records, [each.times for each in records])
    return keys, times, times


def _places(records: Sequence[Record]) -> Things:
    return _of(records, [each.places for each in records])


def _documents(records: Sequence[Record]) -> Things:
    keys, documents = _of(records, [each.documents for each in records])
    return keys, documents, _counted(documents)


def _statements(records: Sequence[Record]) -> Things:
    keys, said = _of(records, [each.statements for each in records])
    words = _words((each.article.text, (made.content for made in each.statements)) for each in records)
    return keys, said, [each.speaker for each in said], _moments(said), *_found(said, words)


def _events(records: Sequence[Record]) -> Things:
    keys, events = _of(records, [each.events for each in records])
    words = _words((each.article.text, ((made.sentence,) for made in each.events)) for each in records)
    return keys, events, _moments(events), _spots(events), *_found(events, words)


def _positions(records: Sequence[Record]) -> Things:
    keys, held = _of(records, [each.positions for each in records])
    words = _words((each.article.text, (made.evidence for made in each.positions)) for each in records)
    return keys, held, _moments(held), *_found(held, words)


def _meetings(records: Sequence[Record]) -> Things:
    keys, met = _of(records, [each.meetings for each in records])
    words = _words((each.article.text, (made.evidence for made in each.meetings)) for each in records)
    return keys, met, _moments(met), _spots(met), *_found(met, words)


def _agenda(records: Sequence[Record]) -> Things:
    held = [(each.article.id, meeting) for each in records for meeting in each.meetings]
    numbered = [(key, meeting.id, number, item) for key, meeting in held for number, item in enumerate(meeting.agenda)]
    return (
        [[each[0] for each in numbered]],
        [[each[1] for each in numbered], [each[2] for each in numbered]],
        [each[3] for each in numbered],
    )


def _notes(records: Sequence[Record]) -> Things:
    return _of(records, [each.notes for each in records])


def _moments(entries: Sequence[Any]) -> Sequence[Any]:
    return [each.time for each in entries]


def _spots(entries: Sequence[Any]) -> Sequence[Any]:
    return [each.place for each in entries]


def _found(entries: Sequence[Any], words: Sequence[Sequence[Any]]) -> Things:
    """What every entry ends with: its words, its confidence, and how it came to be."""
    return words, entries, [each.basis for each in entries]


def _words(told: Iterable[tuple[str, Iterable[tuple[Offsets, ...]]]]) -> Sequence[Sequence[Any]]:
    """The first offset, the last one and the words, as columns.

    Args:
        told: The text of each article, with the pieces of each of its entries.
    """
    starts, ends, words = list[int | None](), list[int | None](), list[str | None]()
    for text, entries in told:
        for spans in entries:
            if len(spans) == 1:  # as nearly all are
                ((start, end),) = spans
                starts.append(start)
                ends.append(end)
                words.append(text[start:end])
            else:
                starts.append(spans[0][0] if spans else None)
                ends.append(spans[-1][1] if spans else None)
                words.append(quoted(text, spans) if spans else None)
    return starts, ends, words


def _evidence(records: Sequence[Record]) -> Things:
    told, rows = list[Any](), list[int]()
    for record in records:
        before = len(told)
        for pieces in (_said_in, _done_in, _met_in):
            pieces(record, told.extend)
        rows.append((len(told) - before) // _WIDTH)
    keys = list(chain.from_iterable(map(repeat, (each.article.id for each in records), rows)))
    return ((keys, *(told[column::_WIDTH] for column in range(_WIDTH))),)


Add = Callable[[tuple[str | None, str, int, int, int]], None]
"""Adds a piece: its entry, what the words are, its number, and where it stands."""


def _said_in(record: Record, add: Add) -> None:
    for part, (start, end) in enumerate(record.article.skipped):
        add((None, "skipped", part, start, end))
    for document in record.documents:
        for part, named in enumerate(document.mentions):
            add((document.id, "document", part, named.start, named.end))
    for said in record.statements:
        for part, (start, end) in enumerate(said.content):
            add((said.id, "content", part, start, end))
        if said.cue:
            add((said.id, "cue", 0, *said.cue))
        if (speaker := said.speaker) is not None:
            add((said.id, "speaker", 0, speaker.start, speaker.end))


def _done_in(record: Record, add: Add) -> None:
    for event in record.events:
        add((event.id, "trigger", 0, *event.trigger))
        add((event.id, "sentence", 0, *event.sentence))
        for part, (start, end) in enumerate(event.also):
            add((event.id, "also", part, start, end))
    for position in record.positions:
        for part, (start, end) in enumerate(position.evidence):
            add((position.id, "position", part, start, end))


def _met_in(record: Record, add: Add) -> None:
    for meeting in record.meetings:
        for part, (start, end) in enumerate(meeting.evidence):
            add((meeting.id, "meeting", part, start, end))
        for number, item in enumerate(meeting.agenda):
            for part, (start, end) in enumerate(item.evidence):
                add((meeting.id, f"agenda {number}", part, start, end))


def _table(name: str, about: str, things: Callable[[Sequence[Record]], Things], *parts: Part) -> Table:
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
