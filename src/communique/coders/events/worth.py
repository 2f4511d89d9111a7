"""How likely a coded act is right: what speaks for and against it, weighed by a small linear model.

Every word that weighs stands in ``vocabulary/data/events_worth.yaml``; ``training/event_worth.py`` fits the weights on
events of real articles that were judged one by one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from communique.coders.events import roles
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.coders.events.match import Match
    from communique.parse.encoder import Encoding
    from communique.parse.reading import Reading

_YIELDING = frozenset({"CONCEDE", "RETREAT"})
_FIRST = frozenset({"i", "we", "us", "me", "my", "our"})
_SECOND = frozenset({"you", "your"})
_VAGUE = frozenset({"any", "anyone", "those", "everyone", "whoever", "some", "many", "others", "every", "each"})
_CONDITIONS = frozenset({"if", "unless", "whether", "when", "once", "until"})
_MODALS = frozenset({"would", "could", "might", "may", "can", "should", "must", "will"})
_LONG, _FAR, _MANY, _FEW = 40, 12, 6, 2
_SURE = 0.5


def features_of(
    reading: Reading, match: Match, sources: Sequence[str], targets: Sequence[str], status: str, marks: Sequence[str]
) -> dict[str, float]:
    """What speaks for or against an act, by name.

    Args:
        reading: The article.
        match: The trigger with its arguments.
        sources: Ids of the sources.
        targets: Ids of the targets.
        status: The status that was found.
        marks: How the parties were found: ``guessed``, ``loan`` or ``encoder``.
    """
    token = match.token
    found = {"bias": 1.0, "p": match.trigger.p}
    names = [
        f"type={match.type}",
        f"status={status}",
        f"pos={token.pos_}",
        f"dep={token.dep_}",
        *marks,
        *_about_party(reading, "source", match.trigger.source, match, sources),
        *_about_party(reading, "target", match.trigger.target, match, targets),
        *_about_clause(reading, token),
        *_about_both(reading, sources, targets),
    ]
    found.update(dict.fromkeys(names, 1.0))
    read = _as_read(reading, match, sources, targets, status)
    by = "alone:" if "encoder" in marks else "read:"  # what is read of a rule's act, or of one that is read alone
    found.update({name.replace("read:", by): value for name, value in read.items()})
    share, countries = reading.breadth()
    found["article:one country"], found["article:countries"] = share, min(countries, _MANY) / _MANY
    return found


def _about_party(reading: Reading, side: str, wanted: Sequence[str], match: Match, ids: Sequence[str]) -> Iterator[str]:
    tokens = next((t for role in wanted if (t := roles.tokens_of(role, match))), [])
    actors = [reading.actors[a] for a in ids if a in reading.actors]
    if not actors:
        yield f"{side}:named" if tokens else f"{side}:none"
        return
    actor = actors[0]
    yield f"{side}:{'known' if actor.resolved else 'unknown'}"
    yield f"{side}:kind={actor.kind}"
    if not (actor.country or actor.plover.country):
        yield f"{side}:homeless"
    if len(actors) > 1:
        yield f"{side}:several"
    yield from (f"{side}:{mark}" for mark in _about_words(reading, tokens[:1], match.token, ids))
    if not tokens:
        yield f"{side}:elsewhere"


def _about_words(reading: Reading, tokens: Sequence[Token], trigger: Token, ids: Sequence[str]) -> Iterator[str]:
    for token in tokens:
        mention = reading.mention_of(token)
        if token.pos_ == "PRON":
            yield "pronoun"
            yield f"pronoun={token.lower_}"
        elif mention is None or mention.actor not in ids:
            yield "owner"
        else:
            yield f"form={mention.form}"
        if token.lower_ in _VAGUE or any(c.lower_ in _VAGUE for c in token.children):
            yield "vague"
        if abs(token.i - trigger.i) > _FAR:
            yield "far"
        if token.head is not trigger:
            yield "apart"
        if token.sent.start != trigger.sent.start:
            yield "before"


def _about_clause(reading: Reading, token: Token) -> Iterator[str]:
    auxiliaries = {c.lower_ for c in token.children if c.dep_ == "aux"}
    yield from (f"modal={each}" for each in sorted(auxiliaries & _MODALS))
    if "to" in auxiliaries:
        yield "infinitive"
    if token.tag_ == "VBG":
        yield "gerund"
    subjects = {c.lower_ for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}}
    if subjects & _FIRST:
        yield "first person"
    if subjects & _SECOND:
        yield "second person"
    if any(q.start <= token.idx < q.end for q in reading.quotes):
        yield "quoted"
    elif reading.innermost_statement(token.idx, token.idx + len(token)) is not None:
        yield "said"
    if any(
        c.lower_ in _CONDITIONS and c.dep_ in {"mark", "advmod"} for a in (token, *token.ancestors) for c in a.children
    ):
        yield "conditional"
    if len(token.sent) > _LONG:
        yield "long"
    if any(c.dep_ == "neg" for c in token.children):
        yield "negated"
    if reading.encoding is not None and _is_below(token, reading.encoding):
        yield "below"


def _is_below(token: Token, encoding: Encoding) -> bool:
    """Whether the word stands below another in the parse that the encoder takes for an act: 'rejected the appeal'."""
    acts = [act for act in encoding.acts if act.confidence >= _SURE and token.sent.start_char <= act.start]
    above = {a.idx for a in token.ancestors}
    return any(act.start in above for act in acts if act.start < token.sent.end_char)


def _about_both(reading: Reading, sources: Sequence[str], targets: Sequence[str]) -> Iterator[str]:
    actors = [reading.actors[a] for a in (*sources, *targets) if a in reading.actors]
    countries = {a.country or a.plover.country for a in actors}
    if sources and (targets or len(sources) > 1):
        yield "pair"
        if len(countries) == 1 and None not in countries:
            yield "at home"
        if len(countries - {None}) > 1:
            yield "abroad"
    if actors and all(a.kind == "person" for a in actors):
        yield "persons"
    if not any(a.resolved for a in actors):
        yield "nobody known"


def _as_read(
    reading: Reading, match: Match, sources: Sequence[str], targets: Sequence[str], status: str
) -> dict[str, float]:
    """What the encoder says of the trigger: chance of the type, of any other, whether parties and status are ours."""
    encoding = reading.encoding
    if encoding is None:
        return {"unread": 1.0}
    token = match.token
    start, end = token.idx, token.idx + len(token)
    kind = "YIELD" if match.type in _YIELDING else match.type
    same = encoding.probability("triggers", kind, start, end)
    none = encoding.probability("triggers", "O", start, end)
    found = {"read:type": same, "read:none": none, "read:other": max(0.0, 1 - same - none)}
    found["read:log"] = max(-4.0, math.log(same + 1e-3)) / 4
    ours = _parties_as_read(reading, encoding, token, sources, targets)
    found |= ours | {"read:all": same * math.prod(ours.values())}
    act = next((a for a in encoding.acts if a.start <= start < a.end), None)
    if act is None:
        return found | {"read:nothing": 1.0}
    found[f"read:status={act.status}"] = found[f"read:status {'agrees' if act.status == status else 'differs'}"] = 1.0
    for side, spans, ids in (("source", act.sources, sources), ("target", act.targets, targets)):
        theirs = {m.actor for s, e in spans for m in reading.mentions_over(s, e)}
        if spans and ids:
            found[f"read:{side} {'agrees' if theirs & set(ids) else 'differs'}"] = 1.0
        elif spans:
            found[f"read:{side} missed"] = 1.0
        elif ids:
            found[f"read:{side} alone"] = 1.0
    return found


def _parties_as_read(
    reading: Reading, encoding: Encoding, token: Token, sources: Sequence[str], targets: Sequence[str]
) -> dict[str, float]:
    """The encoder's chances that words of the sentence which mean the sources, or the targets, are such."""
    mentions = reading.mentions_over(token.sent.start_char, token.sent.end_char)
    found = {}
    for at, (side, ids) in enumerate((("source", sources), ("target", targets))):
        if ids:
            spans = [(m.start, m.end) for m in mentions if m.actor in ids]
            found[f"read:{side} ours"] = encoding.party_chances(token.idx, spans)[at]
    return found


def worth_of(reading: Reading) -> vocabulary.Worth:
    """The weights for the acts of a text: what tells in an article differs from what tells in a sentence by itself."""
    worths = vocabulary.worths()
    return worths.sentences if reading.sentence_count() <= _FEW else worths.articles


def weighed(features: dict[str, float], worth: vocabulary.Worth) -> float:
    """The share of acts with these features that are right.

    Args:
        features: By name, as :func:`features_of` gives them.
        worth: The weights, by :func:`worth_of`.
    """
    total = sum(worth.weights.get(name, 0.0) * value for name, value in features.items())
    return round(1 / (1 + math.exp(-total)), 3)
