"""The words of time: from text to tokens with classes."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from msgspec import Struct

from communique.vocabulary import reader

# Shapes that a word list cannot hold. The order matters: the first that fits wins.
_TOKEN = re.compile(
    r"(?P<ISO>[0-9]{4}-[0-9][0-9]-[0-9][0-9](?:T[0-9][0-9]:[0-9][0-9](?::[0-9][0-9])?(?:Z|[+-][0-9][0-9]:?[0-9][0-9])?)?(?![\w-]))"
    r"|(?P<ISOWEEK>[0-9]{4}-W[0-9][0-9](?!\w))"
    r"|(?P<SLASHED>(?:19|20)[0-9][0-9](?P<_mark>[/.])[0-9]{1,2}(?P=_mark)[0-9]{1,2}(?![\w/]|[.-][0-9])|[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9][0-9])(?![\w/]|[.-][0-9]))"
    r"|(?P<COMPACT>(?:19|20)[0-9][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![\w-]))"
    r"|(?P<FRACTION>[0-9]+(?:\s|-)?[½¼¾]"
    r"|[0-9]+[ -][0-9]/[0-9](?![0-9])|[0-9]+\.[0-9]+(?![0-9])|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?)"
    r"|(?P<CLOCK>[0-9]{1,2}:[0-9][0-9](?::[0-9][0-9])?)"
    r"|(?P<DECADE>(?:[0-9]{3}0|['’‘]?[0-9]0)['’]?s(?!\w))"
    r"|(?P<SHORTYEAR>['’‘][0-9][0-9](?!\w))"
    r"|(?P<ORDINAL>[0-9]+(?:st|nd|rd|th)(?!\w))"
    r"|(?P<MERIDIEMCLOCK>[0-9]{1,2}[ap]m(?!\w))"
    r"|(?P<CLOCKZONE>[0-9]{4}(?=[ ]?(?:GMT|UTC|[ECMP][SD]T|CES?T|EES?T|BST|MSK|IST|JST|hrs|hours|local)\b))"
    r"|(?P<NUMBER>[0-9]+)"
    r"|(?P<OCLOCK>[Oo]['’]clock(?!\w))"
    r"|(?P<WORD>(?:[ap]\.m\.?|[A-Za-z]\.(?:[A-Za-z]\.)+)(?!\w)"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\.(?![A-Za-z_])|[^\W\d_]+)"
    r"|(?P<POSSESSIVE>['’`]s(?!\w))"
    r"|(?P<MARK>[^\w\s])"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A token: its offsets, its words in lower case, and its classes (of :class:`Lexicon`)."""

    start: int
    end: int
    text: str
    raw: str
    classes: frozenset[str]


class WordList(Struct, frozen=True):
    """A class of words: what it holds, an example, and the words with their values."""

    label: str
    example: str
    words: dict[str, int | str]


class Lexicon:
    """The word lists of ``times.yaml``, by class and by word.

    Attributes:
        values: Class to word to value.
    """

    def __init__(self, lists: dict[str, WordList]) -> None:
        self.values: dict[str, dict[str, int | str]] = {name: dict(each.words) for name, each in lists.items()}
        self._classes: dict[str, frozenset[str]] = {}
        for name, each in lists.items():
            for word in each.words:
                self._classes[word] = self._classes.get(word, frozenset()) | {name}

    def number(self, name: str, word: str) -> int:
        """The value of a word in a class whose values are numbers."""
        return int(self.values[name][word])

    def code(self, name: str, word: str) -> str:
        """The value of a word in a class whose values are codes."""
        return str(self.values[name][word])

    def known(self) -> set[str]:
        """All words of all lists."""
        return set(self._classes)

    def classes(self, word: str) -> frozenset[str]:
        """The classes that a word is listed under."""
        return self._classes.get(word, frozenset())

    def shapes(self) -> list[frozenset[str]]:
        """The class sets of tokens that are told by their shape alone."""
        return [classes for classes in _SHAPES.values() if classes]

    def words(self, text: str) -> list[Word]:
        """The tokens of a text, in order."""
        none: frozenset[str] = frozenset()
        known = self._classes
        out: list[Word] = []
        end = 0
        for match in _TOKEN.finditer(text):
            raw, shape = match.group(), match.lastgroup
            lower = raw.lower()
            if shape == "WORD":
                classes = known.get(lower, none)
            elif shape == "NUMBER":
                classes = number_classes(raw)
            else:
                classes = _SHAPES[shape or "MARK"]
            if match.start() - end > 1 and text.count("\n", end, match.start()) > 1:
                out.append(Word(end, end, "\n", "", none))
            end = match.end()
            out.append(Word(match.start(), match.end(), lower, raw, classes))
        return out


_SHAPES = {
    shape: frozenset({shape.lower()})
    for shape in (
        "ISO",
        "ISOWEEK",
        "SLASHED",
        "COMPACT",
        "FRACTION",
        "CLOCK",
        "DECADE",
        "SHORTYEAR",
        "MERIDIEMCLOCK",
        "CLOCKZONE",
        "OCLOCK",
    )
} | {"ORDINAL": frozenset({"ordinal"}), "POSSESSIVE": frozenset({"possessive"}), "MARK": frozenset({"mark"})}


@functools.lru_cache(maxsize=4096)
def number_classes(raw: str) -> frozenset[str]:
    """The classes of a run of digits: a number, and perhaps a year, a day of the month, an hour."""
    value = int(raw) if len(raw) < 7 else 10**6
    classes = {"number"}
    if len(raw) == 4 and 1000 <= value <= 2199:
        classes.add("year")
    elif len(raw) == 4:
        classes.add("far_year")
    if len(raw) <= 2 and 1 <= value <= 31:
        classes.add("day")
    if len(raw) <= 2 and value <= 24:
        classes.add("hour")
    if len(raw) == 2:
        classes.add("two_digits")
    return frozenset(classes)


@functools.cache
def lexicon() -> Lexicon:
    """The shipped lexicon, read once a process."""
    return Lexicon(reader.load("times.yaml", dict[str, WordList]))
