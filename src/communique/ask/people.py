"""One actor: who it is, which offices it held when, and where the archive has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Struct

from communique.archive import Archive
from communique.archive.overview import Party, appearances
from communique.ask.paging import ArticleRow, Span, articles
from communique.errors import NoSuchEntry
from communique.record import doc
from communique.registry import Entity, Registry, Tenure, load_registry

_SHOWN = 20  # articles
_POSTS = ("head of state", "head of government", "foreign minister")


class OfficeRow(Struct, frozen=True, kw_only=True):
    """One tenure: a person in an office."""

    person_id: Annotated[str, doc("Id of the person.")]
    person: Annotated[str, doc("Name of the person.")]
    title: Annotated[str, doc("Title of the office.")]
    organization: Annotated[str, doc("Id of the state or body that the office belongs to.")]
    since: Annotated[str | None, doc("Start, ISO 8601, as exact as known.")]
    until: Annotated[str | None, doc("End; null while it lasts or when unknown.")]
    source: Annotated[str, doc("Where the registry has it from.")]


class ActorPage(Struct, frozen=True, kw_only=True):
    """One actor."""

    id: Annotated[str, doc("Actor id.")]
    name: Annotated[str, doc("Name.")]
    kind: Annotated[str | None, doc("What sort of actor it is.")]
    country: Annotated[str | None, doc("Country or body it belongs to.")]
    wikidata: Annotated[str | None, doc("Wikidata item.")]
    resolved: Annotated[bool, doc("Whether the registry knows this actor.")]
    offices: Annotated[tuple[OfficeRow, ...], doc("Its offices over time; of a state or body, who held them.")]
    articles: Annotated[tuple[ArticleRow, ...], doc("The newest articles in which it appears.")]


def actor_page(archive: Archive, party: Party) -> ActorPage:
    """What is known of an actor.

    Raises:
        NoSuchEntry: Neither the registry nor the archive has it.
    """
    registry = load_registry()
    entity = registry.actor(party.id)
    found = articles(archive, Span(parties=(Party(party.id),)), most=_SHOWN).rows
    if entity is not None:
        return ActorPage(
            id=entity.id, name=entity.name, kind=entity.kind, country=entity.country, wikidata=entity.wikidata,
            resolved=True, offices=tuple(offices(registry, entity)), articles=found,
        )  # fmt: skip
    rows = appearances(archive, [each.article for each in found], Party(party.id))
    if not rows:
        raise NoSuchEntry(f"Nobody has the id or the name '{party.id}'.", "Look the name up with 'communique actor'.")
    return ActorPage(
        id=rows[0]["id"], name=rows[0]["name"], kind=rows[0]["kind"], country=rows[0]["country"],
        wikidata=rows[0]["wikidata"], resolved=False, offices=(), articles=found,
    )  # fmt: skip


def offices(registry: Registry, entity: Entity) -> Iterator[OfficeRow]:
    """The tenures of a person; of a state or body those of its main posts, the earliest first."""
    if entity.kind == "person":
        yield from (_row(registry, each) for each in registry.tenures(entity.id))
        return
    posts = [post for each in registry.post_classes for post in registry.posts(each, entity.id)]
    held = [tenure for post in posts for tenure in registry.post_tenures(post.id)]
    yield from (_row(registry, each) for each in sorted(held, key=lambda each: (each.since or "", each.post_id)))


def _row(registry: Registry, tenure: Tenure) -> OfficeRow:
    post, person = registry.post(tenure.post_id), registry.actor(tenure.person_id)
    return OfficeRow(
        person_id=tenure.person_id, person=person.name if person else tenure.person_id, title=post.title,
        organization=post.organization, since=tenure.since, until=tenure.until, source=tenure.source,
    )  # fmt: skip
