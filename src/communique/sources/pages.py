"""From a web page to the article on it: its text, title, date, outlet and author."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from communique.errors import EmptyText
from communique.sources.dates import PageDate, page_date

_DOCUMENT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_CLOSING = re.compile(r"</(?:p|div|h[1-6]|li|article|section|body|a|span|strong|em|td)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What was found on a page; ``published`` is an ISO day, ``doubt`` says why the date may be wrong."""

    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    byline: str | None = None
    doubt: str | None = None


def looks_like_html(text: str) -> bool:
    """Whether a text is the source of a page, or a piece of one, rather than prose."""
    head = text[:20_000]
    if _DOCUMENT.match(head):
        return True
    return head.lstrip().startswith("<") and len(_CLOSING.findall(head)) >= 2


def extract_page(html: str, *, url: str | None = None) -> Page:
    """The article on a page, by trafilatura with precision preferred.

    Args:
        html: The page's source.
        url: The page's address; helps to find the date and the outlet.

    Raises:
        EmptyText: No article was found on the page.
    """
    document = _extract(html, url)
    text = document.text if document is not None else None
    if not text or not text.strip():
        raise EmptyText(
            "No article was found on the page.", "Save its text as a plain text file and read that instead."
        )
    dated = page_date(html, url, document.date)
    return Page(
        text=text, title=_one_line(document.title), published=dated.day, outlet=_one_line(document.sitename),
        byline=_one_line(document.author), doubt=_doubt(dated),
    )  # fmt: skip


def _extract(html: str, url: str | None) -> Any:
    """trafilatura's document, first with precision; a page on which that finds nothing is read more freely."""
    from trafilatura import bare_extraction

    for precision in (True, False):
        document: Any = bare_extraction(
            html, url=url, favor_precision=precision, include_comments=False, include_tables=True, with_metadata=True
        )
        if document is not None and document.text and document.text.strip():
            return document
    return None


def _one_line(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None


def _doubt(dated: PageDate) -> str | None:
    if not dated.others:
        return None
    return f"The page names several dates: {dated.day} was taken ({dated.basis}), not {', '.join(dated.others)}."
