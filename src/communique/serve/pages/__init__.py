"""The pages of the workbench, one module each; :data:`PAGES` lists them.

A page is a function from the archive and what was asked to a typed context. The same context fills the template
``templates/NAME.html.j2`` (as ``page``), is the page's ``.json``, and its rows are the page's ``.csv``.
"""

from __future__ import annotations

from typing import Any

from communique.serve.pages import article, articles
from communique.serve.pages.page import Asked, Context, Page

PAGES: tuple[Page[Any], ...] = (articles.PAGE, article.PAGE)

__all__ = ["PAGES", "Asked", "Context", "Page"]
