"""A state that an act is aimed at is an actor, even where its name was first read as that of a place.

'Syria left Lebanon' names Lebanon as a place and as the one who is affected; the codebook makes whoever is acted
upon an actor, so the state joins the actors of the article with the words that name it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique import record
from communique.parse.reading import Mention
from communique.registry import load_registry
from communique.resolve.actors.codes import cameo, code_of_entity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Reading

_STATES = frozenset({"state", "region", "people"})
_CONFIDENCE = 0.8
_TOWNS = frozenset({"city", "admin1", "point"})


def state_at(reading: Reading, token: Token, *, towns: bool) -> str | None:
    """The id of the state that a word names as a place; it becomes an actor of the reading.

    Args:
        reading: The article, with its places.
        token: Head of the phrase in the role.
        towns: Whether a town may stand for its state, as in 'opened an embassy in Vienna'.
    """
    for place in reading.places:
        if place.start > token.idx:
            return None
        if (
            token.idx < place.end
            and place.country
            and (place.precision == "country" or (towns and place.precision in _TOWNS))
        ):
            return _keep(reading, place, token)
    return None


def _keep(reading: Reading, place: record.Place, token: Token) -> str | None:
    registry = load_registry()
    entity = registry.actor(place.country or "")
    if entity is None or entity.kind not in _STATES:
        return None
    form: str = "name" if place.precision == "country" else "capital"
    if entity.id not in reading.actors:
        code = code_of_entity(registry, entity, reading.published, "name")
        reading.actors[entity.id] = record.Actor(
            id=entity.id, name=entity.name, kind=entity.kind, country=code.country,
            cameo=cameo(entity, code.country, code.sectors, registry),
            plover=record.Plover(country=code.country, sector=code.sectors),
            wikidata=entity.wikidata, resolved=True, confidence=_CONFIDENCE,
        )  # fmt: skip
    if form == "name":
        reading.add_mention(Mention(place.start, place.end, token.i, "name", entity.id))
    return entity.id
