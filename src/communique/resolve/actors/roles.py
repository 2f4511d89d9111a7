"""Whether the name of a land stands for those who govern it, or for a place or a topic: judged by its syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.resolve.actors.lexicon import actor_words

if TYPE_CHECKING:
    from spacy.tokens import Token

_DOCUMENTS = frozenset(["resolution", "resolutions"])
_TOWARDS = frozenset(["to", "from"])
_BETWEEN = frozenset(["with", "between", "by", "against", "from", "on", "for", "to"])
_SUBJECTS = frozenset(["nsubj", "agent", "nsubjpass"])


def outer(token: Token) -> Token:
    """The token that a name's head hangs on, conjunctions climbed."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def acts_as_state(root: Token, *, adjective: bool = False) -> bool:
    """Whether the name of a state means an actor here, and not a place or a topic."""
    if adjective:
        return root.dep_ in ("amod", "compound", "nmod", "poss", *_SUBJECTS, "pobj", "dobj", "conj", "attr")
    token = outer(root)
    known = actor_words()
    if token.dep_ == "pobj":
        return not _is_place_after(token.head)
    if token.dep_ in ("compound", "nmod"):
        return token.head.lemma_.lower() not in known.topic_nouns
    if token.dep_ in ("npadvmod", "appos") or (token.dep_ == "poss" and token.head.lemma_.lower() in known.topic_nouns):
        return False
    if token.dep_ == "dobj":
        return token.head.lemma_.lower() not in known.motion_verbs
    return True


def _is_place_after(preposition: Token) -> bool:
    known = actor_words()
    word = preposition.lower_
    governor = preposition.head
    if word in known.place_prepositions:
        return True
    if word in _TOWARDS:
        lemma = governor.lemma_.lower()
        return lemma in known.motion_verbs or lemma in known.motion_nouns
    return word == "of" and governor.lemma_.lower() in known.topic_nouns


def capital_acts(root: Token) -> bool:
    """Whether the name of a capital or a seat means the government there."""
    token = outer(root)
    known = actor_words()
    if token.dep_ == "nsubj":
        verb = token.head
        return verb.pos_ in ("VERB", "AUX") and (verb.lemma_.lower() not in known.place_verbs or _is_dealing(verb))
    if token.dep_ == "pobj":
        preposition = token.head
        if preposition.lower_ == "of":
            return False
        if preposition.dep_ == "agent":  # "was rejected by Tehran"
            return True
        return preposition.lower_ in _BETWEEN and not _is_place_after(preposition) and _deals(preposition.head)
    if token.dep_ == "poss":
        return token.head.lemma_.lower() not in known.topic_nouns
    return token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_.lower() in _DEALING


_DEALING = frozenset([
    "accuse", "urge", "warn", "tell", "ask", "press", "pressure", "blame", "support", "back", "promise", "inform",
    "notify", "assure", "threaten", "sue", "defy", "challenge", "criticise", "criticize", "thank", "lobby", "offer",
    "condemn", "denounce", "praise", "provoke", "anger", "infuriate", "alarm", "isolate", "punish", "sanction",
    "reassure", "persuade", "convince", "force", "compel", "implore", "beg", "rebuke", "congratulate", "embarrass",
    "appease", "antagonise", "antagonize", "pressurise", "chide", "blast", "slam",
])  # fmt: skip
_TALKS = frozenset([
    "talk", "negotiation", "tension", "relation", "tie", "deal", "agreement", "alliance", "pressure", "support",
    "criticism", "war", "sanction", "standoff", "dispute", "row", "rift", "cooperation", "dialogue", "demand",
    "request", "offer", "proposal", "protest", "reaction", "response", "apology", "assurance", "complaint", "objection",
    "plea", "appeal", "rebuke", "concession", "retaliation", "reprisal", "hostility", "criticise", "sympathise",
    "call", "condemnation", "warning", "message", "threat", "signal", "coordinate", "negotiate", "cooperate",
    "work", "meet", "ally", "side", "impose", "break", "accuse", "order", "backing", "approval", "pledge",
])  # fmt: skip


def _is_dealing(verb: Token) -> bool:
    """'are in talks', 'is at war': a copula whose complement is a matter between governments."""
    return verb.lemma_ == "be" and any(
        _deals(noun)
        for child in verb.rights
        if child.dep_ == "prep" and child.lower_ in ("in", "at", "under")
        for noun in child.rights
        if noun.dep_ == "pobj"
    )


def _deals(governor: Token) -> bool:
    """Whether the governor of the preposition is a matter between governments."""
    lemma = governor.lemma_.lower()
    return lemma in _TALKS or lemma in _DEALING


def is_document_part(root: Token) -> bool:
    """Whether the name only says whose resolution a document is."""
    if root.dep_ in ("compound", "nmod", "poss") and root.head.lower_ in _DOCUMENTS:
        return True
    return root.i + 1 < len(root.doc) and root.nbor().lower_ in _DOCUMENTS
