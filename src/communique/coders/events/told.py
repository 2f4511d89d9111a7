"""What an act that was told before lends to one that only points back to it.

'The attack killed nine' takes its source from the sentence that told of the attack; 'condemned the move' takes its
target from whoever made it; 'the two sides agreed' from the two who were named last. Only what stands a sentence or two
before lends, and only a definite noun borrows, so that no party is guessed from afar.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from communique.coders.events.frame import phrases
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.coders.events.match import Match
    from communique.parse.reading import Reading
    from communique.record import Event

REACH = 2  # sentences back
_POINTING = frozenset({"the", "this", "that", "these", "those", "such"})
_OWN = ("by", "of", "against", "between", "from", "on", "with")
_ABOUT = ("against", "over", "for", "of", "to", "on", "about", "at", "with")
_CIRCUMSTANCE = ("in", "during")
_PAIRS = 2
_BOTH = frozenset({"two", "both"})
_BORROWERS = frozenset({"ACCUSE", "SUPPORT", "REJECT", "PROTEST", "AGREE"})
_FORCE = frozenset({"ASSAULT", "COERCE"})
_MEETING = frozenset({"CONSULT", "SANCTION"})


class Loan(NamedTuple):
    """Parties taken from an act told before, that act, and the noun that points back to it."""

    actors: tuple[str, ...]
    lender: Event
    noun: Token


def source_of(reading: Reading, match: Match, earlier: Sequence[Event]) -> Loan | None:
    """Who did it, where the words only name the act again: 'the attack killed nine', 'the talks broke down'.

    Args:
        reading: The article.
        match: The trigger with its arguments.
        earlier: Acts told shortly before, in order.
    """
    kinds = _FORCE if match.type in _FORCE else _MEETING if match.type in _MEETING else frozenset[str]()
    if not kinds:
        return None
    named = [*match.frame.subjects, *(t for prep in _CIRCUMSTANCE for t in match.frame.preps.get(prep, ()))]
    for noun in named:
        lender = _told(reading, noun, earlier, kinds)
        if lender is not None and (match.type in _FORCE or len(lender.sources) > 1):
            return Loan(lender.sources, lender, noun)
    return None


def target_of(reading: Reading, match: Match, earlier: Sequence[Event], sources: Sequence[str]) -> Loan | None:
    """Who did what is condemned, welcomed or refused: 'Oslo condemned the move'.

    Args:
        reading: The article.
        match: The trigger with its arguments.
        earlier: Acts told shortly before, in order.
        sources: The act's own sources, who do not lend to themselves.
    """
    if match.type not in _BORROWERS or not sources:
        return None
    for noun in (*match.frame.objects, *(t for prep in _ABOUT for t in match.frame.preps.get(prep, ()))):
        lender = _told(reading, noun, earlier, None)
        actors = tuple(a for a in lender.sources if a not in sources) if lender is not None else ()
        if lender is not None and actors and not _same_state(reading, actors, sources):
            return Loan(actors, lender, noun)
    return None


def pair_of(reading: Reading, tokens: Iterable[Token], earlier: Sequence[Event]) -> Loan | None:
    """The two of an act told before whom 'the two sides' or 'both countries' means.

    Args:
        reading: The article.
        tokens: Heads of the phrases in the role.
        earlier: Acts told shortly before, in order.
    """
    for noun in tokens:
        if not is_pair(noun):
            continue
        for lender in reversed(earlier):
            actors = tuple(dict.fromkeys((*lender.sources, *lender.targets)))
            if len(actors) == _PAIRS and all(a in reading.actors for a in actors):
                return Loan(actors, lender, noun)
    return None


def is_pair(noun: Token) -> bool:
    """Whether a noun means two parties without naming them: 'the two countries', 'both sides'."""
    if noun.lemma_.lower() not in vocabulary.pair_words() or any(phrases(noun).get(prep) for prep in _OWN):
        return False
    return any(c.lower_ in _BOTH for c in noun.children) and not any(c.dep_ == "poss" for c in noun.children)


def _told(reading: Reading, noun: Token, earlier: Sequence[Event], kinds: frozenset[str] | None) -> Event | None:
    """The last act told before that a definite noun may mean."""
    meant = vocabulary.anaphors().get(noun.lemma_.lower(), frozenset())
    if kinds is not None:
        meant &= kinds
    if not meant or not _points_back(reading, noun):
        return None
    return next((e for e in reversed(earlier) if e.type in meant and e.sources and e.trigger[1] <= noun.idx), None)


def _points_back(reading: Reading, noun: Token) -> bool:
    """Whether a noun is definite and says nothing itself of whose act it is."""
    if not any(child.dep_ == "det" and child.lower_ in _POINTING for child in noun.children):
        return False
    first, last = noun.left_edge, noun
    own = {t for prep in _OWN for t in phrases(noun).get(prep, ())}
    named = reading.mentions_in(first.idx, last.idx + len(last))
    clause = any(child.dep_ in {"acl", "relcl", "ccomp"} for child in noun.children)
    return not own and not named and not clause


def _same_state(reading: Reading, some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether all belong to one state; nobody condemns his own government's move in the name of it."""
    one, other = ({reading.actors[a].country for a in ids if a in reading.actors} for ids in (some, others))
    return len(one | other) == 1 and None not in one | other
