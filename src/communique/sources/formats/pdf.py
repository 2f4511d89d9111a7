"""The text of a PDF, by pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from communique.errors import EmptyText, NotText
from communique.record import Note
from communique.sources.article import Source
from communique.sources.formats.item import Item, Known, article_source, one_line

_MOST_PAGES = 400
_HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_TAKEN = Note(level="info", about="text", text="The source is a PDF: its text was taken out page by page.")


def read_pdf(path: Path, known: Known) -> Iterator[Item]:
    """The one article that a PDF is taken for."""
    yield Item(str(path), partial(_article, path, known))


def _article(path: Path, known: Known) -> Source:
    """The text of all pages; lines that a hyphen parts within a word are joined.

    Raises:
        NotText: It is damaged, locked by a password, or longer than any article.
        EmptyText: It has no text, such as a scan.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    from communique.sources.files import read_bytes

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells the terminal about every small fault
    try:
        reader = PdfReader(io.BytesIO(read_bytes(path)))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotText(f"'{path}' is locked by a password.", "Save a copy without one and read that.")
        if len(reader.pages) > _MOST_PAGES:
            raise NotText(
                f"'{path}' has {len(reader.pages):,} pages; one article may have {_MOST_PAGES}.",
                "Cut it into its parts.",
            )
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        fields, notes = _metadata(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, NotImplementedError) as error:
        raise NotText(f"'{path}' is not a PDF that can be read: {error}.", "Save or export it again.") from error
    if not text.strip():
        raise EmptyText(f"'{path}' holds no text: it may be a scan.", "Have its letters recognised (OCR) first.")
    return article_source(_HYPHENATED.sub("", text), fields, known, (_TAKEN, *(notes if not known.published else ())))


def _metadata(reader: Any) -> tuple[dict[str, str | None], tuple[Note, ...]]:
    """Title, author and day; the day a file was made need not be the day it was published, and a note says so."""
    told = reader.metadata
    if told is None:
        return {}, ()
    try:
        made = told.creation_date
    except ValueError:
        made = None
    fields = {"title": one_line(told.title), "byline": one_line(told.author)}
    if made is None:
        return fields, ()
    day = made.date().isoformat()
    doubt = f"The day of publication is not told: {day}, the day on which the PDF was made, was taken."
    return {**fields, "published": day}, (Note(level="warning", about="published", text=doubt),)
