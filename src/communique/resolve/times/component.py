"""The component of the corridor that finds and resolves times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.resolve.times.order import month_first
from communique.resolve.times.published import settle_published
from communique.resolve.times.recogniser import read_times

if TYPE_CHECKING:
    from communique.parse.reading import Reading


class Times:
    """Time expressions with TIMEX3 types, values and days."""

    name = "times"
    version = "3"
    needs = frozenset({"syntax"})
    gives = frozenset({"times"})

    def code(self, reading: Reading) -> None:
        """Settle the day of the text and find the times of the article's prose."""
        anchor = settle_published(reading)
        article = reading.article
        found = read_times(
            reading.text, reading.published, reading.doc, article.sha256, article.skipped, anchor, month_first(article)
        )
        reading.times = [time for time, _ in found]
        for time, remark in found:
            if remark:
                reading.note("info", time.id, f"'{time.text}' {remark}{'' if time.value else ': it has no value'}.")
