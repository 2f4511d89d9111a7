"""Files that hold articles in one of many formats: which format it is, and what reads it.

Each format is one reader (:data:`communique.sources.formats.item.Reader`) and is known by the endings of its files,
and where an ending says too little (``.json``, ``.xml``) by how they begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from communique.errors import InputError
from communique.sources.formats.item import Item, Known, Reader, failing

__all__ = ["ENDINGS", "FORMATS", "Item", "Known", "endings_of", "format_of", "otherwise", "read_items"]

FORMATS = {
    "text": "plain text, with or without a head of metadata",
    "page": "a web page",
    "jsonl": "lines of JSON, one article a line",
    "csv": "a table of values, one article a row",
    "feed": "a feed: RSS, Atom or JSON Feed",
    "ninjs": "ninjs of the IPTC, one item or a list",
    "newsml": "NewsML-G2 of the IPTC",
    "warc": "a web archive",
    "mail": "a mail",
    "mailbox": "a file of mails (mbox)",
    "pdf": "a PDF with text in it",
    "urls": "addresses of pages, one a line",
}
"""Every format by the name that a user gives it, and what it is."""

_BY_ENDING = {
    ".txt": "text", ".md": "text", ".text": "text", ".html": "page", ".htm": "page", ".xhtml": "page",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".rss": "feed", ".atom": "feed",
    ".ninjs": "ninjs", ".warc": "warc", ".warc.gz": "warc", ".wet": "warc", ".wet.gz": "warc", ".eml": "mail",
    ".mbox": "mailbox", ".pdf": "pdf", ".urls": "urls",
}  # fmt: skip
_BY_CONTENT = frozenset({".json", ".xml"})
ENDINGS = frozenset(_BY_ENDING) | _BY_CONTENT
"""The endings of files that are taken from a folder."""

# How a file begins tells a feed from a page of an agency: marks that stand in the first element or the first keys.
_XML_MARKS = (
    (b"<newsmessage", "newsml"), (b"<newsitem", "newsml"), (b"<rss", "feed"), (b"<feed", "feed"), (b"<rdf:rdf", "feed"),
    (b"<html", "page"),
)  # fmt: skip
_JSON_MARKS = ((b"jsonfeed.org/version", "feed"), (b'"uri"', "ninjs"))
_ADDRESS = re.compile(rb"https?://\S+")
_HEAD = 4096


def endings_of(form: str) -> list[str]:
    """The endings that tell a format; of those that tell it only together with the beginning, too."""
    told = [ending for ending, name in _BY_ENDING.items() if name == form]
    marked = [(".xml", _XML_MARKS), (".json", _JSON_MARKS)]
    return told + [ending for ending, marks in marked if form in {name for _, name in marks}]


def format_of(path: Path) -> str | None:
    """The format of a file; None when neither its ending nor its beginning tells it.

    Raises:
        InputError: The file cannot be read.
    """
    name = path.name.lower()
    for ending in (".warc.gz", ".wet.gz", path.suffix.lower()):
        if ending and name.endswith(ending):
            found = _BY_ENDING.get(ending)
            if found == "text" and path.is_file() and _lists_addresses(path):
                return "urls"
            return found or (_by_content(path, ending) if ending in _BY_CONTENT else None)
    return None


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except OSError as error:
        raise InputError(f"'{path}' cannot be read: {error.strerror}.", "Check its permissions.") from error


def _lists_addresses(path: Path) -> bool:
    """Whether nothing but addresses and remarks stands at the beginning of a text."""
    head = _head(path)
    lines = head.splitlines()[: -1 if len(head) == _HEAD else None]
    told = [line.strip() for line in lines if line.strip() and not line.startswith(b"#")]
    return bool(told) and all(_ADDRESS.fullmatch(line) for line in told)


def _by_content(path: Path, ending: str) -> str | None:
    head = _head(path).lower()
    marks = _XML_MARKS if ending == ".xml" else _JSON_MARKS
    return next((name for mark, name in marks if mark in head), None)


def read_items(path: Path, known: Known, *, form: str | None = None) -> Iterator[Item]:
    """The articles in a file, one by one.

    Args:
        path: The file.
        known: What the caller knows about its articles.
        form: One of :data:`FORMATS`; None tells it from the file, and takes what cannot be told for text.

    A file that cannot be read in its format gives one item, whose ``read`` says why.
    """
    try:
        yield from _reader(form or format_of(path) or otherwise(path))(path, known)
    except InputError as error:
        yield failing(str(path), error)
    except OSError as error:
        cause = InputError(f"'{path}' cannot be read: {error.strerror}.", "Check the path and its permissions.")
        yield failing(str(path), cause)


def otherwise(path: Path) -> str:
    """The format of a file that neither its ending nor its beginning tells: a text, unless its ending says it is none.

    Raises:
        InputError: It is JSON or XML of a kind that is not known.
    """
    if path.suffix.lower() in _BY_CONTENT:
        raise InputError(
            f"'{path}' is no feed and no agency's file that is known.", f"Name its format: --from {', '.join(FORMATS)}."
        )
    return "text"


def _reader(form: str) -> Reader:
    """A format's reader; imported when first asked for, since some bring heavy libraries."""
    from communique.sources.formats import agency, feeds, mail, pdf, tables, warc, whole

    readers: dict[str, Reader] = {
        "text": whole.read_text, "page": whole.read_page, "urls": whole.read_urls, "jsonl": tables.read_lines,
        "csv": tables.read_table, "feed": feeds.read_feed, "ninjs": agency.read_ninjs,
        "newsml": agency.read_newsml, "warc": warc.read_warc, "mail": mail.read_mail, "mailbox": mail.read_mailbox,
        "pdf": pdf.read_pdf,
    }  # fmt: skip
    return readers[form]
