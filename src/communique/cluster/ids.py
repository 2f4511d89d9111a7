"""Which ids a plan has seen, and where: in a file of its own and not in memory, for there may be a billion.

The file is a table of SQLite in the folder for temporary files, some fifty bytes an id, and gone when the plan is made.
What is kept beside the lake are the hashes of the ids alone, in pieces that fit into memory.
"""

from __future__ import annotations

import contextlib
import io
import sqlite3
from array import array

HASH = 16
"""Bytes of an id's hash."""

PIECE = 500_000
"""Ids that are kept in one piece."""

_CACHE = -65_536  # KiB of the table that are in memory


class Ids:
    """Ids as hashes, the file in which each stands first, and its number there.

    Args:
        piece: Ids that are kept in one piece.
    """

    def __init__(self, piece: int = PIECE) -> None:
        self._piece = piece
        # An empty name is a file that SQLite takes away itself, also when this process is killed.
        self._table = sqlite3.connect("", isolation_level=None)
        for setting in (f"cache_size = {_CACHE}", "journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
            self._table.execute(f"PRAGMA {setting}")
        self._table.execute("BEGIN")  # and never an end: nothing has to outlive the process
        self._table.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, file INTEGER, number INTEGER) WITHOUT ROWID")
        self._paths: list[str] = []
        self._keys, self._numbers = bytearray(), array("q")

    def close(self) -> None:
        """Let go of the file."""
        self._table.close()

    def begin(self, path: str) -> None:
        """What comes next is of this file."""
        self._paths.append(path)
        self._keys, self._numbers = bytearray(), array("q")

    def add(self, key: bytes, number: int) -> str | None:
        """Note an id; where it stands already, or None when it is new."""
        file = len(self._paths) - 1
        added = self._table.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (key, file, number))
        if added.rowcount:
            self._keys += key
            self._numbers.append(number)
            return None
        file, first = self._table.execute("SELECT file, number FROM seen WHERE key = ?", (key,)).fetchone()
        return f"{self._paths[file]}:{first}"

    @property
    def is_full(self) -> bool:
        """Whether there is enough for a piece."""
        return len(self._numbers) >= self._piece

    def load(self, piece: bytes) -> None:
        """Note what an earlier run kept of the present file."""
        import pyarrow.parquet as pq

        file = len(self._paths) - 1
        with contextlib.closing(pq.ParquetFile(io.BytesIO(piece))) as found:
            for batch in found.iter_batches():
                keys, numbers = (batch.column(name).to_pylist() for name in ("key", "number"))
                rows = ((key, file, number) for key, number in zip(keys, numbers, strict=True))
                self._table.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", rows)

    def dump(self) -> bytes:
        """The ids noted since the file began or the last piece was taken, as a piece."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        keys = pa.FixedSizeBinaryArray.from_buffers(
            pa.binary(HASH), len(self._numbers), [None, pa.py_buffer(bytes(self._keys))]
        )
        stream = io.BytesIO()
        pq.write_table(
            pa.table({"key": keys, "number": pa.array(self._numbers, pa.int64())}), stream, use_dictionary=False
        )
        self._keys, self._numbers = bytearray(), array("q")
        return stream.getvalue()
