"""Who acts or suffers without a name: 'about ten thousand people' who march, 'twelve villagers' who are killed.

A crowd becomes an actor of the reading with the country of the place where the act is told to have been; without such a
place nothing is known of it, and it stays out.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from communique import record
from communique.coders.events.frame import phrases
from communique.coders.events.homes import home_in_words
from communique.parse.reading import Mention
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Reading

_SETS = ("@civilians", "@crowd", "@person", "follower", "supporter")
_UNPOLITICAL = ("@leader", "@envoy", "@troops")
_CONFIDENCE = 0.6
_SECTOR = ("CVL",)


@functools.cache
def _nouns() -> frozenset[str]:
    return vocabulary.expand(_SETS) - vocabulary.expand(_UNPOLITICAL)


def crowd_of(reading: Reading, tokens: Iterable[Token], country: str | None) -> str | None:
    """The id of the crowd that one of these words heads, which becomes an actor; None where none is one.

    Args:
        reading: The article.
        tokens: Heads of the phrases in a role.
        country: Code of the state where the act was.
    """
    if country is None:
        return None
    for token in tokens:
        if _is_crowd(token) and reading.mention_of(token) is None:
            return _keep(reading, token, home_in_words(reading, token) or country)
    return None


def _is_crowd(noun: Token) -> bool:
    """Whether a noun means persons: by itself, or by what it counts ('thousands of people')."""
    if noun.pos_ not in {"NOUN", "PROPN", "NUM"} or any(child.dep_ == "poss" for child in noun.children):
        return False
    lemma = noun.lemma_.lower()
    plain = lemma.removesuffix("s") if noun.is_sent_start else lemma  # what opens a sentence may look like a name
    known = {lemma, plain} & _nouns()
    return bool(known) or (lemma in vocabulary.expand(("@quantity",)) and _counts_persons(noun))


def _counts_persons(noun: Token) -> bool:
    return any(each.lemma_.lower() in _nouns() for each in phrases(noun).get("of", ()))


def _keep(reading: Reading, token: Token, country: str) -> str:
    first = token.left_edge
    start, end = first.idx, token.idx + len(token)
    actor = record.entry_id("a", reading.article.sha256, start, end, "crowd")
    if actor not in reading.actors:
        reading.actors[actor] = record.Actor(
            id=actor, name=reading.text[start:end], kind="group", country=country, cameo=f"{country}CVL",
            plover=record.Plover(country=country, sector=_SECTOR), resolved=False, confidence=_CONFIDENCE,
        )  # fmt: skip
        reading.add_mention(Mention(start, end, token.i, "nominal", actor))
    return actor
