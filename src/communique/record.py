"""The record: what one text says, with the words that say it.

Every type is immutable and slotted. Offsets are half-open ``[start, end)`` pairs of Unicode code points
into ``article.text``. The JSON Schema is generated from these types (:func:`json_schema`), the field
descriptions included, and a test checks that every field has one.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from communique.errors import RecordError

Offsets = tuple[int, int]
Probability = Annotated[float, Meta(ge=0.0, le=1.0)]


def doc(text: str) -> Meta:
    """The description of a field, carried into the JSON Schema and the docs."""
    return Meta(description=text)


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """The common base of everything in a record."""


class Basis(Entry, frozen=True, kw_only=True):
    """How an entry came to be."""

    coder: Annotated[str, doc("Name of the coder that made the entry.")]
    version: Annotated[str, doc("Version of that coder.")]
    reason: Annotated[str, doc("The pattern, model head or registry row that led to the entry.")]


class Moment(Entry, frozen=True, kw_only=True):
    """A point or stretch of time that an entry is tied to."""

    value: Annotated[str, doc("TIMEX3 value, such as 2019-12-08, 2020-01 or P15Y.")]
    earliest: Annotated[str | None, doc("First possible day, ISO 8601; null when it cannot be told.")] = None
    latest: Annotated[str | None, doc("Last possible day, ISO 8601; null when it cannot be told.")] = None
    expression: Annotated[str | None, doc("Id of the time expression it was read from.")] = None


class Spot(Entry, frozen=True, kw_only=True):
    """Where an entry took or takes place."""

    name: Annotated[str, doc("Name of the place.")]
    country: Annotated[str | None, doc("ISO 3166-1 alpha-3 code of the country it lies in.")] = None
    precision: Annotated[
        Literal["point", "city", "admin1", "country", "region"] | None, doc("How exact the place is.")
    ] = None
    mention: Annotated[str | None, doc("Id of the place in the record's places.")] = None


class Article(Entry, frozen=True, kw_only=True):
    """The text that was coded and what is known about it."""

    id: Annotated[str, doc("The caller's id, or one derived from the text and its metadata.")]
    title: Annotated[str | None, doc("Headline, when it was given apart from the text.")] = None
    text: Annotated[str, doc("The text exactly as it was coded; all offsets point into it.")]
    sha256: Annotated[str, doc("SHA-256 of the text in UTF-8, in hexadecimal.")]
    published: Annotated[str | None, doc("Publication date, ISO 8601.")] = None
    outlet: Annotated[str | None, doc("Name of the outlet that published the text.")] = None
    byline: Annotated[str | None, doc("The author line.")] = None
    dateline: Annotated[str | None, doc("The dateline's words, such as 'BRUSSELS, Dec 8 (Reuters)'.")] = None
    url: Annotated[str | None, doc("Address that the text came from.")] = None
    language: Annotated[str | None, doc("ISO 639-1 code of the language that was detected.")] = None
    language_confidence: Annotated[Probability | None, doc("Confidence of the detection, 0 to 1.")] = None
    skipped: Annotated[tuple[Offsets, ...], doc("Passages that are not the article's prose and are not coded.")] = ()


class ActorMention(Entry, frozen=True, kw_only=True):
    """One place in the text where an actor is named or meant."""

    start: Annotated[int, doc("Offset of the first character.")]
    end: Annotated[int, doc("Offset after the last character.")]
    text: Annotated[str, doc("The words.")]
    form: Annotated[Literal["name", "nominal", "pronoun", "demonym", "capital"], doc("How the actor is referred to.")]


class Plover(Entry, frozen=True, kw_only=True):
    """An actor in PLOVER's terms."""

    country: Annotated[str | None, doc("Country or organisation code on the day of the text.")] = None
    sector: Annotated[tuple[str, ...], doc("PLOVER sector codes, such as GOV, MIL or JRN.")] = ()


