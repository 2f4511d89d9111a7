"""What of a record becomes a statement in DNA: positions, utterances and acts, each a statement type of its own.

DNA's agreement is yes or no, and its networks count nothing else: a position that is mixed or undecided is a statement
of another type, with its stance in words.

DNA counts in UTF-16 units, as Java does, and shows line ends as one line feed whatever they were; offsets are turned
into that. What DNA keeps as *short text* has at most 190 characters; a longer one is cut and gets eight hexadecimal
digits of its own, so that two of them stay two.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from communique.record import Actor, Offsets, Record
from communique.registry import load_registry
from communique.vocabulary.questions import load_questions

MOST = 190
"""Characters that a short text may have: DNA's tables check that there are fewer than 191."""

DataType = Literal["short text", "long text", "integer", "boolean"]
Value = str | int

POSITION, OPEN, UTTERANCE, ACT = "DNA Statement", "Open position", "Utterance", "Act"

TYPES: dict[str, tuple[tuple[int, int, int], dict[str, DataType]]] = {
    POSITION: (
        (239, 208, 51),
        {"person": "short text", "organization": "short text", "concept": "short text", "agreement": "boolean",
         "entry": "long text"},
    ),
    UTTERANCE: (
        (100, 200, 190),
        {"person": "short text", "organization": "short text", "kind": "short text", "mode": "short text",
         "claim": "short text", "addressee": "short text", "entry": "long text"},
    ),
    ACT: (
        (211, 211, 211),
        {"source": "short text", "target": "short text", "type": "short text", "mode": "short text",
         "cameo": "short text", "status": "short text", "entry": "long text"},
    ),
    OPEN: (
        (230, 170, 120),
        {"person": "short text", "organization": "short text", "concept": "short text", "stance": "short text",
         "entry": "long text"},
    ),
}  # fmt: skip
"""Colour and variables of each statement type; ``entry`` is our id, by which what was changed is found again."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of DNA: text with line feeds alone, day, and the four short fields that it knows."""

    number: int
    title: str
    text: str
    day: str
    author: str
    source: str
    notes: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A statement of DNA: its type, where it stands in the document in UTF-16 units, and its values."""

    type: str
    start: int
    stop: int
    words: str
    values: Mapping[str, Value]
    actors: tuple[Actor, ...] = ()


def documents(records: Iterable[Record]) -> Iterator[tuple[Document, list[Coded]]]:
    """Documents with their statements, numbered through; an article without a day is left out, for DNA demands one."""
    number = 0
    for record in records:
        if not record.article.published:
            continue
        number += 1
        document = _document(record, number)
        yield document, list(_coded(record, Counted(record.article.text)))


class Counted:
    """Code points of a text as UTF-16 units of the same text with line feeds alone, and back."""

    def __init__(self, text: str) -> None:
        self.text = re.sub(r"\r\n?", "\n", text)
        plain = "\r" not in text and (text.isascii() or max(text) <= "\uffff")
        self._units: Sequence[int] = range(len(text) + 1) if plain else _units(text)

    def there(self, span: Offsets) -> Offsets:
        """From code points."""
        return self._units[span[0]], self._units[span[1]]

    def back(self, span: Offsets) -> Offsets | None:
        """Into code points; None where an offset is past the end or within a character."""
        found = tuple(bisect_left(self._units, each) for each in span)
        fits = all(at < len(self._units) and self._units[at] == each for at, each in zip(found, span, strict=True))
        return (found[0], found[1]) if fits else None


def _units(text: str) -> list[int]:
    """How many units come before each character, and before the end."""
    units, at = [], 0
    for place, character in enumerate(text):
        units.append(at)
        if not (character == "\r" and text[place + 1 : place + 2] == "\n"):
            at += 2 if ord(character) > 0xFFFF else 1
    return [*units, at]


def short(text: str) -> str:
    """A text as DNA's short texts hold it: on one line, no more than 190 characters, different where it was."""
    flat = re.sub(r"[\s\x00]+", " ", text).strip()
    if len(flat) <= MOST:
        return flat
    digits = hashlib.sha256(flat.encode()).hexdigest()[:8]
    return f"{flat[: MOST - 10].rstrip()}… {digits}"


