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
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_TOWNS = frozenset({"city", "admin1", "point"})
_PARTY_DEPS = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "conj", "poss"})
_PARTY_PREPS = frozenset({"with", "against", "by", "between", "on", "upon", "towards", "toward"})


def state_at(reading: Reading, token: Token, *, towns: bool) -> str | None:
    """The id of the state that a word names as a place; it becomes an actor of the reading.

    Args:
        reading: The article, with its places.
        token: Head of the phrase in the role.
        towns: Whether a town may stand for its state, as in 'opened an embassy in Vienna'.
    """
    for place in reading.places:
        if place.start > token.idx:
            break
        if (
            token.idx < place.end
            and place.country
            and (
                place.precision == "country"
                or (place.precision in _TOWNS and (towns or _capital_of(reading, token) == place.country))
            )
        ):
            return _keep(reading, place, token)
    return _state_named(reading, token, towns=towns)


def _state_named(reading: Reading, token: Token, *, towns: bool) -> str | None:
    """The state that a bare name means where neither a place nor an actor was read: 'its ambassador from Bolivia'."""
    if token.pos_ != "PROPN":
        return None
    first = min([token.i, *(c.i for c in token.children if c.dep_ in {"compound", "amod"} and c.tag_ in _NAME_TAGS)])
    name = token.doc[first : token.i + 1].text
    named = [each for each in load_registry().lookup(name, reading.published) if each.form == "name"]
    if len(named) == 1 and not named[0].needs_context:
        return keep_state(reading, named[0].entity_id)
    return keep_state(reading, _capital_of(reading, token, towns=towns)) if first == token.i else None


def _capital_of(reading: Reading, token: Token, *, towns: bool = False) -> str | None:
    """The id of the state whose capital a word names, where it stands for a party and not for a place."""
    if not towns and token.dep_ not in _PARTY_DEPS and not (token.dep_ == "pobj" and token.head.lower_ in _PARTY_PREPS):
        return None
    found = load_registry().lookup(token.text, reading.published) if token.pos_ == "PROPN" else ()
    return next((each.entity_id for each in found if each.form == "capital"), None)


def state_of_adjective(reading: Reading, token: Token) -> str | None:
    """The id of the state of an adjective ('Iraqi' in 'Iraqi towns'), which becomes an actor of the reading.

    Args:
        reading: The article.
        token: The adjective; any other word gives None.
    """
    code = load_registry().country_of_demonym(token.text) if token.text[:1].isupper() else None
    state = keep_state(reading, code)
    if state is not None:
        reading.add_mention(Mention(token.idx, token.idx + len(token), token.i, "demonym", state))
    return state


def _keep(reading: Reading, place: record.Place, token: Token) -> str | None:
    state = keep_state(reading, place.country)
    if state is not None and place.precision == "country":
        reading.add_mention(Mention(place.start, place.end, token.i, "name", state))
    return state


def keep_state(reading: Reading, code: str | None) -> str | None:
    """The id of the state with this code, which becomes an actor of the reading; None when there is no such state."""
    registry = load_registry()
    entity = registry.actor(code) if code else None
    if entity is None or entity.kind not in _STATES:
        return None
    if entity.id not in reading.actors:
        own = code_of_entity(registry, entity, reading.published, "name")
        reading.actors[entity.id] = record.Actor(
            id=entity.id, name=entity.name, kind=entity.kind, country=own.country,
            cameo=cameo(entity, own.country, own.sectors, registry),
            plover=record.Plover(country=own.country, sector=own.sectors),
            wikidata=entity.wikidata, resolved=True, confidence=_CONFIDENCE,
        )  # fmt: skip
    return entity.id
