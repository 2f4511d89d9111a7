"""Articles in rows: lines of JSON, and tables of values (CSV, TSV) with their columns named or mapped."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from communique.errors import BadLine, InputError, NotText
from communique.sources.article import LIMIT, Source
from communique.sources.formats.item import Item, Known, article_source, day_of
from communique.sources.lines import parse_line

FIELDS = ("text", "published", "outlet", "title", "url", "id", "byline")
"""What a column or key can hold."""

# Other names that tables give their columns, in small letters; the field's own name comes first.
_USUAL = {
    "text": ("text", "body", "content", "article", "fulltext", "full_text", "story"),
    "published": ("published", "date", "pubdate", "publish_date", "published_at", "publication_date"),
    "outlet": ("outlet", "source", "publisher", "publication", "newspaper", "media_name"),
    "title": ("title", "headline"),
    "url": ("url", "link", "address"),
    "id": ("id", "uuid", "guid"),
    "byline": ("byline", "author", "authors"),
}


def read_lines(path: Path, known: Known) -> Iterator[Item]:
    """The articles of a file of JSON lines."""
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield Item(f"{path}:{number}", partial(parse_line, line.removeprefix(b"\xef\xbb\xbf"), number, known))


def read_table(path: Path, known: Known) -> Iterator[Item]:
    """The articles of a table, one a row; the first row names the columns.

    Raises:
        NotText: It is not in UTF-8, or no column holds the text.
    """
    csv.field_size_limit(4 * LIMIT)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.readline()
            stream.seek(0)
            reader = csv.DictReader(stream, delimiter=_delimiter(path, head))
            columns = columns_of(list(reader.fieldnames or ()), known.columns, path)
            for number, row in enumerate(reader, start=1):
                yield Item(f"{path} row {number:,}", partial(_row, row, number, columns, known))
    except UnicodeDecodeError as error:
        raise NotText(f"'{path}' is not in UTF-8: byte {error.start:,} of what was read.", _SAVE) from error
    except csv.Error as error:
        raise NotText(f"'{path}' is not a table of values: {error}.", _SAVE) from error


_SAVE = "Save it as CSV in UTF-8."


def columns_of(there: list[str], given: Mapping[str, str], path: Path | str) -> dict[str, str]:
    """Which column holds which field: as the caller says, or else by its usual names.

    Raises:
        InputError: A column that the caller names is not there.
        NotText: No column holds the text.
    """
    named = {name.strip().lower(): name for name in there if name}
    for field, column in given.items():
        if column not in there:
            raise InputError(
                f"'{path}' has no column '{column}' (for {field}).", f"Its columns are: {', '.join(there) or 'none'}."
            )
    usual = {
        field: named[name] for field, names in _USUAL.items() for name in reversed(names) if name in named
    }  # fmt: skip
    columns = {**usual, **given}
    if "text" not in columns:
        raise NotText(
            f"No column of '{path}' holds the text: {', '.join(there) or 'there are none'}.",
            "Say which one does: --column text=NAME.",
        )
    return columns


def _delimiter(path: Path, head: str) -> str:
    if path.suffix.lower() in {".tsv", ".tab"}:
        return "\t"
    return max(",;\t|", key=head.count) if any(each in head for each in ",;\t|") else ","


def _row(row: dict[str | None, str | None], number: int, columns: Mapping[str, str], known: Known) -> Source:
    if None in row:
        raise BadLine(f"Row {number:,} has more cells than there are columns.", "Check its quotation marks.")
    fields = {field: row.get(column) for field, column in columns.items() if field != "text"}
    try:
        return article_source(
            row.get(columns["text"]) or "", {**fields, "published": day_of(fields.get("published"))}, known
        )
    except InputError as error:
        raise BadLine(f"Row {number:,}: {error.message}", error.advice) from error
