"""A dictionary coder to compare with: what PETRARCH and its kin do, at its simplest, over our own vocabulary.

A text is cut into sentences and words; actors are the longest namings of the registry, acts the words that some pattern
of the event coder is listed under, with the endings of English taken off. An event is an actor, the first act after it,
and the next actor. It is no coder to use: it knows no syntax, no date, no office, and nobody's claim. It says what a
look-up alone costs.
"""

from __future__ import annotations

import functools
import itertools
import re

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“'‘])|\n+")
_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = ("", "s", "es", "d", "ed", "ing")


@functools.cache
def _acts() -> frozenset[str]:
    from communique.coders.events.lexicon import lexicon

    return frozenset((*lexicon().verbs, *lexicon().nouns))


def _act(word: str) -> str | None:
    """The listed form of a word, if it is one of an act."""
    for ending in _ENDINGS:
        stem = word[: len(word) - len(ending)] if word.endswith(ending) else ""
        for form in (stem, f"{stem}e") if ending == "ing" else (stem,):
            if form in _acts():
                return form
    return None


def coded(text: str) -> list[tuple[str, str, str]]:
    """Triples of actor, act and actor, sentence by sentence."""
    from communique.registry import load_registry

    found: list[tuple[str, str, str]] = []
    for sentence in _SENTENCE.split(text):
        actors = [(each.start, each.aliases[0].entity_id) for each in load_registry().find_aliases(sentence)]
        acts = [(m.start(), act) for m in _WORD.finditer(sentence) if (act := _act(m.group().lower()))]
        for (at, source), (after, target) in itertools.pairwise(actors):
            act = next((each for place, each in acts if at < place < after), None)
            if act is not None:
                found.append((source, act, target))
    return found
