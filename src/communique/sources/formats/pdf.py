"""The text of a PDF, by pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from communique.errors import EmptyText, NotText
from communique.record import Note
from communique.sources.article import Source
from communique.sources.formats.item import Item, Known, article_source, one_line

_MOST_PAGES = 400
_EDGE = 2  # lines above and below that may be printed on every page
_NUMBER = re.compile(r"\d+")
_PRINTED = re.compile(r"[^\W\d_]{2}|^\W*#\W*#?\W*$")  # words, or a page's number; else it is a table's row
_HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_ENDS = tuple(f"{end}{quote}" for end in ".!?:" for quote in ("", '"', "”", "’", ")"))
_FULL = 0.7  # of the length of the longest lines: so long is a line that goes on in the next
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATELINE = re.compile(
    r"^[A-Z][A-Z .'’-]+,\s[^\n]{0,20}?(?:(?P<day>\d\d?) )?(?P<month>[A-Z][a-z]{2,8})\.?(?: (?P<after>\d\d?))?,? "
    r"(?P<year>(?:19|20)\d\d)\b",
    re.MULTILINE,
)
_TAKEN = Note(level="info", about="text", text="The source is a PDF: its text was taken out page by page.")


def read_pdf(path: Path, known: Known) -> Iterator[Item]:
    """The one article that a PDF is taken for."""
    yield Item(str(path), partial(_article, path, known))


def _article(path: Path, known: Known) -> Source:
    """The text of all pages, the lines of a paragraph in one.

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
        text = _joined([page.extract_text() for page in reader.pages])
        fields, notes = _metadata(reader, _in_dateline(text))
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, NotImplementedError) as error:
        raise NotText(f"'{path}' is not a PDF that can be read: {error}.", "Save or export it again.") from error
    if not text.strip():
        raise EmptyText(f"'{path}' holds no text: it may be a scan.", "Have its letters recognised (OCR) first.")
    return article_source(
        _flowing(_HYPHENATED.sub("", text)), fields, known, (_TAKEN, *(notes if not known.published else ()))
    )


def _joined(pages: list[str]) -> str:
    """The pages one after the other, without what is printed above and below each of them.

    That is a line that stands, but for its numbers, at the edge of most pages; one without a number is kept where it
    comes first, for it may be the title. A sentence that goes on overleaf goes on.
    """
    parts = [page.splitlines() for page in pages]
    edges = Counter(form for lines in parts for form in {_form(lines[at]) for at in _edges(lines)})
    most = max(2, sum(any(map(str.strip, lines)) for lines in parts) // 2 + 1)
    printed = {form for form, times in edges.items() if times >= most and _PRINTED.search(form)}
    text, seen = "", set[str]()
    for lines in parts:
        around = {at for at in _edges(lines) if (form := _form(lines[at])) in printed and ("#" in form or form in seen)}
        seen |= {_form(lines[at]) for at in _edges(lines)}
        left = "\n".join(line for at, line in enumerate(lines) if at not in around).strip("\n")
        overleaf = text and not text.rstrip().endswith(_ENDS) and left.lstrip()[:1].islower()
        text += ("\n" if overleaf else "\n\n" if text else "") + left
    return text


def _edges(lines: list[str]) -> set[int]:
    """Where the first and the last lines of a page stand that are not empty."""
    full = [at for at, line in enumerate(lines) if line.strip()]
    return {*full[:_EDGE], *full[-_EDGE:]}


def _form(line: str) -> str:
    return _NUMBER.sub("#", line.strip())


def _flowing(text: str) -> str:
    """The lines of a paragraph in one line: one goes on where the next begins small, or where it is full and open."""
    lines = text.splitlines()
    lengths = sorted(len(line) for line in lines if line.strip())
    full = _FULL * lengths[len(lengths) * 9 // 10] if lengths else 0
    flowing: list[str] = []
    last = ""
    for line in map(str.strip, lines):
        goes_on = last and line and not last.endswith(_ENDS) and (line[0].islower() or len(last) >= full)
        if goes_on:
            flowing[-1] += f" {line}"
        else:
            flowing.append(line)
        last = line
    return "\n".join(flowing)


def _in_dateline(text: str) -> str | None:
    """The day that the first line tells that begins with a place in capitals, such as "ZENDA, 4 May 2021 - "."""
    found = _DATELINE.search(text)
    number = (found["day"] or found["after"]) if found else None
    if found is None or number is None or found["month"][:3].lower() not in _MONTHS:
        return None
    try:
        return date(int(found["year"]), _MONTHS.index(found["month"][:3].lower()) + 1, int(number)).isoformat()
    except ValueError:
        return None


def _metadata(reader: Any, dateline: str | None) -> tuple[dict[str, str | None], tuple[Note, ...]]:
    """Title, author and day; the day a file was made need not be the day it was published: a dateline wins."""
    told = reader.metadata
    if told is None:
        return {}, ()
    try:
        made = told.creation_date
    except ValueError:
        made = None
    fields = {"title": one_line(told.title), "byline": one_line(told.author)}
    if dateline is not None:
        taken = f"The day of publication is not told: {dateline} was taken from the dateline."
        return {**fields, "published": dateline}, (Note(level="info", about="published", text=taken),)
    if made is None:
        return fields, ()
    day = made.date().isoformat()
    doubt = f"The day of publication is not told: {day}, the day on which the PDF was made, was taken."
    return {**fields, "published": day}, (Note(level="warning", about="published", text=doubt),)
