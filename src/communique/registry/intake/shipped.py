"""The shipped tables as rows with their lines, so that they are judged by the rules that the user's rows are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from communique.registry import tables
from communique.registry.intake.drafts import Problem
from communique.registry.intake.judging import Judge
from communique.registry.intake.world import World
from communique.registry.layer import Row
from communique.registry.loading import (
    ENTITY_COLUMNS,
    ENTITY_TABLES,
    MEMBERSHIP_COLUMNS,
    PEOPLE_COLUMNS,
    TENURE_COLUMNS,
)
from communique.registry.model import Entity, Membership, Tenure
from communique.registry.registry import open_registry
from communique.registry.words import normalise


def check_shipped() -> list[Problem]:
    """What does not stand in the registry as it ships, and what is worth a look: people who are there twice, too."""
    judge = Judge(World(open_registry()))
    found = [problem for file, row in _rows() for problem in judge.judge(row, file)]
    return found + list(_twice())


def _rows() -> Iterator[tuple[str, Row]]:
    return chain(_actors(), _tenures(), _memberships())


def _actors() -> Iterator[tuple[str, Row]]:
    for table in ENTITY_TABLES:
        for line, row in tables.numbered(table, ENTITY_COLUMNS):
            entity_id, name, _, country, sectors, parent, _, _, aliases = row
            actor = Entity(entity_id, name, "body", country or None, tables.several(sectors), None, parent or None)
            yield table, Row(line, actor=actor)
            yield from _namings(table, line, entity_id, aliases)
    for line, (person_id, name, country, sectors, aliases, _) in tables.numbered("people.csv", PEOPLE_COLUMNS):
        yield "people.csv", Row(line, actor=Entity(person_id, name, "person", country or None, tables.several(sectors)))
        yield from _namings("people.csv", line, person_id, aliases)


def _namings(table: str, line: int, entity_id: str, aliases: str) -> Iterator[tuple[str, Row]]:
    for each in tables.several(aliases):
        yield table, Row(line, alias=tables.alias_of(entity_id, each))


def _tenures() -> Iterator[tuple[str, Row]]:
    for line, (person, post, start, end, source) in tables.numbered("tenures.csv", TENURE_COLUMNS):
        yield "tenures.csv", Row(line, tenure=Tenure(person, post, start or None, end or None, source))


def _memberships() -> Iterator[tuple[str, Row]]:
    for line, (body, states, since, until, role, source) in tables.numbered("memberships.csv", MEMBERSHIP_COLUMNS):
        for state in states.split(" "):
            membership = Membership(body, state, since or None, until or None, role, source)
            yield "memberships.csv", Row(line, membership=membership)


def _twice() -> Iterator[Problem]:
    """People of one name in one country, or in none, not both of them Wikidata items: perhaps one person."""
    seen: dict[str, list[tuple[str, str]]] = {}
    for line, (person_id, name, country, *_) in tables.numbered("people.csv", PEOPLE_COLUMNS):
        known = seen.setdefault(normalise(name), [])
        for other, there in known:
            if not (_is_item(other) and _is_item(person_id)) and (there == country or not there or not country):
                what = f"{name} ({country or 'no country'}) is there as {person_id} and as {other}."
                yield Problem("people.csv", line, what, "Join the two if they are one.", rejected=False)
        known.append((person_id, country))


def _is_item(person_id: str) -> bool:
    return person_id[:1] == "Q" and person_id[1:].isdigit()
