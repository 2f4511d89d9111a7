"""Adding an article by pasting its text or dropping a file."""

from __future__ import annotations

from collections.abc import Sequence

from communique.archive import Archive
from communique.archive.overview import newest
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.pages.window import ArticleRow
from communique.serve.strings import text


class AddContext(Context, frozen=True, kw_only=True):
    """The form, and the newest articles."""

    articles: tuple[ArticleRow, ...]


def build(archive: Archive, _asked: Asked) -> AddContext:
    """The page."""
    return AddContext(title=text("add.heading"), articles=tuple(ArticleRow(**row) for row in newest(archive, most=10)))


def rows(context: AddContext) -> Sequence[ArticleRow]:
    """The newest articles."""
    return context.articles


PAGE = Page("add", "/add", build, rows, ArticleRow)
