"""How far a source, a cue and a content reach, read off the parse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.coders.statements.drafts import cover
from communique.record import Offsets

if TYPE_CHECKING:
    from spacy.tokens import Token

# Dependents that belong to a verb's form: they are part of the cue.
_FORM = frozenset(["aux", "auxpass", "neg", "prt"])
_CLAUSAL = frozenset(["ccomp", "advcl", "parataxis", "csubj", "dep", "conj", "cc", "preconj", "punct", "npadvmod"])
_NOUN_STEPS = frozenset(["conj", "pobj", "prep", "dative", "dobj", "appos"])
_LONGEST_SOURCE = 60
# Dependents on the left without which a noun is not whole, and those of them that no phrase ends with.
_JOINED = frozenset(["det", "amod", "compound", "poss", "nummod", "nmod", "predet"])
_WAITING = frozenset(["det", "amod", "predet"])
_LONGEST_WAIT = 6
_WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_PARTS_OF_DAY = frozenset(["morning", "afternoon", "evening", "night"])


def subject_of(verb: Token) -> Token | None:
    """The word that the verb's clause has as subject; None for a bare infinitive or an order."""
    return next((child for child in verb.children if child.dep_ in ("nsubj", "csubj", "expl")), None)


def passive_subject_of(verb: Token) -> Token | None:
    """The subject of a passive verb."""
    return next((child for child in verb.children if child.dep_ == "nsubjpass"), None)


def understood_subject(verb: Token) -> Token | None:
    """The subject that a verb shares with the verb it is joined to or hangs on."""
    step, seen = verb, 0
    while seen < 6:
        seen += 1
        dep, head = step.dep_, step.head
        if head == step:
            return None
        if dep == "acl" and head.pos_ in ("NOUN", "PROPN", "PRON"):
            return (_sender(step) or head) if step.tag_ == "VBG" else None
        if dep not in ("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep"):
            return None
        if dep == "prep" and head.pos_ in ("NOUN", "PROPN"):
            return None
        if dep == "ccomp" and step.tag_ not in ("VBG", "VB"):
            return None
        if dep == "xcomp" and head.lemma_ != "promise":
            urged = next((c for c in head.children if c.dep_ == "dobj" and head.i < c.i < step.i), None)
            if urged is not None:
                return urged
        if head.pos_ in ("VERB", "AUX"):
            found = subject_of(head) or passive_subject_of(head)
            if found is not None:
                return found
        step = head
    return None


def sending_verb(participle: Token) -> Token | None:
    """The verb that a participle of content hangs on, at one remove ('X sent a letter to Y stressing that …')."""
    if participle.tag_ != "VBG" or participle.dep_ not in ("acl", "advcl"):
        return None
    step = participle.head
    if step.pos_ == "VERB":
        return step
    while step.dep_ in _NOUN_STEPS and step.head != step and step.pos_ != "VERB":
        if step.dep_ == "prep" and step.lower_ != "to":
            return None
        step = step.head
    return step if step.pos_ == "VERB" and step != participle.head else None


def _sender(participle: Token) -> Token | None:
    """Who sent it, where the participle hangs on the addressee."""
    noun = participle.head
    while noun.dep_ == "conj":
        noun = noun.head
    verb = sending_verb(participle)
    if verb is None or noun.dep_ != "pobj" or not any(child.dep_ == "dobj" for child in verb.children):
        return None
    return subject_of(verb) or understood_subject(verb)


def noun_phrase(head: Token, without: Token | None = None) -> list[Token]:
    """The tokens of a noun phrase with its titles, appositions and modifiers, but no clause hung on by mistake.

    Args:
        head: The noun.
        without: A token, such as the cue, that the phrase must not hold.
    """
    tokens = sorted(_phrase(head, without), key=lambda t: t.i)
    block: list[Token] = []
    for token in tokens:
        if block and token.i - block[-1].i > 3 and any(_between(block[-1], token)):
            if token.i > head.i:
                break
            block = []
        if block and token.i > head.i and _comma_before(token) and token.pos_ == "ADP" and token.lower_ != "of":
            break
        block.append(token)
    while block and (block[-1].is_punct or block[-1].is_space) and block[-1].text not in ")]%":
        block.pop()
    while block and (block[0].is_punct or block[0].is_space) and block[0].text not in "([@#$":
        block.pop(0)
    return block if 0 < len(block) <= _LONGEST_SOURCE else [head]


