"""Citations: for every row of an answer the article, the offsets and exactly the words there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any

from msgspec import Struct

from communique.archive import Archive, Found
from communique.ask import SearchRow
from communique.ask.evidence import Evidence, evidence_of
from communique.record import Record, doc

_MOST_PASSAGES = 5


class Quote(Struct, frozen=True, kw_only=True):
    """Words of an article: ``text[start:end]`` in Unicode code points."""

    start: Annotated[int, doc("Offset of the first code point.")]
    end: Annotated[int, doc("Offset after the last one.")]
    words: Annotated[str, doc("The words, exactly as they stand there.")]


class Citation(Struct, frozen=True, kw_only=True):
    """Where an answer comes from."""

    entry: Annotated[str | None, doc("Id of the entry; null for an article as a whole.")]
    article: Annotated[str, doc("Id of the article.")]
    title: Annotated[str | None, doc("Headline.")]
    outlet: Annotated[str | None, doc("Outlet.")]
    published: Annotated[str | None, doc("Day of publication.")]
    url: Annotated[str | None, doc("Where it came from.")]
    sha256: Annotated[str, doc("SHA-256 of the text into which the offsets point.")]
    said_by: Annotated[str | None, doc("Who says so, innermost first, out to the outlet.")]
    quotes: Annotated[tuple[Quote, ...], doc("The words.")]


class Citing:
    """Makes citations; each record is read once.

    Args:
        archive: Where the records are.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._records: dict[str, Record] = {}

    def record(self, article: str) -> Record:
        """The record of an article."""
        if article not in self._records:
            self._records[article] = self._archive.record(article)
        return self._records[article]

    def entry(self, article: str, entry: str) -> list[Citation]:
        """The citation of an entry of an article; none where the article has no such entry."""
        record = self.record(article)
        kinds = ("event", "statement", "position", "meeting", "document", "actor", "time", "place")
        for kind in kinds:
            if any(each.id == entry for each in getattr(record, f"{kind}s")):
                return [cited(evidence_of(Found(kind, entry, record)))]
        return []

    def rows(self, rows: Iterable[Any]) -> list[Citation]:
        """The citations of rows that name an entry and its article."""
        return [each for row in rows if row.article for each in self.entry(row.article, row.id)]

    def found(self, row: SearchRow) -> Citation:
        """The citation of an article that was found by its words: the piece that was shown, where it stands."""
        record = self.record(row.article)
        start, end = _place(record.article.text, row.words)
        return self._of_article(record, [(start, end)])

    def mentions(self, article: str, actor: str, most: int = 1) -> list[Citation]:
        """Where an article names an actor."""
        record = self.record(article)
        named = [each for known in record.actors if known.id == actor for each in known.mentions]
        return [self._of_article(record, [(each.start, each.end)]) for each in named[:most]]

    def _of_article(self, record: Record, spans: Iterable[tuple[int, int]]) -> Citation:
        article = record.article
        quotes = tuple(Quote(start=start, end=end, words=article.text[start:end]) for start, end in spans)
        return Citation(
            entry=None, article=article.id, title=article.title, outlet=article.outlet, published=article.published,
            url=article.url, sha256=article.sha256, said_by=None, quotes=quotes,
        )  # fmt: skip


def cited(proof: Evidence) -> Citation:
    """The citation of an entry."""
    quotes = tuple(Quote(start=each.start, end=each.end, words=each.words) for each in proof.passages[:_MOST_PASSAGES])
    return Citation(
        entry=proof.id, article=proof.article, title=proof.title, outlet=proof.outlet, published=proof.published,
        url=proof.url, sha256=proof.sha256, said_by=proof.said_by, quotes=quotes,
    )  # fmt: skip


def _place(text: str, shown: str) -> tuple[int, int]:
    """Where a piece that is shown stands in its text: its white space was folded, and ellipses were put round it."""
    words = [re.escape(word) for word in shown.strip("…").split()]
    found = re.search(r"\s+".join(words), text) if words else None
    return found.span() if found else (0, min(len(text), 200))
