"""The trigger patterns, indexed by the lemma of their head word, the most specific first."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass

from communique.vocabulary import events as vocabulary


@dataclass(frozen=True, slots=True)
class Pattern:
    """A trigger with its word sets expanded."""

    trigger: vocabulary.Trigger
    obj: frozenset[str]
    not_obj: frozenset[str]
    subj: frozenset[str]
    prep_or_obj: frozenset[str]
    preps: tuple[tuple[str, frozenset[str]], ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns by head lemma, for verbs, nouns and adjectives."""

    verbs: dict[str, tuple[Pattern, ...]]
    nouns: dict[str, tuple[Pattern, ...]]
    adjectives: dict[str, tuple[Pattern, ...]]


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon, built once a process."""
    tables: tuple[dict[str, list[Pattern]], ...] = (defaultdict(list), defaultdict(list), defaultdict(list))
    for trigger in vocabulary.triggers():
        pattern = _pattern(trigger)
        for table, lemmas in zip(tables, (trigger.verbs, trigger.nouns, trigger.adjectives), strict=True):
            for lemma in sorted(vocabulary.expand(lemmas)):
                table[lemma].append(pattern)
    verbs, nouns, adjectives = (
        {lemma: tuple(sorted(found, key=lambda p: -p.weight)) for lemma, found in table.items()} for table in tables
    )
    return Lexicon(verbs, nouns, adjectives)


def _pattern(trigger: vocabulary.Trigger) -> Pattern:
    return Pattern(
        trigger=trigger,
        obj=vocabulary.expand(trigger.obj),
        not_obj=vocabulary.expand(trigger.not_obj),
        subj=vocabulary.expand(trigger.subj),
        prep_or_obj=vocabulary.expand(trigger.prep_or_obj),
        preps=tuple((prep, vocabulary.expand(heads)) for prep, heads in trigger.prep.items()),
        weight=_weight(trigger),
    )


def _weight(trigger: vocabulary.Trigger) -> float:
    """How much a pattern demands; the more demanding pattern is tried first."""
    demands = (
        (trigger.words, 3.0), (trigger.obj, 2.5), (trigger.prep_or_obj, 2.5), (trigger.particle, 2.0),
        (trigger.subj, 1.5),
        (trigger.hostile_inner, 2.5), (trigger.obj_actor, 1.0), (any(trigger.prep.values()), 2.0), (trigger.prep, 1.0),
        (trigger.clause, 1.5), (trigger.clause_words, 2.5), (trigger.actor_target, -1.0),
    )  # fmt: skip
    return sum(weight for demand, weight in demands if demand)
