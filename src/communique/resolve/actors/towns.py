"""The country that a city or province in an actor's name lies in: 'Shanghai police', 'Oxford University'."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence

from communique.registry import load_registry
from communique.registry.loading import load_states
from communique.resolve.actors.lexicon import actor_words, lexicon
from communique.resolve.places.gazetteer import candidates, divisions
from communique.vocabulary.places import place_words

_LONGEST = 3
"""Words that the name of a place may have."""
_KNOWN = 15_000
"""People: smaller places are not meant where nothing but the name tells."""
_CLEAR = 0.6
"""Share of the people of all places of a name that must live in one country."""
_SPELT = 6
"""Letters: shorter names of nations are too close to other words for a letter to be wrong."""
_LONG_WORD = re.compile(f"[A-Z][a-z]{{{_SPELT - 1},}}")
_OWNED = re.compile(r"['’]s?$")
_KEPT = 4_096


def country_of_words(words: Sequence[str]) -> str | None:
    """The alpha-3 code of the country in which the first place among some words lies; None without one.

    Args:
        words: Words as written; the longest run of capitalised ones that names a known place counts.
    """
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if run[0] in place_words().not_places and length == 1:
                continue
            if all(_may_name(word) for word in run) and (country := country_of_town(" ".join(run))):
                return country
    return None


@functools.lru_cache(_KEPT)
def country_of_town(name: str) -> str | None:
    """The alpha-3 code of the country in which most people live of all who live in places of this name."""
    people: Counter[str] = Counter()
    if any(
        (land := load_registry().actor(each.entity_id)) and not land.country for each in load_registry().lookup(name)
    ):
        return None
    for each in candidates(name):
        if each.country and each.level in ("city", "admin1"):
            people[each.country] = max(people[each.country], each.population)
    if not people:
        return None
    country, most = people.most_common(1)[0]
    if most < _KNOWN or most < _CLEAR * people.total():
        return None
    return divisions().alpha3.get(country)


def well_spelt(text: str) -> str:
    """The text with the names of nations mended in which one letter is wrong, missing or too many."""
    return _LONG_WORD.sub(lambda match: _mended(match.group()), text)


@functools.lru_cache(_KEPT)
def _mended(word: str) -> str:
    known = _nations()
    if load_registry().lookup(word):
        return word
    close = {right for form in _shortened(word) for right in known.get(form, ()) if right[-1] == word[-1]}
    return close.pop() if len(close) == 1 else word


@functools.cache
def _nations() -> dict[str, set[str]]:
    """The one-word names of nations and their people by what is left of them without one letter, and whole."""
    found: dict[str, set[str]] = {}
    for _, aliases in load_states():
        for alias in aliases:
            if alias.form in ("name", "adjective", "demonym") and alias.text.isalpha() and len(alias.text) >= _SPELT:
                for form in _shortened(alias.text):
                    found.setdefault(form, set()).add(alias.text)
    return found


def _shortened(word: str) -> list[str]:
    """The word, and the word without each of its letters but the first."""
    return [word, *(word[:index] + word[index + 1 :] for index in range(1, len(word)))]


def _is_possessor(word: str) -> bool:
    """Whether a word is the surname of somebody whose the thing is: 'Bush's adviser'."""
    bare = _OWNED.sub("", word)
    return bare != word and any(alias.form == "surname" for alias in load_registry().lookup(bare))


def _may_name(word: str) -> bool:
    low = word.lower()
    return (
        word[:1].isupper()
        and len(word) > 2
        and not lexicon().knows(low)
        and low not in actor_words().determiners
        and not _is_possessor(word)
    )
