"""What those who speak make of an act: who reports it, who confirms it, who denies it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from communique.archive.queries import Row
from communique.ask.common import Names

_ALIKE = 0.75  # share of a statement's words that the sentence of an act must have
_FEWEST = 2


class Sides(NamedTuple):
    """Who else confirms an act and who denies it."""

    confirmed: tuple[str, ...]
    denied: tuple[str, ...]


NOBODY = Sides((), ())


class Claims:
    """What the statements of some articles confirm or deny.

    Args:
        rows: The statements that confirm or deny, with their articles.
        names: Names of those who speak, and what each makes of the words.

    Attributes:
        articles: Numbers of the articles that have such statements: nobody confirms or denies anything in others.
    """

    def __init__(self, rows: Iterable[Row], names: Names) -> None:
        self._names = names
        self._sided: dict[int, list[tuple[Row, frozenset[str]]]] = defaultdict(list)
        for row in rows:
            self._sided[row["number"]].append((row, _telling(row["words"])))
        self.articles = self._sided.keys()

    def of(self, article: int, by: str | None) -> str:
        """What the innermost of those who tell of an act makes of it; ``outlet`` when nobody is named for it.

        Args:
            article: Number of the article.
            by: The statement that the act is attributed to.
        """
        claim = self._names.claim(article, by) if by else None
        return "outlet" if claim is None else "reported" if claim == "asserted" else claim

    def who(self, article: int, by: str | None, sentence: str) -> Sides:
        """Who else confirms or denies an act: those whose statement has hardly any word that its sentence lacks.

        Args:
            article: Number of the article.
            by: The statement that the act is attributed to.
            sentence: The sentence that tells of it.
        """
        sided = self._sided.get(article)
        if sided is None:
            return NOBODY
        found: dict[str, dict[str, None]] = {"confirmed": {}, "denied": {}}
        lowered, words = sentence.lower(), None
        for row, theirs in sided:
            if row["id"] == by or not _may_tell(theirs, lowered):
                continue
            words = _telling(sentence) if words is None else words
            if len(theirs & words) / len(theirs) >= _ALIKE:
                found[row["claim"]][self._names.chain(article, row["id"])[0]] = None
        return Sides(*map(tuple, found.values()))


def _may_tell(theirs: frozenset[str], lowered: str) -> bool:
    """Whether enough of these beginnings of words stand anywhere in a sentence: what is quickly ruled out."""
    missing = len(theirs) * (1 - _ALIKE)  # so many may
    if len(theirs) < _FEWEST:
        return False
    for word in theirs:
        if word not in lowered:
            missing -= 1
            if missing < 0:
                return False
    return True


def _telling(text: str) -> frozenset[str]:
    """The longer words of a text, cut so that their endings do not matter."""
    return frozenset(word[:5] for word in re.findall(r"\w{4,}", text.lower()))
