"""Where articles come from: files of many formats, standard input, web pages, folders."""

from __future__ import annotations

from communique.sources.article import LIMIT, Source, make_article, with_notes
from communique.sources.files import find_sources, read_bytes, read_source
from communique.sources.formats import FORMATS, Item, Known, read_items
from communique.sources.lines import parse_line
from communique.sources.pages import Page, extract_page, looks_like_html

__all__ = [
    "FORMATS",
    "LIMIT",
    "Item",
    "Known",
    "Page",
    "Source",
    "extract_page",
    "find_sources",
    "looks_like_html",
    "make_article",
    "parse_line",
    "read_bytes",
    "read_items",
    "read_source",
    "with_notes",
]