class Office(Entry, frozen=True, kw_only=True):
    """The office that a person held on the day of the text."""

    title: Annotated[str, doc("Title of the office.")]
    organization: Annotated[str | None, doc("Registry id of the state or body it belongs to.")] = None
    since: Annotated[str | None, doc("Start of the tenure, ISO 8601, as exact as known.")] = None
    until: Annotated[str | None, doc("End of the tenure, ISO 8601; null while it lasts or when unknown.")] = None


ActorKind = Literal[
    "person", "state", "government", "ministry", "body", "organisation", "party", "armed group",
    "media", "region", "people", "group",
]  # fmt: skip


class Actor(Entry, frozen=True, kw_only=True):
    """Somebody who does, says, receives or is named as acting."""

    id: Annotated[
        str, doc("Registry id when resolved (ISO code, slug or Wikidata id); otherwise local to the article.")
    ]
    name: Annotated[str, doc("Canonical name when resolved; otherwise the fullest naming in the text.")]
    kind: Annotated[ActorKind | None, doc("What sort of actor it is; null when it cannot be told.")] = None
    country: Annotated[str | None, doc("ISO 3166-1 alpha-3 code, or an organisation such as EU, on that day.")] = None
    cameo: Annotated[str | None, doc("CAMEO actor code on that day, such as LUXGOV.")] = None
    plover: Annotated[Plover, doc("The actor in PLOVER's terms.")] = Plover()
    office: Annotated[Office | None, doc("Office held on the day of the text.")] = None
    wikidata: Annotated[str | None, doc("Wikidata item id.")] = None
    resolved: Annotated[bool, doc("Whether the registry knows this actor.")]
    confidence: Annotated[Probability, doc("Confidence that the resolution is right.")]
    mentions: Annotated[tuple[ActorMention, ...], doc("Every place in the text that means this actor.")] = ()


class Time(Entry, frozen=True, kw_only=True):
    """A time expression after TIMEX3 (TimeML)."""

    id: Annotated[str, doc("Id of the entry.")]
    start: Annotated[int, doc("Offset of the first character.")]
    end: Annotated[int, doc("Offset after the last character.")]
    text: Annotated[str, doc("The words.")]
    type: Annotated[Literal["DATE", "TIME", "DURATION", "SET"], doc("TIMEX3 type.")]
    value: Annotated[str | None, doc("TIMEX3 value; null when it cannot be resolved.")] = None
    earliest: Annotated[str | None, doc("First day it can mean, ISO 8601.")] = None
    latest: Annotated[str | None, doc("Last day it can mean, ISO 8601.")] = None
    anchor: Annotated[str | None, doc("What it was resolved against: published, dateline, or a time's id.")] = None


class Place(Entry, frozen=True, kw_only=True):
    """A place named as a place."""

    id: Annotated[str, doc("Id of the entry.")]
    start: Annotated[int, doc("Offset of the first character.")]
    end: Annotated[int, doc("Offset after the last character.")]
    text: Annotated[str, doc("The words.")]
    name: Annotated[str, doc("Gazetteer name; the words themselves when the gazetteer has none.")]
    country: Annotated[str | None, doc("ISO 3166-1 alpha-3 code.")] = None
    admin1: Annotated[str | None, doc("First-order division.")] = None
    geonames: Annotated[int | None, doc("GeoNames id.")] = None
    latitude: Annotated[float | None, doc("Degrees north, WGS 84.")] = None
    longitude: Annotated[float | None, doc("Degrees east, WGS 84.")] = None
    precision: Annotated[
        Literal["point", "city", "admin1", "country", "region"] | None, doc("How exact the place is.")
    ] = None


class DocumentMention(Entry, frozen=True, kw_only=True):
    """One place in the text where a document is named or meant."""

    start: Annotated[int, doc("Offset of the first character.")]
    end: Annotated[int, doc("Offset after the last character.")]
    text: Annotated[str, doc("The words.")]


