"""From an entity and its office on a day to the codes of PLOVER and CAMEO."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from communique.record import Office
from communique.registry import Entity, Registry, Tenure, load_registry
from communique.resolve.actors.lexicon import actor_words

FORMER = "ELI"
UNKNOWN = "UNK"
_OFFICES_OF_ELITE = frozenset(["GOV", "LEG", "MIL", "SPY", "JUD", "COP", "PTY", "IGO", "OPP"])


class ActorCode(Struct, frozen=True):
    """What a phrase codes to.

    Attributes:
        country: Alpha-3 code, or the id of a body such as ``EU``; None when the words tell none.
        code_1: The main PLOVER sector, ``UNK`` for human beings of no known role; None for a state as a whole.
        code_2: A second sector, such as ``MIL`` for a defence ministry.
        entity: Registry id of the actor, when it is known.
        reason: What led to the codes.
        office: The office held on that day, for a person.
    """

    country: str | None
    code_1: str | None = None
    code_2: str | None = None
    entity: str | None = None
    reason: str = ""
    office: Office | None = None

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors that are known, the main one first."""
        return tuple(code for code in (self.code_1, self.code_2) if code and code != UNKNOWN)


def code_of(
    country: str | None, sectors: Sequence[str], reason: str, entity: str | None = None, office: Office | None = None
) -> ActorCode:
    """An actor code from its parts."""
    first, second = (*sectors, None, None)[:2]
    return ActorCode(country, first, second, entity, reason, office)


def as_former(sectors: Sequence[str]) -> tuple[str, ...]:
    """The sectors of somebody who has left an office of these sectors."""
    return (FORMER,) if not sectors or set(sectors) & _OFFICES_OF_ELITE else tuple(sectors)


def home(entity: Entity) -> str | None:
    """The country or body whose actor the entity is: ``EU`` for its council, None for a stateless one."""
    if entity.id in actor_words().continental_ids:
        return actor_words().continental_ids[entity.id]
    if entity.country:
        return _root(entity.country)
    return entity.parent or entity.id if entity.kind in ("state", "body", "organisation") else None


def _root(owner: str) -> str:
    """The body that an organ belongs to: ``EU`` of ``EU.EEAS``; a dot in another id is only part of it."""
    first, dot, _ = owner.partition(".")
    whole = load_registry().actor(first) if dot else None
    return first if whole is not None and whole.kind in ("state", "body", "organisation") else owner


def code_of_person(registry: Registry, person: Entity, on: date | None, wanted: str | None = None) -> ActorCode:
    """The codes of a person by the office held on that day.

    Args:
        registry: The registry.
        person: The person.
        on: The day; None takes the latest office known.
        wanted: The class of posts that the words name; it is preferred among several offices.
    """
    held = registry.offices(person.id, on) if on else _latest(registry, person.id)
    held.sort(key=lambda each: _is_abroad(registry, person, each))
    matching = [each for each in held if registry.post(each.post_id).post_class == wanted]
    for tenure in (*matching, *held):
        return _in_office(registry, person, tenure)
    past = registry.former_offices(person.id, on or date.max)
    if past and on is None:
        return _in_office(registry, person, _most_telling(registry, past, wanted))
    if past:
        post = registry.post(past[0].post_id)
        return code_of(person.country or post.country, as_former(post.sectors), f"former {post.title}", person.id)
    return code_of(person.country, person.sectors, "registry person", person.id)


def _most_telling(registry: Registry, past: Sequence[Tenure], wanted: str | None) -> Tenure:
    """The office by which somebody without a day is known: the one in the words, else the highest, the latest first."""
    ranks = {each: rank for rank, each in enumerate(registry.post_classes)}
    classes = [registry.post(each.post_id).post_class for each in past]
    order = sorted(
        range(len(past)), key=lambda index: (classes[index] != wanted, ranks.get(classes[index], len(ranks)))
    )
    return past[order[0]]


def _is_abroad(registry: Registry, person: Entity, tenure: Tenure) -> bool:
    """Whether an office is a throne of another state: the sovereign of several realms is first that of their own."""
    post = registry.post(tenure.post_id)
    return post.post_class == "head of state" and post.country != person.country


def _latest(registry: Registry, person_id: str) -> list[Tenure]:
    """The tenures that have no known end, the latest to start first."""
    running = [tenure for tenure in registry.tenures(person_id) if tenure.until is None]
    return sorted(running, key=lambda tenure: tenure.since or "", reverse=True)


def _in_office(registry: Registry, person: Entity, tenure: Tenure) -> ActorCode:
    post = registry.post(tenure.post_id)
    organization = registry.actor(post.organization)
    owner = post.country or (home(organization) if organization else None) or person.country
    body = registry.actor(owner) if owner and "." in owner else None
    country = home(body) if body else owner
    office = Office(title=post.title, organization=post.organization, since=tenure.since, until=tenure.until)
    return code_of(country, post.sectors, f"{post.title}, {tenure.since or '?'} to {tenure.until or '?'}", person.id,
                   office)  # fmt: skip


def code_of_entity(registry: Registry, entity: Entity, on: date | None, form: str = "name") -> ActorCode:
    """The codes of any entity; a capital named for its government is coded as one."""
    if entity.kind == "person":
        return code_of_person(registry, entity, on)
    if form == "capital":
        return code_of(home(entity), ("GOV",), f"capital of {entity.id}", entity.id)
    sectors = entity.sectors or (("CVL",) if entity.kind == "people" else ())
    return code_of(home(entity), sectors, f"registry {entity.kind}", entity.id)


def cameo(entity: Entity | None, country: str | None, sectors: Sequence[str], registry: Registry) -> str | None:
    """The CAMEO actor code: country and role (``LUXGOV``), or the body's own code; None when nothing is known."""
    if entity is not None and entity.cameo and entity.kind != "person":
        return entity.cameo
    owner = registry.actor(country) if country else None
    base = (owner.cameo if owner and owner.cameo else country) or ""
    role = next((sector for sector in sectors if sector not in (UNKNOWN, "IGO")), "")
    if not base and not role:
        return None
    return f"{base or '---'}{role}"
