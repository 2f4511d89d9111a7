"""Parquet: a folder with one table for each kind of entry, typed, written in row groups as the records come.

Lists stay lists, days are dates, evidence is kept as offsets together with the words. Needs pyarrow (extra ``tables``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from communique.errors import MissingExtra
from communique.record import Article, Moment, Record, Spot

_GROUP = 50_000  # rows that are gathered before a row group is written

_TEXT, _LIST, _DAY, _REAL, _WHOLE, _YES = "string", "list", "date32", "double", "int64", "bool"
_ENTRY = {"article": _TEXT, "id": _TEXT}
_WHEN = {"value": _TEXT, "earliest": _DAY, "latest": _DAY}
_WHERE = {"place": _TEXT, "place_country": _TEXT, "place_precision": _TEXT}
TABLES: dict[str, dict[str, str]] = {
    "articles": {
        "id": _TEXT, "title": _TEXT, "text": _TEXT, "sha256": _TEXT, "published": _DAY, "outlet": _TEXT,
        "byline": _TEXT, "dateline": _TEXT, "url": _TEXT, "language": _TEXT, "communique": _TEXT, "model": _TEXT,
        "registry": _TEXT,
    },
    "actors": {
        **_ENTRY, "name": _TEXT, "kind": _TEXT, "country": _TEXT, "cameo": _TEXT, "sectors": _LIST, "office": _TEXT,
        "organization": _TEXT, "wikidata": _TEXT, "resolved": _YES, "confidence": _REAL, "mentions": _WHOLE,
    },
    "events": {
        **_ENTRY, "type": _TEXT, "mode": _TEXT, "contexts": _LIST, "cameo": _TEXT, "quad": _WHOLE, "score": _REAL,
        "sources": _LIST, "targets": _LIST, "status": _TEXT, **_WHEN, **_WHERE, "attributed_to": _TEXT,
        "start": _WHOLE, "end": _WHOLE, "words": _TEXT, "confidence": _REAL,
    },
    "statements": {
        **_ENTRY, "kind": _TEXT, "mode": _TEXT, "speaker": _TEXT, "speaker_words": _TEXT, "anonymous": _YES,
        "addressees": _LIST, "medium": _TEXT, "document": _TEXT, **_WHEN, "reported_by": _TEXT, "claim": _TEXT,
        "same_as": _TEXT, "start": _WHOLE, "end": _WHOLE, "words": _TEXT, "confidence": _REAL,
    },
    "positions": {
        **_ENTRY, "actor": _TEXT, "question": _TEXT, "stance": _TEXT, "statement": _TEXT, "event": _TEXT, **_WHEN,
        "words": _TEXT, "confidence": _REAL,
    },
    "meetings": {
        **_ENTRY, "body": _TEXT, "participants": _LIST, "status": _TEXT, **_WHEN, **_WHERE, "agenda": _LIST,
        "attributed_to": _TEXT, "words": _TEXT, "confidence": _REAL,
    },
    "times": {
        **_ENTRY, "start": _WHOLE, "end": _WHOLE, "words": _TEXT, "type": _TEXT, **_WHEN,
    },
    "places": {
        **_ENTRY, "start": _WHOLE, "end": _WHOLE, "words": _TEXT, "name": _TEXT, "country": _TEXT, "admin1": _TEXT,
        "geonames": _WHOLE, "latitude": _REAL, "longitude": _REAL, "precision": _TEXT,
    },
}  # fmt: skip

Row = dict[str, Any]


def write(records: Iterable[Record], folder: Path) -> None:
    """Write the tables into the folder.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    tables = {name: _Table(folder / f"{name}.parquet", columns) for name, columns in TABLES.items()}
    try:
        for record in records:
            for name, rows in _ROWS.items():
                tables[name].add(rows(record))
    finally:
        for table in tables.values():
            table.close()


