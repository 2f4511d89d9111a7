"""The articles of the archive, found by words or the newest first."""

from __future__ import annotations

from communique.archive import Archive, Search
from communique.ask import SearchRow, search, select
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.strings import text


class ArticlesContext(Context, frozen=True, kw_only=True):
    """A page of articles."""

    rows: tuple[SearchRow, ...]
    total: int
    more: bool
    next: str | None


def build(archive: Archive, asked: Asked) -> ArticlesContext:
    """The page."""
    wanted = select(archive, actor=asked.one("actor"), since=asked.one("since"), until=asked.one("until"))
    found = search(
        archive, Search(asked.one("q") or "", wanted), order="date", most=asked.number("limit", 50),
        after=asked.one("after"),
    )  # fmt: skip
    return ArticlesContext(
        title=text("articles.heading"), rows=found.rows, total=found.total, more=found.more, next=found.next
    )  # fmt: skip


PAGE = Page("articles", "/articles", build, lambda context: context.rows, SearchRow)
