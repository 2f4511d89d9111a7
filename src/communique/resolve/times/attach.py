"""Which time an act, a statement or a meeting is tied to: chosen by syntax, not by distance in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from communique import record

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from communique.parse.reading import Reading

# Relations that leave the clause of the word they hang on: a time beyond one belongs to another act.
# The weights were set by reading articles; a path that costs more than LIMIT ties nothing.
_BOUNDARIES = {
    "ccomp": 4, "relcl": 4, "advcl": 4, "parataxis": 4, "csubj": 4, "acl": 3, "conj": 2, "appos": 3, "pcomp": 2,
}  # fmt: skip
_OPEN = {"xcomp": 1, "aux": 0, "auxpass": 0}
_OUT_OF_ACL = 4.5  # "the coalition backing the drive announced on Monday": the backing is not Monday's
_PAST_A_NOUN = 0.75  # a time inside a noun's phrase is rather the noun's than the verb's
_ATTRIBUTIVE = frozenset({"poss", "compound", "nmod", "nummod", "amod"})
_DURING = frozenset({"at", "in", "during"})
_SETTING = frozenset(
    ["after", "before", "following", "despite", "since", "until", "amid", "over", "because", "given", "about"]
)
_OF_A_SETTING = 4.0  # "is in talks, following his decision last December": the talks are not December's
_PLAIN_STEP = 0.25
_AT_THAT_TIME = 1.0  # for a clause with "when"
LIMIT = 3.5


def moment_of(time: record.Time) -> record.Moment | None:
    """The moment a time expression stands for; None when its value is not known."""
    if time.value is None:
        return None
    return record.Moment(value=time.value, earliest=time.earliest, latest=time.latest, expression=time.id)


def time_for(
    reading: Reading, trigger: Token | Span, sentence_span: record.Offsets | None = None
) -> record.Moment | None:
    """The moment that the words of the text tie to a trigger.

    The times of the trigger's sentence are ranked by the path through the parse: a step inside the clause
    is cheap, one into or out of another clause is dear, and a path above a limit ties nothing. A duration
    counts only when it has days; references such as "now" or "recently" and sets never count.

    Args:
        reading: The article, with its times and its syntax.
        trigger: The word or words that name the act, the cue of a statement, or the noun of a meeting.
        sentence_span: Offsets in which to look for times; the trigger's sentence when not given.
    """
    token = cast("Token", getattr(trigger, "root", trigger))  # of a span; a token is one
    sentence = token.sent
    start, end = sentence_span or (sentence.start_char, sentence.end_char)
    if (day := _before_when(reading, token)) is not None:
        return moment_of(day)
    ranked = [
        (cost, abs(time.start - token.idx), time)
        for time in reading.times
        if start <= time.start and time.end <= end and _has_days(time) and not _of_teller(reading, token, time)
        for cost in (_cost(token, reading.span(time.start, time.end).root),)
        if cost <= LIMIT
    ]
    return moment_of(min(ranked, key=lambda each: each[:2])[2]) if ranked else None


def _before_when(reading: Reading, trigger: Token) -> record.Time | None:
    """The time that a clause explains: 'eleven months ago, when troops crossed the border'."""
    when = next((c for c in trigger.children if c.lower_ == "when" and c.dep_ == "advmod"), None)
    if when is None or trigger.dep_ not in {"relcl", "advcl", "acl"}:
        return None
    gaps = ((time, reading.text[time.end : when.idx]) for time in reading.times if time.end <= when.idx)
    return next((time for time, gap in gaps if gap.strip() in {"", ","} and _has_days(time)), None)


def _of_teller(reading: Reading, trigger: Token, time: record.Time) -> bool:
    """Whether a time says when something was said, and the trigger is in what was said."""
    return any(
        statement.cue is not None
        and statement.cue[0] <= time.start
        and time.end <= statement.cue[1]
        and any(start <= trigger.idx < end for start, end in statement.content)
        for statement in reading.statements
    )


def _has_days(time: record.Time) -> bool:
    return time.type != "SET" and time.value is not None and time.earliest is not None


def _cost(trigger: Token, time: Token) -> float:
    """How dear the way through the parse from a trigger to the head of a time expression is."""
    if trigger.i == time.i:
        return 0.0
    if _names_another(trigger, time):
        return float("inf")
    above = {token.i: cost for token, cost in _climb(trigger, _OUT_OF_ACL)}
    nouns = 0.0
    for token, cost in _climb(time):
        if token.i in above:
            meet = above[token.i]
            return cost + nouns + meet + (_aside(trigger, token) if meet else 0.0)
        nouns += _PAST_A_NOUN if token.i != time.i and token.pos_ in ("NOUN", "PROPN") else 0.0
        if token.head.i != time.i and token.dep_ == "pobj" and token.i != time.i and token.head.lower_ in _SETTING:
            nouns += _OF_A_SETTING
    return float("inf")


def _names_another(trigger: Token, time: Token) -> bool:
    """Whether a time only says which one a noun means, and that noun does not tell when the trigger was.

    "They condemned Saturday's attack" and "the 1951 convention forbids it" date neither verb; "they voted at Monday's
    session" does.
    """
    noun = time.head
    if time.dep_ not in _ATTRIBUTIVE or noun.i == trigger.i or noun.pos_ not in ("NOUN", "PROPN"):
        return False
    if _is_misread(time):
        return False
    while noun.dep_ in ("compound", "nmod") and noun.i != trigger.i:
        noun = noun.head
    if noun.dep_ == "pobj" and noun.head.lower_ in _DURING:
        above = noun.head.head
        return above.i != trigger.i and above.pos_ not in ("VERB", "AUX")
    return noun.i != trigger.i


def _is_misread(time: Token) -> bool:
    """Whether the parse takes a time for a part of the name behind it: "on Monday Tusk said"."""
    if time.dep_ == "poss":
        return False
    before = time.nbor(-1) if time.i > time.sent.start else None
    return before is None or (before.lower_ in ("on", "in") and time.head.pos_ == "PROPN")


def _climb(token: Token, out_of_acl: float = 0.0) -> list[tuple[Token, float]]:
    """The token and all above it, each with the cost of the way to it."""
    way, cost = [(token, 0.0)], 0.0
    while token.head.i != token.i:
        boundary = _BOUNDARIES.get(token.dep_, _OPEN.get(token.dep_, _PLAIN_STEP))
        boundary = max(boundary, out_of_acl) if token.dep_ == "acl" else boundary
        cost += min(boundary, _AT_THAT_TIME) if _says_when(token) else boundary
        token = token.head
        way.append((token, cost))
    return way


def _says_when(clause: Token) -> bool:
    """Whether a clause tells what came about at the time before it: "last year, when they were attacked"."""
    return clause.dep_ in ("relcl", "advcl", "acl") and any(child.lower_ == "when" for child in clause.lefts)


def _aside(trigger: Token, meeting_point: Token) -> float:
    """Extra cost when trigger and time meet at a word that is no predicate, as in lists of names."""
    return 0.0 if meeting_point.pos_ in ("VERB", "AUX") else 0.5 if trigger.pos_ in ("NOUN", "PROPN") else 1.0
