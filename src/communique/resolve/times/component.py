"""The component of the corridor that finds and resolves times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.resolve.times.lexicon import lexicon
from communique.resolve.times.recogniser import find_times

if TYPE_CHECKING:
    from communique.parse.reading import Reading


class Times:
    """Time expressions with TIMEX3 types, values and days."""

    name = "times"
    version = "1"
    needs = frozenset({"syntax"})
    gives = frozenset({"times"})

    def code(self, reading: Reading) -> None:
        """Find the times of the article's prose."""
        article = reading.article
        reading.times = find_times(
            reading.text,
            reading.published,
            reading.doc,
            sha256=article.sha256,
            skipped=article.skipped,
            month_first=True if (article.outlet or "").lower() in lexicon().values["american_outlets"] else None,
        )
