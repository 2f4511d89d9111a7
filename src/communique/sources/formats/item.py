"""One article inside a file that holds one or many, and what every format needs to make it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from communique.errors import BadDate, InputError
from communique.record import Note
from communique.sources.article import Source, make_article, notes_on_date


@dataclass(frozen=True, slots=True)
class Known:
    """What the caller knows about all articles of a file.

    Attributes:
        published: Day of publication of articles that do not tell one, ISO 8601.
        outlet: Name of the outlet of articles that do not name one.
        columns: For tables and lines of JSON, which column or key holds a field: ``{"text": "body"}``.
    """

    published: str | None = None
    outlet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One article of a file.

    Attributes:
        where: The file, and where in it the article stands, as a user would look for it.
        read: Reads the article; raises :class:`InputError` when that cannot be done.
    """

    where: str
    read: Callable[[], Source]


Reader = Callable[[Path, Known], Iterator[Item]]
"""What a format is: from a file to its articles, one by one.

It raises :class:`InputError` when the file as a whole is not of its format; an article that is damaged fails alone.
"""


def article_source(
    text: str,
    fields: Mapping[str, str | None],
    known: Known,
    notes: tuple[Note, ...] = (),
    *,
    today: date | None = None,
) -> Source:
    """The article of a text and of what its source tells about it; what the source tells comes before ``known``.

    Args:
        text: The article's text.
        fields: What :func:`communique.sources.article.make_article` takes besides; None or empty where unknown.
        known: What the caller knows.
        notes: Notes on how the text was come by.
        today: The day against which a date counts as future; None means today.

    Raises:
        InputError: The text or the date cannot be used.
    """
    filled = {"published": known.published, "outlet": known.outlet}
    filled.update({key: value for key, value in fields.items() if value})
    article = make_article(text, **filled)
    return Source(article, (*notes, *notes_on_date(article.published, today)))


def failing(where: str, error: InputError) -> Item:
    """An item that says why there is no article here."""

    def read() -> Source:
        raise error

    return Item(where, read)


def day_of(value: str | None) -> str | None:
    """The day of a time stamp in ISO 8601 or in the form of mails and feeds (RFC 5322); None for none.

    Raises:
        BadDate: It is in neither form; a day such as 3/4/2021 is two days, and neither is guessed.
    """
    value = (value or "").strip()
    if not value:
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(value).date().isoformat()
        except ValueError:
            continue
    raise BadDate(f"'{value}' is not a date.", "Dates are read as YYYY-MM-DD, or as mails and feeds write them.")


def day_in_utc(moment: tuple[int, ...] | None) -> str | None:
    """The day of a moment that is given as year, month, day and so on, in UTC."""
    return date(*moment[:3]).isoformat() if moment else None


def global_id(value: str | None) -> str | None:
    """An id that is the article's own all over the world (an address, a URN, a tag); None for one that is not."""
    value = (value or "").strip()
    return value if value.startswith(("http://", "https://", "urn:", "tag:")) else None


def one_line(value: str | None) -> str | None:
    """Text with its white space folded; None for none."""
    return " ".join(value.split()) or None if value else None
