"""The single actors of words that name several: 'Ireland, Norway and Spain', 'the German and French ministers'.

A phrase is a compound when every part that commas, 'and' and 'or' leave is an actor by itself, or lends its noun to
the others: 'Turkish and Russian officials' are Turkish officials and Russian officials, 'the presidents of Kenya and
Uganda' each one's president. Namings that hold an 'and' themselves ('Bosnia and Herzegovina') are never taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.registry import Registry
from communique.registry.names import Found
from communique.resolve.actors.lexicon import is_plural, lexicon, singular
from communique.resolve.actors.phrase import read_phrase, split_words
from communique.resolve.actors.posts_named import HELD_BY_ONE

_JOINED = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+")
_ARTICLE = re.compile(r"^(?:the|both)\s+", re.IGNORECASE)
_OF = re.compile(r"^(?P<noun>[\w\s'’-]+?)\s+of\s+(?P<owner>.+)$")
_LONGEST = 4
"""Words that the name of an owner may have before a noun."""


def parts_of(words: str, registry: Registry) -> list[str]:
    """Each actor of a phrase as a phrase of its own; empty when the phrase names one actor or none.

    Args:
        words: The phrase.
        registry: The registry.
    """
    found = list(registry.find_aliases(words))
    parts = [_ARTICLE.sub("", part) for part in _split(words, found)]
    if len(parts) < 2 or any(alias.form != "surname" for alias in registry.lookup(words)):
        return []
    shared = _sharing_noun(parts, registry) or _sharing_owner(parts, registry)
    if shared:
        return shared
    return parts if all(_stands_alone(part, registry) for part in parts) else []


def _split(words: str, found: Sequence[Found]) -> list[str]:
    """The stretches between joining words that stand outside every naming."""
    parts, at = [], 0
    for match in _JOINED.finditer(words):
        if any(each.start < match.start() and match.end() < each.end for each in found):
            continue
        parts.append(words[at : match.start()].strip())
        at = match.end()
    parts.append(words[at:].strip())
    return [part for part in parts if part]


def _stands_alone(part: str, registry: Registry) -> bool:
    """Whether a part is a naming, or a title with a name."""
    if not any(letter.isupper() for letter in part):
        return False
    if any(alias.form != "surname" for alias in registry.lookup(part)):
        return True
    read = read_phrase(part, list(registry.find_aliases(part)), registry) if split_words(part) else None
    return read is not None and (read.name is not None or (read.cue is not None and read.cue.entity.kind == "person"))


def _sharing_noun(parts: Sequence[str], registry: Registry) -> list[str]:
    """'Turkish and Russian officials': the noun behind the last owner is that of all."""
    owner, noun = owner_and_noun(parts[-1], registry)
    if not owner or not is_noun(noun) or not all(is_owner(part, registry) for part in parts[:-1]):
        return []
    return [f"{each} {one_of(noun, registry)}" for each in (*parts[:-1], owner)]


def _sharing_owner(parts: Sequence[str], registry: Registry) -> list[str]:
    """'the presidents of Kenya and Uganda': the noun before the first owner is that of all."""
    match = _OF.match(parts[0])
    if match is None or not is_noun(match["noun"]):
        return []
    owners = [_ARTICLE.sub("", match["owner"]), *parts[1:]]
    if not all(_is_state(owner, registry) for owner in owners):
        return []
    return [f"{one_of(match['noun'], registry)} of {owner}" for owner in owners]


def owner_and_noun(words: str, registry: Registry) -> tuple[str, str]:
    """The owner that a phrase begins with and the words behind it; two empty strings without one."""
    split = words.split()
    for length in range(min(_LONGEST, len(split) - 1), 0, -1):
        owner = " ".join(split[:length])
        if is_owner(owner, registry):
            return owner, " ".join(split[length:])
    return "", ""


def is_noun(words: str) -> bool:
    """Whether words end in a noun in the plural that means actors: 'foreign ministers', 'troops'."""
    lows = [word.low for word in split_words(words)]
    if not lows or not is_plural(lows[-1]):
        return False
    agent = lexicon().ending_at(lows, len(lows) - 1)
    return agent is not None and agent.role != "modifier"


def one_of(noun: str, registry: Registry) -> str:
    """The noun in the singular where each owner has but one: 'foreign ministers' but 'officials', 'troops'."""
    leading = registry.post_classes[:HELD_BY_ONE]
    head, _, last = noun.rpartition(" ")
    alone = f"{head} {singular(last.lower())}".strip()
    title = registry.post_class_of_title(alone)
    if title is not None and title.post_class in leading:
        return alone
    return alone if registry.organ_code(alone) else noun


def is_owner(words: str, registry: Registry) -> bool:
    """Whether words are the adjective of a state or region, or a body's name."""
    for alias in registry.lookup(words):
        entity = registry.actor(alias.entity_id)
        if entity is None or not words[:1].isupper() or entity.kind == "person":
            continue
        if alias.form in ("adjective", "demonym", "acronym") or entity.kind in ("body", "organisation", "people"):
            return True
    return False


def _is_state(words: str, registry: Registry) -> bool:
    entities = (registry.actor(alias.entity_id) for alias in registry.lookup(words) if alias.form != "adjective")
    return words[:1].isupper() and any(each is not None and each.kind in ("state", "region") for each in entities)
