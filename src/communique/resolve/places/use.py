"""Whether a name is used as a place, or for those who act under it.

"Shells fell on Aleppo" names a place, "Moscow said" and "talks with Tehran" name governments. The words decide
that stand around the name in the parse; which ones is said by ``vocabulary/data/places_use.yaml``. What a name can
mean decides only where they say nothing: a town is then a place, a state, its capital and a building that stands
for its government are not.
"""

from __future__ import annotations

import bisect
import itertools
import re
from typing import TYPE_CHECKING

from communique.parse.reading import Mention, Reading
from communique.resolve.places.candidate import Candidate, bare, key_of
from communique.resolve.places.containment import containers
from communique.resolve.places.gazetteer import divisions
from communique.resolve.places.ranking import Resolved
from communique.vocabulary.places import place_use

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_DATELINE = re.compile(r"(?:/[A-Z][A-Z ]{1,30})?\s*(?:,\s*[A-Z][\w. ]+)?\s*(?:\([A-Z][\w. /]+\)|[-–—]|,\s+\w+\.?\s+\d)")
_OTHER_NAMES = frozenset({"person", "organisation", "media", "document", "event"})
_LONGEST_NAME = 120  # characters
_TERRITORIES = frozenset({"state", "region", "government", None})
_QUALIFYING = frozenset({"compound", "poss", "nmod", "amod"})


def is_used_as_place(reading: Reading, start: int, end: int, resolved: Resolved | None) -> bool:
    """Whether the name at these offsets is a place here: by where it stands, or because it can be nothing else."""
    tokens = reading.span(start, end)
    if not len(tokens) or tokens.root.pos_ == "ADJ" or reading.text[end : end + 1] == "-":
        return False
    building = resolved is not None and resolved.place.level == "building"
    naming = reading.mentions_over(start, end)
    held = resolved is not None and _is_held(reading.text, start, end, resolved.place)
    if any(_names_other(reading, mention, start, end, building or held) for mention in naming):
        return False
    if not building and _is_in_other_name(reading, start, end, resolved is None):
        return False
    if _is_people(tokens, resolved):
        return False
    if _is_dateline(reading, start, end):
        return True
    use = _use_of(tokens.root, resolved)
    if use is not None or resolved is None:
        return bool(use)
    return not (naming or building or resolved.place.level == "country" or is_capital(resolved.place))


def _is_held(text: str, start: int, end: int, place: Candidate) -> bool:
    """Whether the words say which country or state a town is in ("Westminster, Colorado"), so that it is no other."""
    return place.level == "city" and any(
        each.strict and each.place.country == place.country and each.place.admin1 in {None, place.admin1}
        for each in containers(text, start, end)
    )


def _is_in_other_name(reading: Reading, start: int, end: int, unknown: bool) -> bool:
    """Whether a longer name of a person or body holds these words ("Bank of Canada"), or is these words if unknown."""
    first = bisect.bisect_left(reading.names, start - _LONGEST_NAME, key=lambda name: name.start)
    for name in itertools.islice(reading.names, first, None):
        if name.start >= end:
            return False
        longer = name.start <= start and end <= name.end and name.end - name.start > end - start
        if name.label in _OTHER_NAMES and start < name.end and (longer or unknown):
            return True
    return False


def _is_people(tokens: Span, resolved: Resolved | None) -> bool:
    """Whether the word is a people's name ("Turkmens") and no plural that a country is called by ("Maldives")."""
    if tokens.root.tag_ != "NNPS":
        return False
    return resolved is None or key_of(bare(tokens.text)) != key_of(bare(resolved.place.name))


def is_capital(place: Candidate) -> bool:
    """Whether the place is a country's capital, which mostly stands for a government when it is not located."""
    capital = divisions().capitals.get(place.country) if place.country else None
    return place.level == "city" and capital == key_of(place.name)


def _names_other(reading: Reading, mention: Mention, start: int, end: int, sure: bool) -> bool:
    """Whether a mention that holds the name is an adjective, or names a person or body and no place.

    ``sure`` where the name is a building's, or a town's that the words locate: those who act are named like it.
    """
    if mention.form == "demonym":
        return True
    if sure:
        return False
    actor = reading.actors.get(mention.actor)
    named = mention.form == "name" and mention.start <= start and end <= mention.end
    return named and actor is not None and actor.kind not in _TERRITORIES


def _is_dateline(reading: Reading, start: int, end: int) -> bool:
    at_start = any(begin <= start <= begin + 2 for begin, _ in reading.paragraphs)
    return at_start and _DATELINE.match(reading.text, end) is not None


def _use_of(token: Token, resolved: Resolved | None) -> bool | None:
    """What the parse says of a name: a place (True), those who act (False), or nothing (None)."""
    head = token
    while head.dep_ in {"conj", "appos"} and head.head.i < head.i:
        head = head.head
    if head.dep_ in _QUALIFYING:
        return _of_qualifier(head, resolved)
    if head.dep_ == "npadvmod":
        return True if resolved is not None and resolved.place.level != "country" else None
    if head.dep_ in {"dobj", "nsubjpass", "nsubj"}:
        return _of_argument(head)
    return _of_object(head) if head.dep_ == "pobj" else None


def _of_qualifier(token: Token, resolved: Resolved | None) -> bool:
    """A name that only qualifies another noun ("the Idlib countryside", against "Damascus's allies")."""
    words, noun = place_use(), token.head.lemma_.lower()
    if noun in words.parts:
        return True
    town = resolved is not None and resolved.place.level in {"city", "admin2"}
    return town and token.dep_ != "poss" and noun in words.happenings


def _of_argument(token: Token) -> bool | None:
    """A subject or object: "visited Lagos" and "Gori was shelled", against "Texas sued"."""
    words, verb = place_use(), token.head.lemma_.lower()
    if token.dep_ == "nsubj":
        if verb in words.place_subjects:
            return True
        return False if verb in words.agent_verbs else None
    if verb in words.place_verbs:
        return not (token.dep_ == "dobj" and _is_relative(token))
    return False if verb in words.agent_verbs else None


def _is_relative(token: Token) -> bool:
    """Whether the object stands before its verb, where the parser took a subject for it ("that Chad had left")."""
    return token.i < token.head.i


def _of_object(token: Token) -> bool | None:
    """The object of a preposition: "at sea off Yemen", against "according to Sanaa"."""
    words, preposition = place_use(), token.head
    word, above = preposition.lower_, preposition.head
    lemma = above.lemma_.lower()
    if word in words.company or above.lower_ in words.hearsay:
        return lemma in words.motion_words if word == "against" else False
    if word in words.locatives:
        return not (word in {"in", "at"} and lemma in words.not_located)
    if word in words.assault_prepositions and lemma in words.assaults:
        return True
    if word == "over":
        return lemma in words.aloft or None
    if word == "of":
        return lemma in words.parts or above.lower_ in words.parts or None
    if word in words.directions:
        return _of_direction(word, above) or None
    return None


def _of_direction(word: str, above: Token) -> bool:
    """Whether something moves to or from the name; a letter or an order sent there goes to those who act."""
    words, lemma = place_use(), above.lemma_.lower()
    if any(child.dep_ == "dobj" and child.lemma_.lower() in words.messages for child in above.children):
        return False
    return (
        lemma in words.motion_words or above.lower_ in words.motion_words or (word == "from" and lemma in words.movers)
    )
