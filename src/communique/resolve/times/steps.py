"""How far "last", "next" and their like step."""

from __future__ import annotations

from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit


def step_of(hit: Hit, context: Context) -> int:
    """How many periods on or back "last", "next", "the following" and their like step."""
    word = hit.word("step")
    for name in ("past_step", "next_step", "before_step", "after_step"):
        if word in context.lexicon.values[name]:
            return context.lexicon.number(name, word)
    return -1 if word == "past" else 0
