"""Reading months."""

from __future__ import annotations

from datetime import date

from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit
from communique.resolve.times.meaning import Meaning, meaning
from communique.resolve.times.steps import step_of
from communique.resolve.times.years import year_number

_OF_REFERENCE = frozenset({"that", "same"})


def month_number(hit: Hit, context: Context) -> int | None:
    """The number of the captured month; None when the word is none, as in "may" and "march" in lower case."""
    words = hit.get("month")
    if not words or not words[-1].raw[0].isupper():
        return None
    return context.lexicon.number("months", words[-1].text)


def month(hit: Hit, context: Context) -> list[Meaning]:
    """A month, its year told, or inferred from "last" and "next" or the tense."""
    number = month_number(hit, context)
    if number is None or not _month_word(hit, context):
        return []
    year = year_number(hit, context)
    if year is not None:
        return [meaning(hit, f"{year:04}-{number:02}")]
    if context.published is None:
        return [meaning(hit, None)]
    return [meaning(hit, f"{year_of_month(hit, context, number):04}-{number:02}", "published")]


def _month_word(hit: Hit, context: Context) -> bool:
    """Whether a month on its own is meant as one: "May" and "March" are names and verbs too."""
    word, values = hit.get("month")[-1], context.lexicon.values
    if hit.last - hit.first > 1:
        return True
    follower = hit.words[hit.last] if hit.last < len(hit.words) else None
    if len(word.text) == 3 and word.text != "may" and follower is not None and follower.raw[:1].isupper():
        return False
    if word.text in values["ambiguous_months"]:
        return hit.before() in values["month_links"] or hit.after() == "'s"
    if word.text in values["personal_months"]:
        hyphened = hit.before() == "-" and hit.before(2) not in values["months"]
        return context.tag(word.start) in ("", "PROPN", "NOUN") and not hyphened
    return True


def year_of_month(hit: Hit, context: Context, number: int) -> int:
    """The year of a month, by "last", "next" and "this", else by the tense."""
    published = context.published or date.min
    if hit.word("step") in _OF_REFERENCE and context.reference is not None:
        return context.reference.year
    behind = published.year if number <= published.month else published.year - 1
    ahead = published.year if number >= published.month else published.year + 1
    if hit.word("step"):
        told, same = step_of(hit, context), number == published.month
        return {-1: behind - same, 0: published.year, 1: ahead + same}[told]
    tense = context.tense(hit)
    if tense == "future":
        return ahead
    if tense == "past" or hit.before() == "since":
        return behind
    return _nearest_month(published, number, 0 if tense in ("present", "open") else 3)


def _nearest_month(published: date, number: int, lean: int) -> int:
    """The year in which that month lies nearest, leaning so many months to the past."""
    return min(
        (published.year, published.year - 1, published.year + 1),
        key=lambda year: abs((year - published.year) * 12 + number - published.month + lean),
    )


def month_of_step(hit: Hit, context: Context) -> list[Meaning]:
    """A month of this, last or next year."""
    number = month_number(hit, context)
    if number is None:
        return []
    if context.published is None:
        return [meaning(hit, None)]
    return [meaning(hit, f"{context.published.year + step_of(hit, context):04}-{number:02}", "published")]