class Document(Entry, frozen=True, kw_only=True):
    """A resolution, treaty, letter, statement or report that the text refers to."""

    id: Annotated[str, doc("Id of the entry.")]
    kind: Annotated[
        Literal["resolution", "treaty", "letter", "statement", "report", "declaration", "agreement", "plan", "law",
                "decree", "communique", "note", "other"],
        doc("What sort of document it is."),
    ]  # fmt: skip
    name: Annotated[str, doc("Canonical name when known; otherwise the fullest naming in the text.")]
    body: Annotated[str | None, doc("Actor id of the body or person that issued it.")] = None
    adopted: Annotated[str | None, doc("Day of adoption, signature or issue, ISO 8601.")] = None
    mentions: Annotated[tuple[DocumentMention, ...], doc("Every place in the text that means it.")] = ()


class Speaker(Entry, frozen=True, kw_only=True):
    """Who a statement is attributed to."""

    actor: Annotated[str | None, doc("Actor id; null when it was not resolved to an actor of the record.")] = None
    start: Annotated[int, doc("Offset of the first character of the phrase that governs the cue.")]
    end: Annotated[int, doc("Offset after its last character.")]
    text: Annotated[str, doc("The words.")]


class Statement(Entry, frozen=True, kw_only=True):
    """Words or a proposition ascribed to a source."""

    id: Annotated[str, doc("Id of the entry.")]
    kind: Annotated[Literal["direct", "indirect", "mixed"], doc("Whether all, none or some of it is quoted.")]
    mode: Annotated[Literal["speech", "writing", "thought", "intention"], doc("In what form it was expressed.")]
    content: Annotated[tuple[Offsets, ...], doc("What was said, without cue, speaker and outer quotation marks.")]
    cue: Annotated[Offsets | None, doc("The words that attribute; null for a bare quotation.")] = None
    speaker: Annotated[Speaker | None, doc("Who said it; null when the text does not tell.")] = None
    anonymous: Annotated[bool, doc("Whether the speaker withholds a name.")] = False
    addressees: Annotated[tuple[str, ...], doc("Actor ids of those told, written to or urged.")] = ()
    medium: Annotated[str | None, doc("Letter, interview, tweet, …, when the text says so.")] = None
    document: Annotated[str | None, doc("Document id, when it was said in a document of the record.")] = None
    time: Annotated[Moment | None, doc("When it was said.")] = None
    reported_by: Annotated[
        str | None, doc("Id of the statement that carries this one; null for the outlet itself.")
    ] = None
    claim: Annotated[
        Literal["asserted", "denied", "confirmed", "asked", "open"],
        doc(
            "What the speaker makes of the words: denies or confirms them, asks whether they hold, or leaves that open."
        ),
    ] = "asserted"
    same_as: Annotated[
        str | None, doc("Id of the fullest telling of the same words, where the text tells them more than once.")
    ] = None
    confidence: Annotated[Probability, doc("Calibrated confidence.")]
    basis: Annotated[Basis, doc("How the entry came to be.")]


class Event(Entry, frozen=True, kw_only=True):
    """A codable act between political actors."""

    id: Annotated[str, doc("Id of the entry.")]
    type: Annotated[str, doc("PLOVER event type.")]
    mode: Annotated[str | None, doc("Our mode, which refines the type; null when the words support none.")] = None
    contexts: Annotated[tuple[str, ...], doc("PLOVER contexts, such as military or territory.")] = ()
    cameo: Annotated[str, doc("CAMEO code to the finest level the words support.")]
    quad: Annotated[Literal[1, 2, 3, 4], doc("1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.")]
    score: Annotated[float, doc("Intensity from -10 to 10 by type and mode.")]
    sources: Annotated[tuple[str, ...], doc("Actor ids of those who act.")] = ()
    targets: Annotated[tuple[str, ...], doc("Actor ids of those acted upon.")] = ()
    trigger: Annotated[Offsets, doc("The words that name the act.")]
    sentence: Annotated[Offsets, doc("The sentence that tells of it.")]
    also: Annotated[tuple[Offsets, ...], doc("Other sentences of the article that tell of it again.")] = ()
    time: Annotated[Moment | None, doc("When it happened or is to happen.")] = None
    place: Annotated[Spot | None, doc("Where it happened or is to happen.")] = None
    status: Annotated[
        Literal["actual", "ongoing", "planned", "possible", "denied", "past"], doc("Whether and when it is the case.")
    ]
    attributed_to: Annotated[str | None, doc("Id of the statement that asserts it; null for the outlet itself.")] = None
    confidence: Annotated[Probability, doc("Calibrated confidence.")]
    basis: Annotated[Basis, doc("How the entry came to be.")]


