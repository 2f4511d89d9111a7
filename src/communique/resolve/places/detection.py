"""Which words of a text name a place, whether or not they are used as one ("Turkey said", "Turkish", "in Turkey")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from communique.parse.reading import Name
from communique.record import Offsets
from communique.resolve.places.gazetteer import bare, candidates, cities, divisions, key_of
from communique.vocabulary.places import place_use, place_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_LONGEST = 4
_TOWN = 10_000  # people
_PLACES = frozenset({"GPE", "LOC"})
_MAYBE = frozenset({"NORP", "FAC"})
_NAMES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "LAW", "EVENT", "PRODUCT", "FAC", "NORP"})


def find_toponyms(doc: Doc, names: Iterable[Name] = (), *, facilities: bool = False) -> list[Offsets]:
    """The names of places in a parsed text, adjectives and peoples of states included, in order.

    Named entities of a place's kind count; so do names that the tables of states and divisions hold, names of
    cities after a locative preposition, where the words belong to no other name, and places in whose name a
    body acts ("Oslo Police Department", "University of Ghana").

    Args:
        doc: The parsed text, with its entities.
        names: The names of the text; what is a person's whole name is no place.
        facilities: Whether hospitals, streets, schools and the like count, which no table of places holds.
    """
    people = {(name.start, name.end) for name in names if name.label == "person"}
    found = dict.fromkeys(_joined(doc))
    taken = {index for start, end in found for index in _tokens(doc, start, end)}
    for span in _from_entities(doc, facilities):
        if span not in people and taken.isdisjoint(_tokens(doc, *span)):
            found[span] = None
    taken |= {index for start, end in found for index in _tokens(doc, start, end)}
    for offsets in (*_from_tables(doc, taken), *_from_bodies(doc, taken)):
        if offsets not in people:
            found[offsets] = None
    return list(_longest_of(found))


def _longest_of(spans: Iterable[Offsets]) -> Iterator[Offsets]:
    """The spans in order, without those that overlap an earlier or longer one."""
    done = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= done:
            yield start, end
            done = end


def _tokens(doc: Doc, start: int, end: int) -> range:
    span = doc.char_span(start, end, alignment_mode="expand")
    return range(span.start, span.end) if span is not None else range(0)


def _joined(doc: Doc) -> Iterator[Offsets]:
    """Names of areas with an "of" or "and" in them ("Sea of Azov"), which models take apart."""
    index = 0
    while index < len(doc) - 2:
        length = 0
        if doc[index + 1].lower_ in {"of", "and"} and _may_start(doc[index]):
            longest = min(_LONGEST + 1, len(doc) - index)
            spans = (doc[index : index + size] for size in range(longest, 2, -1))
            length = next((len(each) for each in spans if each[-1].text[:1].isupper() and _is_area(each.text)), 0)
        if length:
            span = doc[index : index + length]
            yield span.start_char, span.end_char
        index += max(1, length)


def _from_entities(doc: Doc, facilities: bool) -> Iterator[Offsets]:
    for entity in doc.ents:
        span = _trimmed(entity)
        if not len(span) or not span.text[:1].isupper() or span.text in place_words().not_places:
            continue
        if entity.label_ not in _PLACES and not (entity.label_ in _MAYBE and _is_area(span.text)):
            continue
        if facilities or span[-1].lower_ not in place_words().facility_words or candidates(span.text):
            yield span.start_char, span.end_char


def _trimmed(entity: Span) -> Span:
    """The entity without what is no part of the name.

    An article in front and a possessive ending behind never are; a side of the compass, and a word such as
    "City" behind, only where the gazetteer holds the name without it and not with it ("Northern Syria").
    """
    words = place_words()
    first, last = entity.start, entity.end
    while first < last and entity.doc[first].lower_ in {"the", "a", "an"}:
        first += 1
    while last > first and (
        entity.doc[last - 1].tag_ == "POS" or entity.doc[last - 1].is_space or entity.doc[last - 1].is_punct
    ):
        last -= 1
    if 0 < first < last and entity.doc[first - 1].text[:1].isupper() and not entity.doc[first].is_sent_start:
        whole = entity.doc[first - 1 : last]
        if (
            entity.doc[first - 1].ent_type_ in {"", *_PLACES}
            and entity.doc[first - 1].lower_ != "the"
            and _is_listed(whole.text)
        ):
            first -= 1
    span = entity.doc[first:last]
    if len(span) < 2 or _is_listed(span.text):
        return span
    if span[0].lower_.replace(".", "") in words.leading_words and _is_known(span[1:].text):
        return span[1:]
    if span[-1].lower_ in words.ending_words and _is_known(span[:-1].text):
        return span[:-1]
    return span


def _is_listed(words: str) -> bool:
    """Whether a state, division, region or city has this very name."""
    key = key_of(bare(words))
    return bool(divisions().named(key) or cities().named(key))


def _is_known(words: str) -> bool:
    """Whether an area or a city that is no village has this very name."""
    key = key_of(bare(words))
    return bool(divisions().named(key)) or any(each.population >= _TOWN for each in cities().named(key))


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


def _from_bodies(doc: Doc, taken: set[int]) -> Iterator[Offsets]:
    """Places at the beginning of a public body's name, or behind its "of"."""
    words = place_words()
    for entity in doc.ents:
        if entity.label_ != "ORG" or len(entity) < 2 or any(token.i in taken for token in entity):
            continue
        for length in range(min(_LONGEST, len(entity) - 1), 0, -1):
            head = entity[:length]
            if (
                entity[length].lower_ in words.body_words
                and _is_listed(head.text)
                and head.text not in words.not_places
            ):
                yield head.start_char, head.end_char
                break
        joints = [token.i for token in entity if token.lower_ == "of"]
        tail = doc[joints[-1] + 1 : entity.end] if joints else doc[0:0]
        if len(tail) and len(tail) <= _LONGEST and _is_listed(tail.text) and tail.text not in words.not_places:
            yield tail.start_char, tail.end_char


def _may_start(token: Token) -> bool:
    return token.text[0].isupper() and len(token) > 1 and token.text not in place_words().not_places


def _longest(doc: Doc, index: int, taken: set[int]) -> int:
    """How many words from here make the longest name that the tables hold; 0 for none."""
    token = doc[index]
    run = [doc[at] for at in range(index, min(index + _LONGEST, len(doc)))]
    reach = next((n for n, each in enumerate(run) if each.i in taken or each.is_space), len(run))
    for length in range(reach, 0, -1):
        if not run[length - 1].text[:1].isupper():
            continue
        words = doc[index : index + length]
        text = words.text
        if text in place_words().not_places:
            continue
        if _is_area(text) and _stands_alone(words):
            return length
        if _located(token) and _stands_alone(words) and cities().named(key_of(text)):
            return length
        if length > 1 and _is_listed(text) and run[length - 1].lower_ in place_words().kind_words:
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
