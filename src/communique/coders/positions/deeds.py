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
from communique.vocabulary.questions import Hit, words_pattern

if TYPE_CHECKING:
    from spacy.tokens import Token

_STEPS = 8
_TURNED: dict[str, Stance] = {"for": "against", "against": "for", "mixed": "mixed", "undecided": "undecided"}
_HEDGES = frozenset({"could", "might", "may", "would", "should", "can"})
_REFUSALS = frozenset({"will", "would", "could", "can", "wo", "ca", "'ll", "shall"})
_RANKS = frozenset({"first", "second", "third", "last", "latest", "only"})
_FIRST = frozenset({"we", "i"})
_OWN = frozenset({"his", "her", "its", "their", "our", "my"})
_TOLD = frozenset({"oprd", "attr", "acomp", "dobj", "ccomp", "xcomp", "prep", "advcl"})


class Deed(NamedTuple):
    """A side taken by word or deed: the holder's mention, and the word that shows it."""

    mention: Mention
    side: Stance
    word: Token
    confidence: float
    reason: str

    @property
    def promised(self) -> bool:
        """Whether it is an act of the future that somebody tells ("said that it would recognise the state")."""
        auxiliaries = {child.lower_ for child in self.word.children if child.dep_ == "aux"}
        return self.reason == "act" and not _is_negated(self.word) and bool(auxiliaries & {"would", "will", "'ll"})

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
    turned = False
    for _ in range(_STEPS):
        found = _side_here(token, act, words, hit)
        if found is not None:
            taken, confidence, reason = found
            if reason != "act" and _is_unreal(token):
                return
            if _is_open(token, act, words):
                taken = "undecided"
            elif _is_negated(token) and taken != "for":
                return  # whoever does not veto is not for it yet
            side = side if taken == "for" else _TURNED[side] if taken == "against" else taken
            if _is_negated(token) or _is_reversed(token, words):
                side, confidence = _TURNED[side], min(confidence, _refusal(token, words))
            side = _with_condition(token, act, _TURNED[side] if turned else side)
            holders = list(_holders(reading, token))
            yield from (Deed(holder, side, token, confidence, reason) for holder in holders)
            if holders or reason == "act":
                return
        if token.head.i == token.i or _leaves_clause(token):
            return
        turned ^= found is None and _is_negated(token)  # "asked others not to recognise it"
        first = _first_joined(token)
        if first.head.i == first.i:
            return
        token = first.head


def _is_unreal(token: Token) -> bool:
    """Whether a verb is only thought of: "before Ankara would ratify", "if it backed the text"."""
    if token.pos_ != "VERB" or _is_negated(token):
        return False
    marks = {child.lower_ for child in token.children if child.dep_ == "mark"}
    auxiliaries = {child.lower_ for child in token.children if child.dep_ == "aux"}
    thought = bool(auxiliaries & (_HEDGES - {"can", "should"})) and not _is_reported_future(token, auxiliaries)
    return bool(marks & {"if", "whether", "unless", "before", "until"}) or (thought and token.dep_ == "advcl")


def _is_open(token: Token, act: Token, words: PositionWords) -> bool:
    """Whether a word of deciding tells that nothing is decided: "has not decided", "yet to decide whether"."""
    if not any(word.open and word.word == token.lemma_.lower() for word in words.words):
        return False
    asks = any(each.lower_ == "whether" for each in token.subtree if token.i < each.i < act.i)
    waits = any(child.lower_ == "yet" for child in (*token.children, *token.head.children)) and token.dep_ == "xcomp"
    return asks or waits or _is_negated(token)


def _is_reversed(token: Token, words: PositionWords) -> bool:
    """Whether a verb ends what a noun stands for: "lifted its veto"."""
    return token.pos_ == "NOUN" and token.dep_ == "dobj" and token.head.lemma_.lower() in words.reversing


def _first_joined(token: Token) -> Token:
    """The first of the words that are joined by "and": what governs it governs them all."""
    while token.dep_ == "conj":
        token = token.head
    return token


def _refusal(token: Token, words: PositionWords) -> float:
    """How sure a negation is: "would not recognise" is a refusal, "does not recognise" a state of things."""
    refuses = any(child.dep_ == "aux" and child.lower_ in _REFUSALS for child in token.children)
    return words.phrase_confidence if refuses else words.not_done_confidence


