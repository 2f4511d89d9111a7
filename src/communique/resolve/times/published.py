"""The day a text was published: what was given, cross-checked with its dateline and its address."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from communique.resolve.times.order import month_first
from communique.resolve.times.recogniser import find_times
from communique.sources.dates import day_in_address

if TYPE_CHECKING:
    from communique.parse.reading import Reading

# Days by which a dateline or an address may differ from the day of publication without a word: a dispatch is printed
# the day after it was sent, or later when a weekend lies between.
_LATE, _EARLY = 3, 1


def settle_published(reading: Reading) -> Literal["published", "dateline"]:
    """Find the day of the text where none was given, and note a conflict where one was.

    Returns:
        How the day came to be known.
    """
    dateline, address = _in_dateline(reading), day_in_address(reading.article.url)
    if reading.published is not None:
        _compare(reading, dateline, "The dateline")
        _compare(reading, date.fromisoformat(address) if address else None, "The address")
        return "published"
    found = dateline or (date.fromisoformat(address) if address else None)
    if found is None:
        return "published"
    reading.published = found
    reading.article = msgspec.structs.replace(reading.article, published=found.isoformat())
    source = "dateline" if dateline else "address"
    reading.note("info", "published", f"No publication date was given: {found} was taken from the {source}.")
    return "dateline" if dateline else "published"


def _in_dateline(reading: Reading) -> date | None:
    """The day in the dateline; one without a year is that of the given day's year."""
    words = reading.article.dateline
    if not words:
        return None
    for time in find_times(words, reading.published, month_first=month_first(reading.article)):
        if time.type == "DATE" and time.earliest is not None and time.earliest == time.latest:
            return date.fromisoformat(time.earliest)
    return None


def _compare(reading: Reading, day: date | None, source: str) -> None:
    """Note a day that cannot be that of the same text."""
    published = reading.published
    if day is None or published is None or -_EARLY <= (published - day).days <= _LATE:
        return
    reading.note(
        "warning", "published",
        f"{source} says {day}, the publication date is {published}: check it, dates and offices are counted from it.",
    )  # fmt: skip
