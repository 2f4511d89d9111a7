"""What a unit's files are about, in short: two small tables that tell which months a question can be about.

``days`` has the days of all entries of a kind, by the month of their articles, and ``presence`` the days of the entries
in which an actor takes a part. They are worked out of the very rows that are written, so they say what those say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from communique.lake.schemas import SUMMARIES, arrow, schema

KINDS = ("events", "statements", "positions", "meetings")
"""The tables whose entries have days."""

SUMMED = dict.fromkeys(KINDS, ("day", "until")) | {"parts": ("actor", "part", "day", "until")}
"""The columns of each table that are summed up."""

STEP = 32
"""Days: 'presence' tells the stretch of so many in which a day lies, for few rows do to leave out months."""


class Summary:
    """The summary of some files, to which they are added one after the other."""

    def __init__(self) -> None:
        self._found: dict[str, list[Any]] = {name: [] for name in SUMMARIES}

    def add(self, table: str, month: str, rows: Any) -> None:
        """Take in the rows of a file."""
        pa = arrow()
        import pyarrow.compute as pc

        if table in KINDS:
            kind, months = (pa.repeat(pa.scalar(each), rows.num_rows) for each in (table, month))
            columns = {"kind": kind, "month": months, "day": rows["day"], "until": rows["until"]}
            self._found["days"].append(_counted(pa.table(columns)))
        elif table == "parts":
            first, last = (pc.multiply(pc.divide(rows[name], STEP), STEP) for name in ("day", "until"))
            columns = {
                "actor": rows["actor"], "part": rows["part"], "month": pa.repeat(pa.scalar(month), rows.num_rows),
                "day": first, "until": pc.add(last, STEP - 1),
            }  # fmt: skip
            self._found["presence"].append(_counted(pa.table(columns)))

    def tables(self) -> Iterator[tuple[str, Any]]:
        """The tables that there is something for, each with its rows in order."""
        for name, found in self._found.items():
            if found:
                yield name, _whole(name, found)


def _counted(rows: Any) -> Any:
    """Each row once, with how often it was there."""
    names = rows.column_names
    return rows.group_by(names).aggregate([([], "count_all")]).rename_columns([*names, "entries"])


def _whole(name: str, found: Iterable[Any]) -> Any:
    pa = arrow()
    keys = [each for each in SUMMARIES[name] if each != "entries"]
    summed = pa.concat_tables(found).group_by(keys).aggregate([("entries", "sum")])
    whole = summed.rename_columns([*keys, "entries"]).sort_by([(each, "ascending") for each in keys])
    return whole.select(list(SUMMARIES[name])).cast(schema(name)).combine_chunks()
