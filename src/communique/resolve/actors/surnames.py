"""Leaders called by surname alone where no name, or a place's, was seen: 'Obama has agreed', 'talks with Hollande'.

A surname of one leading office-holder that means no state, body or capital is the person where it stands for somebody
who acts, and not where something is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.parse.reading import Name
from communique.resolve.actors.people import Hints, People

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Reading
    from communique.registry import Registry

_MISTAKEN = ("place", "other", "group", "organisation")
_PARTY_DEPS = frozenset({"nsubj", "nsubjpass", "dobj", "poss", "conj", "dative", "ROOT"})
_PARTY_PREPS = frozenset({"with", "to", "by", "against", "between", "of", "from", "on", "for"})
_SHORTEST = 3


def mend_surnames(reading: Reading, registry: Registry) -> None:
    """Make leaders' bare surnames people's names, where they were taken for another name or not seen.

    Args:
        reading: The article with its names.
        registry: The registry.
    """
    people = People(registry)
    labels = {(name.start, name.end): name.label for name in reading.names}
    covered = {offset for name in reading.names for offset in range(name.start, name.end)}
    mended: dict[tuple[int, int], Name] = {}
    for token in reading.doc:
        span = (token.idx, token.idx + len(token))
        if len(token) < _SHORTEST or not token.text.istitle() or not token.is_alpha or not _is_party(token):
            continue
        if labels.get(span) not in _MISTAKEN and (token.idx in covered or not _opens(token)):
            continue
        if not reading.is_skipped(*span) and _means_a_leader(token.text, people, reading, registry):
            mended[span] = Name(*span, "person")
    if mended:
        kept = [name for name in reading.names if (name.start, name.end) not in mended]
        reading.names = sorted([*kept, *mended.values()], key=lambda name: (name.start, name.end))


def _is_party(token: Token) -> bool:
    """Whether a word stands for somebody who acts or is acted upon, with nothing that describes it."""
    if any(child.dep_ in {"compound", "amod", "det", "nummod", "poss"} for child in token.children):
        return False
    return token.dep_ in _PARTY_DEPS or (token.dep_ == "pobj" and token.head.lower_ in _PARTY_PREPS)


def _opens(token: Token) -> bool:
    """Whether an unseen name is the subject that a sentence or a clause of telling begins with."""
    return token.dep_ == "nsubj" and token.pos_ in {"NOUN", "PROPN"} and token.head.pos_ in {"VERB", "AUX"}


def _means_a_leader(word: str, people: People, reading: Reading, registry: Registry) -> bool:
    known = registry.lookup(word)
    if any((entity := registry.actor(each.entity_id)) is None or entity.kind != "person" for each in known):
        return False
    return people.resolve(word, Hints(on=reading.published)) is not None
