"""Communique reads diplomatic and political news and keeps the record.

Who did what to whom, who said what, who stands where, and what is due next, according to whom, and in exactly
which words. :func:`read` codes one article; :class:`Archive` keeps records; the functions named after a
question (:func:`timeline`, :func:`statements`, …) answer from it.
"""

from __future__ import annotations

import importlib
import typing

if typing.TYPE_CHECKING:
    from communique.archive import Archive, add_records
    from communique.ask.actors import actors
    from communique.ask.calendar import calendar
    from communique.ask.positions import positions
    from communique.ask.selection import select
    from communique.ask.statements import statements
    from communique.ask.timeline import timeline
    from communique.batch import run_batch
    from communique.errors import (
        ArchiveError,
        CommuniqueError,
        DataError,
        InputError,
        PipelineError,
        RecordError,
    )
    from communique.export import to_csv, to_html, to_json
    from communique.export.frames import to_arrow, to_pandas, to_polars
    from communique.pipeline import read, read_article, read_text
    from communique.record import (
        Actor,
        Article,
        Document,
        Event,
        Meeting,
        Moment,
        Note,
        Place,
        Position,
        Record,
        Spot,
        Statement,
        Time,
        json_schema,
    )
    from communique.registry import load_registry
    from communique.sources import make_article, read_source
    from communique.vocabulary.questions import load_questions

# Every room is opened when it is asked for: a program that needs one of them does not wait for all.
_LATER = {
    "Actor": "record",
    "Archive": "archive",
    "ArchiveError": "errors",
    "Article": "record",
    "CommuniqueError": "errors",
    "DataError": "errors",
    "Document": "record",
    "Event": "record",
    "InputError": "errors",
    "Meeting": "record",
    "Moment": "record",
    "Note": "record",
    "PipelineError": "errors",
    "Place": "record",
    "Position": "record",
    "Record": "record",
    "RecordError": "errors",
    "Spot": "record",
    "Statement": "record",
    "Time": "record",
    "actors": "ask",
    "add_records": "archive",
    "calendar": "ask",
    "json_schema": "record",
    "load_questions": "vocabulary.questions",
    "load_registry": "registry",
    "make_article": "sources",
    "positions": "ask",
    "read": "pipeline",
    "read_article": "pipeline",
    "read_source": "sources",
    "read_text": "pipeline",
    "run_batch": "batch",
    "select": "ask",
    "statements": "ask",
    "timeline": "ask",
    "to_arrow": "export.frames",
    "to_csv": "export",
    "to_html": "export",
    "to_json": "export",
    "to_pandas": "export.frames",
    "to_polars": "export.frames",
}

__all__ = [
    "Actor",
    "Archive",
    "ArchiveError",
    "Article",
    "CommuniqueError",
    "DataError",
    "Document",
    "Event",
    "InputError",
    "Meeting",
    "Moment",
    "Note",
    "PipelineError",
    "Place",
    "Position",
    "Record",
    "RecordError",
    "Spot",
    "Statement",
    "Time",
    "actors",
    "add_records",
    "calendar",
    "json_schema",
    "load_questions",
    "load_registry",
    "make_article",
    "positions",
    "read",
    "read_article",
    "read_source",
    "read_text",
    "run_batch",
    "select",
    "statements",
    "timeline",
    "to_arrow",
    "to_csv",
    "to_html",
    "to_json",
    "to_pandas",
    "to_polars",
]


def __getattr__(name: str) -> typing.Any:
    if name in _LATER:
        return getattr(importlib.import_module(f"communique.{_LATER[name]}"), name)
    raise AttributeError(f"module 'communique' has no attribute '{name}'")
