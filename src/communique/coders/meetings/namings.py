"""Where the text names a meeting: the noun or verb, the body or sides, the time and the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique import record
from communique.parse.reading import Reading
from communique.resolve.places import spot_of
from communique.resolve.times.attach import moment_of, time_for
from communique.vocabulary.meetings import MeetingWords, meeting_words

if TYPE_CHECKING:
    from spacy.tokens import Token

_MEMBERS = ".MEMBERS"
"""How the ids of groups end that meet as a body: 'EU foreign ministers' as the Foreign Affairs Council."""
_INDEFINITE = frozenset({"a", "an", "some", "any", "no", "another"})
_TALK = frozenset({"talk", "negotiation", "consultation", "conversation"})


@dataclass(slots=True)
class Naming:
    """One place that names a meeting; ``apart`` says that it is another than the one before ("the next meeting")."""

    token: Token
    start: int
    end: int
    body: str | None = None
    participants: list[str] = field(default_factory=list)
    time: record.Moment | None = None
    place: record.Spot | None = None
    definite: bool = False
    apart: bool = False
    own: bool = False
    verb: bool = False
    kinds: frozenset[str] = frozenset()


def namings(reading: Reading) -> Iterator[Naming]:
    """All namings of meetings in the sentences that are coded, in order."""
    words = meeting_words()
    nouns = {each.noun: each.own for each in words.nouns}
    verbs = {each.verb: each.with_ for each in words.verbs}
    for sentence in reading.sentences():
        for token in sentence:
            lemma = token.lemma_.lower()
            if lemma in nouns and token.pos_ in {"NOUN", "PROPN"} and not _is_other(token, words):
                yield _of_noun(reading, token, nouns[lemma], words)
            elif lemma in verbs and token.pos_ == "VERB":
                naming = _of_verb(reading, token, verbs[lemma])
                if naming is not None:
                    yield naming


def _is_other(token: Token, words: MeetingWords) -> bool:
    """Whether the noun is part of another ("news conference", "round of applause", "peace talks" is not)."""
    if token.dep_ in {"compound", "amod"} and token.head.pos_ in {"NOUN", "PROPN"}:
        return True
    if token.tag_ in {"NNS", "NNPS"} and token.lemma_.lower() not in words.plural:
        return True
    if any(child.lower_ in words.excluded_modifiers for child in token.lefts):
        return True
    if token.lemma_.lower() == "round":
        return not any(
            inner.lemma_.lower() in _TALK for child in token.rights if child.dep_ == "prep" for inner in child.children
        )
    inside = token.dep_ == "pobj" and token.head.head.lemma_.lower() == "round"
    return inside or (token.lemma_.lower() == "talk" and token.tag_ == "NN")


def _of_noun(reading: Reading, token: Token, own: bool, words: MeetingWords) -> Naming:
    start, end = _extent(reading, token)
    naming = Naming(token, start, end, own=own)
    determiners = {child.lower_ for child in token.lefts if child.dep_ in {"det", "poss"}}
    naming.definite = bool(determiners - _INDEFINITE)
    naming.apart = any(child.lower_ in words.apart_words for child in token.lefts)
    naming.kinds = frozenset(_kinds(token, words))
    _take_sides(naming, reading, _sides_of_noun(token, words))
    naming.time = _time_of_noun(reading, token)
    naming.place = _place_near(reading, token)
    return naming


def _kinds(token: Token, words: MeetingWords) -> Iterator[str]:
    """Words before the noun that say what sort of meeting it is ("cabinet", "emergency")."""
    for child in token.lefts:
        plain = child.lower_ in words.plain_modifiers or child.lower_ in words.apart_words
        if child.dep_ in {"compound", "amod", "nmod"} and not plain and child.ent_type_ not in {"DATE", "TIME"}:
            yield child.lemma_.lower()


def _extent(reading: Reading, token: Token) -> record.Offsets:
    """The words that name the meeting: the noun with what stands before it, and an "of" phrase behind."""
    first, last = token, token
    for child in sorted(token.lefts, key=lambda each: -each.i):
        if child.right_edge.i != first.i - 1 or child.dep_ not in {"compound", "amod", "poss", "nmod", "nummod"}:
            break
        first = child.left_edge
    while first.i < token.i and first.dep_ in {"det", "punct"} and first.dep_ != "poss":
        first = first.nbor()
    of = next((child for child in token.rights if child.lower_ == "of" and child.i == token.i + 1), None)
    if of is not None:
        inner = next((each for each in of.children if each.dep_ == "pobj"), None)
        mention = reading.mention_of(inner) if inner is not None else None
        last = reading.span(mention.start, mention.end)[-1] if mention else inner or last
    return first.idx, last.idx + len(last)


def _sides_of_noun(token: Token, words: MeetingWords) -> Iterator[Token]:
    """Heads of the phrases that say who meets."""
    for child in token.lefts:
        if child.dep_ in {"poss", "compound", "nmod"}:
            yield child
    yield from _prepositional(token, words.side_prepositions)
    for inner in _prepositional(token, frozenset({"of"})):
        if inner.lemma_.lower() in _TALK:
            yield from _prepositional(inner, words.side_prepositions)
    governor = token.head
    if token.dep_ in {"dobj", "nsubjpass"} and governor.lemma_.lower() in words.holding_verbs:
        yield from _subjects(governor)
        yield from _prepositional(governor, frozenset({"with", "between"}))
    elif governor.lower_ in {"at", "in", "for"} and governor.head.lemma_.lower() in words.attending_verbs:
        yield from _subjects(governor.head)


def _prepositional(token: Token, prepositions: frozenset[str]) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in prepositions:
            yield from (each for each in child.children if each.dep_ == "pobj")


def _subjects(verb: Token) -> Iterator[Token]:
    """The subjects of a verb, also those it shares with a verb that governs it or is joined to it."""
    own = [child for child in verb.children if child.dep_ in {"nsubj", "agent"}]
    if own:
        for child in own:
            yield from (each for each in child.children if each.dep_ == "pobj") if child.dep_ == "agent" else (child,)
    elif verb.dep_ in {"xcomp", "conj"} and verb.head.pos_ in {"VERB", "AUX", "ADJ"}:
        yield from _subjects(verb.head)


def _take_sides(naming: Naming, reading: Reading, heads: Iterable[Token]) -> None:
    """Sort the actors that these words mean into the body that meets and the participants."""
    for head in heads:
        for token in (head, *(each for each in head.subtree if each.dep_ == "conj" and each.pos_ != "VERB")):
            mention = reading.mention_of(token)
            if mention is None or mention.actor in naming.participants or mention.actor == naming.body:
                continue
            actor = reading.actors.get(mention.actor)
            of_body = actor is not None and (actor.kind in {"body", "organisation"} or actor.id.endswith(_MEMBERS))
            between = head.head.lower_ in {"between", "with", "by"}
            if naming.body is None and of_body and not between:
                naming.body = mention.actor
            else:
                naming.participants.append(mention.actor)


def _time_of_noun(reading: Reading, token: Token) -> record.Moment | None:
    """The time inside the noun's own phrase ("Monday's meeting", "the meeting in January"); else by syntax."""
    start, end = token.left_edge.idx, token.right_edge.idx + len(token.right_edge)
    inside = [each for each in reading.times_in(start, end) if each.type in {"DATE", "TIME"} and each.earliest]
    near = [each for each in inside if not _in_clause(reading, token, each)]
    if near:
        return moment_of(min(near, key=lambda each: abs(each.start - token.idx)))
    return time_for(reading, token)


