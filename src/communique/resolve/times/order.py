"""Whether 8/12 is August 12 or 8 December: by who wrote it, and by how else the same text writes its days."""

from __future__ import annotations

import re

from communique.record import Article
from communique.resolve.places.context import homes_of
from communique.resolve.times.lexicon import lexicon

_AGENCY = re.compile(r"\(([^)]+)\)")
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"


def month_first(article: Article) -> bool | None:
    """Whether an article's dates in figures name the month first.

    An outlet that is known to, or the agency in the dateline, settles it; then the country of the outlet, of its
    address and of the dateline; then the article's own dates in words.

    Args:
        article: The article.

    Returns:
        None where nothing tells: then the reading that lies nearer to the day of the text is taken.
    """
    values = lexicon().values
    if any(name.lower().strip() in values["american_outlets"] for name in _writers(article)):
        return True
    for country in homes_of(article):
        if country.lower() in values["month_first"]:
            return True
        if country.lower() not in values["either_first"]:
            return False
    return _in_words(article.text)


def _writers(article: Article) -> list[str]:
    """The outlet, and what stands in brackets in the dateline."""
    return [article.outlet or "", *_AGENCY.findall(article.dateline or "")]


def _in_words(text: str) -> bool | None:
    """Whether the text's dates in words name the month first; None when it has none, or has both."""
    months = "|".join(word.title().replace(".", r"\.") for word in lexicon().values["months"])
    leading = re.search(rf"\b(?:{months}) {_DAY}\b(?!:)", text) is not None
    behind = re.search(rf"\b{_DAY} (?:of )?(?:{months})\b", text) is not None
    return leading if leading != behind else None
