"""The patterns of time expressions: compiled from the data file, matched over classes of words.

Every token of a text becomes one character that stands for its classes, so that a pattern over words is an
ordinary regular expression over a short string. That keeps matching fast: one scan for each pattern.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct, field

from communique.errors import BadDataFile
from communique.resolve.times.lexicon import Lexicon, Word, lexicon, number_classes
from communique.vocabulary import reader

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
OTHER, BREAK = "x", "\n"
_PIECE = re.compile(r"\(\?<?[=!]|[()|?*+]|[a-z_]\w*=|'[^']*'|[A-Z_]+|[a-z]\w*")
_NUMBER_SHAPES = ("0", "7", "07", "12", "25", "31", "45", "007", "999", "1000", "1998", "2200", "12345", "9999")


class Rule(Struct, frozen=True):
    """One pattern: how it looks, and how its match is read."""

    name: str
    example: str
    pattern: str
    type: TimexType
    how: str
    check: str | None = None
    settings: dict[str, str] = field(default_factory=dict, name="with")


class Rules(Struct, frozen=True):
    """The data file of patterns."""

    macros: dict[str, str]
    rules: list[Rule]


class Holiday(Struct, frozen=True):
    """A day with a name; one of ``day`` (MM-DD), ``easter`` (days from Easter), ``nth`` and ``dates`` is given.

    Attributes:
        plus: Days after the day that ``nth`` names.
        national: Whether other countries have another day of that name.
        dates: First days, where no rule tells them.
        length: Number of days.
    """

    name: str
    day: str | None = None
    easter: int | None = None
    nth: tuple[int, int, int] | None = None
    plus: int = 0
    national: bool = False
    dates: tuple[str, ...] = ()
    length: int = 1


class Movable(Struct, frozen=True):
    """A holiday that the moon sets: how it is written, its number of days, and its first days in one string."""

    names: list[str]
    length: int
    dates: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern's match: the tokens from ``first`` up to ``last``, and what was captured."""

    rule: Rule
    order: int
    first: int
    last: int
    words: Sequence[Word]
    groups: dict[str, tuple[int, int]]

    def get(self, name: str) -> list[Word]:
        """The words captured under a name; empty when nothing was."""
        first, last = self.groups.get(name, (0, 0))
        return list(self.words[first:last])

    def word(self, name: str) -> str:
        """The last word captured under a name, in lower case; empty when nothing was."""
        first, last = self.groups.get(name, (0, 0))
        return self.words[last - 1].text if last > first else ""

    def texts(self) -> list[str]:
        """All words of the match in lower case."""
        return [word.text for word in self.words[self.first : self.last]]

    def before(self, count: int = 1) -> str:
        """The word so many places before the match; empty at the start of the text."""
        return self.words[self.first - count].text if self.first >= count else ""

    def after(self, count: int = 1) -> str:
        """The word so many places after the match; empty at the end of the text."""
        at = self.last + count - 1
        return self.words[at].text if at < len(self.words) else ""


