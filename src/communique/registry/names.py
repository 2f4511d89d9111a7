"""The index of namings, and the scan of a text for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from communique.registry.model import Alias
from communique.registry.words import Word, keys, words

_LONGEST_ABBREVIATION = 3  # 'St.', 'Dr.', 'Gen': a dot after a longer word ends a sentence
_COMMON = frozenset(["party", "group", "movement", "army", "council", "coalition", "alliance", "front", "union"])
"""Last words of names that some papers write small: 'Kurdistan Workers' party'."""
_JOINERS = frozenset(["", "-", "–", "‑", "&", "/", "'", "’"])


class Found(NamedTuple):
    """Namings found in a text: where, and what they can mean."""

    start: int
    end: int
    aliases: tuple[Alias, ...]


class NameTable:
    """Namings on their way into an index.

    Attributes:
        aliases: The namings by their normalised words.
        lengths: How many words the longest naming has that starts with a word.
    """

    def __init__(self) -> None:
        self.aliases: dict[str, list[Alias]] = {}
        self.lengths: dict[str, int] = {}

    def add(self, alias: Alias) -> None:
        """Index a naming under its words; of two that differ in capitals alone, the one with fewer is kept."""
        parts = keys(alias.text)
        if not parts:
            return
        self._add(parts[0], len(parts), " ".join(parts), alias)

    def add_key(self, key: str, alias: Alias) -> None:
        """Index a naming of two words whose normalised form is known."""
        self._add(key.partition(" ")[0], 2, key, alias)

    def _add(self, first: str, length: int, key: str, alias: Alias) -> None:
        if length > self.lengths.get(first, 0):
            self.lengths[first] = length
        known = self.aliases.setdefault(key, [])
        for index, each in enumerate(known):
            if each.entity_id == alias.entity_id and each.form == alias.form:
                if _capitals(alias.text) < _capitals(each.text) and alias.needs_context <= each.needs_context:
                    known[index] = alias
                return
        known.append(alias)

    def extend(self, aliases: Iterable[Alias]) -> None:
        """Index several namings."""
        for alias in aliases:
            self.add(alias)


class Namings(Protocol):
    """Namings by their normalised words: a dictionary, or a part of a compiled table."""

    def get(self, key: str, default: list[Alias]) -> list[Alias]:
        """The namings under a normalised name, or the default."""
        ...


class NameIndex:
    """Looks up and scans for namings.

    Args:
        aliases: The namings by their normalised words.
        lengths: How many words the longest naming has that starts with a word.
    """

    def __init__(self, aliases: Namings, lengths: Mapping[str, int]) -> None:
        self._aliases = aliases
        self._lengths = lengths

    def get(self, key: str, on: date | None = None) -> list[Alias]:
        """The namings under a normalised name that were in use on that day; all when none is given."""
        return _in_use(self._aliases.get(key, []), on)

    def starts(self, key: str) -> bool:
        """Whether some naming starts with this word."""
        return self._lengths.get(key, 0) > 0

    def longest(self, text: str, found: list[Word], at: int, on: date | None = None) -> tuple[int, list[Alias]]:
        """The longest naming that starts with the word at this index: its number of words, what it can mean.

        Capitals must fit (:func:`_written_alike`), so that 'us', 'turkey' and 'white house' are no names.
        """
        longest = min(self._lengths.get(found[at].key, 0), len(found) - at)
        reach = 1
        while reach < longest and joined(text, found[at + reach - 1], found[at + reach]):
            reach += 1
        for length in range(reach, 0, -1):
            group = found[at : at + length]
            known = self.get(" ".join([word.key for word in group]), on)
            fitting = [alias for alias in known if _written_alike(alias, text, group)]
            if fitting:
                return length, fitting
        return 0, []

    def scan(self, text: str) -> Iterator[Found]:
        """The namings in a text from left to right, the longest first, none overlapping."""
        found = list(words(text))
        at = 0
        while at < len(found):
            if found[at].key not in self._lengths:
                at += 1
                continue
            length, aliases = self.longest(text, found, at)
            if length:
                yield Found(found[at].start, found[at + length - 1].end, tuple(aliases))
            at += length or 1


def _in_use(aliases: list[Alias], on: date | None) -> list[Alias]:
    if on is None or not any(alias.since or alias.until for alias in aliases):
        return aliases
    return [alias for alias in aliases if alias.valid(on)]


def _capitals(text: str) -> int:
    return sum(letter.isupper() for letter in text)


def joined(text: str, left: Word, right: Word) -> bool:
    """Whether nothing but white space, a hyphen or an abbreviation's dot stands between two words."""
    gap = text[left.end : right.start].strip()
    return gap in _JOINERS or (gap == "." and left.end - left.start <= _LONGEST_ABBREVIATION)


def _written_alike(alias: Alias, text: str, group: list[Word]) -> bool:
    """Whether the capitals in the text fit those of the naming.

    An acronym of up to three letters must be in capitals throughout ('US', 'WHO'); a longer one may be
    written as a word ('Nato'). Any other word that the naming capitalises must start with a capital.
    """
    if alias.form == "acronym":
        written = text[group[0].start : group[-1].end]
        return written.isupper() or (written[0].isupper() and len(group[0].key) > _LONGEST_ABBREVIATION)
    if all(word.capital for word in group):
        return True
    wanted = [word.capital for word in words(alias.text)][-len(group) :]
    if len(group) > 2 and group[-1].key in _COMMON and all(word.capital for word in group[:-1]):
        return True
    return all(word.capital or not capital for word, capital in zip(group, wanted, strict=False))
