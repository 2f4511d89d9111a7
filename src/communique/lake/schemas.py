"""The columns of a lake's tables.

The flat tables are those of the archive (:data:`communique.archive.rows.COLUMNS`), so that one set of questions is
asked of both; lists of ids and of offsets stand in them as JSON. A row belongs to the article with its number.
``articles`` has the whole record besides: ``record`` is its JSON with an empty text, which stands in ``text``.
"""

from __future__ import annotations

import functools
from typing import Any

from communique.archive.rows import COLUMNS
from communique.errors import MissingExtra

ARTICLES = (
    "number", "id", "title", "published", "outlet", "url", "language", "sha256", "text", "communique", "model",
    "registry", "ids", "record",
)  # fmt: skip
ACTORS = (
    "number", "id", "folded_id", "name", "folded_name", "kind", "country", "cameo", "sectors", "office",
    "organization", "wikidata", "resolved", "forms",
)  # fmt: skip

FLAT: dict[str, tuple[str, ...]] = {name: names for name, names in COLUMNS.items() if name != "facets"}
TABLES: dict[str, tuple[str, ...]] = {"articles": ARTICLES, **FLAT, "actors": ACTORS}

SUMMARIES: dict[str, tuple[str, ...]] = {
    "days": ("kind", "month", "day", "until", "entries"),
    "presence": ("actor", "part", "month", "day", "until", "entries"),
}
"""What is worked out of the others by :mod:`.summing`, so that other months than a question is about are left alone."""

ORDER: dict[str, tuple[str, ...]] = {
    "articles": ("number",), "parts": ("actor", "article"), "appearances": ("actor", "article"), "actors": ("number",),
}  # fmt: skip
"""By what the rows of a file are sorted; those of the other tables by their article."""

GROUPS = {"articles": 2_000, "parts": 8_192, "appearances": 8_192}
"""Rows of a group in a file: where they are large, so that a question reads few texts beside those that it needs, and
where they are sorted by actor, so that it reads few rows beside those of the actors that it is about."""

GROUP = 8_192

_LONG = {"number", "article", "actor"}
_SHORT = {
    "ordinal", "part", "mentions", "statements", "events", "quad", "trigger_start", "trigger_end", "sentence_start",
    "sentence_end", "day", "until", "entries", "long_until", "geonames", "meeting", "anonymous", "resolved",
}  # fmt: skip
_REAL = {"score", "latitude", "longitude", "confidence"}


def arrow() -> Any:
    """pyarrow.

    Raises:
        MissingExtra: It is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as _parquet  # noqa: F401 - loaded with it
    except ImportError as error:
        raise MissingExtra("A lake needs pyarrow.", "Type: pip install 'communique[lake]'") from error
    return pa


@functools.cache
def schema(table: str) -> Any:
    """The Arrow schema of a table."""
    pa = arrow()
    return pa.schema([(name, _type(pa, table, name)) for name in (TABLES | SUMMARIES)[table]])


def _type(pa: Any, table: str, name: str) -> Any:
    if name == "forms":
        return pa.list_(pa.string())
    if (table, name) == ("positions", "actor"):
        return pa.string()
    if name in _LONG:
        return pa.int64()
    if name in _SHORT:
        return pa.int32()
    return pa.float64() if name in _REAL else pa.string()