def _comma_before(token: Token) -> bool:
    return token.i > 0 and token.doc[token.i - 1].text == ","


def _between(left: Token, right: Token) -> Iterator[Token]:
    doc = left.doc
    return (doc[i] for i in range(left.i + 1, right.i) if not doc[i].is_punct and not doc[i].is_space)


def _phrase(head: Token, without: Token | None) -> Iterator[Token]:
    """The head and what hangs on it, leaving out subtrees that hold the forbidden token."""
    yield head
    for child in head.children:
        if child.dep_ in _CLAUSAL and child.dep_ not in ("conj", "cc", "punct", "preconj"):
            continue
        if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX"):
            continue
        if without is not None and (child == without or child.is_ancestor(without)):
            continue
        yield from _phrase(child, without)


def verb_group(verb: Token) -> list[Token]:
    """The verb with its auxiliaries, negation, particle and the adverbs that stand between or before them."""
    group = [verb]
    group += [child for child in verb.children if child.dep_ in _FORM and abs(child.i - verb.i) <= 6]
    first = min(token.i for token in group)
    doc = verb.doc
    for child in verb.children:
        if child.dep_ == "advmod" and child.i < verb.i and child.text.lower() not in ("when", "where", "why", "how"):
            near = all(doc[i] in group or doc[i].dep_ == "advmod" for i in range(child.i + 1, verb.i))
            if near or child.i > first:
                group.append(child)
    return sorted(group, key=lambda t: t.i)


def unbroken(tokens: list[Token], anchor: Token) -> Offsets:
    """Offsets of the run of tokens around the anchor in which nothing foreign stands."""
    chosen = {token.i for token in tokens}
    first = last = anchor.i
    while first - 1 in chosen:
        first -= 1
    while last + 1 in chosen:
        last += 1
    doc = anchor.doc
    found = cover(doc[first : last + 1])
    return found if found is not None else (anchor.idx, anchor.idx + len(anchor))


def without_time(tokens: list[Token]) -> list[Token]:
    """A phrase less the weekday at its edges: 'On Monday, the ministry', 'the ministry on Monday'."""
    left = next((n for n, token in enumerate(tokens) if not _is_dated(token)), 0)
    right = next((n for n, token in enumerate(reversed(tokens)) if not _is_dated(token)), 0)
    if left and tokens[left].text != ",":
        left = 0
    if right and tokens[-right].tag_ != "IN":
        right = 0
    while left < len(tokens) - right and tokens[left].is_punct:
        left += 1
    return tokens[left : len(tokens) - right] or tokens


def _is_dated(token: Token) -> bool:
    """Whether a token is a weekday, a part of one, or the preposition before it."""
    if token.lower_ in _WEEKDAYS or (
        token.lower_ in _PARTS_OF_DAY and token.i > 0 and token.nbor(-1).lower_ in _WEEKDAYS
    ):
        return True
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    return token.lower_ == "on" and following.lower_ in _WEEKDAYS


def whole(tokens: list[Token]) -> Offsets | None:
    """Offsets of a noun phrase whose limits were guessed, drawn out to words that it cannot do without.

    To the left what is joined to a word of it (articles, titles, owners); to the right the noun that an article, a
    preposition or a title at its end waits for.
    """
    if not tokens:
        return None
    doc, sentence = tokens[0].doc, tokens[0].sent
    first, last = tokens[0].i, tokens[-1].i
    while first > sentence.start and _is_joined(doc[first - 1]) and first <= doc[first - 1].head.i <= last:
        first -= 1
    while last + 1 < sentence.end:
        further = _awaited(doc[last])
        if further is None or not last < further < sentence.end or further - last > _LONGEST_WAIT:
            break
        last = further
    return cover(doc[first : last + 1])


def _is_joined(token: Token) -> bool:
    return token.dep_ in _JOINED and token.is_alpha and token.tag_ != "WDT"


def _awaited(token: Token) -> int | None:
    """Where the word ends that a phrase cannot stop before; None when it may stop at this token."""
    if token.dep_ in _WAITING and token.head.i > token.i:
        return token.head.i
    if token.dep_ == "prep" or token.tag_ == "IN":
        return next((child.i for child in token.children if child.dep_ == "pobj" and child.i > token.i), None)
    return None
