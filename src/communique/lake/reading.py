"""The lake as questions see it: the tables of an archive, laid over its files by DuckDB."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import CompoundSelect, Select, select
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData

from communique.archive import Archive
from communique.archive.database import tables
from communique.archive.derived import Derived
from communique.archive.digests import Digests
from communique.archive.packing import Packed
from communique.archive.store import _Writing
from communique.errors import ArchiveError, BrokenArchive, MissingExtra, NotAnArchive, PartlyRead
from communique.lake.dialect import DuckDB, only_asked, spoken
from communique.lake.faults import MEND, beside, faults, left_whole, told
from communique.lake.laying import MAIN, lay, lay_some
from communique.lake.layout import SCHEMA, UNDATED, Unit, places
from communique.lake.narrowing import months, newest_first, seen
from communique.lake.schemas import SUMMARIES, TABLES, arrow
from communique.lake.storage import Storage
from communique.lake.writing import head
from communique.record import Record

Answer = tuple[list[str], list[tuple[Any, ...]]]
"""Names of columns, and rows."""

_LAST = (2, 12)  # months in which the newest articles are looked for before all are
_TOLD = 5  # damaged files that are told one by one


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
        self._pinned, self.digests, self.derived = None, Digests(), Derived()
        self.units: tuple[Unit, ...] = tuple(left_whole(self.storage))
        self._without: frozenset[str] = frozenset()
        self._months = frozenset(part.month for unit in self.units for part in unit.parts if part.month)
        self._narrow: dict[frozenset[str], str] = {}
        self._known: dict[str, str] = {}
        self._last: int | None = None
        self._lock = threading.Lock()
        self._duck, self._again = self._lay()

    def _lay(self) -> tuple[Any, bool]:
        """A connection over the files, and whether an article is in several units; what is damaged is left out."""
        while True:
            duck = _connected()
            if not self.storage.local:
                duck.register_filesystem(self.storage.files)
            try:
                with self._told():
                    return duck, lay(duck, self._files(None), places(self.units))
            except ArchiveError:
                duck.close()
                if not self._leave_out():
                    raise

    def _leave_out(self) -> bool:
        """Leave out the files that are damaged, and say so; whether there are any."""
        here = [part for unit in self.units for part in unit.parts if part.path not in self._without]
        found = faults(self.storage, here)
        if not found:
            return False
        gone = beside(self.units, found)
        warnings.warn(PartlyRead(told(self.storage, found, gone)), stacklevel=2)
        self._without |= {part.path for part in gone}
        return True

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
        found = faults(self.storage, [part for unit in self.units for part in unit.parts], thorough=True)
        if found:
            listed = "; ".join(
                f"'{self.storage.address(path)}' {fault}" for path, fault in sorted(found.items())[:_TOLD]
            )
            more = f"; and {len(found) - _TOLD:,} more" if len(found) > _TOLD else ""
            raise BrokenArchive(f"{listed}{more}.", MEND)

    def rows(self, statement: Select[Any]) -> Sequence[Any]:
        """The rows that a question gives.

        Raises:
            ArchiveError: The files cannot be read.
        """
        names, found = self._asked(statement)
        return IteratorResult(SimpleResultMetaData(names), iter(found)).all()

    def tuples(self, statement: Select[Any] | CompoundSelect[Any]) -> list[tuple[Any, ...]]:
        """The rows that a question gives, as plain tuples.

        Raises:
            ArchiveError: The files cannot be read.
        """
        return self._asked(cast("Select[Any]", statement))[1]  # only what has indexes is asked in two parts

    def _asked(self, statement: Select[Any]) -> Answer:
        """The answer; when a file turns out to be damaged, that of the others."""
        while True:
            try:
                return self._answered(statement)
            except ArchiveError:
                with self._lock:
                    if not self._leave_out():
                        raise
                    self._narrow.clear()
                    self._duck, self._again = self._lay()

    def _answered(self, statement: Select[Any]) -> Answer:
        """The answer, with as few files opened as it takes."""
        about = months(statement, lambda asked: self._over(asked)[1], self._known, summed=self._summed())
        wanted = newest_first(statement) if about is None else None
        for recent in self._recent() if wanted is not None else ():
            found = self._over(statement, self._laid(recent))
            if len(found[1]) == wanted:  # what older months have would come after these
                break
        else:
            found = self._over(statement, self._laid(about))
        seen(statement, found[1], self._known)
        return found

    def _summed(self) -> bool:
        """Whether every unit is summed up: one of an earlier version is not, nor one of which that is damaged."""
        return all(
            unit.schema >= SCHEMA
            and not any(part.path in self._without for part in unit.parts if part.table in SUMMARIES)
            for unit in self.units
        )

    def _recent(self) -> Iterator[frozenset[str]]:
        """The last months, and more and more of them; those without a day come after all."""
        dated = sorted(self._months - {UNDATED}, reverse=True)
        for many in _LAST:
            if many < len(dated):
                yield frozenset(dated[:many])

    def _over(self, statement: Select[Any], where: str = MAIN) -> Answer:
        """The answer over the tables of one schema."""
        with self._told():
            cursor = self._duck.cursor()
            cursor.execute(f"SET search_path = '{where},{MAIN}'" if where != MAIN else f"SET search_path = '{MAIN}'")
            sql, lists = spoken(statement)
            for name, values in lists.items():
                cursor.register(name, arrow().table({"each": values}))
            found = cursor.execute(sql)
            return [each[0] for each in found.description], found.fetchall()

    def _laid(self, wanted: frozenset[str] | None) -> str:
        """The schema in which the tables lie over the files of these months; of all where None is given."""
        if wanted is None or not self._months - wanted:
            return MAIN
        with self._lock, self._told():
            if wanted not in self._narrow:
                self._narrow[wanted] = where = f"months_{len(self._narrow)}"
                lay_some(self._duck.cursor(), self._files(wanted), where, again=self._again)
            return self._narrow[wanted]

    def last_number(self) -> int:
        """The highest number of an article, which is looked for once."""
        if self._last is None:
            self._last = super().last_number()
        return self._last

    def records_of(self, numbers: Sequence[int]) -> Iterator[Record]:
        """The records of articles by their numbers, in that order."""
        return self.numbered(numbers)

    def _packed(self, numbers: Sequence[int]) -> list[Packed]:
        texts, records = (tables().tables[name] for name in ("texts", "records"))
        chosen = select(records.c.article, records.c.record, texts.c.text)
        joined = chosen.join_from(records, texts, texts.c.number == records.c.article)
        asked = self.tuples(joined.where(records.c.article.in_(numbers)))
        found = {number: Packed(json.encode(), text) for number, json, text in asked}
        return [found[number] for number in numbers if number in found]

    def _files(self, wanted: frozenset[str] | None) -> dict[str, list[str]]:
        """The files by table: all, or those of some months."""
        files: dict[str, list[str]] = {name: [] for name in (*TABLES, *SUMMARIES)}
        for unit in self.units:
            for part in unit.parts:
                if (wanted is None or part.month in wanted) and part.path not in self._without:
                    files[part.table].append(self.storage.address(part.path))
        return files

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
            raise ArchiveError(f"The lake '{self.where}' cannot be read: {reason.rstrip('.')}.", MEND) from error


def _connected() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtra("To ask a lake needs DuckDB.", "Type: pip install 'communique[lake]'") from error
    duck = duckdb.connect()
    duck.execute("SET parquet_metadata_cache = true")
    duck.execute("SET validate_external_file_cache = 'NO_VALIDATION'")  # a file of this name never changes
    duck.execute("SET enable_progress_bar = false")
    return duck