def _with_condition(token: Token, act: Token, side: Stance) -> Stance:
    """A yes with a condition is mixed, and so is a no that a condition would end."""
    after = token.doc[max(token.i, act.i) + 1 : token.sent.end].text
    pattern = words_pattern(position_words().own.conditional)
    found = pattern.search(after) if pattern is not None else None
    if found is None or side not in {"for", "against"} or ";" in after[: found.start()]:
        return side
    return "mixed" if side == "for" or found[0].lower() == "unless" else side


def _side_here(token: Token, act: Token, words: PositionWords, hit: Hit) -> tuple[Stance, float, str] | None:
    """The side that this word takes on what it governs, with confidence and reason."""
    if token.i == act.i and hit.kind == "ballot":
        return _ballot(token, words)
    if token.i == act.i:
        return _done(token, words) if hit.kind in {"act", "echo"} else None
    lemma = token.lemma_.lower()
    judged = _judged(token, words)
    if judged is not None:
        return judged
    if hit.kind == "reference" and not any(word.word == lemma and word.reacts for word in words.words):
        return None
    if token.pos_ == "ADP" and token.head.lemma_ != "be":
        return None
    if lemma == "vote":
        return _vote(token, words)
    for word in words.words:
        if lemma == word.word and _fits(token, act, word):
            return word.side, word.confidence, f"'{token.text}' governs the act"
    return None


def _done(act: Token, words: PositionWords) -> tuple[Stance, float, str] | None:
    """The act itself, when it is a finite verb and really done, going on or going to be."""
    copula = _copula(act)
    if copula is not None:  # "became the first member to recognise it"
        return _done(copula, words) if not _is_negated(copula) else None
    if act.pos_ not in {"VERB", "AUX"} or act.dep_ in {"xcomp", "pcomp", "amod"}:
        return None
    auxiliaries = {child.lower_ for child in act.children if child.dep_ in {"aux", "auxpass"}}
    refused = (_is_negated(act) and auxiliaries & _REFUSALS) or _is_reported_future(act, auxiliaries)
    if (auxiliaries & _HEDGES and not refused) or "to" in auxiliaries or _is_conditional(act):
        return None
    if act.tag_ not in {"VBD", "VBZ", "VBP"} and not auxiliaries:
        return None
    return "for", words.act_confidence, "act"


def _copula(act: Token) -> Token | None:
    """The verb that makes somebody the first or the latest to do the act; None where none does."""
    noun = act.head
    above = noun.head if act.dep_ in {"relcl", "acl"} else noun
    if above.lemma_ not in {"become", "be"} or act.dep_ not in {"relcl", "acl", "advcl"} or act.tag_ != "VB":
        return None
    ranked = any(
        each.lower_ in _RANKS for child in above.children if child.dep_ == "attr" for each in (child, *child.children)
    )
    return above if ranked else None


def _is_reported_future(act: Token, auxiliaries: set[str]) -> bool:
    """Whether "would" is the "will" of reported speech ("said that it would recognise the state")."""
    reported = act.dep_ == "ccomp" and act.head.tag_ in {"VBD", "VBN"}
    return reported and "would" in auxiliaries and not auxiliaries & {"have", "be"}


def _is_conditional(verb: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in {"if", "whether", "unless"} for child in verb.children)


def _judged(token: Token, words: PositionWords) -> tuple[Stance, float, str] | None:
    """The side that a verb takes that calls the act good or bad."""
    verb = token.lemma_.lower()
    if token.pos_ != "VERB" or verb not in words.judged.verbs:
        return None
    told = [each for child in token.children if child.dep_ in _TOLD for each in child.subtree if child.i > token.i]
    for side, known in (("against", words.judged.against), ("for", words.judged.for_)):
        for each in told:
            if each.lemma_.lower() in known:
                return ("against" if side == "against" else "for"), 0.75, f"called '{each.text}'"
    return None


def _ballot(token: Token, words: PositionWords) -> tuple[Stance, float, str] | None:
    """The side that a vote takes whose words do not name what is voted on."""
    if token.tag_ not in {"VBD", "VBN", "VBZ", "VBP", "VBG"} or _is_negated(token) or _is_conditional(token):
        return None
    if token.lemma_.lower() == "abstain":
        return "undecided", 0.75, "abstained"
    if token.lemma_.lower() in words.light:
        return "against", 0.8, "cast its veto"
    if token.lemma_.lower() == "veto":
        named = [child for child in token.rights if child.dep_ == "dobj"]
        plain = all(each.pos_ == "PRON" or each.lemma_.lower() in words.references for each in named)
        return ("against", 0.8, "vetoed it") if plain else None
    objects = {inner.lower_ for child in token.rights if child.dep_ == "prep" for inner in child.children}
    found = _vote(token, words)
    known = not objects or objects & {
        "favour",
        "favor",
        "it",
        "them",
        "text",
        "resolution",
        "draft",
        "proposal",
        "motion",
    }
    return found if found is not None and known else None


