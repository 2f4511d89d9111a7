"""Acts between two states of which no pattern knows the word: the scorers of pairs say what the one does to the other.

A verb with an actor of one country for its subject and one of another among its words joins a pair. Where the scorers
are sure of the type, and the encoder does not take the verb for idle, the act is coded with the plainest code of it.
What somebody thinks, has or is can be nobody's act (``thought`` in the vocabulary's word sets).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from communique.coders.events import pair, roles
from communique.coders.events.frame import Frame, verb_frame
from communique.coders.events.learned import Parties, match_for
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from communique.coders.events.match import Match
    from communique.parse.encoder import Encoding
    from communique.parse.reading import Reading
    from communique.record import Offsets

SURE = 0.7  # of the type
IDLE = 0.9  # chance that the verb names no act, above which it is left


class _Joined(NamedTuple):
    """A verb with its arguments, and the actors of two countries whom it joins."""

    frame: Frame
    source: str
    target: str


def act_between(reading: Reading, sentence: Span) -> tuple[Match, Parties] | None:
    """The surest act that a verb of the sentence tells between actors of two countries; None without a sure one.

    Args:
        reading: The article, with its encoding and its actors.
        sentence: A sentence in which nothing else was found.
    """
    encoding = reading.encoding
    if encoding is None:
        return None
    best, surest = None, SURE
    for joined in _pairs(reading, encoding, sentence):
        kind, chance = _type_of(reading, encoding, joined)
        if chance >= surest:
            best, surest = (kind, joined), chance
    if best is None:
        return None
    kind, joined = best
    return match_for(joined.frame.head, kind, surest), Parties([joined.source], [joined.target])


def _pairs(reading: Reading, encoding: Encoding, sentence: Span) -> Iterator[_Joined]:
    for verb in sentence:
        if verb.pos_ != "VERB" or verb.lemma_.lower() in vocabulary.word_sets()["thought"]:
            continue
        if encoding.probability("triggers", "O", verb.idx, verb.idx + len(verb)) > IDLE:
            continue
        frame = verb_frame(verb)
        sources = roles.actors_of(reading, frame.subjects, owned="near", states="named")
        homes = {reading.actors[a].country for a in sources}
        if sources and None not in homes:
            named = roles.actors_of(reading, _others(frame), owned="yes", states="named")
            abroad = [a for a in named if reading.actors[a].country and reading.actors[a].country not in homes]
            targets = abroad or roles.abroad(reading, verb, homes, purpose=False)
            if targets:
                yield _Joined(frame, sources[0], targets[0])


def _others(frame: Frame) -> list[Token]:
    return [*frame.objects, *frame.indirect, *(t for group in frame.preps.values() for t in group), *frame.clauses]


def _type_of(reading: Reading, encoding: Encoding, joined: _Joined) -> tuple[str, float]:
    verb = joined.frame.head
    source, target = _nearest(reading, joined.source, verb), _nearest(reading, joined.target, verb)
    if source is None or target is None:
        return "", 0.0
    rated = pair.verdicts(reading.doc, source, target, verb.sent)
    chances = pair.weigh(reading.doc, source, target, rated, encoding)
    kind = max(sorted(chances), key=lambda each: chances[each])
    return kind, chances[kind]


def _nearest(reading: Reading, actor: str, verb: Token) -> Offsets | None:
    """The mention of an actor in the sentence that stands nearest to the verb."""
    sentence = verb.sent
    found = [m for m in reading.mentions_in(sentence.start_char, sentence.end_char) if m.actor == actor]
    nearest = min(found, key=lambda mention: abs(mention.start - verb.idx), default=None)
    return (nearest.start, nearest.end) if nearest is not None else None
