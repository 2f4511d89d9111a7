"""Reading durations and sets."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from communique.resolve.times.calendar import shift
from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit
from communique.resolve.times.meaning import Meaning, meaning
from communique.resolve.times.numbers import number_of, ordinal_of

# Unit code to the factor and the letter of an ISO 8601 duration; a T goes before units of the clock.
_LETTERS = {"DE": (10, "Y"), "CE": (100, "Y"), "Q": (3, "M"), "2W": (2, "W"), "WE": (2, "D")}
_FINER = {"Y": ("M", 12), "M": ("W", 4), "W": ("D", 7), "D": ("TH", 24), "TH": ("TM", 60), "TM": ("TS", 60)}


def unit_code(word: str, context: Context) -> str:
    """The unit's code in the lexicon; empty when the word is no unit."""
    for name in ("units", "unit_plurals", "clock_units", "clock_unit_plurals"):
        if word in context.lexicon.values[name]:
            return context.lexicon.code(name, word)
    return ""


def period(amount: Fraction | None, unit: str) -> str:
    """An ISO 8601 duration such as P2Y6M, with X for an amount that is not told."""
    factor, letter = _LETTERS.get(unit, (1, unit))
    if amount is None:
        return f"PT{'X' + letter[1]}" if letter[0] == "T" else f"PX{letter}"
    amount *= factor
    whole, rest = divmod(amount, 1)
    finer = _FINER.get(letter)
    out = _piece(int(whole), letter) if whole or not rest else "P"
    if rest and finer is not None:
        more = int(rest * finer[1])
        out = out + _piece(more, finer[0])[1:] if letter[0] != "T" else f"{out if whole else 'PT'}{more}{finer[0][1]}"
    return out


def _piece(amount: int, letter: str) -> str:
    return f"PT{amount}{letter[1]}" if letter[0] == "T" else f"P{amount}{letter}"


def _amount(hit: Hit, context: Context) -> Fraction | None:
    words = hit.get("amount")
    texts = [word.text for word in words]
    if "couple" in texts:
        return Fraction(2)
    if texts and texts[0] == "half" and len(texts) == 2:
        return Fraction(1, 2)
    known = number_of(words, context.lexicon)
    return Fraction(1) if known is None and texts in (["a"], ["an"], ["another"]) else known


def duration(hit: Hit, context: Context) -> list[Meaning]:
    """So many units."""
    unit, amount = unit_code(hit.word("unit"), context), _amount(hit, context)
    if amount is not None and amount > 5000:
        return []
    return [meaning(hit, period(amount, unit))]


def told_duration(hit: Hit, context: Context) -> list[Meaning]:
    """The last, next or first so many units; those counted from the day of the text have days."""
    words, step = hit.get("amount"), hit.word("step")
    ranged = any(word.text in ("to", "or", "-") for word in words)
    unit = unit_code(hit.word("unit"), context)
    amount = None if ranged else _amount(hit, context)
    found = meaning(hit, period(amount, unit))
    back, ahead = step in ("last", "past"), step in ("next", "coming")
    if amount is None or context.published is None or not (back or ahead) or unit[0] == "T":
        return [found]
    factor, letter = _LETTERS.get(unit, (1, unit))
    other = shift(context.published, letter, int(amount * factor) * (-1 if back else 1))
    return [replace(found, anchor="published", days=(min(other, context.published), max(other, context.published)))]


def one_unit(hit: Hit, context: Context) -> list[Meaning]:
    """One whole unit: the year ended March 31, a year-long war."""
    return [meaning(hit, period(Fraction(1), unit_code(hit.word("unit"), context)))]


def duration_and_half(hit: Hit, context: Context) -> list[Meaning]:
    """A year and a half."""
    return [meaning(hit, period(Fraction(3, 2), unit_code(hit.word("unit"), context)))]


def half(hit: Hit, context: Context) -> list[Meaning]:
    """Half a unit."""
    return [meaning(hit, period(Fraction(1, 2), unit_code(hit.word("unit"), context)))]


def unknown_duration(hit: Hit, context: Context) -> list[Meaning]:
    """Weeks, decades: some number of units."""
    return [meaning(hit, period(None, unit_code(hit.word("unit"), context)))]


def lasting(hit: Hit, context: Context) -> list[Meaning]:
    """A yearlong siege, a weekslong strike."""
    return [meaning(hit, context.lexicon.code("lasting", hit.word("word")))]


def part_of_century(hit: Hit, context: Context) -> list[Meaning]:
    """A quarter of a century, half a century ago."""
    years = {"half": 50, "quarter": 25, "quarters": 75}[hit.word("share")]
    if hit.texts()[-1] != "ago":
        return [meaning(hit, f"P{years}Y")]
    if context.published is None:
        return [replace(meaning(hit, None), type="DATE")]
    then = shift(context.published, "Y", -years)
    return [replace(meaning(hit, f"{then.year:04}", "published"), type="DATE")]


def fixed(hit: Hit, _context: Context) -> list[Meaning]:
    """A value given by the rule."""
    return [meaning(hit, hit.rule.settings["value"])]


def frequency(hit: Hit, context: Context) -> list[Meaning]:
    """Daily, weekly: the period after which something comes back."""
    return [meaning(hit, context.lexicon.code("frequencies", hit.word("word")))]


def every(hit: Hit, context: Context) -> list[Meaning]:
    """Every year, each Thursday, Tuesday nights."""
    word, part = hit.word("unit"), hit.word("part")
    for name in ("weekdays", "weekday_plurals"):
        if word in context.lexicon.values[name]:
            suffix = "T" + context.lexicon.code("part_plurals", part) if part else ""
            return [meaning(hit, f"XXXX-WXX-{context.lexicon.number(name, word)}{suffix}")]
    named = _named_habit(word, hit, context)
    if named is not None:
        return [meaning(hit, named)] if named else []
    skipped = hit.word("skipped")
    if skipped in ("few", "several"):
        return [meaning(hit, period(None, unit_code(word, context)))]
    step = ordinal_of(skipped, context.lexicon) if skipped and skipped != "other" else 2 if skipped else 1
    amount = number_of(hit.get("amount"), context.lexicon) or Fraction(step or 1)
    return [meaning(hit, period(amount, unit_code(word, context)))]


def _named_habit(word: str, hit: Hit, context: Context) -> str | None:
    """The value of what comes back by name, such as every summer; None for plain units, empty for no time at all."""
    values = context.lexicon.values
    if word in values["parts"]:
        return f"XXXX-XX-XXT{context.lexicon.code('parts', word)}"
    if word in values["seasons"]:
        return f"XXXX-{context.lexicon.code('seasons', word)}"
    if word in values["months"]:
        upper = hit.get("unit")[-1].raw[0].isupper()
        return f"XXXX-{context.lexicon.number('months', word):02}" if upper else ""
    return "XXXX-WXX-WE" if word == "weekend" else None
