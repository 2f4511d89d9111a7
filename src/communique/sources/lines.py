"""Articles in lines of JSON: ``{"id", "text", "published", "outlet", "title", "url"}``."""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec import Struct

from communique.errors import BadLine, InputError
from communique.record import Note
from communique.sources.article import Source
from communique.sources.formats.item import Known, article_source
from communique.sources.pages import looks_like_html


class _Line(Struct, frozen=True):
    text: str
    id: str | int | None = None
    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    byline: str | None = None


_decoder = msgspec.json.Decoder(_Line)
_mapping = msgspec.json.Decoder(dict[str, object])


def parse_line(line: bytes, number: int, known: Known | None = None, *, today: date | None = None) -> Source:
    """The article in one line; its text is kept exactly as given, whatever it holds.

    Args:
        line: A JSON object in UTF-8. Keys other than those above are left alone.
        number: The line's number, from 1, for the message.
        known: What the caller knows about articles that do not tell it, and which key holds which field.
        today: The day against which a date counts as future; None means today.

    Raises:
        BadLine: The line is not such an object, or its text or date cannot be used; the message says why.
    """
    known = known or Known()
    try:
        found = _decoder.decode(line) if not known.columns else _mapped(line, known)
        fields = {name: getattr(found, name) for name in ("published", "outlet", "title", "url", "byline")}
        fields["id"] = None if found.id is None else str(found.id)
        source = article_source(found.text, fields, known, _note_on_markup(found.text), today=today)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadLine(f"Line {number:,} is not an article: {error}.", _ADVICE) from error
    except InputError as error:
        raise BadLine(f"Line {number:,}: {error.message}", error.advice) from error
    return source


_ADVICE = (
    "Each line is one JSON object with at least \"text\"; where another key holds it, 'communique add' takes"
    " --column text=KEY."
)


def _mapped(line: bytes, known: Known) -> _Line:
    """The line with the keys that the caller names read as the fields that they hold."""
    there = _mapping.decode(line)
    fields = {**there, **{field: there.get(key) for field, key in known.columns.items()}}
    return msgspec.convert(fields, _Line)


def _note_on_markup(text: str) -> tuple[Note, ...]:
    if not looks_like_html(text):
        return ()
    words = "The text looks like the source of a web page and was kept as given, markup included: extract it first."
    return (Note(level="warning", about="text", text=words),)
