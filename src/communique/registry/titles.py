"""From the words of a title to a class of posts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from communique.registry.model import TitleMatch
from communique.registry.words import keys

_FORMER = frozenset(["former", "ex", "erstwhile", "onetime", "late", "ousted", "deposed", "then"])
_ACTING = frozenset(["acting", "interim", "caretaker", "outgoing", "provisional", "transitional"])
_DEPUTY = frozenset(["deputy", "vice", "assistant"])
_OF = frozenset(["of", "for", "to", "at", "in"])

Namer = Callable[[Sequence[str]], str | None]


class PostClass(Struct, frozen=True):
    """A class of posts: its name, sectors, an example, and the titles that name it.

    A title maps to the organisations that use it so; none means any.
    """

    post_class: str
    sectors: list[str]
    example: str
    titles: dict[str, list[str]]


class Titles:
    """The vocabulary of titles.

    Args:
        classes: The classes of posts, the most important first.
        namer: Gives the state or body that normalised words name, in any form; None when they name none.
    """

    def __init__(self, classes: Sequence[PostClass], namer: Namer) -> None:
        self._titles: dict[tuple[str, ...], tuple[str, str, tuple[str, ...]]] = {}
        self._namer = namer
        self.longest = 1
        for each in classes:
            for title, organizations in each.titles.items():
                parts = tuple(keys(title))
                self._titles.setdefault(parts, (each.post_class, title, tuple(organizations)))
                self.longest = max(self.longest, len(parts))

    def match(self, words: str) -> TitleMatch | None:
        """The title that a phrase is or holds, its qualifiers and the organisation it names.

        The title may follow the organisation ('Israeli foreign minister') or stand before it ('president of
        the European Council'). None when no title is in the phrase.
        """
        parts = keys(words)
        for start in range(len(parts)):
            for length in range(min(self.longest, len(parts) - start), 0, -1):
                known = self._titles.get(tuple(parts[start : start + length]))
                if known is not None:
                    return self._qualified(known, parts, start, start + length)
        return None

    def _qualified(self, known: tuple[str, str, tuple[str, ...]], parts: list[str], start: int, end: int) -> TitleMatch:
        post_class, title, organizations = known
        before = parts[:start]
        named = self._organization_before(before) or self._organization_after(parts[end:])
        return TitleMatch(
            post_class,
            title,
            (named,) if named and (not organizations or named in organizations) else organizations,
            start,
            former=any(part in _FORMER for part in before),
            acting=any(part in _ACTING for part in before),
            deputy=any(part in _DEPUTY for part in before),
        )

    def _organization_before(self, parts: list[str]) -> str | None:
        qualifiers = _FORMER | _ACTING | _DEPUTY
        named = [part for part in parts if part not in qualifiers]
        for start in range(len(named)):
            entity = self._namer(named[start:])
            if entity is not None:
                return entity
        return None

    def _organization_after(self, parts: list[str]) -> str | None:
        if not parts or parts[0] not in _OF:
            return None
        rest = parts[2:] if parts[1:2] == ["the"] else parts[1:]
        for end in range(len(rest), 0, -1):
            entity = self._namer(rest[:end])
            if entity is not None:
                return entity
        return None
