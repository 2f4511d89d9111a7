"""The day a page was published, from what the page declares, what its text shows and its address."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

# Declarations in the page's head, most trusted first (Open Graph, schema.org microdata, Dublin Core, news metadata).
_META = (
    "article:published_time", "datepublished", "og:article:published_time", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.created", "dc.date", "pubdate", "publishdate", "publish-date", "date",
)  # fmt: skip
_META_TAG = re.compile(r"<meta\b[^>]{1,600}>", re.IGNORECASE)
_NAME = re.compile(r"""\b(?:property|name|itemprop)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_CONTENT = re.compile(r"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_JSON_LD = re.compile(r"""<script[^>]+application/ld\+json[^>]*>(.*?)</script>""", re.IGNORECASE | re.DOTALL)
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=\D|$)")
_ISO = re.compile(r"\s*((?:19|20)\d\d)-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class PageDate:
    """The ISO day, what it rests on, and other days that the page names as its date."""

    day: str | None
    basis: str = ""
    others: tuple[str, ...] = ()


def page_date(html: str, url: str | None = None, guess: str | None = None) -> PageDate:
    """The day of publication.

    What the page declares is weighed against htmldate's reading, the extractor's guess and the address: each
    names a day, and the day with most votes wins, ties going to the more trusted source.

    Args:
        html: The page's source.
        url: The page's address.
        guess: The day that the extractor of the text found, ISO 8601.
    """
    votes = [(day, basis) for day, basis in _candidates(html, url, guess) if day]
    if not votes:
        return PageDate(None)
    counted = Counter(day for day, _ in votes)
    best = max(counted.values())
    day, basis = next((day, basis) for day, basis in votes if counted[day] == best)
    others = sorted({each for each, _ in votes if _apart(each, day) > 1})
    return PageDate(day, basis, tuple(others))


def _candidates(html: str, url: str | None, guess: str | None) -> Iterator[tuple[str | None, str]]:
    yield _linked_data(html), "structured data"
    yield _declared(html), "the page's head"
    yield day_in_address(url), "the address"
    yield _htmldate(html, url), "htmldate"
    yield _day(guess), "the text extractor"


def _apart(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _declared(html: str) -> str | None:
    found: dict[str, str] = {}
    for tag in _META_TAG.findall(html):
        name, content = _NAME.search(tag), _CONTENT.search(tag)
        day = _day(content[1] or content[2]) if name and content else None
        if name and day:
            found.setdefault(name[1].lower(), day)
    return next((found[name] for name in _META if name in found), None)


def _linked_data(html: str) -> str | None:
    for block in _JSON_LD.findall(html):
        try:
            value = json.loads(block.strip(), strict=False)
        except ValueError:
            continue
        for found in _published_in(value, depth=4):
            return found
    return None


def _published_in(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, dict):
        day = _day(value.get("datePublished"))
        if day:
            yield day
        value = list(value.get("@graph") or ()) if depth else []
    if isinstance(value, list) and depth:
        for each in value:
            yield from _published_in(each, depth - 1)


def day_in_address(url: str | None) -> str | None:
    """The ISO day that an address names, such as ``/2021/05/04/``; None when it names none."""
    found = _IN_URL.search(url or "")
    return _day(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}") if found else None


def _htmldate(html: str, url: str | None) -> str | None:
    from htmldate import find_date

    try:
        return _day(find_date(html, original_date=True, url=url))
    except (ValueError, TypeError, RecursionError):  # a page that its parser gives up on
        return None


def _day(value: object) -> str | None:
    found = _ISO.match(value) if isinstance(value, str) else None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat() if found else None
    except ValueError:
        return None
