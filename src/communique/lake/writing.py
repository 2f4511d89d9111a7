"""Records into a lake, unit by unit."""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec

from communique.archive.actors import hash_of, particulars, row_of
from communique.archive.packing import plain
from communique.archive.rows import Row, beginnings_of, ids_of, rows_of
from communique.errors import BrokenArchive, NewerArchive, NotAnArchive
from communique.lake.layout import (
    HEAD,
    MANIFEST,
    SCHEMA,
    Head,
    Part,
    Unit,
    Versions,
    actor_number,
    article_number,
    checked,
    folder,
    month_of,
)
from communique.lake.schemas import GROUP, GROUPS, ORDER, TABLES, arrow, schema
from communique.lake.storage import Storage
from communique.lake.summing import Summary
from communique.record import Record

JOINED = ".joined"
"""The end of the name of a unit that stands for several."""

Place = tuple[str, str | None]
"""Month and outlet: where rows are kept; what a unit has once has no place, and its month is empty."""


class LakeWriter:
    """Writes records to a lake, which is made when there is none.

    Any number of writers may write at once, also the same unit: its files have the same names and the same bytes when
    its records are the same, and what is not committed is in no answer.

    Args:
        where: A folder, or an address that fsspec opens, such as ``s3://bucket/lake``.
        options: What fsspec takes for this kind of address.

    Raises:
        ArchiveError: The place cannot be read or written, or holds something else.
        NewerArchive: A newer version wrote it.
        MissingExtra: pyarrow, fsspec, or what the address needs is not installed.
    """

    def __init__(self, where: str | Path, options: Mapping[str, Any] | None = None) -> None:
        arrow()
        self.storage = Storage(where, options)
        self._members: dict[str, Unit] | None = None
        if head(self.storage) is None:
            if self.storage.names(""):
                raise NotAnArchive(f"'{where}' holds something that is no lake.", "Give an empty or a new folder.")
            self.storage.put(HEAD, msgspec.json.encode(Head()) + b"\n")

    def committed(self) -> frozenset[str]:
        """The names of the units that are there, those included whose files were joined with others'."""
        return frozenset((*units(self.storage), *self._joined()))

    def unit(self, name: str) -> Unit | None:
        """The manifest of a unit; None when it is not committed. Of one that was joined, what is known of it."""
        return manifest(self.storage, name) or self._joined().get(name)

    def _joined(self) -> dict[str, Unit]:
        """The units whose files were joined when this was first asked, without their files."""
        if self._members is None:
            wholes = (manifest(self.storage, name) for name in units(self.storage) if name.endswith(JOINED))
            self._members = {
                name: Unit(unit=name, articles=each.articles, versions=each.versions, about=each.about)
                for whole in wholes if whole is not None for name, each in whole.members.items()
            }  # fmt: skip
        return self._members

    def commit(self, unit: str, records: Iterable[Record], about: Mapping[str, Any] | None = None) -> Unit:
        """Write records as one unit: all of them are there afterwards, or, when this fails, none.

        A unit of this name that is there already is replaced. Of two records of one article the last one counts.

        Args:
            unit: Its name: letters, digits, ``.``, ``_`` and ``-``. Of an article that several units have, the record
                of the unit whose name comes last counts.
            records: What it holds; some thousands, for they are in memory at once. Few months and outlets make few and
                large files.
            about: What else the manifest is to say, in what JSON can hold: the input, what was set aside.

        Raises:
            InputError: The name cannot be one.
            ArchiveError: The storage cannot be written.
        """
        rows = _Rows()
        for each in {coded.article.id: coded for coded in records}.values():
            rows.add(each)
        files = ((table, place, arrow_table(table, found)) for table, place, found in rows.files())
        return self.commit_tables(unit, files, versions=rows.versions, days=rows.days, about=about)

    def commit_tables(
        self,
        unit: str,
        files: Iterable[tuple[str, Place, Any]],
        *,
        versions: Iterable[Versions] = (),
        days: Iterable[str] = (),
        about: Mapping[str, Any] | None = None,
    ) -> Unit:
        """Write Arrow tables as one unit, as :meth:`commit` writes records; no article may be in them twice.

        Args:
            unit: Its name.
            files: For each file its table, its place and its rows, in the columns and the order of
                :mod:`communique.lake.schemas`.
            versions: What coded the records.
            days: Days of publication, ISO 8601; the first and the last of them are noted.
            about: What else the manifest is to say.

        Raises:
            InputError: The name cannot be one.
            ArchiveError: The storage cannot be written.
        """
        before = manifest(self.storage, checked(unit))
        parts = self.put_all(unit, files)
        counts: dict[str, int] = defaultdict(int)
        for part in parts:
            counts[part.table] += part.rows
        known = sorted(days)
        made = Unit(
            unit=unit, articles=counts.get("articles", 0), first=known[0] if known else None,
            last=known[-1] if known else None, versions=tuple(sorted(versions)), counts=dict(counts), parts=parts,
            about=dict(about or {}),
        )  # fmt: skip
        self.storage.put(f"{MANIFEST}/{unit}.json", made.to_json())
        kept = {part.path for part in parts}
        for part in before.parts if before else ():
            if part.path not in kept:
                self.storage.drop(part.path)
        return made

    def put_all(self, unit: str, files: Iterable[tuple[str, Place, Any]]) -> tuple[Part, ...]:
        """Write the files of a unit, and what sums them up."""
        summary, parts = Summary(), list[Part]()
        for table, place, rows in files:
            summary.add(table, place[0], rows)
            parts.append(self.put(unit, table, place, rows))
        return (*parts, *(self.put(unit, table, ("", None), rows) for table, rows in summary.tables()))

    def put(self, unit: str, table: str, place: Place, rows: Any) -> Part:
        """Write one file of a unit; it is in the lake when a manifest has it."""
        data = parquet(table, rows)
        sha256 = hashlib.sha256(data).hexdigest()
        month, outlet = place
        where = folder(table, month, outlet) if month else table
        path = f"{where}/{unit}-{sha256[:12]}.parquet"
        self.storage.put(path, data)
        return Part(
            path=path, table=table, rows=rows.num_rows, bytes=len(data), sha256=sha256, month=month or None,
            outlet=outlet,
        )  # fmt: skip


