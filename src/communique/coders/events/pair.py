"""Which PLOVER type joins two given parties of one sentence: rules, weighed with its words by a small linear model.

The linear model's probabilities are multiplied by those of the encoder's pair scorer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.coders.events import linear, roles
from communique.coders.events import match as matching
from communique.coders.events.plain import root_of
from communique.coders.events.status import status_of
from communique.parse.encoder import Encoding, is_on, load_network
from communique.parse.syntax import language_model

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from communique.coders.events.match import Match
    from communique.record import Offsets

YIELD = "YIELD"
YIELDING = ("CONCEDE", "RETREAT")
_ROLE_POINTS, _PATH_POINTS, _INNER_LOSS, _NOUN_LOSS = 2.0, 1.0, 1.5, 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """A type with its points: 2 for each party found in its role, 1 for a trigger on the path between them."""

    type: str
    points: float
    trigger: str


def verdicts(
    doc: Doc, source: Offsets | None, target: Offsets | None, words: Iterable[Token] | None = None
) -> list[Verdict]:
    """What each trigger of the sentence says of the pair, best first.

    Args:
        doc: The parsed sentence.
        source: Offsets of the source.
        target: Offsets of the target.
        words: Where triggers are looked for; None for the whole text.
    """
    found = [m for token in words or doc if not _inside(token, source) and (m := matching.find(token)) is not None]
    inner = {token.i for match in found for token in _content(match)}
    path = path_between(doc, source, target)
    rated = [
        Verdict(
            plain_type(match),
            _points(match, source, target, path) - _INNER_LOSS * (match.token.i in inner),
            match.trigger.mode,
        )
        for match in found
    ]
    return sorted(rated, key=lambda v: -v.points)


def plain_type(match: Match) -> str:
    """The type in plain PLOVER; an act that is only announced is a promise or a threat, one refused a rejection."""
    return root_of(match.mode, match.cameo, status_of(match, None, None))


def classify_pair(sentence: str, source: Offsets | None, target: Offsets | None) -> str:
    """The plain PLOVER type of what the source does to the target.

    Args:
        sentence: One sentence.
        source: Offsets of the source's words; None when the sentence does not name it.
        target: Offsets of the target's words; None when the sentence does not name it.

    Returns:
        One of the sixteen types; always an answer, since a pair is given.
    """
    doc = language_model()(sentence)
    read = Encoding(sentence, [(0, len(sentence))], load_network()) if is_on() else None
    rated = verdicts(doc, source, target)
    chances = weigh(doc, source, target, rated, read)
    best = max(sorted(chances), key=lambda kind: chances[kind])
    if best != YIELD:
        return best
    return next((verdict.type for verdict in rated if verdict.type in YIELDING), "RETREAT")


def weigh(
    doc: Doc, source: Offsets | None, target: Offsets | None, rated: Sequence[Verdict], read: Encoding | None
) -> dict[str, float]:
    """The probability of each type between a pair, by the linear model and the encoder's pair scorer together.

    Args:
        doc: The parsed text.
        source: Offsets of the source.
        target: Offsets of the target.
        rated: What the triggers say of the pair.
        read: The encoder's reading of the text; None where it is off.
    """
    features = linear.features_of(doc, source, target, rated, path_between(doc, source, target))
    chances = linear.model().probabilities(features)
    spans = [[source] if source else [], [target] if target else []]
    learned = read.type_of_pair(*spans) if read is not None else {}
    both = {kind: chance * learned.get(kind, 1.0) for kind, chance in chances.items()}
    total = sum(both.values())
    return {kind: chance / total for kind, chance in both.items()} if total else chances


def _content(match: Match) -> Iterable[Token]:
    if not match.trigger.inner or match.inner is None:
        return ()
    return [token for root in match.content for token in root.subtree]


def _points(match: Match, source: Offsets | None, target: Offsets | None, path: set[int]) -> float:
    points = _PATH_POINTS * (match.token.i in path) - _NOUN_LOSS * (match.token.pos_ == "NOUN") + match.trigger.p
    sources = [t for role in match.trigger.source for t in roles.tokens_of(role, match)]
    targets = [t for role in match.trigger.target for t in roles.tokens_of(role, match)]
    if match.trigger.together:
        sources, targets = sources + targets, sources + targets
    points += _ROLE_POINTS * _hits(sources, source)
    return points + _ROLE_POINTS * _hits(targets, target)


def _hits(tokens: list[Token], span: Offsets | None) -> bool:
    return any(_inside(each, span) for token in tokens for each in roles.conjuncts(token)) or any(
        _inside(owner, span) for token in tokens for owner in roles.owners(token)
    )


def _inside(token: Token, span: Offsets | None) -> bool:
    return span is not None and span[0] <= token.idx < span[1]


def path_between(doc: Doc, source: Offsets | None, target: Offsets | None) -> set[int]:
    """Words on the way through the parse from one span's head to the other's."""
    if source is None or target is None:
        return set()
    one, other = doc.char_span(*source, alignment_mode="expand"), doc.char_span(*target, alignment_mode="expand")
    if one is None or other is None:
        return set()
    up = [one.root.i, *(a.i for a in one.root.ancestors)]
    down = [other.root.i, *(a.i for a in other.root.ancestors)]
    common = next((i for i in up if i in down), None)
    if common is None:
        return {*up, *down}
    return {*up[: up.index(common) + 1], *down[: down.index(common) + 1]}
