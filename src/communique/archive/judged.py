"""A record as people judged it: judgements find their entries again, and what they say is put in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from msgspec import structs

from communique import record as r
from communique.archive.changes import corrected, renamed, without
from communique.archive.judgements import EntryKind, Judgement, Target, Verdict, standing, verdict

KINDS: tuple[EntryKind, ...] = (
    "actor", "time", "place", "document", "statement", "event", "position", "meeting",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """A record with what people say of it.

    Attributes:
        record: The record as it is shown.
        verdicts: By kind and id of the machine's entry.
        orphans: Standing judgements whose entry is no longer there, neither by its id nor by its words.
    """

    record: r.Record
    verdicts: dict[tuple[EntryKind, str], Verdict]
    orphans: tuple[Judgement, ...] = ()


def target_of(coded: r.Record, kind: EntryKind, id: str) -> Target:
    """What tells an entry of a record so that it can be found again."""
    entry = next(each for each in getattr(coded, f"{kind}s") if each.id == id)
    spans = evidence_of(entry)
    return Target(
        kind=kind, id=id, article=coded.article.id, sha256=coded.article.sha256, evidence=spans,
        words=coded.quote(spans), key=key_of(entry),
    )  # fmt: skip


def article_target(coded: r.Record) -> Target:
    """An article as something to be judged."""
    words = coded.article.title or coded.article.text[:80]
    return Target(
        kind="article", id=coded.article.id, article=coded.article.id, sha256=coded.article.sha256, words=words
    )


def evidence_of(entry: Any) -> tuple[r.Offsets, ...]:
    """The words by which an entry is known again: those that name it, not the sentence around them."""
    match entry:
        case r.Event():
            return (entry.trigger,)
        case r.Statement():
            return entry.content
        case r.Position() | r.Meeting():
            return entry.evidence
        case r.Actor() | r.Document():
            return tuple((each.start, each.end) for each in entry.mentions)
        case _:
            return ((entry.start, entry.end),)


def key_of(entry: Any) -> str:
    """What else tells an entry: positions of several actors may rest on the same words."""
    return f"{entry.actor} {entry.question}" if isinstance(entry, r.Position) else ""


def anchor(coded: r.Record, target: Target) -> str | None:
    """The id that a judged entry has in this coding: its own, or that of the one entry of its kind on the same words.

    Nothing is guessed: other words, another text or several such entries give None.
    """
    entries = getattr(coded, f"{target.kind}s")
    if target.kind == "actor" and target.article != coded.article.id:
        return None  # the same actor stands in many articles, and is judged in one
    if any(each.id == target.id for each in entries):
        return target.id
    if coded.article.sha256 != target.sha256 or not target.evidence:
        return None
    same = [each for each in entries if evidence_of(each) == target.evidence]
    if len(same) > 1:
        same = [each for each in same if key_of(each) == target.key]
    return same[0].id if len(same) == 1 else None


def judge_record(coded: r.Record, history: Iterable[Judgement]) -> Judged:
    """The record as people judged it.

    Args:
        coded: What the machine coded.
        history: Every judgement that may be about it; merges and splits are left to those who join.
    """
    said = [each for each in history if each.kind not in ("merge", "split")]
    of: dict[tuple[EntryKind, str], list[Judgement]] = defaultdict(list)
    orphans = []
    kept = {each.id for each in standing(said)}
    for each in said:
        found = anchor(coded, each.target)
        if found is not None:
            of[each.target.kind, found].append(each)
        elif each.id in kept and each.target.article == coded.article.id:
            orphans.append(each)
    verdicts = {key: said_of for key, those in of.items() if (said_of := verdict(those)) is not None}
    return Judged(_shown(coded, verdicts), verdicts, tuple(orphans))


def _shown(coded: r.Record, verdicts: dict[tuple[EntryKind, str], Verdict]) -> r.Record:
    if not verdicts:
        return coded
    shown = coded
    for kind in KINDS:
        said = {id: found for (of, id), found in verdicts.items() if of == kind}
        if not said:
            continue
        if kind == "actor":
            shown = _recast(shown, said)
        for id, each in said.items():
            shown = without(shown, kind, id) if each.rejected else shown
        if kind != "actor":
            shown = _put_right(shown, kind, said)
    return _peopled(shown, coded)


def _put_right(shown: r.Record, kind: EntryKind, said: dict[str, Verdict]) -> r.Record:
    entries = tuple(
        corrected(each, said[each.id].fields) if each.id in said and said[each.id].fields else each
        for each in getattr(shown, f"{kind}s")
    )
    return structs.replace(shown, **{f"{kind}s": entries})


def _recast(shown: r.Record, said: dict[str, Verdict]) -> r.Record:
    """Where an actor is another one, the whole article names that one."""
    for id, each in said.items():
        meant = None if each.rejected else each.fields.get("actor")
        if meant and meant != id:
            mentions = next((actor.mentions for actor in shown.actors if actor.id == id), ())
            others = tuple(actor for actor in shown.actors if actor.id != id)
            same = next((actor for actor in others if actor.id == meant), None) or registered(meant)
            cast_ = structs.replace(same, mentions=tuple(sorted((*same.mentions, *mentions), key=lambda m: m.start)))
            actors = (*(actor for actor in others if actor.id != meant), cast_)
            shown = renamed(structs.replace(shown, actors=actors), id, meant)
    return shown


def _peopled(shown: r.Record, coded: r.Record) -> r.Record:
    """The record with an actor for every id that a correction brought in."""
    known = {each.id for each in shown.actors}.union(_named(coded))
    missing = [each for each in dict.fromkeys(_named(shown)) if each not in known]
    return structs.replace(shown, actors=(*shown.actors, *map(registered, missing))) if missing else shown


def _named(shown: r.Record) -> Iterable[str]:
    for event in shown.events:
        yield from (*event.sources, *event.targets)
    for statement in shown.statements:
        yield from statement.addressees
        if statement.speaker and statement.speaker.actor:
            yield statement.speaker.actor
    yield from (each.actor for each in shown.positions)
    for meeting in shown.meetings:
        yield from meeting.participants
        if meeting.body:
            yield meeting.body


def registered(id: str) -> r.Actor:
    """An actor by its id, as the registry knows it; an unknown one bears its id as its name."""
    from communique.registry import load_registry

    entity = load_registry().actor(id)
    if entity is None:
        return r.Actor(id=id, name=id, resolved=False, confidence=1.0)
    return r.Actor(
        id=entity.id, name=entity.name, kind=entity.kind, country=entity.country, cameo=entity.cameo,
        plover=r.Plover(country=entity.country, sector=entity.sectors), wikidata=entity.wikidata, resolved=True,
        confidence=1.0,
    )  # fmt: skip
