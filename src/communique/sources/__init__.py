"""Where articles come from: files, standard input, web pages, lines of JSON, folders of dispatches."""

from __future__ import annotations

from communique.sources.article import LIMIT, Source, make_article, with_notes
from communique.sources.files import find_sources, read_bytes, read_source
from communique.sources.lines import parse_line
from communique.sources.pages import Page, extract_page, looks_like_html

__all__ = [
    "LIMIT",
    "Page",
    "Source",
    "extract_page",
    "find_sources",
    "looks_like_html",
    "make_article",
    "parse_line",
    "read_bytes",
    "read_source",
    "with_notes",
]
