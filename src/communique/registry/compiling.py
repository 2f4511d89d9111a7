"""From the registry's tables to the entries of its compiled table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from importlib.metadata import version

from msgspec import Struct

from communique.registry import people
from communique.registry.compiled import fingerprint_of, packed
from communique.registry.layer import Row
from communique.registry.loading import (
    load_entities,
    load_memberships,
    load_organs,
    load_people,
    load_posts,
    load_states,
    load_tenures,
    load_titles,
)
from communique.registry.model import Alias, Entity, Membership, Post, Tenure
from communique.registry.names import NameTable
from communique.registry.offices import Bearer, Holding, class_key, holding, spell
from communique.registry.organs import Organ
from communique.registry.overlay import Own, lay_memberships, lay_tenures, lay_titles, sound_tenures
from communique.registry.titles import PostClass
from communique.registry.words import normalise

WHOLE = "whole:"
ORDER = "order:"
ENTITIES = "entity:"
NAMINGS = "naming:"
SURNAMES = "surname:"
MEMBERS = "member:"
POSTS = "post:"
BY_PERSON = "person:"
BY_POST = "tenures:"
BY_CLASS = "class:"
HOLDINGS = "holding:"


class Whole(Struct):
    """What is small enough to be read as a whole.

    Attributes:
        lengths: How many words the longest naming has that starts with a word.
        adjectives: The usual adjective of every state.
        organs: The kinds of organs.
        classes: The classes of posts, the most important first.
        memberships: Every membership.
        organizations: The organisations that have posts, in the order of their ids.
    """

    lengths: dict[str, int]
    adjectives: dict[str, str]
    organs: list[Organ]
    classes: list[PostClass]
    memberships: list[Membership]
    organizations: list[str]


def fingerprint() -> str:
    """Changes whenever the code does that turns tables into entries; the tables have their own digest."""
    room = resources.files("communique.registry")
    code = sorted((each for each in room.iterdir() if each.name.endswith(".py")), key=lambda each: each.name)
    return fingerprint_of(code, version("communique"))


def entries(rows: Sequence[Row] = ()) -> Iterator[tuple[str, bytes]]:
    """Everything that the registry looks up, packed by key.

    Args:
        rows: The user's rows, laid over the shipped tables as :mod:`communique.registry.overlay` says.
    """
    own = Own(rows)
    collected = _Actors(own)
    classes = lay_titles(load_titles(), own.titles)
    posts = _posts(classes, collected.entities, own)
    memberships = [
        each
        for each in lay_memberships(load_memberships(), own.memberships)
        if each.body_id in collected.entities and each.state_id in collected.entities
    ]
    holding_posts = sorted({post.organization for post in posts})
    whole = Whole(collected.names.lengths, collected.adjectives, load_organs(), classes, memberships, holding_posts)
    yield from packed(WHOLE, {"": whole})
    yield from packed(ORDER, {"": list(collected.entities)})
    yield from packed(ENTITIES, collected.entities)
    yield from packed(NAMINGS, collected.names.aliases)
    own_tenures = list(sound_tenures(own.tenures, collected.entities, {each.id: each for each in posts}))
    tenures = lay_tenures(load_tenures(), own_tenures)
    leading, seated = _bearers(collected.surnames, tenures, posts, classes)
    yield from packed(SURNAMES, leading)
    yield from packed(MEMBERS, seated)
    yield from _offices(posts, tenures)


_SEAT = "member of parliament"
_BY_THE_THOUSAND = "wd"
"""The source whose members of parliaments are too many for a bare surname to mean one of them."""


def _bearers(
    surnames: Mapping[str, list[str]], tenures: Iterable[Tenure], posts: Iterable[Post], classes: Iterable[PostClass]
) -> tuple[dict[str, list[Bearer]], dict[str, list[Bearer]]]:
    """The people of every surname, those who held the most important office first; and those who only sat."""
    rank = {each.post_class: place for place, each in enumerate(classes)}
    of_post = {post.id: rank.get(post.post_class, len(rank)) for post in posts}
    best: dict[str, int] = {}
    spells: dict[str, list[tuple[int, int]]] = {}
    leads: set[str] = set()
    for tenure in tenures:
        found = of_post.get(tenure.post_id, len(rank))
        best[tenure.person_id] = min(found, best.get(tenure.person_id, len(rank)))
        spells.setdefault(tenure.person_id, []).append(spell(tenure))
        if found != rank[_SEAT] or tenure.source != _BY_THE_THOUSAND:
            leads.add(tenure.person_id)
    leading: dict[str, list[Bearer]] = {}
    seated: dict[str, list[Bearer]] = {}
    for surname, named in surnames.items():
        ranked = named if len(named) == 1 else sorted(named, key=lambda each: (best.get(each, len(rank)), each))
        for each in ranked:
            kept = leading if each in leads or each not in spells else seated
            kept.setdefault(surname, []).append(Bearer(each, spells.get(each, [])))
    return leading, seated


def _posts(classes: Sequence[PostClass], entities: Mapping[str, Entity], own: Own) -> list[Post]:
    shipped = load_posts({each.post_class: tuple(each.sectors) for each in classes}, entities)
    known = {each.post_class for each in classes}
    sound = {each.id: each for each in own.posts.values() if each.post_class in known and each.organization in entities}
    return [sound.pop(each.id, each) for each in shipped] + list(sound.values())


class _Actors:
    """Entities and their namings: the user's namings first, then the tables in their order."""

    def __init__(self, own: Own) -> None:
        self.names = NameTable()
        self.surnames: dict[str, list[str]] = {}
        self.entities: dict[str, Entity] = {}
        self.adjectives: dict[str, str] = {}
        self._own = dict(own.actors)
        self._family = own.surnames()
        self._name_own(own)
        for state, aliases in load_states():
            self._add(state, aliases)
            self.adjectives[state.id] = next((each.text for each in aliases if each.form == "adjective"), state.name)
        for entity, aliases in load_entities():
            self._add(entity, aliases)
        for person, aliases, family in load_people():
            self._add_person(person, aliases, family)
        for entity in list(self._own.values()):
            self._add_new(entity)
        self._drop_unknown()

    def _name_own(self, own: Own) -> None:
        for entity in own.actors.values():
            named = people.aliases(entity.id, entity.name, entity.country) if entity.kind == "person" else ()
            self.names.extend(named or [Alias(entity.id, entity.name)])
        self.names.extend(each for each in own.aliases if each.form != "surname")

    def _add_new(self, entity: Entity) -> None:
        """An actor that only the user has."""
        if entity.kind == "person":
            self._add_person(entity, (), ())
            return
        self.entities[entity.id] = entity
        if entity.kind == "state":
            self.adjectives.setdefault(entity.id, entity.name)

    def _drop_unknown(self) -> None:
        """Leave out namings of the user's for actors that neither layer has."""
        unknown = [key for key, found in self.names.aliases.items() if any(self._is_unknown(each) for each in found)]
        for key in unknown:
            self.names.aliases[key] = [each for each in self.names.aliases[key] if not self._is_unknown(each)]

    def _is_unknown(self, alias: Alias) -> bool:
        return alias.entity_id not in self.entities

    def _add(self, entity: Entity, aliases: Iterable[Alias]) -> None:
        self.entities[entity.id] = self._own.pop(entity.id, entity)
        self.names.extend(aliases)

    def _add_person(self, person: Entity, aliases: Sequence[Alias], family: Sequence[str]) -> None:
        plain = people.plain_key(person.name, person.country)
        if plain and not aliases and not family and person.id not in self._own and person.id not in self._family:
            self.entities[person.id] = person
            self.names.add_key(plain, Alias(person.id, person.name))
            self.surnames.setdefault(plain.partition(" ")[2], []).append(person.id)
            return
        self.entities[person.id] = self._own.pop(person.id, person)
        self.names.extend(people.aliases(person.id, person.name, person.country))
        self.names.extend(aliases)
        own = self._family.get(person.id, ())
        for surname in (*own, *(family or (() if own else people.surnames(person.name, person.country)))):
            known = self.surnames.setdefault(normalise(surname), [])
            if person.id not in known:
                known.append(person.id)


def _offices(posts: Sequence[Post], tenures: Iterable[Tenure]) -> Iterator[tuple[str, bytes]]:
    by_person: dict[str, list[Tenure]] = {}
    by_post: dict[str, list[Tenure]] = {}
    by_class: dict[str, list[str]] = {}
    holdings: dict[str, list[Holding]] = {}
    known = {post.id: post for post in posts}
    for post in posts:
        by_class.setdefault(class_key(post.post_class, post.organization), []).append(post.id)
    for tenure in tenures:
        by_person.setdefault(tenure.person_id, []).append(tenure)
        by_post.setdefault(tenure.post_id, []).append(tenure)
        held = known.get(tenure.post_id)
        if held is not None and held.post_class != _SEAT:
            key = class_key(held.post_class, held.organization)
            holdings.setdefault(key, []).append(holding(tenure, held))
    yield from packed(POSTS, known)
    yield from packed(BY_PERSON, by_person)
    yield from packed(BY_POST, by_post)
    yield from packed(BY_CLASS, by_class)
    yield from packed(HOLDINGS, holdings)
