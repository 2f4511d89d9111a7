"""Whether two statements of different articles repeat one utterance: one speaker, the same words, days that fit."""

from __future__ import annotations

from dataclasses import dataclass

from communique import record as r
from communique.archive.days import whole_day
from communique.archive.joining.copies import Joined, days_between
from communique.archive.joining.words import PLAIN, overlap, shingles, tokens

DAYS_APART = 7
_FEWEST = 4
_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Utterance:
    """A statement as joining compares it."""

    article: str
    id: str
    speaker: str
    published: str | None
    said: str | None
    telling: frozenset[str]
    runs: frozenset[str]


def utterance_of(coded: r.Record, statement: r.Statement) -> Utterance | None:
    """A statement of a record as joining compares it; None where the speaker is not known or hardly a word is said."""
    speaker = statement.speaker.actor if statement.speaker else None
    words = tokens(coded.quote(statement.content))
    telling = frozenset(word[:6] for word in words if word not in PLAIN)
    if not speaker or speaker.startswith("a-") or len(telling) < _FEWEST:
        return None
    return Utterance(
        article=coded.article.id, id=statement.id, speaker=speaker,
        published=whole_day(coded.article.published),
        said=whole_day(statement.time.earliest) if statement.time else None, telling=telling, runs=shingles(words, 2),
    )  # fmt: skip


def same_utterance(one: Utterance, other: Utterance) -> Joined | None:
    """Whether two statements repeat one utterance, with the reason; None when they do not."""
    if one.speaker != other.speaker:
        return None
    apart = days_between(one.said or one.published, other.said or other.published)
    if apart is not None and apart > DAYS_APART:
        return None
    words, runs = overlap(one.telling, other.telling), overlap(one.runs, other.runs)
    score = 0.6 * words + 0.4 * runs
    if score < _ENOUGH or words < 0.7:
        return None
    when = "days unknown" if apart is None else "the same day" if apart == 0 else f"{apart} days apart"
    return Joined(
        round(score, 3), f"{one.speaker}; {words:.0%} of the shorter one's words, {runs:.0%} in order; {when}"
    )