def _vote(token: Token, words: PositionWords) -> tuple[Stance, float, str] | None:
    prepositions = {child.lower_ for child in token.rights if child.dep_ == "prep"}
    for vote in words.votes:
        if vote.preposition in prepositions:
            return vote.side, 0.9, f"voted {vote.preposition}"
    return None


def _fits(token: Token, act: Token, word: StanceWord) -> bool:
    """Whether the act hangs on the word by the right preposition or particle, and its child is there."""
    if word.child is not None and not any(child.lower_ == word.child for child in token.children):
        return False
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
    if token.pos_ == "NOUN" and token.dep_ == "dobj" and any(child.dep_ == "neg" for child in token.head.children):
        return True
    return any(child.dep_ == "neg" or (child.dep_ == "det" and child.lower_ == "no") for child in token.children)


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
        for each in (_meant(token), *token.conjuncts):
            mention = reading.mention_of(each)
            if (mention is None and each.lower_ in _FIRST) or _is_own_state(each):
                mention = _speaker(reading, each) or mention
            if mention is not None and not any(inner.dep_ == "relcl" for inner in each.ancestors if inner.i > token.i):
                yield mention


def _meant(token: Token) -> Token:
    """The word that a relative pronoun stands for: "Cyprus, which recognised the state"."""
    verb = token.head
    return verb.head if token.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl" else token


def _is_own_state(token: Token) -> bool:
    """Whether the words are "his country", "her government" and the like."""
    return token.lemma_.lower() in position_words().own_state and any(
        child.dep_ == "poss" and child.lower_ in _OWN for child in token.children
    )


def _holder_tokens(word: Token) -> Iterator[Token]:
    if word.pos_ in {"VERB", "AUX"}:
        yield from subjects(word)
        return
    if word.pos_ == "ADP" and word.head.lemma_ == "be":
        yield from subjects(word.head)
        return
    before = {"poss", "nmod", "compound"}
    own = [child for child in word.lefts if child.dep_ in before and child.pos_ in {"PROPN", "PRON"}]
    own += [inner for child in word.rights if child.dep_ == "prep" and child.lower_ in {"by", "from"}
            for inner in child.children if inner.dep_ == "pobj"]  # fmt: skip
    words = position_words()
    if own and not (word.dep_ == "dobj" and word.head.lemma_.lower() in words.reversing):
        yield from own
    elif word.dep_ in {"dobj", "acomp", "attr", "pobj", "oprd"}:
        verb = word.head if word.dep_ != "pobj" else word.head.head
        plain = word.dep_ != "dobj" or verb.lemma_.lower() in words.light | words.reversing
        if verb.pos_ in {"VERB", "AUX"} and plain:
            yield from subjects(verb)


def subjects(verb: Token) -> Iterator[Token]:
    """The subject of a verb, its agent in the passive, or the subject that it shares with the verb above it."""
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)
    for child in verb.children:
        if child.dep_ == "nsubj":
            yield child
        elif child.dep_ == "agent":
            yield from (each for each in child.children if each.dep_ == "pobj")
    noun, copula = verb.head, _copula(verb)
    if verb.dep_ in {"relcl", "acl"} and noun.dep_ == "attr" and not passive:  # "was the first to ratify it"
        copula = noun.head
    if copula is not None:
        yield from (child for child in copula.children if child.dep_ == "nsubj")
        return
    has_own = any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)
    if not has_own and not passive and verb.dep_ in {"xcomp", "conj"} and verb.head.pos_ in {"VERB", "AUX"}:
        yield from subjects(verb.head)


def _speaker(reading: Reading, pronoun: Token) -> Mention | None:
    """Whoever "we" or "I" in a statement is."""
    statement = reading.innermost_statement(pronoun.idx, pronoun.idx + len(pronoun))
    if statement is None or statement.speaker is None or statement.speaker.actor is None:
        return None
    return Mention(pronoun.idx, pronoun.idx + len(pronoun), pronoun.i, "pronoun", statement.speaker.actor)
