"""Records as rows of typed tables, nothing lost: what Parquet, Arrow, CSV, workbooks and data packages are made from.

Every table but ``articles`` begins with the article's id. Columns that stand for a field of the record take its
description along, so that a codebook can be written from them.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Literal

from msgspec import Meta, Struct

from communique import record as r
from communique.record import Basis, Entry, Moment, Offsets, Record, Spot

Kind = Literal["text", "list", "day", "real", "whole", "yes"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the kind of its values, and what they mean."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row of it is, its columns, and the rows that a record gives."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Record], Iterator[Row]]


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


_ARTICLE = Column("article", "text", "Id of the article.")
_WHEN = (
    Column("value", "text", "TIMEX3 value, such as 2019-12-08, 2020-01 or P15Y."),
    Column("earliest", "day", "First possible day."),
    Column("latest", "day", "Last possible day."),
    Column("expression", "text", "Id of the time expression it was read from."),
)
_WHERE = (
    Column("place", "text", "Name of the place."),
    Column("place_country", "text", "ISO 3166-1 alpha-3 code of the country it lies in."),
    Column("place_precision", "text", "How exact the place is: point, city, admin1, country or region."),
    Column("place_mention", "text", "Id of the place in the table of places."),
)
_BASIS = (
    Column("confidence", "real", "Calibrated confidence, 0 to 1."),
    Column("coder", "text", "Name of the coder that made the entry."),
    Column("coder_version", "text", "Version of that coder."),
    Column("reason", "text", "The pattern, model head or registry row that led to the entry."),
)
_WORDS = (
    Column("start", "whole", "Offset of the first code point in the article's text."),
    Column("end", "whole", "Offset after the last one."),
    Column("words", "text", "The words; pieces are joined by an ellipsis, and each stands in the table of evidence."),
)
_COUNTED = Column("mentions", "whole", "How often it is named or meant in the article.")


def _when(moment: Moment | None) -> Row:
    return (moment.value, day(moment.earliest), day(moment.latest), moment.expression) if moment else (None,) * 4


def _where(spot: Spot | None) -> Row:
    return (spot.name, spot.country, spot.precision, spot.mention) if spot else (None,) * 4


def _basis(confidence: float, basis: Basis) -> Row:
    return (confidence, basis.coder, basis.version, basis.reason)


def day(told: str | None) -> date | None:
    """The day of an ISO date or moment; None where less than a day is told."""
    return date.fromisoformat(told[:10]) if told and len(told) >= 10 else None


def _getter(columns: tuple[Column, ...]) -> Callable[[Entry], Row]:
    return typing.cast("Callable[[Entry], Row]", attrgetter(*(each.name for each in columns)))


_HEAD = _fields(r.Article, "id title text sha256 published outlet byline dateline url language language_confidence")
_HEAD = tuple(Column(each.name, "day", each.meaning) if each.name == "published" else each for each in _HEAD)
_VERSIONS = _fields(Record, "communique model registry")
_ACTOR = _fields(r.Actor, "id name kind country cameo")
_OFFICE = (
    Column("office", "text", "Title of the office held on the day of the text."),
    Column("organization", "text", "Registry id of the state or body the office belongs to."),
    Column("since", "text", "Start of the tenure, as exact as known."),
    Column("until", "text", "End of the tenure."),
)
_KNOWN = _fields(r.Actor, "wikidata resolved confidence")
_PLOVER = (
    Column("plover_country", "text", "Country or organisation code in PLOVER's terms."),
    Column("sectors", "list", "PLOVER sector codes, such as GOV, MIL or JRN."),
)
_TIME = _fields(r.Time, "id start end text type value anchor")
_PLACE = _fields(r.Place, "id start end text name country admin1 geonames latitude longitude precision")
_DOCUMENT = _fields(r.Document, "id kind name body adopted")
_STATEMENT = _fields(r.Statement, "id kind mode anonymous addressees medium document reported_by claim same_as")
_SPEAKER = (
    Column("speaker", "text", "Actor id of who said it."),
    Column("speaker_words", "text", "The words that name the speaker."),
)
_EVENT = _fields(r.Event, "id type mode contexts cameo quad score sources targets status attributed_to")
_POSITION = _fields(r.Position, "id actor question stance statement event")
_MEETING = _fields(r.Meeting, "id body participants status attributed_to")
_ITEM = _fields(r.AgendaItem, "topic question treatment")
_NOTE = _fields(r.Note, "level about text")

_of_article, _of_versions = _getter(_HEAD), _getter(_VERSIONS)
_of_actor, _of_known, _of_time, _of_place = _getter(_ACTOR), _getter(_KNOWN), _getter(_TIME), _getter(_PLACE)
_of_document, _of_statement, _of_event = _getter(_DOCUMENT), _getter(_STATEMENT), _getter(_EVENT)
_of_position, _of_meeting, _of_item, _of_note = _getter(_POSITION), _getter(_MEETING), _getter(_ITEM), _getter(_NOTE)
_PUBLISHED = next(at for at, each in enumerate(_HEAD) if each.name == "published")


def _articles(record: Record) -> Iterator[Row]:
    told = _of_article(record.article)
    yield (*told[:_PUBLISHED], day(record.article.published), *told[_PUBLISHED + 1 :], *_of_versions(record))


def _actors(record: Record) -> Iterator[Row]:
    for each in record.actors:
        office = each.office
        held = (office.title, office.organization, office.since, office.until) if office else (None,) * 4
        plover = (each.plover.country, each.plover.sector)
        yield (record.article.id, *_of_actor(each), *plover, *held, *_of_known(each), len(each.mentions))


def _mentions(record: Record) -> Iterator[Row]:
    key = record.article.id
    for actor in record.actors:
        for each in actor.mentions:
            yield (key, actor.id, each.start, each.end, each.text, each.form)


def _times(record: Record) -> Iterator[Row]:
    for each in record.times:
        yield (record.article.id, *_of_time(each), day(each.earliest), day(each.latest))


def _places(record: Record) -> Iterator[Row]:
    for each in record.places:
        yield (record.article.id, *_of_place(each))


def _documents(record: Record) -> Iterator[Row]:
    for each in record.documents:
        yield (record.article.id, *_of_document(each), len(each.mentions))


def _statements(record: Record) -> Iterator[Row]:
    for each in record.statements:
        said = (each.speaker.actor, each.speaker.text) if each.speaker else (None, None)
        words = _words(record, each.content)
        basis = _basis(each.confidence, each.basis)
        yield (record.article.id, *_of_statement(each), *said, *_when(each.time), *words, *basis)


def _events(record: Record) -> Iterator[Row]:
    text = record.article.text
    for each in record.events:
        start, end = each.sentence
        words, basis = (start, end, text[start:end]), _basis(each.confidence, each.basis)
        yield (record.article.id, *_of_event(each), *_when(each.time), *_where(each.place), *words, *basis)


def _positions(record: Record) -> Iterator[Row]:
    for each in record.positions:
        words, basis = _words(record, each.evidence), _basis(each.confidence, each.basis)
        yield (record.article.id, *_of_position(each), *_when(each.time), *words, *basis)


def _meetings(record: Record) -> Iterator[Row]:
    for each in record.meetings:
        words, basis = _words(record, each.evidence), _basis(each.confidence, each.basis)
        yield (record.article.id, *_of_meeting(each), *_when(each.time), *_where(each.place), *words, *basis)


def _agenda(record: Record) -> Iterator[Row]:
    for meeting in record.meetings:
        for number, each in enumerate(meeting.agenda):
            yield (record.article.id, meeting.id, number, *_of_item(each))


def _words(record: Record, spans: tuple[Offsets, ...]) -> Row:
    return (spans[0][0], spans[-1][1], record.quote(spans)) if spans else (None, None, None)


def _evidence(record: Record) -> Iterator[Row]:
    key = record.article.id
    for entry, role, spans in _spans(record):
        for part, (start, end) in enumerate(spans):
            yield (key, entry, role, part, start, end)


def _spans(record: Record) -> Iterator[tuple[str | None, str, tuple[Offsets, ...]]]:
    yield None, "skipped", record.article.skipped
    for document in record.documents:
        yield document.id, "document", tuple((each.start, each.end) for each in document.mentions)
    for said in record.statements:
        yield said.id, "content", said.content
        yield said.id, "cue", (said.cue,) if said.cue else ()
        yield said.id, "speaker", ((said.speaker.start, said.speaker.end),) if said.speaker else ()
    for event in record.events:
        yield event.id, "trigger", (event.trigger,)
        yield event.id, "sentence", (event.sentence,)
        yield event.id, "also", event.also
    for position in record.positions:
        yield position.id, "position", position.evidence
    for meeting in record.meetings:
        yield meeting.id, "meeting", meeting.evidence
        for number, item in enumerate(meeting.agenda):
            yield meeting.id, f"agenda {number}", item.evidence


def _notes(record: Record) -> Iterator[Row]:
    for each in record.notes:
        yield (record.article.id, *_of_note(each))


_MENTION = (Column("actor", "text", "Id of the actor."), *_fields(r.ActorMention, "start end text form"))
_PIECE = (
    Column("entry", "text", "Id of the entry; empty for passages that are not the article's prose."),
    Column("role", "text", "What the words are: skipped, document, content, cue, speaker, trigger, sentence, also, "
           "position, meeting, or agenda and the number of the item."),
    Column("part", "whole", "Number of the piece, from 0."),
    *_WORDS[:2],
)  # fmt: skip
_OF_AGENDA = (
    Column("meeting", "text", "Id of the meeting."),
    Column("number", "whole", "Place on the agenda, from 0."),
)
_DAYS = _WHEN[1:3]
_MOMENT = (*_WHEN, *_WORDS, *_BASIS)
_SCENE = (*_WHEN, *_WHERE, *_WORDS, *_BASIS)

TABLES = (
    Table("articles", "an article", (*_HEAD, *_VERSIONS), _articles),
    Table("actors", "an actor of an article", (_ARTICLE, *_ACTOR, *_PLOVER, *_OFFICE, *_KNOWN, _COUNTED), _actors),
    Table("mentions", "a place in the text that means an actor", (_ARTICLE, *_MENTION), _mentions),
    Table("times", "a time expression", (_ARTICLE, *_TIME, *_DAYS), _times),
    Table("places", "a place that is named", (_ARTICLE, *_PLACE), _places),
    Table("documents", "a document that is named", (_ARTICLE, *_DOCUMENT, _COUNTED), _documents),
    Table("statements", "words ascribed to somebody", (_ARTICLE, *_STATEMENT, *_SPEAKER, *_MOMENT), _statements),
    Table("events", "a codable act", (_ARTICLE, *_EVENT, *_SCENE), _events),
    Table("positions", "where an actor stands on a question", (_ARTICLE, *_POSITION, *_MOMENT), _positions),
    Table("meetings", "a meeting", (_ARTICLE, *_MEETING, *_SCENE), _meetings),
    Table("agenda", "something that a meeting deals with", (_ARTICLE, *_OF_AGENDA, *_ITEM), _agenda),
    Table("evidence", "a piece of text that an entry rests on", (_ARTICLE, *_PIECE), _evidence),
    Table("notes", "a note on a record", (_ARTICLE, *_NOTE), _notes),
)