def head(storage: Storage) -> Head | None:
    """What a lake says of itself; None where there is none.

    Raises:
        BrokenArchive: It is damaged.
        NewerArchive: A newer version wrote it.
        NotAnArchive: It is of another program.
    """
    data = storage.read(HEAD)
    if data is None:
        return None
    whole = msgspec.json.encode(Head()).decode()
    found: Head = _decoded(data, Head, storage.address(HEAD), f"Its one line is {whole}")
    if found.format != Head().format:
        raise NotAnArchive(f"'{storage.where}' holds something that is no lake.", "Check the path.")
    _readable(storage, found)
    return found


def _readable(storage: Storage, found: Head | Unit) -> None:
    if found.schema > SCHEMA:
        raise NewerArchive(
            f"The lake '{storage.where}' was written by a newer version of Communique.",
            "Bring this one up to date with 'pip install --upgrade communique'.",
        )


def units(storage: Storage) -> list[str]:
    """The names of the committed units, in order."""
    return [name.removesuffix(".json") for name in storage.names(MANIFEST) if name.endswith(".json")]


def manifest(storage: Storage, unit: str) -> Unit | None:
    """The manifest of a unit; None when it is not committed.

    Raises:
        BrokenArchive: It is damaged.
        NewerArchive: A newer version wrote it.
    """
    name = f"{MANIFEST}/{unit}.json"
    data = storage.read(name)
    if data is None:
        return None
    found: Unit = _decoded(data, Unit, storage.address(name), "Write its unit again, or take it away.")
    _readable(storage, found)
    return found


def _decoded(data: bytes, shape: type[Any], where: str, advice: str) -> Any:
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise BrokenArchive(f"'{where}' is damaged: {error}.", advice) from error


class _Rows:
    """The rows of a unit by table and place."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Place], list[Row]] = defaultdict(list)
        self._actors: dict[int, Row] = {}
        self._forms: dict[int, set[str]] = defaultdict(set)
        self.versions: set[Versions] = set()
        self.days: list[str] = []

    def add(self, coded: Record) -> None:
        article = coded.article
        number = article_number(article.id, article.published)
        place = (month_of(article.published), article.outlet)
        actors = self._numbers(coded)
        ids = beginnings_of(ids_of(coded, actors))
        for table, rows in rows_of(coded, number, actors):
            if rows and table in TABLES:
                self._found[table, place] += rows
        self._found["articles", place].append((
            number, article.id, article.title, article.published, article.outlet, article.url, article.language,
            article.sha256, article.text, coded.communique, coded.model, coded.registry, ids, plain(coded).decode(),
        ))  # fmt: skip
        self.versions.add(Versions(communique=coded.communique, model=coded.model, registry=coded.registry))
        if place[0] != month_of(None) and article.published:
            self.days.append(article.published[:10])

    def _numbers(self, coded: Record) -> dict[str, int]:
        numbers = {}
        for actor in reversed(coded.actors):
            row = row_of(particulars(actor))
            number = actor_number(hash_of(row))
            self._actors[number] = row
            numbers[actor.id] = number
            if actor.resolved:
                self._forms[number].update(each.text.casefold() for each in actor.mentions if each.form == "name")
        return numbers

    def files(self) -> Iterator[tuple[str, Place, list[Row]]]:
        """Table, place and sorted rows of each file that is to be written."""
        actors = [(number, *row, sorted(self._forms.get(number, ()))) for number, row in sorted(self._actors.items())]
        if actors:
            yield "actors", ("", None), actors
        for (table, place), rows in sorted(self._found.items(), key=lambda each: (each[0][0], str(each[0][1]))):
            by = [TABLES[table].index(name) for name in ORDER.get(table, ("article",))]
            yield table, place, sorted(rows, key=itemgetter(*by))


def arrow_table(table: str, rows: list[Row]) -> Any:
    """The rows of a table for Arrow."""
    pa, shape = arrow(), schema(table)
    columns = [pa.array(values, field.type) for values, field in zip(zip(*rows, strict=True), shape, strict=True)]
    return pa.Table.from_arrays(columns, schema=shape)


def parquet(table: str, rows: Any) -> bytes:
    """An Arrow table as the Parquet file of one of a lake's tables."""
    arrow()
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    group = GROUPS.get(table, GROUP)
    pq.write_table(rows, stream, compression="zstd", row_group_size=group, write_page_index=True)
    return stream.getvalue()