class Position(Entry, frozen=True, kw_only=True):
    """Where an actor stands on a question."""

    id: Annotated[str, doc("Id of the entry.")]
    actor: Annotated[str, doc("Actor id.")]
    question: Annotated[str, doc("Question id.")]
    stance: Annotated[Literal["for", "against", "mixed", "undecided"], doc("Where the actor stands.")]
    statement: Annotated[str | None, doc("Id of the statement that shows it.")] = None
    event: Annotated[str | None, doc("Id of the event that shows it.")] = None
    evidence: Annotated[tuple[Offsets, ...], doc("The words that show it.")] = ()
    time: Annotated[Moment | None, doc("When it was held.")] = None
    confidence: Annotated[Probability, doc("Calibrated confidence.")]
    basis: Annotated[Basis, doc("How the entry came to be.")]


class AgendaItem(Entry, frozen=True, kw_only=True):
    """Something that a meeting deals with, or will not."""

    topic: Annotated[str, doc("The words that name the topic.")]
    question: Annotated[str | None, doc("Question id, when the topic is one of the questions.")] = None
    treatment: Annotated[
        Literal["decision", "discussion", "to be noted", "excluded", "unknown"], doc("What is to be done with it.")
    ]
    evidence: Annotated[tuple[Offsets, ...], doc("The words that show it.")] = ()


class Meeting(Entry, frozen=True, kw_only=True):
    """A sitting, round, summit or session that the text dates or places."""

    id: Annotated[str, doc("Id of the entry.")]
    body: Annotated[str | None, doc("Actor id of the body that meets.")] = None
    participants: Annotated[tuple[str, ...], doc("Actor ids of those who take part.")] = ()
    time: Annotated[Moment | None, doc("When it is held.")] = None
    place: Annotated[Spot | None, doc("Where it is held.")] = None
    status: Annotated[Literal["scheduled", "held", "postponed", "cancelled"], doc("Whether it has taken place.")]
    agenda: Annotated[tuple[AgendaItem, ...], doc("What it deals with.")] = ()
    evidence: Annotated[tuple[Offsets, ...], doc("The words that name the meeting.")] = ()
    attributed_to: Annotated[str | None, doc("Id of the statement that asserts it; null for the outlet itself.")] = None
    confidence: Annotated[Probability, doc("Calibrated confidence.")]
    basis: Annotated[Basis, doc("How the entry came to be.")]


class Note(Entry, frozen=True, kw_only=True):
    """Something the reader of the record should know about how it was made."""

    level: Annotated[Literal["info", "warning"], doc("How serious it is.")]
    about: Annotated[str, doc("What it is about: language, published, text, or an entry's id.")]
    text: Annotated[str, doc("What happened and what to do about it.")]


