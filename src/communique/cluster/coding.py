"""The pipeline as a function from a batch of articles to a batch of coded records.

:func:`code_batch` is pure: what comes out depends on what goes in and on nothing else, and its rows are in the order of
the articles. It fits Ray Data's ``map_batches`` and Spark's ``mapInArrow`` as it is, and loads the model once a
process. It needs nothing of the rest of this room, and does not protect from an article that loops: see ``units.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from communique.errors import CommuniqueError
from communique.pipeline import read_article
from communique.record import Note
from communique.sources import Source, make_article, with_notes

if TYPE_CHECKING:
    import pyarrow as pa

ARTICLE_COLUMNS = ("id", "text", "published", "outlet", "title", "url", "byline", "notes")
"""Columns of a batch of articles, all of them texts; only ``text`` has to be there. ``notes`` is a list in JSON."""

CODED_COLUMNS = {"id": "string", "record": "binary", "error": "string", "message": "string"}
"""Columns of a batch of coded records: the record as JSON, or the kind of error and what it says."""

_notes = msgspec.json.Decoder(tuple[Note, ...])


_SAMPLE = "The foreign minister of France met the ambassador of Japan in Paris on Monday, a spokesman said."


def warm_up() -> None:
    """Load all that coding needs, what is loaded only when first used included: no article is to pay for it."""
    code_batch(article_batch([Source(make_article(_SAMPLE, published="2020-01-01"))]))


def code_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Code a batch of articles.

    Args:
        batch: Columns of :data:`ARTICLE_COLUMNS`; others are left alone.

    Returns:
        A batch of :data:`CODED_COLUMNS`, a row for each article: one that cannot be coded has an error, no record.
    """
    import pyarrow as pa

    there = batch.select([name for name in ARTICLE_COLUMNS if name in batch.schema.names])
    rows = [_coded(row) for row in there.to_pylist()]
    shape = pa.schema([(name, getattr(pa, kind)()) for name, kind in CODED_COLUMNS.items()])
    return pa.RecordBatch.from_pylist(rows, schema=shape)


def _coded(row: dict[str, Any]) -> dict[str, Any]:
    notes = _notes.decode(row.pop("notes", None) or "[]")
    try:
        article = make_article(row.pop("text", None) or "", **row)
        coded = with_notes(read_article(article), notes)
    except CommuniqueError as error:
        return {"id": row.get("id"), "record": None, "error": type(error).__name__, "message": str(error)}
    except Exception as error:  # noqa: BLE001 - one article must never cost the others their records
        return {"id": row.get("id"), "record": None, "error": "Failed", "message": f"The coder failed: {error!r}."}
    return {"id": coded.article.id, "record": coded.to_json().encode(), "error": None, "message": None}


def article_batch(sources: list[Source]) -> pa.RecordBatch:
    """Articles as a batch that :func:`code_batch` takes."""
    import pyarrow as pa

    rows = [
        {
            **{name: getattr(each.article, name) for name in ARTICLE_COLUMNS if name != "notes"},
            "notes": msgspec.json.encode(each.notes).decode() if each.notes else None,
        }
        for each in sources
    ]
    return pa.RecordBatch.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in ARTICLE_COLUMNS]))
