"""How tasks and outcomes travel: Arrow tables with one column of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from communique.cluster.plan import Task

if TYPE_CHECKING:
    import pyarrow as pa

TASK, OUTCOME = "task", "outcome"


def packed(name: str, rows: Sequence[bytes]) -> pa.Table:
    """A table with one column."""
    import pyarrow as pa

    return pa.table({name: pa.array(rows, pa.binary())})


def unpacked(table: pa.Table | pa.RecordBatch) -> Iterator[Task]:
    """The tasks of a table."""
    for each in table.column(0).to_pylist():
        yield msgspec.json.decode(each, type=Task)
