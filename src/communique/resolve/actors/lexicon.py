"""The words that mean actors, read from ``agents.yaml`` and ``actors_words.yaml``."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from communique.record import ActorKind
from communique.vocabulary.reader import load

Role = Literal["person", "body", "carrier", "modifier", "thing"]

_IRREGULAR = {
    "men": "man", "women": "woman", "people": "people", "children": "child", "wives": "wife", "police": "police",
    "thieves": "thief", "lieutenants": "lieutenant", "news": "news", "forces": "force", "headquarters": "headquarters",
}  # fmt: skip
_PLURALS = {"people", "police", "troops", "authorities", "personnel", "media", "staff"}


class AgentGroup(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one sort: see the head of ``agents.yaml`` for what each field means."""

    label: str
    example: str
    role: Role
    sectors: tuple[str, ...]
    words: tuple[str, ...]
    kind: ActorKind | None = None


class ActorWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The word lists of ``actors_words.yaml``; each is explained there."""

    determiners: frozenset[str]
    articles: frozenset[str]
    indefinite: frozenset[str]
    partitives: frozenset[str]
    breaks: frozenset[str]
    belongs: frozenset[str]
    seats: frozenset[str]
    own_people: frozenset[str]
    outward: frozenset[str]
    former: frozenset[str]
    ethnic: frozenset[str]
    compound_tails: frozenset[str]
    compound_heads: frozenset[str]
    state_owned: frozenset[str]
    ruling: frozenset[str]
    opposing: frozenset[str]
    honorifics: frozenset[str]
    courtesies: frozenset[str]
    office_words: frozenset[str]
    honorific_sectors: dict[str, str]
    male: frozenset[str]
    female: frozenset[str]
    place_prepositions: frozenset[str]
    motion_verbs: frozenset[str]
    motion_nouns: frozenset[str]
    place_verbs: frozenset[str]
    topic_nouns: frozenset[str]
    pronouns: dict[str, str]
    continental: dict[str, str]
    weak: frozenset[str]
    continental_ids: dict[str, str]
    back_references: dict[str, tuple[str, ...]]
    back_names: frozenset[str]
    negations: frozenset[str]
    openers: frozenset[str]
    relatives: frozenset[str]
    places: frozenset[str]
    speech: frozenset[str]
    own_government: frozenset[str]
    lands: frozenset[str]
    households: frozenset[str]
    office_nouns: frozenset[str]
    any_office: frozenset[str]


@dataclass(frozen=True, slots=True)
class Agent:
    """A word or words that mean an actor of some sort."""

    words: tuple[str, ...]
    role: Role
    sectors: tuple[str, ...]
    kind: ActorKind | None

    @property
    def text(self) -> str:
        """The words in the singular, in lower case."""
        return " ".join(self.words)


def singular(word: str) -> str:
    """A noun in lower case without its plural ending, by rule."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("men"):
        return word[:-2] + "an"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def is_plural(word: str) -> bool:
    """Whether a noun in lower case means several."""
    return word in _PLURALS or singular(word) != word


def is_plural_nation(word: str) -> bool:
    """Whether the name of a nation's people in lower case means several: 'Emiratis', but not 'Swiss'."""
    return is_plural(word) or (word.endswith("is") and len(word) > _ADJECTIVES)


_ADJECTIVES = 4
"""Letters: no longer name of a people ends in 'is' but in the plural."""


class Lexicon:
    """Finds agent words; the longest match that ends at a word wins."""

    def __init__(self, groups: Sequence[AgentGroup]) -> None:
        self._by_last: dict[str, list[Agent]] = {}
        for group in groups:
            for word in group.words:
                words = tuple(word.lower().split())
                agent = Agent(words, group.role, group.sectors, group.kind)
                self._by_last.setdefault(words[-1], []).append(agent)
        for agents in self._by_last.values():
            agents.sort(key=lambda agent: -len(agent.words))

    def ending_at(self, words: Sequence[str], index: int) -> Agent | None:
        """The longest agent term whose last word is ``words[index]`` (all in lower case), plurals included."""
        last = words[index]
        for form in (last, singular(last)) if singular(last) != last else (last,):
            for agent in self._by_last.get(form, ()):
                first = index + 1 - len(agent.words)
                if first >= 0 and tuple(words[first:index]) == agent.words[:-1]:
                    return agent
        return None

    def knows(self, word: str) -> bool:
        """Whether some agent term ends in this word, given in lower case."""
        return word in self._by_last or singular(word) in self._by_last


@functools.cache
def lexicon() -> Lexicon:
    """The agent words of the vocabulary."""
    return Lexicon(load("agents.yaml", list[AgentGroup]))


@functools.cache
def actor_words() -> ActorWords:
    """The small words of the vocabulary."""
    return load("actors_words.yaml", ActorWords)


class GivenNames(Struct, frozen=True, forbid_unknown_fields=True):
    """Given names by the pronoun that they call for, and their short forms."""

    male: frozenset[str]
    female: frozenset[str]
    short: dict[str, str]


class Trust(Struct, frozen=True, forbid_unknown_fields=True):
    """How sure each way of resolving is, read from ``actors_trust.yaml``; each figure is explained there."""

    named: float
    named_in_context: float
    described: float
    stated_office: float
    bare_name: float
    full_name: float
    full_name_chosen: float
    in_office: float
    out_of_office: float
    leader_undated: float
    undated: float
    namesake: float
    former_leader: float
    title_and_surname: float
    variant: float
    lone_surname: float
    lone_surname_undated: float
    holder: float
    bare_organ: float
    noted: float


@functools.cache
def trust() -> Trust:
    """The confidences of the vocabulary."""
    return load("actors_trust.yaml", Trust)


@functools.cache
def given_names() -> GivenNames:
    """The given names of the vocabulary."""
    return load("actors_given_names.yaml", GivenNames)
