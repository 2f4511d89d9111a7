"""A party of an act that nothing earlier took for an actor: 'consumers', 'two survivors', a surname told nowhere else.

The actors of an article are those who are named or described as such. Whoever acts or is acted upon is an actor too, by
the codebook, however little is told of him: words in the role of a party that mean persons, a body of persons or a name
become an actor of the reading when an act needs them, and leave it again when no event has them.
"""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import TYPE_CHECKING

from communique import record
from communique.coders.events.frame import phrases
from communique.parse.names import aliases_of
from communique.parse.reading import Mention
from communique.registry import Found, load_registry
from communique.registry.words import keys
from communique.resolve.actors.cast import group_key
from communique.resolve.actors.codes import UNKNOWN, cameo
from communique.resolve.actors.lexicon import actor_words, is_plural, singular
from communique.resolve.actors.nominals import kind_of, without_article
from communique.resolve.actors.phrase import Phrase, read_phrase
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Reading

_PERSONS = ("@civilians", "@crowd", "@person", "@kin", "@populace")
_MANY = ("@companies",)
_NO_PERSONS = frozenset({"group", "union", "protest", "demonstration", "rally"})
_COUNTS = ("@quantity",)
_COUNTING = frozenset({"many", "most", "some", "several", "dozens", "hundreds", "thousands", "scores", "few", "one"})
_CONFIDENCE = 0.6
_NAMED: dict[str, record.ActorKind] = {
    "person": "person", "organisation": "organisation", "group": "group", "media": "media",
}  # fmt: skip
_HEADS = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "PRON"})
_BEFORE_NOUNS = frozenset({"compound", "nmod", "amod"})
_PREFIX = "party"


def newcomer(reading: Reading, token: Token, *, names: bool = False, bodies: bool = False) -> str | None:
    """The id of a new actor that these words in the role of a party mean; None where they mean nobody.

    Args:
        reading: The article; the actor and the mention are added to it.
        token: Head of the phrase in the role.
        names: Whether a name may be meant as well ('Jones'), and not only persons that a noun tells of.
        bodies: Whether a body or a thing may be meant as well ('the fire service', 'a village').
    """
    hyphenated = token.i + 1 < len(token.doc) and token.nbor().text == "-"
    if token.pos_ not in _HEADS or (hyphenated and not bodies):
        return None
    named = _named(reading, token) if names else None
    if named is not None or (token.pos_ == "PRON" and token.lower_ not in _COUNTING):
        return named
    return _described(reading, token, bodies=bodies)


def without_unused(reading: Reading, known: Collection[str], used: Collection[str]) -> None:
    """Take out of the reading those actors without a place in the registry that came for acts which were not kept.

    Args:
        reading: The article.
        known: The actors that were there before.
        used: The actors that some event has.
    """
    idle = {a for a, actor in reading.actors.items() if not actor.resolved and a not in known and a not in used}
    if idle:
        reading.drop_actors(idle)


def _named(reading: Reading, token: Token) -> str | None:
    """The actor of a name of a person or an organisation that was left out, as a surname alone is."""
    name = next((n for n in reading.names if n.start <= token.idx < n.end and n.label in _NAMED), None)
    if name is None:
        return None
    words = reading.text[name.start : name.end]
    if not keys(words) or reading.is_skipped(name.start, name.end):
        return None
    kind = _NAMED[name.label]
    actor = record.entry_id("a", reading.article.sha256, kind, " ".join(keys(words)))
    _keep(reading, actor, words, kind, None, ())
    if reading.mention_of(token) is None:
        reading.add_mention(Mention(name.start, name.end, token.i, "name", actor))
    return actor


