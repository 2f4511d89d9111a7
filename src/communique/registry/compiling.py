"""From the registry's tables to the entries of its compiled table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from importlib.metadata import version

from msgspec import Struct

from communique.registry import people
from communique.registry.compiled import fingerprint_of, packed
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
from communique.registry.offices import class_key
from communique.registry.organs import Organ
from communique.registry.titles import PostClass
from communique.registry.words import normalise

WHOLE = "whole:"
ORDER = "order:"
ENTITIES = "entity:"
NAMINGS = "naming:"
SURNAMES = "surname:"
POSTS = "post:"
BY_PERSON = "person:"
BY_POST = "tenures:"
BY_CLASS = "class:"


class Whole(Struct):
    """What is small enough to be read as a whole.

    Attributes:
        lengths: How many words the longest naming has that starts with a word.
        adjectives: The usual adjective of every state.
        organs: The kinds of organs.
        classes: The classes of posts, the most important first.
        memberships: Every membership.
    """

    lengths: dict[str, int]
    adjectives: dict[str, str]
    organs: list[Organ]
    classes: list[PostClass]
    memberships: list[Membership]


def fingerprint() -> str:
    """Changes whenever the code does that turns tables into entries; the tables have their own digest."""
    room = resources.files("communique.registry")
    code = sorted((each for each in room.iterdir() if each.name.endswith(".py")), key=lambda each: each.name)
    return fingerprint_of(code, version("communique"))


def entries() -> Iterator[tuple[str, bytes]]:
    """Everything that the registry looks up, packed by key."""
    collected = _Actors()
    classes = load_titles()
    posts = load_posts({each.post_class: tuple(each.sectors) for each in classes}, collected.entities)
    whole = Whole(collected.names.lengths, collected.adjectives, load_organs(), classes, load_memberships())
    yield from packed(WHOLE, {"": whole})
    yield from packed(ORDER, {"": list(collected.entities)})
    yield from packed(ENTITIES, collected.entities)
    yield from packed(NAMINGS, collected.names.aliases)
    yield from packed(SURNAMES, collected.surnames)
    yield from _offices(posts, load_tenures())


class _Actors:
    """Entities and their namings, from the tables in their order."""

    def __init__(self) -> None:
        self.names = NameTable()
        self.surnames: dict[str, list[str]] = {}
        self.entities: dict[str, Entity] = {}
        self.adjectives: dict[str, str] = {}
        for state, aliases in load_states():
            self._add(state, aliases)
            adjective = next((each.text for each in aliases if each.form == "adjective"), state.name)
            self.adjectives[state.id] = adjective
        for entity, aliases in load_entities():
            self._add(entity, aliases)
        for person, aliases, family in load_people():
            self._add_person(person, aliases, family)

    def _add(self, entity: Entity, aliases: Iterable[Alias]) -> None:
        self.entities[entity.id] = entity
        self.names.extend(aliases)

    def _add_person(self, person: Entity, aliases: Iterable[Alias], family: Sequence[str]) -> None:
        self.entities[person.id] = person
        self.names.extend(people.aliases(person.id, person.name, person.country))
        self.names.extend(aliases)
        for surname in family or people.surnames(person.name, person.country):
            known = self.surnames.setdefault(normalise(surname), [])
            if person.id not in known:
                known.append(person.id)


def _offices(posts: list[Post], tenures: list[Tenure]) -> Iterator[tuple[str, bytes]]:
    by_person: dict[str, list[Tenure]] = {}
    by_post: dict[str, list[Tenure]] = {}
    by_class: dict[str, list[str]] = {}
    for post in posts:
        by_class.setdefault(class_key(post.post_class, post.organization), []).append(post.id)
    for tenure in tenures:
        by_person.setdefault(tenure.person_id, []).append(tenure)
        by_post.setdefault(tenure.post_id, []).append(tenure)
    yield from packed(POSTS, {post.id: post for post in posts})
    yield from packed(BY_PERSON, by_person)
    yield from packed(BY_POST, by_post)
    yield from packed(BY_CLASS, by_class)
