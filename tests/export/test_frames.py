"""Answers as Arrow, pandas and polars: typed by their fields, with or without rows."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from msgspec import Struct

import communique.ask
from communique import to_arrow, to_pandas, to_polars
from communique.archive import Archive, Search
from communique.ask import TimelineRow, actors, calendar, positions, search, statements, timeline
from communique.ask.matrix import matrix
from communique.errors import InputError
from tests.handmade import record

SHAPES = sorted(
    {
        value
        for each in pkgutil.walk_packages(communique.ask.__path__, "communique.ask.")
        for value in vars(importlib.import_module(each.name)).values()
        if inspect.isclass(value) and issubclass(value, Struct) and value.__module__ == each.name
    },
    key=lambda each: each.__qualname__,
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path: Path = tmp_path_factory.mktemp("frames") / "a.db"
    with Archive(path, create=True) as kept:
        kept.add_many([record(), record(id="b", published=None)])
        yield kept


@pytest.mark.parametrize("ask", [timeline, actors, statements, positions, calendar])
def test_every_question_gives_frames(archive: Archive, ask: object) -> None:
    rows = ask(archive)  # type: ignore[operator]
    assert rows
    table = to_arrow(rows)
    assert table.column_names == list(type(rows[0]).__struct_fields__)
    assert table.num_rows == len(rows)
    assert len(to_pandas(rows)) == len(to_polars(rows)) == len(rows)
    assert to_polars(rows).columns == list(to_pandas(rows).columns) == table.column_names


def test_values_are_what_they_are(archive: Archive) -> None:
    rows = timeline(archive)
    table = to_arrow(rows)
    assert table.schema.field("quad").type == pa.int64()
    assert table.schema.field("source_ids").type == pa.list_(pa.string())
    assert table["source_ids"].to_pylist() == [list(each.source_ids) for each in rows]
    assert table["published"].to_pylist() == [each.published for each in rows]
    frame = to_pandas(rows)
    assert frame["score"].dtype.kind == "f"
    assert str(frame["quad"].dtype).startswith("int64")
    assert to_polars(rows)["sources"].to_list() == [list(each.sources) for each in rows]


def test_a_page_and_a_matrix_are_their_rows(archive: Archive) -> None:
    page = search(archive, Search(words="embassy"))
    assert to_arrow(page).num_rows == len(page.rows) > 0
    made = matrix(archive, ["recognise-kosovo"])
    assert to_arrow(made).num_rows == len(made.cells)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda each: str(each.__qualname__))
def test_no_rows_have_their_columns_too(shape: type[Struct]) -> None:
    assert to_arrow([], shape).column_names == list(shape.__struct_fields__)


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(InputError, match="shape=TimelineRow"):
        to_arrow([])
    assert to_pandas([], TimelineRow).empty


@pytest.mark.parametrize("given", ["x", 7, ["a", "b"]])
def test_what_is_no_answer_is_told(given: Any) -> None:
    with pytest.raises(InputError, match="no answer"):
        to_pandas(given)