def _described(reading: Reading, token: Token, *, bodies: bool) -> str | None:
    """The actor of a noun for persons, or for a body of them."""
    counted = _counted(token)
    noun = counted or token
    if token.dep_ == "attr" or (not bodies and token.dep_ in _BEFORE_NOUNS):
        return None  # what somebody is said to be; "a troop withdrawal"
    if _is_negated(token) or not ((noun.pos_ in {"NOUN", "PROPN"} and noun.text.islower()) or noun.is_sent_start):
        return None
    start, end = _extent(token, noun)
    phrase = _read(reading, start, end)
    persons = _means_persons(noun, phrase)
    if not persons and not (_means_body(noun, phrase) and (bodies or _are_many(noun))):
        return None
    sectors = ("CVL",) if persons and phrase.sectors in ((), (UNKNOWN,)) else phrase.sectors
    plural = is_plural(noun.lower_) or counted is not None
    kind = kind_of(phrase.head, plural=plural) if phrase.head is not None else "group" if plural else "person"
    words = reading.text[start:end]
    key = (group_key(words), start) if _is_new(words) or not plural else (group_key(words), phrase.country)
    actor = record.entry_id("a", reading.article.sha256, _PREFIX, *key)
    _keep(reading, actor, without_article(words), kind, phrase.country, sectors)
    if not any(m.actor == actor and m.head == token.i for m in reading.mentions_over(start, end)):
        reading.add_mention(Mention(start, end, token.i, "nominal", actor))
    return actor


def _counted(token: Token) -> Token | None:
    """What a count counts: 'people' of 'hundreds of people'."""
    counts = token.lemma_.lower() in vocabulary.expand(_COUNTS) or token.pos_ == "NUM" or token.lower_ in _COUNTING
    return next(iter(phrases(token).get("of", ())), None) if counts else None


def _means_persons(noun: Token, phrase: Phrase) -> bool:
    if phrase.head is not None and phrase.head.role == "person" and _is_headed(noun, phrase):
        return True
    lemma = noun.lemma_.lower()
    return bool({lemma, lemma.removesuffix("s")} & _nouns())


def _means_body(noun: Token, phrase: Phrase) -> bool:
    return _is_headed(noun, phrase) and noun.lemma_.lower() not in actor_words().lands


def _are_many(noun: Token) -> bool:
    """Whether a noun means several bodies of people: 'forces', 'groups', but no single 'task force' or machines."""
    return is_plural(noun.lower_) and noun.lemma_.lower() in vocabulary.expand(_MANY)


def _is_headed(noun: Token, phrase: Phrase) -> bool:
    """Whether the noun itself is the word for an agent, and not one before it: 'elections' of 'general elections'."""
    return phrase.head is not None and phrase.head.words[-1] in {noun.lower_, singular(noun.lower_)}


@functools.cache
def _nouns() -> frozenset[str]:
    return vocabulary.expand(_PERSONS) - vocabulary.expand(_COUNTS) - _NO_PERSONS


def _is_negated(token: Token) -> bool:
    return any(child.lower_ in actor_words().negations for child in token.children if child.dep_ == "det")


def _is_new(words: str) -> bool:
    first = words.split(maxsplit=1)[0].lower()
    return first in actor_words().indefinite or first[:1].isdigit()


def _extent(token: Token, noun: Token) -> tuple[int, int]:
    """The words from the first that stands before the head to the head, or to what it counts."""
    first = token.left_edge if token.dep_ not in {"compound", "amod", "nmod"} else token
    doc = token.doc
    index = first.i
    while index < token.i and (doc[index].is_punct or doc[index].is_space or doc[index].pos_ in {"CCONJ", "ADP"}):
        index += 1
    return doc[index].idx, noun.idx + len(noun)


def _read(reading: Reading, start: int, end: int) -> Phrase:
    registry = load_registry()
    inside = [
        Found(each.start - start, each.end - start, each.aliases)
        for each in aliases_of(reading.doc, registry)
        if start <= each.start and each.end <= end
    ]
    return read_phrase(reading.text[start:end], inside, registry)


def _keep(
    reading: Reading, actor: str, name: str, kind: record.ActorKind, country: str | None, sectors: tuple[str, ...]
) -> None:
    if actor in reading.actors:
        return
    known = tuple(sector for sector in sectors if sector != UNKNOWN)[:2]
    reading.actors[actor] = record.Actor(
        id=actor, name=" ".join(name.split()), kind=kind, country=country,
        cameo=cameo(None, country, known, load_registry()), plover=record.Plover(country=country, sector=known),
        resolved=False, confidence=_CONFIDENCE,
    )  # fmt: skip
