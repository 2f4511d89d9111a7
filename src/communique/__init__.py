"""Communique reads diplomatic and political news and keeps the record.

Who did what to whom, who said what, who stands where, and what is due next, according to whom, and in exactly
which words. :func:`read` codes one article; :class:`Archive` keeps records; the functions named after a
question (:func:`timeline`, :func:`statements`, …) answer from it.
"""

from __future__ import annotations

import importlib
import typing

from communique.errors import (
    ArchiveError,
    CommuniqueError,
    DataError,
    InputError,
    PipelineError,
    RecordError,
)
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
from communique.sources import make_article, read_source

if typing.TYPE_CHECKING:
    from communique.archive import Archive, add_records
    from communique.ask.actors import actors
    from communique.ask.calendar import calendar
    from communique.ask.positions import positions
    from communique.ask.selection import select
    from communique.ask.statements import statements
    from communique.ask.timeline import timeline
    from communique.batch import run_batch
    from communique.export import to_csv, to_html, to_json
    from communique.export.frames import to_arrow, to_pandas, to_polars
    from communique.registry import load_registry
    from communique.vocabulary.questions import load_questions

# Rooms that a program which only reads never needs, and that take time to import: opened when asked for.
_LATER = {
    "Archive": "archive",
    "actors": "ask",
    "add_records": "archive",
    "calendar": "ask",
    "load_questions": "vocabulary.questions",
    "load_registry": "registry",
    "positions": "ask",
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