class Record(Entry, frozen=True, kw_only=True):
    """What one text says: who did what to whom, who said what, who stands where, what is due."""

    communique: Annotated[str, doc("Version of the program.")]
    model: Annotated[str, doc("Name and version of the language model.")]
    registry: Annotated[str, doc("Version of the registry of actors.")]
    article: Annotated[Article, doc("The text that was coded.")]
    actors: Annotated[tuple[Actor, ...], doc("Who acts, speaks or is addressed.")] = ()
    times: Annotated[tuple[Time, ...], doc("Time expressions.")] = ()
    places: Annotated[tuple[Place, ...], doc("Places.")] = ()
    documents: Annotated[tuple[Document, ...], doc("Documents.")] = ()
    statements: Annotated[tuple[Statement, ...], doc("Who said what.")] = ()
    events: Annotated[tuple[Event, ...], doc("Who did what to whom.")] = ()
    positions: Annotated[tuple[Position, ...], doc("Who stands where.")] = ()
    meetings: Annotated[tuple[Meeting, ...], doc("What is due, and what was held.")] = ()
    notes: Annotated[tuple[Note, ...], doc("What to know about this record.")] = ()

    def to_json(self, *, indent: int = 0) -> str:
        """This record as JSON; ``indent`` spaces a level, 0 for one line."""
        encoded = msgspec.json.encode(self)
        return (msgspec.json.format(encoded, indent=indent) if indent else encoded).decode()

    @classmethod
    def from_json(cls, data: str | bytes) -> Record:
        """Read a record back from JSON.

        Raises:
            RecordError: The JSON does not fit the record's types.
        """
        try:
            return msgspec.json.decode(data, type=cls)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            raise RecordError(
                f"This is not a record: {error}.", "Check that it was written by 'communique read --format json'."
            ) from error

    def _repr_html_(self) -> str:
        """What a notebook shows of this record: its head, then its entries in tables, every text escaped."""
        names = {each.id: each.name for each in self.actors}

        def named(ids: Iterable[str]) -> str:
            return ", ".join(names.get(each, each) for each in ids)

        when = " · ".join(each for each in (self.article.published, self.article.outlet) if each)
        parts = (
            f"<p><strong>{_shown(self.article.title or self.article.text[:80])}</strong><br>{_shown(when)}</p>",
            _html_table("Events", ("who", "type", "whom", "status", "words"), [
                (named(e.sources), e.mode or e.type, named(e.targets), e.status, self.quote([e.sentence]))
                for e in self.events
            ]),
            _html_table("Statements", ("who", "kind", "words"), [
                (s.speaker.text if s.speaker else "", s.kind, self.quote(s.content)) for s in self.statements
            ]),
            _html_table("Positions", ("who", "question", "stance", "words"), [
                (named([p.actor]), p.question, p.stance, self.quote(p.evidence)) for p in self.positions
            ]),
            _html_table("Meetings", ("who", "when", "status", "words"), [
                (named([m.body] if m.body else m.participants), m.time.value if m.time else "", m.status,
                 self.quote(m.evidence)) for m in self.meetings
            ]),
        )  # fmt: skip
        return "\n".join(each for each in parts if each)

    def quote(self, spans: Sequence[Offsets]) -> str:
        """The words at these offsets, pieces joined by an ellipsis."""
        return quoted(self.article.text, spans)


def quoted(text: str, spans: Sequence[Offsets]) -> str:
    """The words of a text at these offsets, pieces joined by an ellipsis."""
    return " … ".join([text[start:end] for start, end in spans])


def _html_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as a notebook shows it; nothing where there are no rows."""
    if not rows:
        return ""
    head = "".join(f"<th>{_shown(each)}</th>" for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{_shown(cell)}</td>' for cell in row)}</tr>" for row in rows)
    caption = f"<caption>{_shown(title)} ({len(rows)})</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(text: str) -> str:
    return html.escape(" ".join(text.split()))


def entry_id(kind: str, sha256: str, *key: object) -> str:
    """A stable id: the same text and the same key give the same id, whatever else is in the record.

    Args:
        kind: One letter for the kind of entry: t, p, d, s, e, o (position), m, or a (unresolved actor).
        sha256: The article's hash.
        key: What tells this entry from the others of its kind, such as its offsets.
    """
    digest = hashlib.sha256("\x1f".join([kind, sha256, *map(repr, key)]).encode()).digest()
    return f"{kind}-{base64.b32encode(digest[:10]).decode().lower()[:12]}"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record."""
    return msgspec.json.schema(Record)
