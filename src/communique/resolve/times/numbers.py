"""Numbers in words and figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from communique.resolve.times.lexicon import Lexicon, Word

_HALVES = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_FIGURE = re.compile(r"([0-9]+)[ -]([0-9])/([0-9])$")


def number_of(words: Sequence[Word], lexicon: Lexicon) -> Fraction | None:
    """The number that words say, such as "two and a half"; None when they say none ("several")."""
    total, current, known = Fraction(0), Fraction(0), False
    for word in words:
        value = _value(word, lexicon)
        if word.text == "half":
            total, known = total + Fraction(1, 2), True
        elif word.text in lexicon.values["multiples"]:
            current = max(current, Fraction(1)) * lexicon.number("multiples", word.text)
            known = True
            if current >= 1000:
                total, current = total + current, Fraction(0)
        elif value is not None:
            current, known = current + value, True
    return total + current if known else None


def _value(word: Word, lexicon: Lexicon) -> Fraction | None:
    for name in ("numbers", "tens"):
        if word.text in lexicon.values[name]:
            return Fraction(lexicon.number(name, word.text))
    if "number" in word.classes:
        return Fraction(int(word.text[:9]))
    if "fraction" in word.classes:
        return _fraction(word.text)
    return None


def _fraction(text: str) -> Fraction:
    figure = _FIGURE.match(text)
    if figure is not None:
        return int(figure[1]) + (Fraction(int(figure[2]), int(figure[3])) if int(figure[3]) else Fraction(0))
    if text[-1] in _HALVES:
        return int(text[:-1].strip(" -\u00a0")) + _HALVES[text[-1]]
    return Fraction(text.replace(",", ""))


def ordinal_of(word: str, lexicon: Lexicon) -> int | None:
    """The number of an ordinal, such as 3 for "third" or "3rd"; None when it is none."""
    if word in lexicon.values["ordinals"]:
        return lexicon.number("ordinals", word)
    digits = re.match(r"[0-9]{1,4}", word)
    return int(digits.group()) if digits else None
