"""The codes that a record uses, as tables that go along with an archive, to read it without this program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from communique.export.codes import cameo_codes
from communique.export.rows import TABLES, Column, Kind, Part, Row, Table, Things, day
from communique.record import Record
from communique.vocabulary.events import event_types, modes
from communique.vocabulary.questions import load_questions


def _none(_: Sequence[Record]) -> Things:
    return ()


def _table(name: str, about: str, columns: dict[str, str], **kinds: str) -> Table:
    made = (Column(column, cast("Kind", kinds.get(column, "text")), meaning) for column, meaning in columns.items())
    return Table(name, about, (Part(tuple(made)),), _none)


_COLUMNS = _table(
    "codebook_columns", "a column of a table",
    {"table": "Name of the table.", "column": "Name of the column.", "kind": "text, list, day, real, whole or yes.",
     "meaning": "What it means."},
)  # fmt: skip
_TYPES = _table(
    "codebook_types", "a PLOVER event type",
    {"type": "The type.", "label": "Its name.", "definition": "What counts as one.", "quad": "Its quad class.",
     "score": "Its intensity, -10 to 10.", "example": "A sentence that tells of one."}, quad="whole", score="real",
)  # fmt: skip
_MODES = _table(
    "codebook_modes", "a mode, which refines a type",
    {"mode": "The mode.", "type": "The type that it refines.", "label": "Its name.", "cameo": "Its CAMEO code.",
     "score": "Its intensity, -10 to 10.", "plover_type": "The type of plain PLOVER, where it is another.",
     "plover_mode": "The mode of plain PLOVER.", "contexts": "The contexts that it brings.",
     "example": "A sentence that tells of one."}, score="real", contexts="list",
)  # fmt: skip
_CAMEO = _table(
    "codebook_cameo", "a CAMEO code",
    {"cameo": "The code.", "label": "Its name.", "goldstein": "Its place on Goldstein's scale, -10 to 10."},
    goldstein="real",
)  # fmt: skip
_QUESTIONS = _table(
    "codebook_questions", "a question on which positions are kept",
    {"question": "The id.", "wording": "The question.", "description": "What it is about, what is for and against it.",
     "since": "First day from which it is asked.", "until": "Last day.", "body": "The body that decides.",
     "rule": "The voting rule.", "example": "A sentence that shows a position."}, since="day", until="day",
)  # fmt: skip

CODEBOOK = (_COLUMNS, _TYPES, _MODES, _CAMEO, _QUESTIONS)


def codebook() -> Iterator[tuple[Table, Iterator[Row]]]:
    """The tables of the codebook with their rows."""
    columns = ((each.name, column.name, column.kind, column.meaning) for each in TABLES for column in each.columns)
    yield _COLUMNS, columns
    kinds = event_types().items()
    yield _TYPES, ((name, k.label, k.definition, k.quad, k.score, k.example) for name, k in kinds)
    told = modes().items()
    yield (
        _MODES,
        (
            (name, m.type, m.label, m.cameo, m.score, m.plain_type, m.plover_mode, tuple(m.contexts), m.example)
            for name, m in told
        ),
    )
    yield _CAMEO, ((each.code, each.label, each.goldstein) for each in cameo_codes().values())
    asked = load_questions()
    yield _QUESTIONS, (
        (each.id, each.wording, each.description, day(each.since), day(each.until), each.decider.body,
         each.decider.rule, each.example)
        for each in asked
    )  # fmt: skip