class Grammar:
    """The compiled patterns."""

    def __init__(self, rules: Rules, words: Lexicon, holidays: Sequence[Holiday]) -> None:
        self.holidays = {each.name.lower(): each for each in holidays}
        self._macros = dict(rules.macros) | {"HOLIDAY": _alternatives(words, holidays)}
        literals = set(itertools.chain.from_iterable(self._literals(rule.pattern) for rule in rules.rules))
        self._by_text: dict[str, str] = {}
        self._by_classes: dict[frozenset[str], str] = {}
        self._members: dict[str, set[str]] = {}
        self._name_atoms(words, sorted(literals))
        self._rules = [(rule, self._needs(rule)) for rule in rules.rules]
        self._patterns: dict[int, re.Pattern[str]] = {}

    def rules(self) -> list[Rule]:
        """The rules, in order."""
        return [rule for rule, _ in self._rules]

    def hits(self, words: Sequence[Word]) -> Iterator[Hit]:
        """All matches of all patterns, from left to right, longest first; they may overlap."""
        encoded = self._encode(words)
        there = set(encoded)
        found = [
            Hit(rule, order, match.start(), match.end(), words, _groups(match))
            for order, (rule, needs) in enumerate(self._rules)
            if not any(there.isdisjoint(need) for need in needs)
            for match in self._pattern(order, rule).finditer(encoded)
        ]
        return iter(sorted(found, key=lambda hit: (hit.first, -hit.last, hit.order)))

    def _encode(self, words: Sequence[Word]) -> str:
        text_atom, class_atom = self._by_text.get, self._by_classes.get
        return "".join(text_atom(word.text) or class_atom(word.classes, OTHER) for word in words)

    def _pieces(self, pattern: str) -> Iterator[str]:
        """The pieces of a pattern, macros replaced by theirs."""
        for piece in _PIECE.findall(pattern):
            if piece in self._macros:
                yield from ("(", *self._pieces(self._macros[piece]), ")")
            else:
                yield piece

    def _literals(self, pattern: str) -> Iterator[str]:
        for piece in self._pieces(pattern):
            if piece[0] == "'" or (piece[0].islower() and not piece.endswith("=")):
                yield piece.strip("'")

    def _name_atoms(self, words: Lexicon, literals: Sequence[str]) -> None:
        """Give every set of classes, and every literal word, its own character."""
        atoms: dict[tuple[frozenset[str], str], str] = {}

        def atom(classes: frozenset[str], literal: str) -> str:
            key = (classes, literal)
            if key not in atoms:
                atoms[key] = char = chr(0xE000 + len(atoms))
                for feature in (*classes, *([f"={literal}"] if literal else [])):
                    self._members.setdefault(feature, set()).add(char)
            return atoms[key]

        for literal in literals:
            classes = number_classes(literal) if literal.isdigit() else words.classes(literal)
            self._by_text[literal] = atom(classes, literal)
        for word in sorted(words.known()):
            if word not in self._by_text:
                self._by_text[word] = atom(words.classes(word), "")
        for classes in (*words.shapes(), *map(number_classes, _NUMBER_SHAPES)):
            self._by_classes[classes] = atom(classes, "")

    def _pattern(self, order: int, rule: Rule) -> re.Pattern[str]:
        """A rule's pattern, compiled when a text first has what it needs: a text needs few of them."""
        pattern = self._patterns.get(order)
        if pattern is None:
            pattern = self._patterns[order] = self._compile(rule)
        return pattern

    def _compile(self, rule: Rule) -> re.Pattern[str]:
        out = []
        opened = ""
        for piece in self._pieces(rule.pattern):
            if piece.endswith("=") and piece[0] != "(":
                opened = f"(?P<{piece[:-1]}>"
            elif piece == "(":
                out.append(opened or "(?:")
                opened = ""
            elif piece[0] in "()|?*+":
                out.append(piece)
            else:
                out.append(f"{opened}{self._class(piece, rule)}{')' if opened else ''}")
                opened = ""
        try:
            return re.compile("".join(out))
        except re.error as error:
            raise BadDataFile(f"The time pattern '{rule.name}' is not sound: {error}.", "Mend its pattern.") from error

    def _needs(self, rule: Rule) -> list[frozenset[str]]:
        """Of each piece that no match of a pattern can do without: the characters that it takes.

        A text has hardly a tenth of them, so that most patterns need not be looked for in it.
        """
        levels: list[list[str]] = [[]]
        either = [False]
        last: list[str] = []
        for piece in self._pieces(rule.pattern):
            if (piece.endswith("=") and piece[0] != "(") or piece == "+":
                continue
            if piece in ("?", "*"):
                last = []
                continue
            levels[-1] += last
            last = []
            if piece[0] == "(":
                levels.append([])
                either.append(piece != "(")  # what is only looked at is not taken
            elif piece == ")":
                inner = levels.pop()
                last = [] if either.pop() else inner
            elif piece == "|":
                either[-1] = True
            else:
                last = [piece]
        needed = [] if either[-1] else [*levels[-1], *last]
        return sorted({frozenset(self._taken(piece, rule)) for piece in needed}, key=len)

    def _class(self, piece: str, rule: Rule) -> str:
        return "[" + "".join(sorted(self._taken(piece, rule))) + "]"

    def _taken(self, piece: str, rule: Rule) -> set[str]:
        """The characters that a piece takes."""
        name = piece.lower() if piece[0].isupper() else "=" + piece.strip("'")
        if name not in self._members:
            raise BadDataFile(
                f"The time pattern '{rule.name}' names an unknown class: {piece}.", "Use a class of times.yaml."
            )
        return self._members[name]


def _alternatives(words: Lexicon, holidays: Sequence[Holiday]) -> str:
    """The names of the holidays as one pattern, longest first."""
    names = sorted(([word.text for word in words.words(each.name)] for each in holidays), key=len, reverse=True)
    marks = {"'s": "POSSESSIVE", "'": "APOSTROPHES"}
    return " | ".join(" ".join(marks.get(word, f"'{word}'") for word in name) for name in names)


def _groups(match: re.Match[str]) -> dict[str, tuple[int, int]]:
    return {name: match.span(name) for name in match.re.groupindex if match.start(name) >= 0}


@functools.cache
def grammar() -> Grammar:
    """The shipped patterns, compiled once a process."""
    holidays = reader.load("times_holidays.yaml", list[Holiday])
    movable = reader.load("times_movable.yaml", list[Movable])
    moving = [
        Holiday(name, dates=tuple(each.dates.split()), length=each.length) for each in movable for name in each.names
    ]
    return Grammar(reader.load("times_rules.yaml", Rules), lexicon(), [*holidays, *moving])
