"""What the answers share: the article they come from, actors' names, judgements, and chains of attribution."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any

from msgspec import Struct

from communique.archive import Archive
from communique.archive.particulars import attributions, names
from communique.archive.queries import Attribution, Key, Numbers, Row
from communique.naming import Speaker, chain
from communique.record import doc


class Answer(Struct, frozen=True, kw_only=True):
    """The common base of every row of an answer: which entry it is and where it was read."""

    id: Annotated[str, doc("Id of the entry, as 'communique show' takes it.")]
    confidence: Annotated[float, doc("Calibrated confidence, 0 to 1.")]
    article: Annotated[str, doc("Id of the article.")]
    title: Annotated[str | None, doc("Headline of the article.")] = None
    outlet: Annotated[str | None, doc("Outlet that published it.")] = None
    published: Annotated[str | None, doc("Day it was published, ISO 8601.")] = None
    url: Annotated[str | None, doc("Where it came from.")] = None
    judged: Annotated[
        str | None,
        doc("What people made of it: accepted, corrected or disputed, and who; empty where nobody judged it."),
    ] = None


def common(row: Row, names: Names) -> dict[str, Any]:
    """The fields of :class:`Answer` in a row."""
    return {
        "id": row["id"], "confidence": row["confidence"], "article": row["article"], "title": row["title"],
        "outlet": row["outlet"], "published": row["published"], "url": row["url"],
        "judged": names.judged(row["article"], row["id"]),
    }  # fmt: skip


def days(row: Row) -> dict[str, Any]:
    """First and last day and the value of the time that an entry has; None where the text tells none."""
    return {"day": row["earliest"], "until": row["latest"], "time": row["value"]}


class Names:
    """Actors' names and the chains of attribution in some articles.

    Args:
        archive: Where they are looked up.
        rows: Rows of the articles that matter.
        said: The statements that matter and those that carry them; None for all of these articles.
        named: Names of those who are asked for, as :mod:`~communique.archive.particulars` gives them; None for all.
    """

    def __init__(
        self,
        archive: Archive,
        rows: Collection[Row],
        *,
        said: Mapping[Key, Attribution] | None = None,
        named: tuple[dict[str, str], dict[Key, str]] | None = None,
    ) -> None:
        self.articles: Numbers = frozenset(row["number"] for row in rows)
        self._archive = archive
        self._known, self._own = named or names(archive, self.articles)
        self._marks = archive.marks(frozenset(row["article"] for row in rows))
        self._chains: dict[Key, tuple[str, ...]] = {}
        self._everywhere: dict[tuple[str, ...], tuple[str, ...]] = {}  # nothing for those whose names differ
        if said is not None:
            self._said = said

    def of(self, article: int, actors: tuple[str, ...]) -> tuple[str, ...]:
        """The actors' names as this article knows them; the id where it knows none."""
        found = self._everywhere.get(actors)
        if found is None:
            everywhere = self._known.keys() >= {*actors}
            found = self._everywhere[actors] = tuple([self._known[each] for each in actors]) if everywhere else ()
        return found or tuple([self._name(article, actor) or actor for actor in actors])

    def one(self, article: int, actor: str | None) -> str | None:
        """One actor's name, or None for none."""
        return None if actor is None else self._name(article, actor) or actor

    def _name(self, article: int, actor: str) -> str | None:
        return self._known.get(actor) or self._own.get((article, actor))

    def judged(self, article: str, entry: str) -> str | None:
        """What people made of an entry, in words; None where nobody judged it."""
        mark = self._marks.get((article, entry)) if self._marks else None
        return str(mark) if mark is not None else None

    def chain(self, article: int, statement: str | None) -> tuple[str, ...]:
        """Who says it, from the innermost to the one that the outlet cites."""
        if statement is None:
            return ()
        key = (article, statement)
        if key not in self._chains:
            self._chains[key] = chain(statement, lambda id: self._speaker(article, id))
        return self._chains[key]

    def _speaker(self, article: int, statement: str) -> Speaker:
        words, actor, outer, _ = self._said.get((article, statement), (None, None, None, None))
        return words, self._name(article, actor or ""), outer

    def claim(self, article: int, statement: str) -> str | None:
        """What the speaker of a statement makes of it; None where there is no such statement."""
        return self._said.get((article, statement), (None,))[-1]

    @cached_property
    def _said(self) -> Mapping[Key, Attribution]:
        return attributions(self._archive, self.articles)


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in the order in which it first comes."""
    return tuple(dict.fromkeys(values))
