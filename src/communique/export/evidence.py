"""The words that each entry of a record rests on, as one flat list: what annotation formats are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from communique.record import Offsets, Record

Kind = Literal["actor", "time", "place", "document", "content", "cue", "speaker", "event", "position", "meeting"]


@dataclass(frozen=True, slots=True)
class Marked:
    """Some words of the text and what they are evidence of.

    ``entry`` is the id of the entry, ``label`` its finer kind (PLOVER type, kind of actor, stance …), ``facts`` what
    else is said of it. ``spans`` are offsets in code points; several where the evidence is in pieces.
    """

    entry: str
    kind: Kind
    label: str
    spans: tuple[Offsets, ...]
    facts: Mapping[str, str | float] = field(default_factory=dict)


def marked(record: Record) -> Iterator[Marked]:
    """Everything in a record that points at words, kind by kind; entries without words are left out."""
    for each in _all(record):
        if each.spans:
            yield each


def nearest(entries: Sequence[Marked], actor: str, position: int) -> int | None:
    """Which of these is the mention of an actor nearest to a trigger; its place in the list."""
    found = [(abs(each.spans[0][0] - position), at) for at, each in enumerate(entries)
             if each.kind == "actor" and each.entry == actor]  # fmt: skip
    return min(found)[1] if found else None


def _all(record: Record) -> Iterator[Marked]:
    yield from _named(record)
    yield from _said(record)
    for event in record.events:
        facts = _facts(cameo=event.cameo, mode=event.mode, status=event.status, confidence=event.confidence)
        yield Marked(event.id, "event", event.type, (event.trigger,), facts)
    for position in record.positions:
        facts = _facts(actor=position.actor, question=position.question, confidence=position.confidence)
        yield Marked(position.id, "position", position.stance, position.evidence, facts)
    for meeting in record.meetings:
        facts = _facts(body=meeting.body, confidence=meeting.confidence)
        yield Marked(meeting.id, "meeting", meeting.status, meeting.evidence, facts)


def _named(record: Record) -> Iterator[Marked]:
    for actor in record.actors:
        for mention in actor.mentions:
            facts = _facts(name=actor.name, cameo=actor.cameo, form=mention.form)
            yield Marked(actor.id, "actor", actor.kind or "unknown", ((mention.start, mention.end),), facts)
    for time in record.times:
        yield Marked(time.id, "time", time.type, ((time.start, time.end),), _facts(value=time.value))
    for place in record.places:
        facts = _facts(name=place.name, country=place.country)
        yield Marked(place.id, "place", place.precision or "unknown", ((place.start, place.end),), facts)
    for document in record.documents:
        for each in document.mentions:
            yield Marked(document.id, "document", document.kind, ((each.start, each.end),), _facts(name=document.name))


def _said(record: Record) -> Iterator[Marked]:
    for each in record.statements:
        facts = _facts(mode=each.mode, confidence=each.confidence)
        yield Marked(each.id, "content", each.kind, each.content, facts)
        if each.cue:
            yield Marked(each.id, "cue", each.mode, (each.cue,))
        if each.speaker:
            span, label = (each.speaker.start, each.speaker.end), "anonymous" if each.anonymous else "named"
            yield Marked(each.id, "speaker", label, (span,), _facts(actor=each.speaker.actor))


def _facts(**facts: str | float | None) -> dict[str, str | float]:
    """What is known of these."""
    return {name: value for name, value in facts.items() if value is not None}
