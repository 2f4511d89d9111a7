"""Answers as tables of Arrow, pandas and polars: typed by the answer's own fields, also when there are no rows.

A text is a string, a list stays a list, numbers and truth values are what they are; null stays null. Days stay texts
(ISO 8601), since an answer may know a month or year alone. Arrow needs pyarrow (extra ``tables``), the others pandas or
polars beside it (extra ``frames``).
"""

from __future__ import annotations

import typing
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from communique.ask.matrix import Matrix
from communique.ask.search import Page
from communique.errors import InputError, MissingExtra
from communique.export.arrows import arrow_type

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Rows = Sequence[Struct] | Struct | Page | Matrix
"""An answer: rows of one type, a page or a matrix of them, or a single one."""


def to_arrow(rows: Rows, shape: type[Struct] | None = None) -> pa.Table:
    """An answer as a table of Arrow.

    Args:
        rows: The answer of any question, or a page of a search.
        shape: The type of its rows; needed where there may be none.

    Raises:
        InputError: There are no rows and no shape, or what is given is no answer.
        MissingExtra: pyarrow is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtra("Tables of Arrow need pyarrow.", "Type: pip install 'communique[tables]'") from error
    found = _rows(rows)
    kind = shape or (type(found[0]) if found else None)
    if kind is None:
        raise InputError("An empty answer does not tell its columns.", "Give the type of its rows: shape=TimelineRow.")
    hints = typing.get_type_hints(kind)
    names = kind.__struct_fields__
    schema = pyarrow.schema([(name, arrow_type(hints[name])) for name in names])
    columns = {name: [msgspec.to_builtins(getattr(row, name)) for row in found] for name in names}
    return pyarrow.Table.from_pydict(columns, schema=schema)


def to_pandas(rows: Rows, shape: type[Struct] | None = None) -> pd.DataFrame:
    """An answer as a DataFrame of pandas; arguments and errors as of :func:`to_arrow`."""
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtra("DataFrames need pandas.", "Type: pip install 'communique[frames]'") from error
    table = to_arrow(rows, shape)
    kinds = {field.type: pd.ArrowDtype(field.type) for field in table.schema if str(field.type) in {"int64", "bool"}}
    made: pd.DataFrame = table.to_pandas(types_mapper=kinds.get)
    return made


def to_polars(rows: Rows, shape: type[Struct] | None = None) -> pl.DataFrame:
    """An answer as a DataFrame of polars; arguments and errors as of :func:`to_arrow`."""
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtra("DataFrames of polars need polars.", "Type: pip install 'communique[frames]'") from error
    made = pl.from_arrow(to_arrow(rows, shape))
    return made if isinstance(made, pl.DataFrame) else made.to_frame()


def _rows(rows: Rows) -> Sequence[Struct]:
    """The rows of an answer, of a page, the cells of a matrix, or the one answer itself."""
    if isinstance(rows, Page):
        return rows.rows
    if isinstance(rows, Matrix):
        return rows.cells
    found: object = [rows] if isinstance(rows, Struct) else rows
    if not isinstance(found, Sequence) or not all(isinstance(each, Struct) for each in found):
        raise InputError(
            f"{str(rows)[:60]!r} is no answer of the archive.",
            "Give what a question gave, such as timeline(archive, …).",
        )
    return found
