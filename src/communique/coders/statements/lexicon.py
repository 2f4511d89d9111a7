"""The cue list and the weights of the judgement, as typed values."""

from __future__ import annotations

import functools
import math
from typing import Literal

from msgspec import Struct

from communique.vocabulary.reader import load

Mode = Literal["speech", "writing", "thought", "intention"]


_OPEN = ("according", "label")  # frames whose form says that they attribute, whatever the word


class Cue(Struct, frozen=True):
    """A word that attributes.

    Attributes:
        cue: Lemma, with its particle where it has one ("point out").
        frames: How it takes its content, to the share of such uses that attribute in running news.
    """

    cue: str
    frames: dict[str, float]


class Medium(Struct, frozen=True):
    """A medium of expression, the words that name it, and the mode it implies."""

    medium: str
    words: list[str]
    mode: Mode
    example: str


class EncoderWeights(Struct, frozen=True):
    """How the encoder's word counts: weights by trait, in log-odds.

    Attributes:
        joint: For what the rules found; the traits are those of ``learned.support``.
        alone: For what only the encoder found.
    """

    joint: dict[str, float]
    alone: dict[str, float]


class Settings(Struct, frozen=True):
    """What is not a word list: base rates, weights and word classes of the judgement.

    Attributes:
        threshold: Probability below which no reported proposition is kept.
        threshold_act: The same for acts whose content is a noun or an infinitive ("urged restraint").
        bias: Constant of the log-odds.
        prior_weight: Weight of the cue's own log-odds.
        base: Frame to the share of its uses that attribute, for cues that are not on the list.
        weights: Trait to its weight in log-odds.
        encoder: How the encoder's word counts.
    """

    threshold: float
    threshold_act: float
    bias: float
    prior_weight: float
    base: dict[str, float]
    weights: dict[str, float]
    encoder: EncoderWeights


class Modes(Struct, frozen=True):
    """Cues whose mode is not speech, and word classes for the details of a statement."""

    writing: list[str]
    thought: list[str]
    intention: list[str]
    addressing: list[str]
    outspoken: list[str]
    reporting: list[str]
    saying_nouns: list[str]
    citing: list[str]
    media: list[Medium]
    withheld_heads: list[str]
    withheld_always: list[str]
    withheld_when_told: list[str]
    two_sided: list[str]
    known_when_definite: list[str]
    named_role: list[str]
    not_saying: list[str]
    no_comment: list[str]
    denying: list[str]
    confirming: list[str]
    asking: list[str]
    not_speaking: list[str]


@functools.cache
def settings() -> Settings:
    """The judgement's weights."""
    return load("statements.yaml", Settings)


@functools.cache
def modes() -> Modes:
    """Modes and word classes."""
    return load("statements_words.yaml", Modes)


@functools.cache
def _priors() -> dict[tuple[str, str], float]:
    return {(cue.cue, frame): share for cue in load("cues.yaml", list[Cue]) for frame, share in cue.frames.items()}


def prior(lemma: str, frame: str) -> float:
    """The share of a cue's uses in a frame that attribute; the frame's own share for a cue off the list."""
    known = _priors().get((lemma, frame))
    return known if known is not None else settings().base.get(frame, 0.05)


def known_prior(lemma: str, frame: str) -> float:
    """The share of a cue's uses in a frame that attribute; 0 off the list, save where the frame itself tells."""
    return _priors().get((lemma, frame), settings().base.get(frame, 0.0) if frame.startswith(_OPEN) else 0.0)


def log_odds(share: float) -> float:
    """The log-odds of a probability, kept within what 1 in 500 gives."""
    share = min(max(share, 0.002), 0.998)
    return math.log(share / (1 - share))
