"""The words of meetings, from ``data/meetings.yaml``, which explains the fields."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from communique.vocabulary.reader import load

Treatment = Literal["decision", "discussion", "to be noted", "excluded", "unknown"]


class MeetingNoun(Struct, frozen=True):
    """A noun that names a meeting."""

    noun: str
    own: bool
    example: str


class MeetingVerb(Struct, frozen=True, rename={"with_": "with"}):
    """A verb that says its subjects meet."""

    verb: str
    with_: bool
    example: str


class TreatmentWord(Struct, frozen=True):
    """A verb of what a meeting does with a topic."""

    word: str
    treatment: Treatment
    prepositions: tuple[str, ...]
    example: str
    noun: str | None = None


class MeetingWords(Struct, frozen=True):
    """The whole file."""

    nouns: tuple[MeetingNoun, ...]
    plural: frozenset[str]
    unwilling: frozenset[str]
    plain_modifiers: frozenset[str]
    excluded_modifiers: frozenset[str]
    verbs: tuple[MeetingVerb, ...]
    holding_verbs: frozenset[str]
    attending_verbs: frozenset[str]
    side_prepositions: frozenset[str]
    topic_prepositions: frozenset[str]
    postponed: frozenset[str]
    cancelled: frozenset[str]
    scheduled: frozenset[str]
    upcoming_words: frozenset[str]
    past_words: frozenset[str]
    apart_words: frozenset[str]
    modals: frozenset[str]
    treatments: tuple[TreatmentWord, ...]
    topic_nouns: dict[str, Treatment]
    definite_topics: frozenset[str]


def meeting_words() -> MeetingWords:
    """The words of meetings.

    Raises:
        BadDataFile: The file does not fit its shape.
    """
    return load("meetings.yaml", MeetingWords)