def _document(record: Record, number: int) -> Document:
    article = record.article
    title = short(article.title or article.text[:80]) or article.id
    notes = "\n".join(f"{name}={value}" for name, value in (("article", article.id), ("url", article.url)) if value)
    text = re.sub(r"\r\n?", "\n", article.text).replace("\x00", " ")
    return Document(
        number, title, text, (article.published or "")[:10], short(article.byline or ""), short(article.outlet or ""),
        notes,
    )  # fmt: skip


def _coded(record: Record, counted: Counted) -> Iterator[Coded]:
    """The statements of a record; those without words are left out."""
    known = {each.id: each for each in record.actors}
    found = [*_positions(record, known), *_utterances(record, known), *_acts(record, known)]
    for kind, spans, values, actors in found:
        if not spans:
            continue
        hull = min(span[0] for span in spans), max(span[1] for span in spans)
        start, stop = counted.there(hull)
        if start < stop:
            yield Coded(kind, start, stop, record.article.text[hull[0] : hull[1]], values, actors)


_Found = tuple[str, tuple[Offsets, ...], dict[str, Value], tuple[Actor, ...]]


def _positions(record: Record, known: Mapping[str, Actor]) -> Iterator[_Found]:
    wordings = {each.id: each.wording for each in load_questions()}
    speakers = {each.id: each.speaker.actor for each in record.statements if each.speaker and each.speaker.actor}
    for each in record.positions:
        if each.actor not in known:
            continue
        holder = known[each.actor]
        speaker = known.get(speakers.get(each.statement or "", ""))
        person = speaker if speaker is not None and speaker.kind == "person" else None
        told = each.stance in {"for", "against"}
        stance: dict[str, Value] = {"agreement": int(each.stance == "for")} if told else {"stance": each.stance}
        values: dict[str, Value] = {
            **_who(holder, person, known), "concept": short(wordings.get(each.question, each.question)), **stance,
            "entry": each.id,
        }  # fmt: skip
        yield POSITION if told else OPEN, each.evidence, values, tuple(filter(None, (holder, person)))


def _utterances(record: Record, known: Mapping[str, Actor]) -> Iterator[_Found]:
    for each in record.statements:
        actor = known.get(each.speaker.actor or "") if each.speaker else None
        named = _who(actor, None, known) if actor else {"person": "", "organization": ""}
        told = "; ".join(known[one].name for one in each.addressees if one in known)
        values: dict[str, Value] = {
            **named, "kind": each.kind, "mode": each.mode, "claim": each.claim, "addressee": short(told),
            "entry": each.id,
        }  # fmt: skip
        yield UTTERANCE, each.content, values, (actor,) if actor else ()


def _acts(record: Record, known: Mapping[str, Actor]) -> Iterator[_Found]:
    for each in record.events:
        parties = [[known[one] for one in side if one in known] for side in (each.sources, each.targets)]
        source, target = (short("; ".join(one.name for one in side)) for side in parties)
        values: dict[str, Value] = {
            "source": source, "target": target, "type": each.type, "mode": each.mode or "", "cameo": each.cameo,
            "status": each.status, "entry": each.id,
        }  # fmt: skip
        yield ACT, (each.trigger,), values, (*parties[0], *parties[1])


def _who(actor: Actor, person: Actor | None, known: Mapping[str, Actor]) -> dict[str, Value]:
    """Person and organisation of somebody who speaks: an official's organisation is the one that the office is of."""
    if actor.kind == "person":
        of = (actor.office.organization if actor.office else None) or actor.country or ""
        entity = load_registry().actor(of) if of and of not in known else None
        organization = known[of].name if of in known else entity.name if entity else of
        return {"person": short(actor.name), "organization": short(organization)}
    return {"person": short(person.name) if person else "", "organization": short(actor.name)}
