"""From a text and what is known about it to an article that may be coded, or a clear refusal."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import msgspec

from communique import record
from communique.errors import BadDate, EmptyText, NotText, TextTooLong

# Code points. The longest report of a summit stays far below it; a book or a data dump does not.
LIMIT = 500_000

# Years that a publication date may have: from the first newspapers on, and with room to count forward from it.
_FIRST_YEAR, _LAST_YEAR = 1600, 9900

# What never stands in a text: NUL, the other control characters except tab, line feeds and form feed, lone surrogates.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"


@dataclass(frozen=True, slots=True)
class Source:
    """An article as it came from its source, and what to know about how it was read."""

    article: record.Article
    notes: tuple[record.Note, ...] = ()


def make_article(
    text: str,
    *,
    published: str | date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    id: str | None = None,
    byline: str | None = None,
) -> record.Article:
    """An article from a text and what is known about it.

    Args:
        text: The text, kept exactly as given.
        published: Publication date, ISO 8601; of a date with a time the day is kept.
        outlet: Name of the outlet.
        title: Headline, when it is not part of the text.
        url: Where the text came from.
        id: The caller's id; derived from text, date and outlet when not given.
        byline: The author line.

    Raises:
        EmptyText: The text has nothing but white space.
        NotText: The text has NUL or other control characters, so it is no text.
        TextTooLong: The text has more than :data:`LIMIT` code points.
        BadDate: ``published`` is not an ISO 8601 calendar date.
    """
    check_text(text)
    day = iso_day(published)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return record.Article(
        id=id or record.entry_id("x", sha256, day, outlet or None).replace("x-", "article-"),
        title=title or None, text=text, sha256=sha256, published=day, outlet=outlet or None, byline=byline or None,
        url=url or None,
    )  # fmt: skip


def check_text(text: str) -> None:
    """Refuse what cannot be an article's text.

    Raises:
        EmptyText: Nothing but white space.
        NotText: Control characters or lone surrogates.
        TextTooLong: More than :data:`LIMIT` code points.
    """
    if len(text) > LIMIT:
        raise TextTooLong(
            f"The text has {len(text):,} characters; one article may have {LIMIT:,}.",
            "Cut it into its articles, one to a file or to a line of a batch file.",
        )
    if not text.strip().strip(_INVISIBLE).strip():
        raise EmptyText("There is no text: nothing but white space.", "Check that the right file or field was given.")
    found = _NOT_TEXT.search(text)
    if found:
        raise NotText(
            f"This is not plain text: the character U+{ord(found[0]):04X} stands at offset {found.start()}.",
            "Save it as plain text in UTF-8 and try again.",
        )


def iso_day(value: str | date | None) -> str | None:
    """The calendar day of an ISO 8601 date or date and time, as YYYY-MM-DD; None for none or an empty string.

    Raises:
        BadDate: The value is not an ISO 8601 calendar date, or no year in which a text can have been published.
    """
    if value is None or value == "":
        return None
    day = _day(value)
    if day is None:
        raise BadDate(f"'{value}' is not a date.", "Give it as YYYY-MM-DD, such as 2019-12-08.")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise BadDate(f"'{value}' cannot be a day of publication: the year is out of range.", "Check the year.")
    return day.isoformat()


def _day(value: str | date) -> date | None:
    if isinstance(value, date):
        return date.fromisoformat(value.isoformat()[:10])
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
            return date.fromisoformat(value.strip())
        if re.match(r"\d{4}-\d\d-\d\d[T ]\d", value.strip()):
            return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        pass
    return None


def notes_on_date(published: str | None, today: date | None = None) -> tuple[record.Note, ...]:
    """A warning when the publication date lies in the future, with a day's room for time zones.

    Args:
        published: The publication date, ISO 8601.
        today: The day to compare with; None means today in UTC.
    """
    if published is None:
        return ()
    today = today or datetime.now(tz=UTC).date()
    if date.fromisoformat(published) <= today + timedelta(days=1):
        return ()
    text = f"The publication date {published} lies in the future: check it, dates and offices are counted from it."
    return (record.Note(level="warning", about="published", text=text),)


def with_notes(coded: record.Record, notes: tuple[record.Note, ...]) -> record.Record:
    """The record with the notes of its source before its own."""
    return msgspec.structs.replace(coded, notes=(*notes, *coded.notes)) if notes else coded
