"""Whether a match is a time expression at all: what the pattern alone cannot tell."""

from __future__ import annotations

from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit

_LINKS = frozenset({"in", "during", "over", "this", "by", "since", "until", "through", "early", "late", "next", "last", "the", "each", "for", "from", "of"})
_NEXT_TO_AMOUNT = frozenset({"NOUN", "NUM", "SYM", "PROPN"})


def season_noun(hit: Hit, context: Context) -> bool:
    """A season and not the verb or the noun "fall" and "spring"."""
    word = hit.get("season")[-1]
    if hit.before() not in _LINKS or context.tag(word.start) not in ("", "NOUN", "PROPN"):
        return False
    if word.text in ("fall", "spring"):
        return hit.before() in ("in", "by", "since", "until") or (hit.before() == "the" and hit.before(2) in ("in", "by", "during", "over"))
    return hit.after() not in ("olympics", "games", "palace", "white")


def bare_period(hit: Hit, context: Context) -> bool:
    """"The year" and its like stand for the present one only after words such as "for" or "during"."""
    if hit.word("unit") == "day":
        return False
    if len(hit.texts()) == 3:
        return True
    return hit.before() in ("for", "during", "over", "in", "of", "this", "within") and hit.after() not in ("of", "that", "when", "before", "after", "to", "following", "since", "until")


def no_complement(hit: Hit, context: Context) -> bool:
    """"Two days before" counts from a time before, unless it says from what."""
    last = hit.words[hit.last - 1].text
    if last in ("earlier", "later", "previously", "thereafter", "afterward", "afterwards"):
        return hit.after() != "than"
    return hit.after() in (".", ",", ";", ")", "\n", "", "and", "in", "at", "when", "—", "–")


def no_age(hit: Hit, context: Context) -> bool:
    """A length of time and not an age, a date's part or a set."""
    texts = (hit.after(), hit.after(2))
    if "old" in texts[:1] or texts == ("-", "old") or texts == ("of", "age") or "aged" in (hit.before(), hit.before(2)):
        return False
    if texts[0] == "-" and texts[1].isalpha() and hit.words[hit.last - 2].text in ("a", "an"):
        return False
    if hit.word("unit") in ("quarter", "quarters") and not any(text in ("straight", "consecutive") for text in hit.texts()):
        return False
    return hit.before() not in ("age", "ages")


def unit_amount(hit: Hit, context: Context) -> bool:
    """A plural unit that nothing counts before it."""
    return context.tag(hit.words[hit.first].start) in ("", "NOUN") and hit.before() not in ("-", "of", "the", "his", "her", "their", "its")


def rate(hit: Hit, context: Context) -> bool:
    """"A year" after an amount is a rate: three million a year."""
    if hit.after() in ("ago", "earlier", "later", "before", "after", "old", "or", "and", "long") or hit.before() in ("half", "$"):
        return False
    if hit.first == 0:
        return False
    before = hit.words[hit.first - 1]
    tag = context.tag(before.start)
    if not tag:
        return "number" in before.classes or before.text in context.lexicon.values["multiples"]
    return tag in _NEXT_TO_AMOUNT and before.text not in ("than",) and before.text.isalnum()


def final_noun(hit: Hit, context: Context) -> bool:
    """"The past" as a noun of its own, not before another."""
    return context.tag(hit.words[hit.last - 1].start) in ("", "NOUN") or hit.after() in (".", ",", ";", "\n", "", "?")


def not_as_soon(hit: Hit, context: Context) -> bool:
    """"Soon", but not "as soon as" or "too soon"."""
    return len(hit.texts()) > 1 or hit.before() not in ("as", "too", "how", "very")


def no_title(hit: Hit, context: Context) -> bool:
    """Not the name of a programme or a paper, such as the Today programme and the Daily Telegraph."""
    if not hit.words[hit.last - 1].raw[0].isupper() or hit.words[hit.last - 1].raw.isupper():
        return True
    if hit.before() not in ("", "\n", ".", "!", "?", ":", "“", '"', "`", "'", "‘", "-", "–", "—", "_", ")", "]", "…", ",", ";", "•", "*"):
        return False
    follower = hit.words[hit.last] if hit.last < len(hit.words) else None
    return follower is None or not (follower.raw[:1].isupper() and hit.rule.how == "frequency")
