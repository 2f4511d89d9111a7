"""A people inside another state belongs to that state: 'the Albanians of southern Serbia', 'ethnic Turks'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique import record
from communique.coders.events.frame import phrases
from communique.parse.reading import Mention
from communique.registry import load_registry

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Reading

_NATIVE = frozenset({"ethnic", "indigenous"})
_CONFIDENCE = 0.7
_SECTOR = ("CVL",)


def residents(reading: Reading, token: Token) -> str | None:
    """The id of the people that a demonym means with its ties, which becomes an actor of the reading.

    Args:
        reading: The article, with its places.
        token: A demonym used as a noun. Unless it is called ethnic, or is said to be of or in another state, it
            stands for its own state and the answer is None.
    """
    if token.tag_ not in {"NNS", "NNPS"}:
        return None
    ethnic = any(child.lower_ in _NATIVE for child in token.children if child.dep_ in {"amod", "compound"})
    home = _home(reading, token)
    if home is None and not ethnic:
        return None
    if home is not None and home == load_registry().country_of_demonym(token.text):
        return None
    return _keep(reading, token, home)


def _home(reading: Reading, token: Token) -> str | None:
    """The country where they are said to live."""
    found = phrases(token)
    for head in (*found.get("of", ()), *found.get("in", ()), *found.get("inside", ())):
        for place in reading.places:
            if place.start <= head.idx < place.end:
                return place.country
        mention = reading.mention_of(head)
        actor = reading.actors.get(mention.actor) if mention else None
        if actor is not None and actor.kind == "state":
            return actor.country
    return None


def _keep(reading: Reading, token: Token, home: str | None) -> str:
    span = token.doc[token.left_edge.i : token.i + 1]
    start, end = span.start_char, span.end_char
    actor = record.entry_id("a", reading.article.sha256, start, end, "residents")
    if actor not in reading.actors:
        reading.actors[actor] = record.Actor(
            id=actor, name=span.text, kind="group", country=home, cameo=f"{home}CVL" if home else None,
            plover=record.Plover(country=home, sector=_SECTOR), resolved=False, confidence=_CONFIDENCE,
        )  # fmt: skip
        reading.add_mention(Mention(start, end, token.i, "nominal", actor))
    return actor
