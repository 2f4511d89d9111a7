"""The lake as questions see it: the tables of an archive, laid over its files by DuckDB."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import structs
from sqlalchemy import Select, select
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData

from communique.archive import Archive
from communique.archive.database import tables
from communique.archive.digests import Digests
from communique.archive.store import _Writing
from communique.errors import ArchiveError, BrokenArchive, MissingExtra, NotAnArchive
from communique.lake.dialect import DuckDB, only_asked, spoken
from communique.lake.laying import lay
from communique.lake.layout import Unit
from communique.lake.schemas import TABLES, arrow
from communique.lake.storage import Storage
from communique.lake.writing import head, manifest, units
from communique.record import Record

_AT_ONCE = 500  # records read at once
_MEND = "Write its unit again, or take its manifest away."


class Lake(Archive):
    """A lake that is asked like an archive: every question of :mod:`communique.ask` takes it in an archive's place.

    It shows the units that were committed when it was opened. Nothing can be judged, joined or added in it.

    Args:
        where: Its folder, or an address that fsspec opens.
        options: What fsspec takes for this kind of address.

    Raises:
        NotAnArchive: There is no lake.
        NewerArchive: A newer version wrote it.
        BrokenArchive: Its manifest is damaged.
        MissingExtra: DuckDB, pyarrow or fsspec is not installed.
    """

    def __init__(self, where: str | Path, options: Mapping[str, Any] | None = None) -> None:
        self.storage = Storage(where, options)
        if head(self.storage) is None:
            raise NotAnArchive(f"There is no lake at '{where}'.", "Check the path; 'communique bulk' makes one.")
        arrow()
        self.dialect, self.path, self.where = DuckDB(), Path(str(where)), str(where)
        self._pinned, self.digests = None, Digests()
        self.units: tuple[Unit, ...] = tuple(
            found for name in units(self.storage) if (found := manifest(self.storage, name)) is not None
        )
        self._duck = _connected()
        if not self.storage.local:
            self._duck.register_filesystem(self.storage.files)
        with self._told():
            lay(self._duck, {name: self._files(name) for name in TABLES}, len(self.units))

    def close(self) -> None:
        """Let go of the files."""
        self._duck.close()

    @contextmanager
    def snapshot(self) -> Iterator[Archive]:
        """The lake itself: it is as it was when it was opened."""
        yield self

    def check(self) -> None:
        """Read through all files, and hold each against its hash.

        Raises:
            BrokenArchive: One is damaged or missing.
        """
        for unit in self.units:
            for part in unit.parts:
                data = self.storage.read(part.path)
                if data is None or hashlib.sha256(data).hexdigest() != part.sha256:
                    fault = "is missing" if data is None else "is damaged"
                    raise BrokenArchive(f"'{self.storage.address(part.path)}' {fault}.", _MEND)

    def rows(self, statement: Select[Any]) -> Sequence[Any]:
        """The rows that a question gives.

        Raises:
            ArchiveError: The files cannot be read.
        """
        with self._told():
            found = self._duck.cursor().execute(spoken(statement))
            names = SimpleResultMetaData([each[0] for each in found.description])
            return IteratorResult(names, iter(found.fetchall())).all()

    def tuples(self, statement: Select[Any]) -> list[tuple[Any, ...]]:
        """The rows that a question gives, as plain tuples.

        Raises:
            ArchiveError: The files cannot be read.
        """
        with self._told():
            found: list[tuple[Any, ...]] = self._duck.cursor().execute(spoken(statement)).fetchall()
            return found

    def records_of(self, numbers: Sequence[int]) -> Iterator[Record]:
        """The records of articles by their numbers, in that order."""
        for start in range(0, len(numbers), _AT_ONCE):
            yield from self._records(numbers[start : start + _AT_ONCE])

    def _records(self, numbers: Sequence[int]) -> list[Record]:
        texts, records = (tables().tables[name] for name in ("texts", "records"))
        chosen = select(records.c.article, records.c.record, texts.c.text)
        joined = chosen.join_from(records, texts, texts.c.number == records.c.article)
        found = {row[0]: _record(row[1], row[2]) for row in self.rows(joined.where(records.c.article.in_(numbers)))}
        return [found[number] for number in numbers if number in found]

    def _files(self, table: str) -> list[str]:
        parts = (part for unit in self.units for part in unit.parts if part.table == table)
        return [self.storage.address(part.path) for part in parts]

    def _writing(self) -> _Writing:
        only_asked()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """DuckDB's complaints as errors for the user."""
        import duckdb

        try:
            yield
        except duckdb.Error as error:
            reason = str(error).strip().splitlines()[0]
            raise ArchiveError(f"The lake '{self.where}' cannot be read: {reason}", _MEND) from error


def _connected() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtra("To ask a lake needs DuckDB.", "Type: pip install 'communique[lake]'") from error
    duck = duckdb.connect()
    duck.execute("SET parquet_metadata_cache = true")
    duck.execute("SET enable_progress_bar = false")
    return duck


def _record(json: str, text: str) -> Record:
    coded = Record.from_json(json)
    return structs.replace(coded, article=structs.replace(coded.article, text=text))