class _Table:
    """One Parquet file that grows by row groups."""

    def __init__(self, path: Path, columns: dict[str, str]) -> None:
        arrow, parquet = _arrow()
        kinds = {_LIST: arrow.list_(arrow.string()), _DAY: arrow.date32(), _REAL: arrow.float64(),
                 _WHOLE: arrow.int64(), _YES: arrow.bool_(), _TEXT: arrow.string()}  # fmt: skip
        self._schema = arrow.schema([(name, kinds[kind]) for name, kind in columns.items()])
        self._days = [name for name, kind in columns.items() if kind == _DAY]
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._batch = arrow.RecordBatch
        self._rows: list[Row] = []

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            for name in self._days:
                row[name] = date.fromisoformat(row[name][:10]) if row[name] else None
            self._rows.append(row)
        if len(self._rows) >= _GROUP:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_batch(self._batch.from_pylist(self._rows, schema=self._schema))
            self._rows = []


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra(
            "Parquet is written by pyarrow, which is not installed.", "Type: pip install 'communique[tables]'"
        ) from None
    return pyarrow, pyarrow.parquet


def _articles(record: Record) -> Iterator[Row]:
    article = record.article
    names = [name for name in TABLES["articles"] if name in Article.__struct_fields__]
    versions = {"communique": record.communique, "model": record.model, "registry": record.registry}
    yield {**{name: getattr(article, name) for name in names}, **versions}


def _actors(record: Record) -> Iterator[Row]:
    for each in record.actors:
        yield {
            "article": record.article.id, "id": each.id, "name": each.name, "kind": each.kind, "country": each.country,
            "cameo": each.cameo, "sectors": list(each.plover.sector), "office": each.office and each.office.title,
            "organization": each.office and each.office.organization, "wikidata": each.wikidata,
            "resolved": each.resolved, "confidence": each.confidence, "mentions": len(each.mentions),
        }  # fmt: skip


def _events(record: Record) -> Iterator[Row]:
    for each in record.events:
        plain = ("id", "type", "mode", "cameo", "quad", "score", "status", "attributed_to", "confidence")
        lists = ("contexts", "sources", "targets")
        yield {
            "article": record.article.id, **{name: getattr(each, name) for name in plain},
            **{name: list(getattr(each, name)) for name in lists}, **_when(each.time), **_where(each.place),
            "start": each.sentence[0], "end": each.sentence[1], "words": record.quote([each.sentence]),
        }  # fmt: skip


def _statements(record: Record) -> Iterator[Row]:
    for each in record.statements:
        plain = ("id", "kind", "mode", "anonymous", "medium", "document", "reported_by", "claim", "same_as",
                 "confidence")  # fmt: skip
        speaker = each.speaker
        yield {
            "article": record.article.id, **{name: getattr(each, name) for name in plain},
            "speaker": speaker and speaker.actor, "speaker_words": speaker and speaker.text,
            "addressees": list(each.addressees), **_when(each.time), "start": each.content[0][0],
            "end": each.content[-1][1], "words": record.quote(each.content),
        }  # fmt: skip


def _positions(record: Record) -> Iterator[Row]:
    for each in record.positions:
        plain = ("id", "actor", "question", "stance", "statement", "event", "confidence")
        told = {name: getattr(each, name) for name in plain}
        yield {"article": record.article.id, **told, **_when(each.time), "words": record.quote(each.evidence)}


def _meetings(record: Record) -> Iterator[Row]:
    for each in record.meetings:
        yield {
            "article": record.article.id, "id": each.id, "body": each.body, "participants": list(each.participants),
            "status": each.status, **_when(each.time), **_where(each.place),
            "agenda": [item.topic for item in each.agenda], "attributed_to": each.attributed_to,
            "words": record.quote(each.evidence), "confidence": each.confidence,
        }  # fmt: skip


def _times(record: Record) -> Iterator[Row]:
    for each in record.times:
        told = {name: getattr(each, name) for name in ("id", "start", "end", "type", "value", "earliest", "latest")}
        yield {"article": record.article.id, **told, "words": each.text}


def _places(record: Record) -> Iterator[Row]:
    plain = ("id", "start", "end", "name", "country", "admin1", "geonames", "latitude", "longitude", "precision")
    for each in record.places:
        yield {"article": record.article.id, **{name: getattr(each, name) for name in plain}, "words": each.text}


def _when(moment: Moment | None) -> Row:
    return {name: getattr(moment, name) if moment else None for name in _WHEN}


def _where(spot: Spot | None) -> Row:
    told = (spot.name, spot.country, spot.precision) if spot else (None, None, None)
    return dict(zip(_WHERE, told, strict=True))


_ROWS: dict[str, Callable[[Record], Iterator[Row]]] = {
    "articles": _articles, "actors": _actors, "events": _events, "statements": _statements, "positions": _positions,
    "meetings": _meetings, "times": _times, "places": _places,
}  # fmt: skip
