"""One article: its text with every entry marked in place, and the entries beside it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from communique.archive import Archive
from communique.export.html import Group, Segment, groups, segments
from communique.record import Article, Note
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.strings import text


class ArticleContext(Context, frozen=True, kw_only=True):
    """An article with what was read in it."""

    article: Article
    link: str | None
    segments: tuple[Segment, ...]
    groups: tuple[Group, ...]
    notes: tuple[Note, ...]


class EntryRow(Struct, frozen=True, kw_only=True):
    """One entry, as a row of a table."""

    id: str
    kind: str
    head: str
    facts: str
    words: str
    chain: str


def build(archive: Archive, asked: Asked) -> ArticleContext:
    """The page.

    Raises:
        NoSuchEntry: There is no such article.
    """
    record = archive.record(asked.path["id"])
    article = record.article
    return ArticleContext(
        title=article.title or text("article.heading"), article=article, link=safe_link(article.url),
        segments=tuple(segments(record)), groups=tuple(groups(record)), notes=record.notes,
    )  # fmt: skip


def safe_link(url: str | None) -> str | None:
    """An address that a link may lead to: of the web and nothing else, so that no text can make a script of it."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def rows(context: ArticleContext) -> Sequence[EntryRow]:
    """The entries as rows."""
    return [
        EntryRow(id=card.id, kind=card.kind, head=card.head, facts=card.facts, words=card.words, chain=card.chain)
        for group in context.groups
        for card in group.cards
    ]


PAGE = Page("article", "/articles/{id:path}", build, rows, EntryRow)
