"""Whether a match is a time expression at all: what the pattern alone cannot tell."""

from __future__ import annotations

from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit

_COUNTED = frozenset({"NOUN", "NUM", "SYM", "PROPN"})


def season_noun(hit: Hit, context: Context) -> bool:
    """A season and not the verb or the noun "fall" and "spring"."""
    word, values = hit.get("season")[-1], context.lexicon.values
    linked = hit.texts()[0] == "the" or hit.before() in values["season_links"]
    if not linked or context.tag(word.start) not in ("", "NOUN", "PROPN"):
        return False
    if word.text in ("fall", "spring"):
        return hit.before() in values["fall_links"] and hit.after() != "of"
    return hit.after() not in values["season_names"]


def bare_period(hit: Hit, context: Context) -> bool:
    """Whether "the year" and its like stand for the present one, as they do after "for" or "during"."""
    values = context.lexicon.values
    if hit.word("unit") == "day" or hit.after().isdigit():
        return False
    linked = hit.before() in values["period_links"] and hit.after() not in values["period_ends"]
    return linked or len(hit.texts()) == 3


def no_complement(hit: Hit, context: Context) -> bool:
    """Whether "two days before" counts from a time before: it says not from what."""
    if hit.words[hit.last - 1].text in ("before", "after"):
        return not hit.after() or hit.after() in context.lexicon.values["clause_ends"]
    return hit.after() != "than"


def ends_clause(hit: Hit, context: Context) -> bool:
    """Whether "ten years on" stands for itself: before a comma or a stop, or at the start of a sentence."""
    values = context.lexicon.values
    return (
        not hit.after() or hit.after() in values["clause_ends"] or not hit.before() or hit.before() in values["openers"]
    )


def ahead(hit: Hit, context: Context) -> bool:
    """Whether the clause looks ahead: "one day they will", not "one day they did"."""
    following = hit.after() in context.lexicon.values["rate_ends"] or hit.after() in ("of", "-", "in", "per")
    return (
        not following and hit.before() not in ("in", "for", "within", "by", "than") and context.tense(hit) == "future"
    )


def before_adjective(hit: Hit, context: Context) -> bool:
    """Whether "once" qualifies an adjective: "a once mighty fleet"."""
    at = hit.last + (1 if hit.after() == "-" else 0)
    return at < len(hit.words) and context.tag(hit.words[at].start) in ("ADJ", "ADV", "VERB")


def no_age(hit: Hit, _context: Context) -> bool:
    """A length of time and not an age, part of another expression, or a quarter of something."""
    following = (hit.after(), hit.after(2))
    if following[0] == "war" and hit.words[hit.last].raw[0].isupper() and hit.words[hit.first].raw[0].isupper():
        return False
    if "old" in (following[0], following[1] if following[0] == "-" else "") or following == ("of", "age"):
        return False
    if {"aged", "age", "ages"} & {hit.before(), hit.before(2)} or (hit.before() == "as" and hit.texts()[0] == "many"):
        return False
    if following[0] == "-" and following[1].isalpha() and hit.words[hit.last - 2].text in ("a", "an"):
        return False
    quarters = hit.word("unit") in ("quarter", "quarters")
    return not quarters or bool({"straight", "consecutive"} & set(hit.texts()))


def unit_amount(hit: Hit, context: Context) -> bool:
    """A plural unit that nothing counts before it."""
    noun = context.tag(hit.words[hit.first].start) in ("", "NOUN")
    return noun and hit.before() not in context.lexicon.values["owners"]


def rate(hit: Hit, context: Context) -> bool:
    """Whether "a year" stands after an amount and is a rate: three million a year."""
    values = context.lexicon.values
    if hit.first == 0 or hit.after() in values["rate_ends"] or hit.before() in ("half", "than"):
        return False
    before = hit.words[hit.first - 1]
    tag = context.tag(before.start)
    if not tag:
        return "number" in before.classes or before.text in values["multiples"]
    return tag in _COUNTED and before.text.isalnum()


def final_noun(hit: Hit, context: Context) -> bool:
    """Whether "the past" is a noun of its own, not before another."""
    return context.tag(hit.words[hit.last - 1].start) in ("", "NOUN") or not hit.after()[:1].isalpha()


def not_as_soon(hit: Hit, _context: Context) -> bool:
    """Whether "soon" stands alone, not in "as soon as" or "too soon"."""
    return len(hit.texts()) > 1 or hit.before() not in ("as", "too", "how", "very")


def no_title(hit: Hit, context: Context) -> bool:
    """Not the name of a programme or a paper, such as the Today programme and the Daily Telegraph."""
    raw = hit.words[hit.last - 1].raw
    if not raw[0].isupper() or raw.isupper():
        return True
    if hit.before() and hit.before() not in context.lexicon.values["openers"]:
        return False
    named = hit.last < len(hit.words) and hit.words[hit.last].raw[:1].isupper()
    return not (named and hit.rule.how == "frequency")


def no_noun_after(hit: Hit, context: Context) -> bool:
    """Nothing follows that an ordinal could belong to ("the 21st century", "the 9th floor")."""
    return hit.after() in context.lexicon.values["after_days"] or not hit.after()[:1].isalpha()


def sentence_start(hit: Hit, _context: Context) -> bool:
    """An adverb that opens its sentence: "Previously, …"."""
    return hit.words[hit.first].raw[0].isupper()
