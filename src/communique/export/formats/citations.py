"""Articles as sources to cite: BibTeX (by pybtex), RIS (by rispy) and CSL-JSON, one entry an article.

The key of an entry is made from the article's id and stays. BibTeX has ``@online`` with BibLaTeX's fields; braces and
backslashes of a title, which would be commands of TeX, are written as such characters.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from communique.errors import MissingExtra
from communique.export.files import file_name
from communique.export.html import opening
from communique.record import Article, Record

_TEX = {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_BY = re.compile(r"^by\s+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|\band\b|&)\s*", re.IGNORECASE)


def write_bibtex(records: Iterable[Record], out: BinaryIO) -> None:
    """Write BibTeX in UTF-8.

    Raises:
        MissingExtra: pybtex is not installed.
    """
    data, writer = _library("pybtex.database"), _bibtex_writer()
    for record in records:
        article = record.article
        fields = {
            "title": title(record), "organization": article.outlet, "date": _day(article), "url": _address(article),
            "note": f"SHA-256 {article.sha256}",
        }  # fmt: skip
        kept = {name: value if name == "url" else _tex(value) for name, value in fields.items() if value}
        people = [data.Person(last=f"{{{_tex(name)}}}") for name in authors(article)]
        entry = data.Entry("online", fields=kept, persons={"author": people} if people else {})
        out.write(writer.to_string(data.BibliographyData({_key(article): entry})).encode() + b"\n")


def write_ris(records: Iterable[Record], out: BinaryIO) -> None:
    """Write RIS.

    Raises:
        MissingExtra: rispy is not installed.
    """
    writer = _ris_writer()
    for record in records:
        article = record.article
        told = {
            "type_of_reference": "NEWS", "id": _key(article), "title": title(record), "authors": authors(article),
            "secondary_title": article.outlet, "year": (_day(article) or "")[:4],
            "date": (_day(article) or "").replace("-", "/"), "urls": [article.url] if article.url else [],
            "language": article.language, "notes": [f"SHA-256 {article.sha256}"],
        }  # fmt: skip
        kept = {name: value for name, value in told.items() if value}
        out.write(writer.formats([kept]).lstrip("\n").encode() + b"\n")


def write_csl(records: Iterable[Record], out: BinaryIO) -> None:
    """Write CSL-JSON: one array, an item a line."""
    out.write(b"[")
    for number, record in enumerate(records):
        article = record.article
        day = _day(article)
        told = {
            "id": _key(article), "type": "article-newspaper", "title": title(record),
            "author": [{"literal": each} for each in authors(article)] or None, "container-title": article.outlet,
            "issued": {"date-parts": [[int(part) for part in day.split("-")]]} if day else None, "URL": article.url,
            "language": article.language, "source": "Communique", "note": f"SHA-256: {article.sha256}",
        }  # fmt: skip
        kept = {name: value for name, value in told.items() if value}
        out.write((b",\n" if number else b"\n") + msgspec.json.encode(kept))
    out.write(b"\n]\n")


def _bibtex_writer() -> Any:
    base: Any = _library("pybtex.database.output.bibtex").Writer

    class Writer(base):  # type: ignore[misc]
        """An address is no text of TeX: BibLaTeX takes it as it stands."""

        def _write_field(self, stream: Any, type: str, value: str) -> None:
            if type == "url":
                stream.write(f",\n    url = {{{value}}}")
            else:
                super()._write_field(stream, type, value)

    return Writer(encoding="utf-8")


def _ris_writer() -> Any:
    base: Any = _library("rispy").RisWriter

    class Writer(base):  # type: ignore[misc]
        """Without the number of the reference before it, which starts anew for each that is written alone."""

        def set_header(self, count: int) -> str:  # noqa: ARG002 - its name is the library's
            return ""

    return Writer()


def title(record: Record) -> str:
    """The headline on one line; the first line of the text for an article without one."""
    return " ".join((record.article.title or opening(record)).split())


def authors(article: Article) -> list[str]:
    """The names of the byline, as it gives them."""
    line = _BY.sub("", " ".join((article.byline or "").split()))
    return [each for each in _AND.split(line) if each]


def _day(article: Article) -> str | None:
    return article.published[:10] if article.published else None


def _address(article: Article) -> str | None:
    return re.sub(r"[{}\s]", lambda found: f"%{ord(found[0]):02X}", article.url) if article.url else None


def _key(article: Article) -> str:
    return re.sub(r"[^\w.-]", "_", file_name(article.id), flags=re.ASCII)


def _tex(text: str) -> str:
    return re.sub(r"[\\{}]", lambda found: _TEX[found[0]], text)


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        library = name.partition(".")[0]
        raise MissingExtra(
            f"This format is written by {library}, which is not installed.", "Type: pip install 'communique[citations]'"
        ) from None
