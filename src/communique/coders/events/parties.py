"""Who is meant by a stretch of words that a reader takes for a party of an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coders.events import roles
from communique.coders.events.states import keep_state, state_of_adjective
from communique.registry import load_registry
from communique.resolve.actors.towns import country_of_town

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from communique.parse.reading import Reading

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_BEFORE_NOUNS = frozenset({"compound", "amod", "nmod", "npadvmod", "poss"})


def party_at(reading: Reading, start: int, end: int, trigger: Token) -> list[str]:
    """The ids of the actors that some words mean as a party of an act; empty where they mean nobody.

    Those who are known come first, then whoever owns what the words name ('Oslo's plan', 'Norwegian positions'), then
    somebody new whom the words bring in; he leaves the reading again when no event has him.

    Args:
        reading: The article with its actors.
        start: Offset of the first character.
        end: Offset after the last character.
        trigger: The word of the act, which is no party to it.
    """
    head = head_of(reading.span(start, end))
    if head is None or head.i == trigger.i:
        return []
    return (
        roles.actors_of(reading, [head], owned="no", states="named", new="persons")
        or roles.actors_of(reading, [head], owned="near")
        or _of_modifier(reading, head)
        or roles.actors_of(reading, [head], owned="yes", states="towns", new="all")
        or roles.actors_of(reading, _modifiers(head), owned="no", new="all")
        or _of_place(reading, head)
    )


def head_of(span: Span) -> Token | None:
    """The noun that a stretch of words is about, where the parse hangs it on a verb or a small word inside it."""
    if not len(span):
        return None
    root = span.root
    if root.pos_ in _NOMINAL or root.dep_ in _BEFORE_NOUNS:
        return root
    inside = [t for t in span if t.pos_ in _NOMINAL and (t.head.i == root.i or t.head not in span)]
    return inside[-1] if inside else root


def _modifiers(token: Token) -> list[Token]:
    """The nouns before a noun, which may say whose the thing is: 'police headquarters'."""
    return [child for child in token.lefts if child.dep_ in _BEFORE_NOUNS and child.pos_ in {"NOUN", "PROPN"}]


def _of_place(reading: Reading, token: Token) -> list[str]:
    """The state of a name of a province or town that no place was read for: 'sued California'."""
    named = token.pos_ == "PROPN" and not any(a.form == "surname" for a in load_registry().lookup(token.text))
    state = keep_state(reading, country_of_town(token.text)) if named else None
    return [state] if state is not None else []


def _of_modifier(reading: Reading, token: Token) -> list[str]:
    """The state of an adjective before a noun: 'the Turkish attack'."""
    state = state_of_adjective(reading, token) if token.dep_ in _BEFORE_NOUNS else None
    return [state] if state is not None else []
