"""Why an entry has its time and its place, in words, for the reason in its basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique import record

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Reading


def grounds(reading: Reading, trigger: Token, time: record.Moment | None, place: record.Spot | None) -> str:
    """Which words give an entry its time and its place, and how they hang together with the word that names it.

    Args:
        reading: The article, with its times, its places and its syntax.
        trigger: The word that names the act, the saying or the meeting.
        time: The entry's time.
        place: The entry's place.

    Returns:
        The words to put behind a reason, such as ``; time: 'Monday' with 'met'``; empty when the entry has neither.
    """
    told = (("time", when(reading, trigger, time)), ("place", where(reading, trigger, place)))
    return "".join(f"; {name}: {words}" for name, words in told if words)


def when(reading: Reading, trigger: Token, time: record.Moment | None) -> str:
    """Which words give an entry its time; empty where none do."""
    named = next((each for each in reading.times if time is not None and each.id == time.expression), None)
    return _link(reading, named, trigger) if named is not None else ""


def where(reading: Reading, trigger: Token, place: record.Spot | None) -> str:
    """Which words give an entry its place; empty where none do."""
    named = next((each for each in reading.places if place is not None and each.id == place.mention), None)
    return _link(reading, named, trigger) if named is not None else ""


def _link(reading: Reading, words: record.Time | record.Place, trigger: Token) -> str:
    """How the words hang together with the trigger: "'Vienna' after 'in' with 'met'"."""
    head = reading.span(words.start, words.end).root
    link = f" after '{head.head.text}'" if head.dep_ == "pobj" else ""
    above = {trigger.i, *(token.i for token in trigger.ancestors)}
    joint = next((token for token in (head, *head.ancestors) if token.i in above), None)
    if joint is None:
        return f"'{words.text}'{link}"
    beside = "" if joint.i == trigger.i else f", which governs '{trigger.text}'"
    return f"'{words.text}'{link} with '{joint.text}'{beside}"
