"""What the answers share: the article they come from, actors' names, judgements, and chains of attribution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from msgspec import Struct

from communique.archive import Archive
from communique.archive.queries import Key, Numbers, Row, names, speakers
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
    told = ("id", "confidence", "article", "title", "outlet", "published", "url")
    return {**{name: row[name] for name in told}, "judged": names.judged(row["article"], row["id"])}


def days(row: Row) -> dict[str, Any]:
    """First and last day and the value of the time that an entry has; None where the text tells none."""
    return {"day": row["earliest"], "until": row["latest"], "time": row["value"]}


class Names:
    """Actors' names and the chains of attribution in some articles.

    Args:
        archive: Where they are looked up.
        rows: Rows of the articles that matter.
    """

    def __init__(self, archive: Archive, rows: Sequence[Row]) -> None:
        self.articles: Numbers = frozenset(row["number"] for row in rows)
        self._names: dict[Key, str] = names(archive, self.articles)
        self._speakers = speakers(archive, self.articles)
        self._marks = archive.marks(frozenset(row["article"] for row in rows))

    def of(self, article: int, actors: Iterable[str]) -> tuple[str, ...]:
        """The actors' names as this article knows them; the id where it knows none."""
        return tuple(self._names.get((article, actor), actor) for actor in actors)

    def one(self, article: int, actor: str | None) -> str | None:
        """One actor's name, or None for none."""
        return None if actor is None else self._names.get((article, actor), actor)

    def judged(self, article: str, entry: str) -> str | None:
        """What people made of an entry, in words; None where nobody judged it."""
        mark = self._marks.get((article, entry))
        return str(mark) if mark is not None else None

    def chain(self, article: int, statement: str | None) -> tuple[str, ...]:
        """Who says it, from the innermost to the one that the outlet cites."""

        def speaker(id: str) -> Speaker:
            words, actor, outer = self._speakers.get((article, id), (None, None, None))
            return words, self._names.get((article, actor or "")), outer

        return chain(statement, speaker)


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in the order in which it first comes."""
    return tuple(dict.fromkeys(values))
