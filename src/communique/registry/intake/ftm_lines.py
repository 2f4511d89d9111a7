"""The user's rows as FollowTheMoney entities, one JSON object a line, with all that they name: to hand on, or to keep.

What FollowTheMoney has no place for is left out: the days between which a naming was in use, a CAMEO code. Sectors
and the class of a post go into the keywords, where the reader of such files finds them again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from communique.registry.intake.ftm import CLASS, SECTOR
from communique.registry.intake.words import country_letters
from communique.registry.intake.world import World
from communique.registry.layer import Row
from communique.registry.model import Alias, Entity, Membership, Post, Tenure
from communique.registry.registry import open_registry

Properties = Mapping[str, Sequence[str | None]]

_SCHEMATA = {"person": "Person", "state": "PublicBody", "government": "PublicBody", "ministry": "PublicBody"}
_OTHER = "Organization"


def ftm_lines(rows: Iterable[Row]) -> Iterator[str]:
    """The entities of rows, each written once: actors, positions, occupancies, memberships."""
    given = list(rows)
    world = World(open_registry(), given)
    titles = [row.title for row in given if row.title is not None]
    posts = _posts(given, titles, world)
    aliases = _by_actor(given)
    for actor in _actors(given, posts, world):
        yield _actor(actor, aliases.get(actor.id, ()))
    for post in posts:
        own = [title for key, title, owner in titles if (key, owner) == (post.post_class, post.organization)]
        yield _position(post, own, world)
    yield from (_occupancy(row.tenure) for row in given if row.tenure is not None)
    yield from (_membership(row.membership) for row in given if row.membership is not None)


def _posts(rows: Sequence[Row], titles: Iterable[tuple[str, str, str]], world: World) -> list[Post]:
    """Every post that the rows have or name; for a title alone, the first of its class there."""
    ids = [row.post.id for row in rows if row.post] + [row.tenure.post_id for row in rows if row.tenure]
    ids += [each.id for post_class, _, owner in titles for each in world.posts(post_class, owner)[:1]]
    return [post for each in dict.fromkeys(ids) if (post := world.post(each)) is not None]


def _by_actor(rows: Iterable[Row]) -> dict[str, list[Alias]]:
    found: dict[str, list[Alias]] = {}
    for row in rows:
        if row.alias is not None:
            found.setdefault(row.alias.entity_id, []).append(row.alias)
    return found


def _actors(rows: Sequence[Row], posts: Sequence[Post], world: World) -> Iterator[Entity]:
    """Every actor that the rows have or name, in the order in which they do."""
    ids: dict[str, None] = {}
    for row in rows:
        named = (
            [row.actor.id] if row.actor else
            [row.alias.entity_id] if row.alias else
            [row.tenure.person_id] if row.tenure else
            [row.membership.body_id, row.membership.state_id] if row.membership else []
        )  # fmt: skip
        ids.update(dict.fromkeys(named))
    ids.update(dict.fromkeys(post.organization for post in posts))
    return (actor for each in ids if (actor := world.actor(each)) is not None)


def _actor(actor: Entity, aliases: Sequence[Alias]) -> str:
    person = actor.kind == "person"
    sure = [each.text for each in aliases if not each.needs_context and each.form not in ("surname", "acronym")]
    return _line(actor.id, _SCHEMATA.get(actor.kind, _OTHER), {
        "name": [actor.name],
        "alias": sure,
        "weakAlias": [each.text for each in aliases if each.needs_context and each.form != "surname"],
        "abbreviation": [each.text for each in aliases if each.form == "acronym" and not each.needs_context],
        "lastName": [each.text for each in aliases if each.form == "surname"],
        "nationality" if person else "country": [country_letters(actor.country) if actor.country else None],
        "classification": [] if person else [actor.kind],
        "parent": [actor.parent],
        "wikidataId": [actor.wikidata],
        "keywords": [SECTOR + each for each in actor.sectors],
    })  # fmt: skip


def _position(post: Post, titles: Sequence[str], world: World) -> str:
    match = world.registry.post_class_of_title(post.title)
    told = match is not None and match.post_class == post.post_class
    return _line(post.id, "Position", {
        "name": [post.title],
        "alias": [each for each in titles if each != post.title],
        "organization": [post.organization],
        "country": [country_letters(post.country) if post.country else None],
        "keywords": [*([] if told else [CLASS + post.post_class]), *(SECTOR + each for each in post.sectors)],
    })  # fmt: skip


def _occupancy(tenure: Tenure) -> str:
    key = f"{tenure.person_id}/{tenure.post_id}/{tenure.since or ''}"
    return _line(key, "Occupancy", {
        "holder": [tenure.person_id],
        "post": [tenure.post_id],
        "startDate": [tenure.since],
        "endDate": [tenure.until],
        "publisher": [tenure.source],
    })  # fmt: skip


def _membership(membership: Membership) -> str:
    key = f"{membership.state_id}/{membership.body_id}/{membership.since or ''}"
    return _line(key, "Membership", {
        "member": [membership.state_id],
        "organization": [membership.body_id],
        "role": [membership.role],
        "startDate": [membership.since],
        "endDate": [membership.until],
        "publisher": [membership.source],
    })  # fmt: skip


def _line(key: str, schema: str, properties: Properties) -> str:
    """One entity; properties without a value are left out."""
    kept = {name: [each for each in values if each] for name, values in properties.items()}
    entity = {"id": key, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}
    return json.dumps(entity, ensure_ascii=False, separators=(",", ":"))
