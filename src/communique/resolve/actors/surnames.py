"""People called by surname where no name, or a place's, was seen: 'Obama has agreed', 'forces of General Noriega'.

A surname of one leading office-holder that means no state, body or capital is the person where it stands for somebody
who acts, and not where something is; behind a title any single word is that means nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.parse.reading import Name
from communique.resolve.actors.lexicon import actor_words, lexicon
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
    """Make bare surnames of leaders and of the titled people's names, where they were taken for others or not seen.

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
        if len(token) < _SHORTEST or not token.text.istitle() or not token.is_alpha or reading.is_skipped(*span):
            continue
        titled = _is_titled(token)
        if labels.get(span) not in _MISTAKEN and (token.idx in covered or not (titled or _opens(token))):
            continue
        if not (titled or _is_party(token)) or not _means_people(token.text, registry):
            continue
        if titled or people.resolve(token.text, Hints(on=reading.published)) is not None:
            mended[span] = Name(*span, "person")
    if mended:
        kept = [name for name in reading.names if (name.start, name.end) not in mended]
        reading.names = sorted([*kept, *mended.values()], key=lambda name: (name.start, name.end))


def mend_peoples(reading: Reading, registry: Registry) -> None:
    """Take a surname that looks like a people's for the person: 'Cuban said', after one Marco Cuban was named in full.

    Args:
        reading: The article with its names.
        registry: The registry.
    """
    ends: dict[str, int] = {}
    covered = {offset for n in reading.names if n.label == "person" for offset in range(n.start, n.end)}
    for name in reading.names:
        words = reading.text[name.start : name.end].split()
        if name.label == "person" and len(words) > 1 and registry.country_of_demonym(words[-1]) is not None:
            ends[words[-1]] = min(name.end, ends.get(words[-1], name.end))
    meant = [
        Name(token.idx, token.idx + len(token), "person")
        for token in (reading.doc if ends else ())
        if token.idx not in covered and token.idx > ends.get(token.text, len(reading.text)) and _is_alone(token)
    ]
    if meant:
        places = {(name.start, name.end) for name in meant}
        kept = [name for name in reading.names if (name.start, name.end) not in places]
        reading.names = sorted([*kept, *meant], key=lambda name: (name.start, name.end))


def _is_alone(token: Token) -> bool:
    """Whether a name describes no other noun and has no article."""
    attributive = token.dep_ in {"compound", "amod", "nmod"} or any(c.dep_ == "det" for c in token.children)
    return token.tag_ == "NNP" and not attributive


def part_titles(reading: Reading) -> None:
    """Take words of an office out of people's names: 'Foreign' of 'deputy Foreign Minister', 'Interior Jane Roe'."""
    kept: list[Name] = []
    for name in reading.names:
        span = reading.span(name.start, name.end)
        if name.label != "person" or not len(span) or not _is_of_office(span[0]):
            kept.append(name)
            continue
        rest = [token for token in span if not _names_office(token)]
        if rest and rest[0].i > span.start:
            kept.append(Name(rest[0].idx, name.end, "person"))
    reading.names = kept


def _is_of_office(token: Token) -> bool:
    """Whether a word belongs to the title that it stands beside: 'Defence Minister', 'Minister for Interior'."""
    if not _names_office(token):
        return False
    around = [token.nbor(1)] if token.i + 1 < len(token.doc) else []
    before = token.doc[max(0, token.i - 2) : token.i]
    around += [each for each in before if each.i == token.i - 1 or before[-1].lower_ in ("for", "of")]
    return any(_names_office(each) for each in around)


def _names_office(token: Token) -> bool:
    return token.lower_ in actor_words().office_words


def _is_party(token: Token) -> bool:
    """Whether a word stands for somebody who acts or is acted upon, with nothing that describes it."""
    if any(child.dep_ in {"compound", "amod", "det", "nummod", "poss"} for child in token.children):
        return False
    return token.dep_ in _PARTY_DEPS or (token.dep_ == "pobj" and token.head.lower_ in _PARTY_PREPS)


def _opens(token: Token) -> bool:
    """Whether an unseen name is the subject that a sentence or a clause of telling begins with."""
    return token.dep_ == "nsubj" and token.pos_ in {"NOUN", "PROPN"} and token.head.pos_ in {"VERB", "AUX"}


def _is_titled(token: Token) -> bool:
    """Whether a word ends a phrase of names right behind a person's title: 'President Obama', 'Gen. Noriega'."""
    if token.i == token.sent.start or token.dep_ in {"compound", "amod", "nmod"} or token.pos_ != "PROPN":
        return False
    before = token.nbor(-1)
    if not before.text[:1].isupper() or before.head.i not in {token.i, before.i} or before.dep_ == "ROOT":
        return False
    agent = lexicon().ending_at([before.lower_], 0)
    titled = agent is not None and agent.role in {"person", "carrier"}
    word = before.lower_.rstrip(".")
    return titled or word in actor_words().honorific_sectors or word in actor_words().courtesies


def _means_people(word: str, registry: Registry) -> bool:
    """Whether a word names nobody but people, as far as the registry knows."""
    named = [registry.actor(each.entity_id) for each in registry.lookup(word)]
    return all(entity is not None and entity.kind == "person" for entity in named)
