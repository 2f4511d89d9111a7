"""Whether the clause round a time looks back or ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from communique.resolve.times.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

Tense = Literal["past", "present", "future", "open"]  # open: an infinitive that need not lie ahead
_PREDICATES = frozenset({"VERB", "AUX"})
_ATTRIBUTIVE = frozenset({"poss", "compound", "amod", "nmod"})
_LOOSE = frozenset({"npadvmod", "appos"})  # "an attack Friday": the parse hangs a time there by mistake as well
_NOUNS = frozenset({"NOUN", "PROPN"})
_STOPS = frozenset({".", "!", "?", "\n"})
_DEEPEST = 5  # how many verbs up the chain of clauses a tense is looked for


def tense_above(token: Token, lexicon: Lexicon) -> Tense | None:
    """Climb from a time to the verb that governs it, heeding the words that point ahead or back on the way.

    A time that belongs to a noun on the way ("the December announcement", "an attack in March") need not
    share the tense of the verb: what is told of then looks ahead only when a modal says so, or when the
    noun is something that has its day fixed beforehand, such as a meeting.
    """
    words, time, link = lexicon.values, token, ""
    of_noun = token.dep_ in _ATTRIBUTIVE and token.head.lower_ not in words["scheduled"]
    loose = token.dep_ in _LOOSE and token.head.pos_ in _NOUNS and token.head.lower_ not in words["scheduled"]
    while True:
        if token.lower_ in words["backward_links"]:
            return "past"
        if token.lower_ in words["forward_links"] and not of_noun:
            return "future"
        if token.pos_ in _PREDICATES and token.dep_ not in ("aux", "auxpass"):
            if link in words["arranging_links"] and token.lemma_ in words["arranging"]:
                return "future"
            found = _at_verb(token, time, of_noun, lexicon)
            return None if loose and found in ("present", "open") else found
        if any(child.lower_ in words["forward"] and child.dep_ == "amod" for child in token.lefts):
            return "future"
        if token.head.i == token.i:
            return None
        if token.pos_ == "ADP":
            link = token.lower_
        if token.pos_ == "ADP" and token.head.pos_ in _NOUNS:
            known = words["scheduled"].keys() | words["forward_links"].keys()
            of_noun = of_noun or token.head.lower_ not in known
        token = token.head


def _at_verb(verb: Token, time: Token, of_noun: bool, lexicon: Lexicon) -> Tense | None:
    """The tense that the governing verb gives a time."""
    if not of_noun and _ahead_between(verb, time):
        return "future"
    tense = tense_of(verb, lexicon)
    modal = any(child.lower_ in lexicon.values["modals"] for child in verb.children)
    return tense if not of_noun or modal or tense == "past" else None


def _ahead_between(verb: Token, time: Token) -> bool:
    """Whether "ahead of" or "in advance of" stands between a verb and its time."""
    between = verb.doc[verb.i + 1 : time.i] if time.i - verb.i < 15 else verb.doc[0:0]
    return any(token.lower_ in ("ahead", "advance") and token.nbor(1).lower_ == "of" for token in between)


def tense_of(verb: Token, lexicon: Lexicon, depth: int = 0) -> Tense | None:
    """The tense of a verb with its auxiliaries; "is expected" and its like look ahead."""
    words = lexicon.values
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    lowers = {child.lower_ for child in helpers}
    if lowers & words["modals"].keys():
        return "past" if "have" in lowers else "future"
    if any(child.tag_ == "VBD" for child in helpers) or lowers & words["perfect"].keys():
        return "future" if verb.lower_ in words["forward"] else "past"
    if "to" in lowers:
        return _tense_of_infinitive(verb, lexicon, depth)
    if verb.tag_ == "VBN" and verb.lower_ in words["forward"]:
        return "future"
    return _tense_of_form(verb, bool(helpers), lexicon, depth)


def _tense_of_form(verb: Token, helped: bool, lexicon: Lexicon, depth: int) -> Tense | None:
    """The tense that a verb's own form tells."""
    if verb.tag_ == "VBD" or (verb.tag_ == "VBN" and not helped):
        return "past"
    if verb.tag_ == "VBG" and not helped and depth < _DEEPEST:
        above = verb.head
        return tense_of(above, lexicon, depth + 1) if above.pos_ in _PREDICATES and above.i != verb.i else None
    if verb.tag_ in ("VBZ", "VBP"):
        return "past" if verb.lemma_ in lexicon.values["reporting"] else "present"
    return "present" if helped else None


def _tense_of_infinitive(verb: Token, lexicon: Lexicon, depth: int) -> Tense | None:
    """An infinitive looks ahead, unless what governs it has come about ("began to"); one of purpose tells less."""
    above, words = verb.head, lexicon.values
    if depth < _DEEPEST and above.i != verb.i and above.lemma_ in words["factual"]:
        return tense_of(above, lexicon, depth + 1)
    if above.i == verb.i or verb.dep_ not in ("acl", "advcl", "relcl", "xcomp"):
        return "future"
    intended = above.lemma_ in words["intending"] or above.lower_ in words["forward"]
    return "future" if intended else "open"


def tense_nearby(texts: Sequence[str], lexicon: Lexicon) -> Tense | None:
    """Without a parse: the nearest sign of tense among the words before a time, back to the sentence's start."""
    values = lexicon.values
    for text in reversed(texts):
        if text in _STOPS:
            return None
        if text in values["future_signs"] or text in values["forward"]:
            return "future"
        if text in values["past_signs"] or (text.endswith("ed") and len(text) > 4):
            return "past"
    return None
