"""Which words of a text name a place, whether or not they are used as one ("Turkey said", "Turkish", "in Turkey")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.record import Offsets
from communique.resolve.places.gazetteer import bare, candidates, cities, divisions, key_of
from communique.vocabulary.places import place_use, place_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_LONGEST = 4
_PLACES = frozenset({"GPE", "LOC"})
_MAYBE = frozenset({"NORP", "FAC"})
_NAMES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "LAW", "EVENT", "PRODUCT", "FAC", "NORP"})


def find_toponyms(doc: Doc) -> list[Offsets]:
    """The names of places in a parsed text, adjectives and peoples of states included, in order.

    Named entities of a place's kind count; so do names that the tables of states and divisions hold, and
    names of cities after a locative preposition, where the words belong to no other name.
    """
    found = dict.fromkeys(_from_entities(doc))
    taken = {index for start, end in found for index in _tokens(doc, start, end)}
    for offsets in _from_tables(doc, taken):
        found[offsets] = None
    return sorted(found)


def _tokens(doc: Doc, start: int, end: int) -> range:
    span = doc.char_span(start, end, alignment_mode="expand")
    return range(span.start, span.end) if span is not None else range(0)


def _from_entities(doc: Doc) -> Iterator[Offsets]:
    text = doc.text
    for entity in doc.ents:
        offsets = _trimmed(entity)
        if offsets is None:
            continue
        words = text[offsets[0] : offsets[1]]
        if words in place_words().not_places or not words[:1].isupper():
            continue
        if entity.label_ in _PLACES or (entity.label_ in _MAYBE and _is_area(words)):
            yield offsets


def _trimmed(entity: Span) -> Offsets | None:
    """The entity without an article in front and a possessive ending behind."""
    first, last = entity.start, entity.end
    while first < last and entity.doc[first].lower_ in {"the", "a", "an"}:
        first += 1
    while last > first and (entity.doc[last - 1].tag_ == "POS" or entity.doc[last - 1].is_space):
        last -= 1
    span = entity.doc[first:last]
    return (span.start_char, span.end_char) if len(span) and span.text.strip() else None


def _is_area(words: str) -> bool:
    """Whether a state, division or region has this name, or a state's people."""
    return bool(divisions().named(key_of(bare(words))))


def _from_tables(doc: Doc, taken: set[int]) -> Iterator[Offsets]:
    """Runs of capitalised words that the tables hold and no entity covers."""
    index = 0
    while index < len(doc):
        length = 0 if index in taken or not _may_start(doc[index]) else _longest(doc, index, taken)
        if length:
            span = doc[index : index + length]
            yield span.start_char, span.end_char
        index += max(1, length)


def _may_start(token: Token) -> bool:
    return token.text[0].isupper() and len(token) > 1 and token.text not in place_words().not_places


def _longest(doc: Doc, index: int, taken: set[int]) -> int:
    """How many words from here make the longest name that the tables hold; 0 for none."""
    token = doc[index]
    for length in range(min(_LONGEST, len(doc) - index), 0, -1):
        words = doc[index : index + length]
        if any(each.i in taken for each in words) or not words[-1].text[:1].isupper():
            continue
        if words.text in place_words().not_places or any(each.is_space for each in words):
            continue
        if _is_area(words.text) and _stands_alone(words):
            return length
        if _located(token) and _stands_alone(words) and cities().named(key_of(words.text)):
            return length
        if length > 1 and candidates(words.text) and words[-1].lower_ in place_words().kind_words:
            return length
    return 0


def _stands_alone(words: Span) -> bool:
    """Whether the words are no part of a longer name of a person or body."""
    kind = words[0].ent_type_
    if kind not in _NAMES:
        return True
    first, end = words.start, words.start + 1
    while first > 0 and words.doc[first].ent_iob_ == "I":
        first -= 1
    while end < len(words.doc) and words.doc[end].ent_iob_ == "I":
        end += 1
    return kind != "PERSON" and end - first <= len(words) + 1 and first >= words.start - 1


def _located(token: Token) -> bool:
    """Whether a locative preposition stands right before."""
    if token.i == 0 or (token.is_upper and len(token) < 4):
        return False
    words, before = place_use(), token.nbor(-1)
    return before.pos_ in {"ADP", "SCONJ"} and (before.lower_ in words.locatives or before.lower_ in words.directions)
