"""The component of the corridor that finds and resolves times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.resolve.times.lexicon import lexicon
from communique.resolve.times.published import settle_published
from communique.resolve.times.recogniser import read_times

if TYPE_CHECKING:
    from communique import record
    from communique.parse.reading import Reading


def american(article: record.Article) -> bool | None:
    """Whether figures name the month first: an outlet of the United States; None where that cannot be told."""
    return True if (article.outlet or "").lower() in lexicon().values["american_outlets"] else None


class Times:
    """Time expressions with TIMEX3 types, values and days."""

    name = "times"
    version = "2"
    needs = frozenset({"syntax"})
    gives = frozenset({"times"})

    def code(self, reading: Reading) -> None:
        """Settle the day of the text and find the times of the article's prose."""
        anchor = settle_published(reading)
        article = reading.article
        found = read_times(
            reading.text, reading.published, reading.doc, article.sha256, article.skipped, anchor, american(article)
        )
        reading.times = [time for time, _ in found]
        for time, remark in found:
            if remark:
                reading.note("info", time.id, f"'{time.text}' {remark}: it has no value.")