def _in_clause(reading: Reading, token: Token, time: record.Time) -> bool:
    """Whether a clause inside the noun's phrase holds the time."""
    current = reading.span(time.start, time.end).root
    while current.i not in (token.i, current.head.i):
        if current.dep_ in {"relcl", "acl", "advcl"}:
            return True
        current = current.head
    return False


def _place_near(reading: Reading, token: Token) -> record.Spot | None:
    """The place of the noun's or verb's own phrase, else of the verb that it is subject or object of."""
    anchors = [token]
    if token.pos_ != "VERB":
        if token.dep_ in {"dobj", "nsubj", "nsubjpass", "pobj"}:
            governor = token.head if token.dep_ != "pobj" else token.head.head
            anchors += [governor] if governor.pos_ in {"VERB", "NOUN"} else []
        if token.dep_ == "pobj":
            anchors += [token.head.head.head] if token.head.head.pos_ == "NOUN" else []
    allowed = {anchor.i for anchor in anchors}
    sentence = token.sent
    for place in reading.places_in(sentence.start_char, sentence.end_char):
        if _hangs_on(reading.span(place.start, place.end).root, allowed):
            return spot_of(place)
    return None


def _hangs_on(token: Token, allowed: set[int]) -> bool:
    """Whether a place is the object of "in" or "at" right below one of the allowed words, or names its noun."""
    if token.dep_ in {"poss", "compound", "npadvmod"} and token.head.i in allowed:
        return token.dep_ != "poss"
    if token.dep_ != "pobj" or token.head.lower_ not in {"in", "at", "near", "outside"}:
        return False
    above = token.head.head
    while above.dep_ in {"pobj", "prep", "npadvmod"} and above.i not in allowed and above.pos_ != "VERB":
        above = above.head
    return above.i in allowed


def _of_verb(reading: Reading, token: Token, with_: bool) -> Naming | None:
    """A meeting told by a verb: dated or placed, with at least two sides or a body."""
    unwilling = token.dep_ == "xcomp" and token.head.lemma_.lower() in meeting_words().unwilling
    if unwilling or any(child.dep_ == "neg" for child in token.children):
        return None
    naming = Naming(token, token.idx, token.idx + len(token), own=True, verb=True)
    heads = [*_subjects(token), *(_prepositional(token, frozenset({"with"})) if with_ else ())]
    if with_:
        heads += [child for child in token.rights if child.dep_ == "dobj"]
    _take_sides(naming, reading, heads)
    if not naming.body and len(naming.participants) < 1:
        return None
    naming.time = time_for(reading, token)
    naming.place = _place_near(reading, token)
    return naming if naming.time or naming.place else None
