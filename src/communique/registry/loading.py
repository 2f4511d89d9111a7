"""From the tables to the registry's values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import cast

from communique.errors import BadDataFile
from communique.record import ActorKind
from communique.registry import tables
from communique.registry.model import Alias, AliasForm, Entity, Membership, Post, Tenure
from communique.registry.organs import Organ
from communique.registry.titles import PostClass
from communique.vocabulary.reader import parse_yaml

ENTITY_COLUMNS = ("id", "name", "kind", "country", "sectors", "parent", "cameo", "wikidata", "aliases")
ENTITY_TABLES = ("bodies.csv", "organs.csv", "groups.csv", "parties.csv", "regions.csv", "media.csv")
STATE_COLUMNS = ("id", "name", "aliases", "adjectives", "demonyms", "capitals", "wikidata")
PEOPLE_COLUMNS = ("id", "name", "country", "sectors", "aliases", "surnames")
POST_COLUMNS = ("id", "class", "title", "organization", "country")
TENURE_COLUMNS = ("person", "post", "start", "end", "source")
MEMBERSHIP_COLUMNS = ("body", "states", "since", "until", "role", "source")


def load_states() -> Iterator[tuple[Entity, list[Alias]]]:
    """Every state with its namings."""
    for state_id, name, aliases, adjectives, demonyms, capitals, wikidata in tables.rows("states.csv", STATE_COLUMNS):
        entity = Entity(state_id, name, "state", state_id, (), wikidata or None, None, state_id)
        found = [Alias(state_id, name)] if f"?{name}" not in tables.several(aliases) else []
        forms: tuple[tuple[str, AliasForm], ...] = (
            (aliases, "name"), (adjectives, "adjective"), (demonyms, "demonym"), (capitals, "capital"),
        )  # fmt: skip
        for cell, form in forms:
            found += [tables.alias_of(state_id, each, form) for each in tables.several(cell)]
        yield entity, found


def load_entities() -> Iterator[tuple[Entity, list[Alias]]]:
    """Every body, organ, group, party, region and outlet with its namings."""
    for table in ENTITY_TABLES:
        for row in tables.rows(table, ENTITY_COLUMNS):
            entity_id, name, kind, country, sectors, parent, cameo, wikidata, aliases = row
            cells = tables.several(aliases)
            entity = Entity(
                entity_id, name, cast("ActorKind", kind), country or None, tables.several(sectors),
                wikidata or None, parent or None, cameo or None,
            )  # fmt: skip
            found = [] if f"?{name}" in cells else [tables.alias_of(entity_id, name)]
            yield entity, found + [tables.alias_of(entity_id, each) for each in cells]


def load_people() -> Iterator[tuple[Entity, list[Alias], tuple[str, ...]]]:
    """Every person with the namings and family names that no rule makes."""
    for person_id, name, country, sectors, aliases, family in tables.rows("people.csv", PEOPLE_COLUMNS):
        wikidata = person_id if person_id[0] == "Q" and person_id[1:].isdigit() else None
        entity = Entity(person_id, name, "person", country or None, tables.several(sectors), wikidata)
        yield entity, [tables.alias_of(person_id, each) for each in tables.several(aliases)], tables.several(family)


def load_titles() -> list[PostClass]:
    """The classes of posts with their titles, the most important first."""
    return parse_yaml(_yaml("posts.yaml"), list[PostClass], "registry/data/posts.yaml")


def load_organs() -> list[Organ]:
    """The kinds of organs that every state has."""
    return parse_yaml(_yaml("organs.yaml"), list[Organ], "registry/data/organs.yaml")


_DEFENCE = re.compile(r"\bdefen[cs]e\b", re.IGNORECASE)
_ARMED = re.compile(r"\b(military|army|IDF|armed forces)\b", re.IGNORECASE)
# Classes whose role tells the sector whatever the organisation: a party's opposition leader is opposition.
ROLES = frozenset(["opposition leader", "speaker", "member of parliament", "military chief", "intelligence chief"])


def load_posts(classes: Mapping[str, Sequence[str]], entities: Mapping[str, Entity]) -> list[Post]:
    """Every post. Its sectors are those of its class at a state, and of the organisation elsewhere.

    Args:
        classes: The sectors of each class of posts.
        entities: The organisations by id.

    Raises:
        BadDataFile: A post belongs to an organisation that no table has.
    """
    return [
        Post(post_id, post_class, title, organization, country or None, _sectors(classes, entities, row))
        for row in tables.rows("posts.csv", POST_COLUMNS)
        for post_id, post_class, title, organization, country in [row]
    ]


def _sectors(
    classes: Mapping[str, Sequence[str]], entities: Mapping[str, Entity], row: Sequence[str]
) -> tuple[str, ...]:
    post_class, organization = row[1], entities.get(row[3])
    if organization is None:
        raise BadDataFile(f"registry/data/posts.csv: no table has the organisation {row[3]}.", "Add it.")
    of_class = tuple(classes.get(post_class, ()))
    if of_class == ("GOV",) and _DEFENCE.search(row[2]):
        of_class = ("GOV", "MIL")
    elif of_class == ("GOV",) and _ARMED.search(row[2]):
        of_class = ("MIL",)
    return of_class if organization.kind in ("state", "region") or post_class in ROLES else organization.sectors


def load_tenures() -> list[Tenure]:
    """Every tenure."""
    return [
        Tenure(person, post, start or None, end or None, source)
        for person, post, start, end, source in tables.rows("tenures.csv", TENURE_COLUMNS)
    ]


def load_memberships() -> list[Membership]:
    """Every membership; a row names all states that joined and left on the same days."""
    return [
        Membership(body, state, since or None, until or None, role, source)
        for body, states, since, until, role, source in tables.rows("memberships.csv", MEMBERSHIP_COLUMNS)
        for state in states.split(" ")
    ]


def _yaml(name: str) -> bytes:
    return resources.files("communique.registry").joinpath("data", name).read_bytes()
