"""FollowTheMoney entities, one JSON object a line: people, organisations, positions, occupancies, memberships.

After the project's schema files (https://followthemoney.tech/explorer/): every property holds a list; ``Occupancy``
joins ``holder`` and ``post``; ``Membership`` joins ``member`` and ``organization``; a country is an ISO 3166-1
alpha-2 code in small letters. A ``weakAlias`` is one too broad to stand alone, so it needs context here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from communique.registry.intake.drafts import (
    Draft,
    GivenActor,
    GivenAlias,
    GivenMembership,
    GivenPost,
    GivenTenure,
)
from communique.registry.intake.words import kind_of

_PEOPLE = "Person"
_NOT_LASTING = ("ended", "unknown")
"""What an occupancy may say of itself that a missing end does not mean: that it lasts."""
SECTOR = "sector:"
"""Before a PLOVER sector among an actor's keywords."""
CLASS = "class:"
"""Before the class of a post among a position's keywords, for titles that do not tell it."""


class _Entity(Struct):
    """One line: the entity and how to read its properties."""

    line: int
    id: str
    schema: str
    properties: Mapping[str, list[str]]

    def first(self, *names: str) -> str | None:
        """The first value of the first of these properties that has one."""
        return next((value for name in names for value in self.properties.get(name, ())), None)

    def all(self, name: str) -> list[str]:
        """Every value of a property."""
        return self.properties.get(name, [])


def read_ftm(text: str, draft: Draft) -> None:
    """Read entities into a draft. Schemata that say nothing of actors are counted and left out."""
    other: dict[str, list[int]] = {}
    entities = _entities(text, draft)
    people = {each.id for each in entities if each.schema == _PEOPLE}
    for each in entities:
        if each.schema == "Position":
            _position(each, draft)
        elif each.schema == "Occupancy":
            _occupancy(each, draft)
        elif each.schema == "Membership":
            _membership(each, draft, people)
        elif kind_of(each.schema) is not None:
            _actor(each, draft)
        else:
            other.setdefault(each.schema, []).append(each.line)
    for schema, lines in other.items():
        draft.note(lines[0], f"{len(lines)} of schema {schema}: not about actors, left out.")


def _entities(text: str, draft: Draft) -> list[_Entity]:
    """The entities of all lines, those written out inside others too; of one id the properties are joined."""
    found: dict[str, _Entity] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        for value in _values(number, line, draft) if line.strip() else ():
            properties = value.get("properties")
            given = _properties(properties) if isinstance(properties, dict) else {}
            known = found.get(value["id"])
            if known is None or known.schema != value["schema"]:
                found[value["id"]] = _Entity(number, value["id"], value["schema"], given)
            else:
                joined = {**given, **known.properties}
                both = {name: list(dict.fromkeys([*each, *given.get(name, ())])) for name, each in joined.items()}
                found[value["id"]] = _Entity(known.line, known.id, known.schema, both)
    return list(found.values())


def _values(number: int, line: str, draft: Draft) -> Iterator[Mapping[str, Any]]:
    """The entity of a line, and those inside it."""
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        draft.reject(number, f"It is not JSON: {error.msg}, at character {error.pos + 1}.", "Write one entity a line.")
        return
    except RecursionError:
        draft.reject(number, "It is nested too deeply.", "Write one entity a line.")
        return
    if not _is_entity(value):
        draft.reject(number, "It is no entity: it has no id or no schema.", "See https://followthemoney.tech.")
        return
    waiting = [value]
    while waiting:
        each = waiting.pop()
        yield each
        properties = each.get("properties")
        inner = properties.values() if isinstance(properties, dict) else ()
        waiting += [item for items in inner if isinstance(items, list) for item in items if _is_entity(item)]


def _is_entity(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("schema"), str) and isinstance(value.get("id"), str)


def _properties(properties: Mapping[str, Any]) -> dict[str, list[str]]:
    """The properties with text values; an entity written out inside another stands for its id."""
    found = {}
    for name, values in properties.items():
        listed = values if isinstance(values, list) else [values]
        texts = [each.get("id") if isinstance(each, dict) else each for each in listed]
        found[name] = [each.strip() for each in texts if isinstance(each, str) and each.strip()]
    return found


def _actor(entity: _Entity, draft: Draft) -> None:
    name = entity.first("name")
    if name is None:
        draft.reject(entity.line, f"The {entity.schema} {entity.id} has no name.", "Give it one.")
        return
    kind = kind_of(entity.schema)
    aliases = [GivenAlias(text) for field in ("alias", "previousName") for text in entity.all(field)]
    aliases += [GivenAlias(text) for text in entity.all("name")[1:]]
    aliases += [GivenAlias(text, needs_context=True) for text in entity.all("weakAlias")]
    aliases += [GivenAlias(text, "acronym") for text in entity.all("abbreviation")]
    word = next((each for each in entity.all("classification") if kind_of(each)), None)
    draft.actors.append(GivenActor(
        entity.line, name, entity.id, word or entity.schema if kind is not None else None,
        entity.first("country", "nationality", "citizenship", "jurisdiction", "mainCountry"), _sectors(entity),
        entity.first("parent"), None, entity.first("wikidataId"), tuple(aliases),
        tuple(entity.all("lastName")) if entity.schema == _PEOPLE else (),
    ))  # fmt: skip


def _sectors(entity: _Entity) -> tuple[str, ...]:
    return tuple(each.partition(":")[2] for each in entity.all("keywords") if each.startswith(SECTOR))


def _position(entity: _Entity, draft: Draft) -> None:
    titles = tuple(dict.fromkeys([*entity.all("name"), *entity.all("alias")]))
    if not titles:
        draft.reject(entity.line, f"The Position {entity.id} has no name.", "Give it one.")
        return
    country = entity.first("country", "jurisdiction")
    organization = entity.first("organization")
    post_class = next((each.partition(":")[2] for each in entity.all("keywords") if each.startswith(CLASS)), None)
    given = GivenPost(entity.line, titles, entity.id, post_class, organization, country, _sectors(entity))
    draft.posts.append(given)


def _occupancy(entity: _Entity, draft: Draft) -> None:
    holder, post = entity.first("holder"), entity.first("post")
    since, until = _period(entity)
    if holder is None or post is None:
        draft.reject(entity.line, f"The Occupancy {entity.id} has no holder or no post.", "Give both.")
    elif until is None and entity.first("status") in _NOT_LASTING:
        what = f"The Occupancy {entity.id} is {entity.first('status')}, and has no endDate."
        draft.reject(entity.line, what, "Give its endDate, as exact as known, or status current.")
    else:
        draft.tenures.append(GivenTenure(entity.line, holder, post, since, until, _source(entity)))


def _membership(entity: _Entity, draft: Draft, people: set[str]) -> None:
    member, organization = entity.first("member"), entity.first("organization")
    since, until = _period(entity)
    if member is None or organization is None:
        draft.reject(entity.line, f"The Membership {entity.id} has no member or no organization.", "Give both.")
    elif member in people:
        post = GivenPost(entity.line, (entity.first("role") or "Member",), None, None, organization)
        draft.tenures.append(GivenTenure(entity.line, member, post, since, until, _source(entity)))
    else:
        role = entity.first("role") or "member"
        draft.memberships.append(
            GivenMembership(entity.line, organization, member, since, until, role.lower(), _source(entity))
        )


def _period(entity: _Entity) -> tuple[str | None, str | None]:
    """The earliest start and the latest end that are given."""
    return min(entity.all("startDate"), default=None), max(entity.all("endDate"), default=None)


def _source(entity: _Entity) -> str:
    return entity.first("sourceUrl", "publisher") or ""
