"""The words by which actors take sides, from ``data/positions.yaml``, which explains the fields."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from communique.vocabulary.reader import load

Stance = Literal["for", "against", "mixed", "undecided"]


class StanceWord(Struct, frozen=True):
    """A word that governs an act and says on which side its holder is."""

    word: str
    side: Stance
    confidence: float
    example: str
    prepositions: tuple[str, ...] = ()
    particle: str | None = None
    child: str | None = None
    reacts: bool = False
    open: bool = False


class Vote(Struct, frozen=True):
    """The side that a vote with this preposition takes."""

    preposition: str
    side: Stance
    example: str


class OwnWords(Struct, frozen=True, rename={"for_": "for"}):
    """A speaker's own words about an act."""

    for_: tuple[str, ...]
    against: tuple[str, ...]
    conditional: tuple[str, ...]


class Judged(Struct, frozen=True, rename={"for_": "for"}):
    """Words by which an act is called good or bad, and the verbs that call it so."""

    verbs: frozenset[str]
    for_: frozenset[str]
    against: frozenset[str]


class PositionWords(Struct, frozen=True):
    """The whole file."""

    words: tuple[StanceWord, ...]
    votes: tuple[Vote, ...]
    act_confidence: float
    not_done_confidence: float
    own: OwnWords
    own_confidence: float
    phrase_confidence: float
    judged: Judged
    references: frozenset[str]
    ballots: frozenset[str]
    echoes: dict[str, str]
    light: frozenset[str]
    reversing: frozenset[str]
    representing: frozenset[str]
    own_state: frozenset[str]
    no_position: frozenset[str]
    state_kinds: frozenset[str]
    event_sides: dict[str, Stance]
    event_confidence: float


def position_words() -> PositionWords:
    """The words by which actors take sides.

    Raises:
        BadDataFile: The file does not fit its shape.
    """
    return load("positions.yaml", PositionWords)
