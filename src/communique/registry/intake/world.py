"""The actors and posts that a row may name: those of the shipped registry, of other packs and of this import."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from communique.registry.intake.words import country_code
from communique.registry.layer import Row
from communique.registry.model import Alias, Entity, Post
from communique.registry.registry import Registry
from communique.registry.words import normalise

_REFERRING = ("name", "acronym", "transliteration")


class World:
    """What is known while rows are read.

    Args:
        registry: The registry as it ships.
        rows: Rows of the user's that are kept already.
    """

    def __init__(self, registry: Registry, rows: Iterable[Row] = ()) -> None:
        self.registry = registry
        self._actors: dict[str, Entity] = {}
        self._posts: dict[str, Post] = {}
        self._by_class: dict[tuple[str, str], dict[str, Post]] = {}
        self._names: dict[str, list[str]] = {}
        self._wikidata: dict[str, str] = {}
        for row in rows:
            self.take(row)

    def take(self, row: Row) -> None:
        """Know the actor, naming or post of a row from now on."""
        if row.actor is not None:
            self._actors[row.actor.id] = row.actor
            self._name(row.actor.name, row.actor.id)
            if row.actor.wikidata:
                self._wikidata[row.actor.wikidata] = row.actor.id
        elif row.alias is not None and row.alias.form in _REFERRING:
            self._name(row.alias.text, row.alias.entity_id)
        elif row.post is not None:
            self._posts[row.post.id] = row.post
            self._by_class.setdefault((row.post.post_class, row.post.organization), {})[row.post.id] = row.post

    def _name(self, name: str, entity_id: str) -> None:
        known = self._names.setdefault(normalise(name), [])
        if entity_id not in known:
            known.append(entity_id)

    def actor(self, entity_id: str) -> Entity | None:
        """The actor of this id; the user's own before the registry's."""
        return self._actors.get(entity_id) or self.registry.actor(entity_id)

    def post(self, post_id: str) -> Post | None:
        """The post of this id; the user's own before the registry's."""
        own = self._posts.get(post_id)
        if own is not None:
            return own
        try:
            return self.registry.post(post_id)
        except KeyError:
            return None

    def posts(self, post_class: str, organization: str) -> list[Post]:
        """The posts of a class at an organisation."""
        own = self._by_class.get((post_class, organization), {})
        return self.registry.posts(post_class, organization) + list(own.values())

    def titled(self, titles: Iterable[str], organization: str) -> Post | None:
        """The post of an organisation that has one of these titles."""
        wanted = {normalise(each) for each in titles}
        posts = (post for each in self.registry.post_classes for post in self.posts(each, organization))
        return next((each for each in posts if normalise(each.title) in wanted), None)

    def by_wikidata(self, item: str) -> str | None:
        """The id of the actor that is this Wikidata item."""
        if item in self._wikidata:
            return self._wikidata[item]
        if self.registry.actor(item) is not None:
            return item
        return self._items.get(item)

    @functools.cached_property
    def _items(self) -> dict[str, str]:
        return {each.wikidata: each.id for each in self.registry.actors() if each.wikidata}

    def namings(self, name: str) -> list[Alias]:
        """What a name means in the registry as it ships, surnames left out."""
        return [each for each in self.registry.lookup(name) if each.form != "surname"]

    def named(self, name: str) -> list[Entity]:
        """The actors of this name, the user's own first."""
        own = self._names.get(normalise(name), [])
        shipped = [each.entity_id for each in self.namings(name) if each.form in _REFERRING]
        found = (self.actor(each) for each in dict.fromkeys([*own, *shipped]))
        return [each for each in found if each is not None]

    def country(self, word: str) -> str | None:
        """The state or body that a code, a name or an adjective means; None when it is none."""
        code = country_code(word)
        known = self.actor(code)
        if known is not None and known.kind != "person":
            return known.id
        named = [each.id for each in self.named(word) if each.kind in ("state", "region", "body")]
        return named[0] if named else self.registry.country_of_demonym(word)
