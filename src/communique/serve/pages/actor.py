"""An actor: offices over time, what it did, said and was asked, where it stands, and who speaks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any

from msgspec import Struct

from communique.archive import Archive
from communique.archive.overview import Party, Window, appearances
from communique.ask import PositionRow, StatementRow, TimelineRow, positions, statements, timeline
from communique.errors import NoSuchEntry
from communique.record import doc
from communique.registry import load_registry
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.pages.window import ArticleRow, Days, days, days_of, listed, party_of

_SHOWN = 30


class OfficeRow(Struct, frozen=True, kw_only=True):
    """One office that the registry knows of."""

    title: Annotated[str, doc("Title of the office.")]
    organization: Annotated[str, doc("Name of the state or body.")]
    organization_id: Annotated[str, doc("Its id.")]
    since: Annotated[str | None, doc("Start, as exact as known.")]
    until: Annotated[str | None, doc("End; empty while it lasts or when unknown.")]


class Voice(Struct, frozen=True, kw_only=True):
    """Somebody with whom an actor is seen: who speaks for it, or with whom it deals."""

    id: Annotated[str, doc("Actor id.")]
    name: Annotated[str, doc("Name.")]
    office: Annotated[str | None, doc("Office on the day of the newest article.")]
    n: Annotated[int, doc("How often.")]


class ActorContext(Context, frozen=True, kw_only=True):
    """An actor."""

    id: str
    name: str
    kind: str | None
    country: str | None
    country_name: str | None
    cameo: str | None
    wikidata: str | None
    resolved: bool
    whole: bool
    office: str | None
    offices: tuple[OfficeRow, ...]
    memberships: tuple[str, ...]
    did: tuple[TimelineRow, ...]
    suffered: tuple[TimelineRow, ...]
    said: tuple[StatementRow, ...]
    asked_by: tuple[TimelineRow, ...]
    told: tuple[StatementRow, ...]
    stands: tuple[PositionRow, ...]
    voices: tuple[Voice, ...]
    partners: tuple[Voice, ...]
    days: Days
    articles: tuple[ArticleRow, ...]
    next: str | None
    since: str | None
    until: str | None


def build(archive: Archive, asked: Asked) -> ActorContext:
    """The page.

    Raises:
        NoSuchEntry: Neither the registry nor the archive knows this actor.
    """
    party = party_of(archive, asked.path["id"])
    since, until = days_of(asked)
    found = listed(archive, asked, (party,), most=_SHOWN)
    seen = appearances(archive, (each.id for each in found.articles), party)
    who = _who(party, seen)
    ids = {(row["article"], row["id"]) for row in seen}
    chosen = found.selection(party)
    events = timeline(archive, chosen)[::-1]
    did, suffered = sided(events, ids)
    every = statements(archive, found.selection())[::-1]
    said = tuple(row for row in every if (row.article, row.speaker_id) in ids)
    return ActorContext(
        title=who["name"], **who, whole=party.whole, offices=tuple(offices(party.id)),
        memberships=_memberships(party), did=did, suffered=suffered, said=said,
        asked_by=tuple(row for row in suffered if row.type == "REQUEST"),
        told=tuple(row for row in every if any((row.article, each) in ids for each in row.addressee_ids)),
        stands=tuple(reversed(positions(archive, chosen))), voices=voices(said, seen, party.id),
        partners=partners(events, ids), days=days(Window(since=since, until=until, parties=(party,)).happened(archive)),
        articles=found.articles, next=found.next, since=since, until=until,
    )  # fmt: skip


def _who(party: Party, seen: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What is known of an actor: by the registry, else by the newest article that names it."""
    registry = load_registry()
    entity = registry.actor(party.id)
    row = next((each for each in seen if each["id"] == party.id), None)
    if entity is None and row is None:
        raise NoSuchEntry(f"Nobody has the id '{party.id}'.", "Look for the name in the registry or in the search.")
    told = row or {}
    known = {name: getattr(entity, name, None) or told.get(name) for name in ("kind", "country", "cameo", "wikidata")}
    country = registry.actor(known["country"]) if known["country"] else None
    return {
        "id": party.id, "name": entity.name if entity else told["name"], **known, "office": told.get("office"),
        "country_name": country.name if country else None,
        "resolved": entity is not None or bool(told.get("resolved")),
    }  # fmt: skip


def offices(id: str) -> Iterable[OfficeRow]:
    """The offices of a person in the registry, the latest first."""
    registry = load_registry()
    for each in reversed(registry.tenures(id)):
        post = registry.post(each.post_id)
        owner = registry.actor(post.organization)
        yield OfficeRow(
            title=post.title, organization=owner.name if owner else post.organization,
            organization_id=post.organization, since=each.since, until=each.until,
        )  # fmt: skip


def _memberships(party: Party) -> tuple[str, ...]:
    """Ids of the bodies that a state is in today."""
    if not party.whole or len(party.id) != 3:
        return ()
    today = date.today()  # noqa: DTZ011 - a membership does not change by the hour
    return tuple(sorted({each.body_id for each in load_registry().memberships(party.id, today)}))


def sided(
    events: Iterable[TimelineRow], ids: set[tuple[str, str]]
) -> tuple[tuple[TimelineRow, ...], tuple[TimelineRow, ...]]:
    """Events in which somebody acts, and those in which it is acted upon."""
    did, suffered = [], []
    for row in events:
        if any((row.article, each) in ids for each in row.source_ids):
            did.append(row)
        elif any((row.article, each) in ids for each in row.target_ids):
            suffered.append(row)
    return tuple(did), tuple(suffered)


def voices(said: Iterable[StatementRow], seen: Sequence[dict[str, Any]], id: str) -> tuple[Voice, ...]:
    """Who speaks for an actor, the most often heard first."""
    counted = Counter(row.speaker_id for row in said if row.speaker_id and row.speaker_id != id)
    known: dict[str, dict[str, Any]] = {}
    for row in seen:
        known.setdefault(row["id"], row)
    return tuple(
        Voice(id=who, name=known[who]["name"], office=known[who]["office"], n=n)
        for who, n in counted.most_common(12)
        if who in known
    )


def partners(events: Iterable[TimelineRow], ids: set[tuple[str, str]]) -> tuple[Voice, ...]:
    """With whom an actor deals, the most often first."""
    counted: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in events:
        both = [*zip(row.source_ids, row.sources, strict=True), *zip(row.target_ids, row.targets, strict=True)]
        for who, name in dict(both).items():
            if (row.article, who) not in ids and not who.startswith("a-"):
                counted[who] += 1
                names[who] = name
    return tuple(Voice(id=who, name=names[who], office=None, n=n) for who, n in counted.most_common(12))


def rows(context: ActorContext) -> Sequence[TimelineRow]:
    """What it did and what was done to it."""
    return (*context.did, *context.suffered)


PAGE = Page("actor", "/actors/{id:path}", build, rows, TimelineRow)
