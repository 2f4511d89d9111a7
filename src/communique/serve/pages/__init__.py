"""The pages of the workbench, one module each; :data:`PAGES` lists them.

A page is a function from the archive and what was asked to a typed context. The same context fills the template
``templates/NAME.html.j2`` (as ``page``), is the page's ``.json``, and its rows are the page's ``.csv``.
"""

from __future__ import annotations

from typing import Any

from communique.serve.pages import (
    actor,
    add,
    article,
    articles,
    calendar,
    network,
    pair,
    quality,
    questions,
    registry,
    search,
    sources,
    today,
    watches,
    world,
)
from communique.serve.pages.page import Asked, Context, Page

PAGES: tuple[Page[Any], ...] = (
    today.PAGE, search.PAGE, articles.PAGE, article.PAGE, actor.PAGE, pair.PAGE, questions.ALL, questions.PAGE,
    network.PAGE, world.PAGE, calendar.PAGE, watches.PAGE, sources.PAGE, registry.PAGE, quality.PAGE, add.PAGE,
)  # fmt: skip
"""Every page; of two whose addresses could be meant the one that stands first."""

__all__ = ["PAGES", "Asked", "Context", "Page"]
