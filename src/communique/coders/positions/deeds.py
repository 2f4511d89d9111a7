"""What the syntax around an act says of who is for or against it.

From the word for the act ("recognise", "extension") the parse is climbed to the words that govern it. The first
that takes a side and has a holder decides; a refusal or a negation on the way turns the side round. Where
nothing governs it and the act is done ("Sweden recognised the state"), whoever does it is for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from communique.parse.reading import Mention, Reading
from communique.record import Offsets
from communique.vocabulary.positions import PositionWords, Stance, StanceWord, position_words
from communique.vocabulary.questions import Hit

if TYPE_CHECKING:
    from spacy.tokens import Token

_STEPS = 6
_TURNED: dict[str, Stance] = {"for": "against", "against": "for", "mixed": "mixed", "undecided": "undecided"}
_HEDGES = frozenset({"could", "might", "may", "would", "should", "can"})
_FIRST = frozenset({"we", "i"})


class Deed(NamedTuple):
    """A side taken by word or deed: the holder's mention, and the word that shows it."""

    mention: Mention
    side: Stance
    word: Token
    confidence: float
    reason: str

    @property
    def evidence(self) -> Offsets:
        """The word that shows the side."""
        return self.word.idx, self.word.idx + len(self.word)


def deeds(reading: Reading, hit: Hit) -> Iterator[Deed]:
    """The sides that the words around a hit show, none or several for joint holders."""
    span = reading.span(hit.start, hit.end)
    if not len(span):
        return
    words = position_words()
    act = span.root
    side: Stance = hit.side
    token = act
    for _ in range(_STEPS):
        found = _side_here(token, act, words)
        if found is not None:
            taken, confidence, reason = found
            side = side if taken == "for" else _TURNED[side] if taken == "against" else taken
            if _is_negated(token):
                side, confidence = _TURNED[side], min(confidence, words.not_done_confidence)
            holders = list(_holders(reading, token))
            yield from (Deed(holder, side, token, confidence, reason) for holder in holders)
            if holders or reason == "act":
                return
        if token.head.i == token.i or _leaves_clause(token):
            return
        token = token.head


def _side_here(token: Token, act: Token, words: PositionWords) -> tuple[Stance, float, str] | None:
    """The side that this word takes on what it governs, with confidence and reason."""
    if token.i == act.i:
        return _done(token, words)
    lemma = token.lemma_.lower()
    if lemma == "vote":
        return _vote(token, words)
    for word in words.words:
        if lemma == word.word and _fits(token, act, word):
            return word.side, word.confidence, f"'{token.text}' governs the act"
    return None


def _done(act: Token, words: PositionWords) -> tuple[Stance, float, str] | None:
    """The act itself, when it is a finite verb and really done, going on or going to be."""
    if act.pos_ != "VERB" or act.dep_ in {"xcomp", "pcomp", "amod"}:
        return None
    auxiliaries = {child.lower_ for child in act.children if child.dep_ in {"aux", "auxpass"}}
    if auxiliaries & _HEDGES or "to" in auxiliaries or _is_conditional(act):
        return None
    if act.tag_ not in {"VBD", "VBZ", "VBP"} and not auxiliaries:
        return None
    return "for", words.act_confidence, "act"


def _is_conditional(verb: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in {"if", "whether", "unless"} for child in verb.children)


def _vote(token: Token, words: PositionWords) -> tuple[Stance, float, str] | None:
    prepositions = {child.lower_ for child in token.rights if child.dep_ == "prep"}
    for vote in words.votes:
        if vote.preposition in prepositions:
            return vote.side, 0.9, f"voted {vote.preposition}"
    return None


def _fits(token: Token, act: Token, word: StanceWord) -> bool:
    """Whether the act hangs on the word by the right preposition or particle."""
    particles = {child.lower_ for child in token.children if child.dep_ == "prt"}
    if word.particle is not None:
        return word.particle in particles
    if not word.prepositions:
        return True
    below = act
    while below.head.i not in (token.i, below.i):
        below = below.head
    return below.lower_ in word.prepositions or (below.pos_ == "VERB" and below.dep_ in {"xcomp", "ccomp", "advcl"})


def _is_negated(token: Token) -> bool:
    return any(child.dep_ == "neg" for child in token.children)


def _leaves_clause(token: Token) -> bool:
    """Whether going up from here leaves what the words above can be about."""
    has_subject = any(child.dep_ in {"nsubj", "nsubjpass"} for child in token.lefts)
    if token.dep_ == "advcl":
        return has_subject or token.tag_ != "VBG"
    if token.dep_ == "relcl":
        return not any(child.dep_ == "nsubj" and child.tag_ in {"WDT", "WP"} for child in token.lefts)
    return token.dep_ == "parataxis" or (token.dep_ == "conj" and token.pos_ == "VERB" and has_subject)


def _holders(reading: Reading, word: Token) -> Iterator[Mention]:
    """Mentions of those who take the side: subject, agent, possessor, or the subject of a light verb."""
    for token in _holder_tokens(word):
        for each in (token, *(inner for inner in token.subtree if inner.dep_ == "conj" and inner.head.i == token.i)):
            mention = reading.mention_of(each)
            if mention is None and each.lower_ in _FIRST:
                mention = _speaker(reading, each)
            if mention is not None and not any(inner.dep_ == "relcl" for inner in each.ancestors if inner.i > token.i):
                yield mention


def _holder_tokens(word: Token) -> Iterator[Token]:
    if word.pos_ in {"VERB", "AUX"}:
        yield from subjects(word)
        return
    before = {"poss", "nmod", "compound"}
    own = [child for child in word.lefts if child.dep_ in before and child.pos_ in {"PROPN", "PRON"}]
    own += [inner for child in word.rights if child.dep_ == "prep" and child.lower_ in {"by", "from"}
            for inner in child.children if inner.dep_ == "pobj"]  # fmt: skip
    if own:
        yield from own
    elif word.dep_ in {"dobj", "acomp", "attr", "pobj", "oprd"}:
        verb = word.head if word.dep_ != "pobj" else word.head.head
        if verb.pos_ in {"VERB", "AUX"}:
            yield from subjects(verb)


def subjects(verb: Token) -> Iterator[Token]:
    """The subject of a verb, its agent in the passive, or the subject that it shares with the verb above it."""
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)
    for child in verb.children:
        if child.dep_ == "nsubj":
            yield child
        elif child.dep_ == "agent":
            yield from (each for each in child.children if each.dep_ == "pobj")
    has_own = any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)
    if not has_own and not passive and verb.dep_ in {"xcomp", "conj"} and verb.head.pos_ in {"VERB", "AUX"}:
        yield from subjects(verb.head)


def _speaker(reading: Reading, pronoun: Token) -> Mention | None:
    """Whoever "we" or "I" in a statement is."""
    statement = reading.innermost_statement(pronoun.idx, pronoun.idx + len(pronoun))
    if statement is None or statement.speaker is None or statement.speaker.actor is None:
        return None
    return Mention(pronoun.idx, pronoun.idx + len(pronoun), pronoun.i, "pronoun", statement.speaker.actor)
