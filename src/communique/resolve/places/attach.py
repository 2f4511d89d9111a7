"""Where an act or a meeting takes place: the place that the parse ties to its word.

A place counts only where the words tie it to the act itself. Origins do not ("flew from Oslo"), nor places inside
another clause, nor those that only qualify somebody ("the mayor of Ghent"): such a place would be drawn on a map
for something that did not happen there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from communique import record
from communique.vocabulary.places import place_use

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from communique.parse.reading import Reading

LIMIT = 3.0
_SPOKEN_LIMIT = 1.9  # of verbs of speaking: where their subject is from is not where it was said
# What a step over each relation costs; others are a plain step. Set by reading articles: a path that costs more than
# LIMIT ties nothing.
_DEAR = {
    "ccomp": 4, "relcl": 4, "advcl": 4, "parataxis": 4, "csubj": 4, "acl": 3, "pcomp": 2, "conj": 1.5, "appos": 0.5,
    "nsubj": 2, "nsubjpass": 1,
}  # fmt: skip
_PLAIN, _OPEN = 0.5, frozenset({"xcomp", "aux", "auxpass", "prep", "pobj"})
_ORIGINS = frozenset({"from", "since", "of", "toward", "towards", "against", "between"})
_FINE = {"point": 0, "city": 1, "admin1": 2, "region": 3, "country": 4, None: 5}


def place_for(
    reading: Reading, trigger: Token | Span, within: record.Offsets | None = None, *, straight: bool = False
) -> record.Spot | None:
    """The place that the words of the text tie to an act or a meeting; None where they tie none.

    Args:
        reading: The article, with its places and its syntax.
        trigger: The word or words that name the act or the meeting.
        within: Offsets in which to look for places; the trigger's sentence when not given.
        straight: Whether the place must hang on the trigger itself: what is asked for or condemned lies elsewhere.
    """
    token = cast("Token", getattr(trigger, "root", trigger))  # of a span; a token is one
    sentence = token.sent
    start, end = within or (sentence.start_char, sentence.end_char)
    above = dict(_climb(token))
    limit = _SPOKEN_LIMIT if token.lemma_.lower() in place_use().agent_verbs else LIMIT
    ranked = []
    for place in reading.places_in(start, end):
        head = reading.span(place.start, place.end).root
        cost = _cost(head, token, above)
        if cost <= limit and (not straight or _hangs_on(head, token)):
            ranked.append((cost, _FINE[place.precision], abs(place.start - token.idx), place))
    if not ranked:
        return None
    cheapest = min(cost for cost, *_ in ranked)
    *_, place = min((each for each in ranked if each[0] <= cheapest + _PLAIN), key=lambda each: each[1:3])
    return _spot(place)


def _spot(place: record.Place) -> record.Spot:
    return record.Spot(name=place.name, country=place.country, precision=place.precision, mention=place.id)


def _climb(token: Token) -> list[tuple[int, float]]:
    """The token and all above it by index, each with the cost of the way to it."""
    way, cost = [(token.i, 0.0)], 0.0
    while token.head.i != token.i:
        cost += _DEAR.get(token.dep_, 0.0 if token.dep_ in _OPEN else _PLAIN)
        token = token.head
        way.append((token.i, cost))
    return way


def _cost(place: Token, trigger: Token, above: dict[int, float]) -> float:
    """How dear the way through the parse from the place's word to the act's is."""
    if place.i == trigger.i:
        return 0.0
    if not _is_where(place, trigger):
        return float("inf")
    for index, cost in _climb(place):
        if index in above:
            return cost + above[index]
    return float("inf")


def _is_where(place: Token, trigger: Token) -> bool:
    """Whether the place's relation can tell where something happens."""
    head = place
    while head.dep_ in {"appos", "conj"} and head.head.i < head.i:
        head = head.head
    if head.dep_ in {"npadvmod", "dobj", "nsubjpass", "ROOT"}:
        return True
    if head.dep_ in {"compound", "nmod", "poss"}:  # "the Vienna talks", "on Haiti's coast"
        return head.head.i == trigger.i or head.head.lemma_.lower() in place_use().parts
    if head.dep_ != "pobj":
        return False
    preposition = head.head.lower_
    part = preposition == "of" and head.head.head.lemma_.lower() in place_use().parts
    return part or preposition not in _ORIGINS


def _hangs_on(place: Token, trigger: Token) -> bool:
    """Whether a place is tied to a word by itself or by prepositions alone."""
    head = place
    while head.dep_ in {"appos", "conj", "compound"} and head.i != trigger.i:
        head = head.head
    while head.dep_ in {"pobj", "npadvmod"} or head.pos_ == "ADP":
        head = head.head
        if head.pos_ != "ADP":
            break
    return head.i == trigger.i
