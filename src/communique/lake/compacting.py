"""Small files joined into larger ones, while the lake is asked and written.

Units that follow one another by their names are joined into one, which lists them as its members: its files are written
first, its manifest next, and then the members' manifests are taken away. Whenever this is cut off, the answers are the
same: an article that two units have counts once. Files that no manifest names any more are dropped later, when nobody
who opened the lake before can still be reading them.
"""

from __future__ import annotations

import hashlib
import io
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from communique.errors import BrokenArchive, NotAnArchive
from communique.lake.layout import MANIFEST, SCHEMA, UNDATED, Member, Part, Unit, places
from communique.lake.schemas import ORDER, SUMMARIES, TABLES, arrow
from communique.lake.storage import Storage
from communique.lake.summing import SUMMED, Summary
from communique.lake.writing import JOINED, LakeWriter, Place, head, manifest, units

MOST = 2**28
"""Bytes of the units that are joined into one; a unit with half as many is left as it is."""

HOURS = 24.0
"""How long a file stays that no manifest names any more."""

_BEFORE = " "  # the column of the order in which rows came; no table has one of that name

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Compacted:
    """What was done: files before and after, units joined, the units they became, files dropped."""

    before: int
    after: int
    joined: int
    into: int
    dropped: int


def compact(
    where: str | Path, *, most: int = MOST, hours: float = HOURS, progress: Progress | None = None
) -> Compacted:
    """Join a lake's small files. Answers stay the same; what there is nothing to be done about is left as it is.

    Args:
        where: The lake's folder or address. It may be asked and written meanwhile, but joined by one at a time.
        most: Bytes of the units that are joined into one.
        hours: How long files stay that no manifest names any more.
        progress: Called with the units done and the units there are to join.

    Raises:
        NotAnArchive: There is no lake.
        ArchiveError: The lake cannot be read or written.
    """
    if head(Storage(where)) is None:
        raise NotAnArchive(f"There is no lake at '{where}'.", "Check the path; 'communique bulk' makes one.")
    writer = LakeWriter(where)
    found = _read(writer)
    _end(writer, found)
    found = _read(writer)
    groups = list(_groups(found, most))
    total, done = sum(map(len, groups)), 0
    for group in groups:
        _join(writer, group, places(found))
        done += len(group)
        if progress is not None:
            progress(done, total)
    now = [_summed(writer, each) for each in (_read(writer) if groups else found)]
    before, after = (sum(len(each.parts) for each in units) for units in (found, now))
    return Compacted(before, after, total, len(groups), _drop(writer, now, hours))


def _read(writer: LakeWriter) -> list[Unit]:
    """The units in the order in which they count."""
    found = [made for name in units(writer.storage) if (made := manifest(writer.storage, name)) is not None]
    order = places(found)
    return sorted(found, key=lambda each: order[each.unit])


def _summed(writer: LakeWriter, unit: Unit) -> Unit:
    """The unit; one that an earlier version wrote gets what sums it up."""
    if unit.schema >= SCHEMA:
        return unit
    summary = Summary()
    for part in unit.parts:
        if part.table in SUMMED:
            summary.add(part.table, part.month or UNDATED, _table(writer, part, SUMMED[part.table]))
    more = [writer.put(unit.unit, table, ("", None), rows) for table, rows in summary.tables()]
    counts = unit.counts | {part.table: part.rows for part in more}
    made = msgspec.structs.replace(unit, schema=SCHEMA, counts=counts, parts=(*unit.parts, *more))
    writer.storage.put(f"{MANIFEST}/{unit.unit}.json", made.to_json())
    return made


def _end(writer: LakeWriter, found: Sequence[Unit]) -> None:
    """Take away the members' manifests that an earlier attempt left; one that was written anew since stays."""
    for each, whole in itertools.permutations([unit for unit in found if unit.members], 2):
        if each.members.items() <= whole.members.items() and each.unit != whole.unit:
            writer.storage.drop(f"{MANIFEST}/{each.unit}.json")
    for whole in found:
        for name, member in whole.members.items():
            data = writer.storage.read(f"{MANIFEST}/{name}.json")
            if data is not None and hashlib.sha256(data).hexdigest() == member.manifest:
                writer.storage.drop(f"{MANIFEST}/{name}.json")


def _groups(found: Sequence[Unit], most: int) -> Iterator[list[Unit]]:
    """Units that follow one another and are to become one: where that makes fewer files."""
    group: list[Unit] = []
    size = 0
    for each in (*found, None):
        own = sum(part.bytes for part in each.parts) if each is not None else most
        if size + own > most or 2 * own > most:
            if _gains(group, found):
                yield group
            group, size = [], 0
        if each is not None and 2 * own <= most:
            group.append(each)
            size += own


def _gains(group: Sequence[Unit], found: Sequence[Unit]) -> bool:
    if len(group) < 2:
        return False
    name, order = _name(group), places(found)
    following = [order[each.unit] for each in found if order[each.unit] > order[group[-1].unit]]
    files = [(part.table, part.month, part.outlet) for each in group for part in each.parts]
    fits = len(name) <= 100 and (not following or name < following[0])
    return fits and len(set(files)) < len(files)


def _name(group: Sequence[Unit]) -> str:
    """The name of what a group becomes: it comes right after its last member's."""
    return group[-1].unit.removesuffix(JOINED) + JOINED


def _join(writer: LakeWriter, group: Sequence[Unit], order: Mapping[str, str]) -> None:
    name, members = _name(group), _members(writer, group)
    group = sorted(group, key=lambda unit: order[unit.unit])
    lost = _lost(writer, group)
    files: dict[tuple[str, Place], list[tuple[Unit, Part]]] = defaultdict(list)
    for each in group:
        for part in each.parts:
            if part.table in TABLES:
                files[part.table, (part.month or "", part.outlet)].append((each, part))
    parts = writer.put_all(name, (
        (table, place, rows)
        for (table, place), some in sorted(files.items(), key=lambda each: (each[0][0], str(each[0][1])))
        if (rows := _rows(writer, table, some, lost)).num_rows
    ))  # fmt: skip
    counts: dict[str, int] = defaultdict(int)
    for part in parts:
        counts[part.table] += part.rows
    made = Unit(
        unit=name, articles=counts["articles"], versions=tuple(sorted({v for each in group for v in each.versions})),
        first=min((each.first for each in group if each.first), default=None),
        last=max((each.last for each in group if each.last), default=None),
        counts=dict(counts), parts=parts, members=members,
    )  # fmt: skip
    data = made.to_json()
    writer.storage.put(f"{MANIFEST}/{name}.json", data)
    _end(writer, [made])
    for each in group:
        if each.unit.endswith(JOINED) and each.unit != name:
            writer.storage.drop(f"{MANIFEST}/{each.unit}.json")


def _members(writer: LakeWriter, group: Sequence[Unit]) -> dict[str, Member]:
    """What is kept of each unit; of one that was joined before, of its members in its place."""
    found: dict[str, Member] = {}
    for each in group:
        found |= each.members
        if not each.members:
            data = writer.storage.read(f"{MANIFEST}/{each.unit}.json") or b""
            found[each.unit] = Member(
                articles=each.articles, manifest=hashlib.sha256(data).hexdigest(), versions=each.versions,
                about=each.about,
            )  # fmt: skip
    return found


def _table(writer: LakeWriter, part: Part, columns: Sequence[str] | None = None) -> Any:
    """The rows of a file.

    Raises:
        BrokenArchive: It is missing or damaged: what was read could be the less for it.
    """
    arrow()
    import pyarrow.parquet as pq

    data = writer.storage.read(part.path)
    if data is None or hashlib.sha256(data).hexdigest() != part.sha256:
        fault = "missing" if data is None else "damaged"
        raise BrokenArchive(
            f"'{writer.storage.address(part.path)}' is {fault}: its unit cannot be joined with others.",
            "Write its unit again, or take its manifest away.",
        )
    return pq.read_table(io.BytesIO(data), columns=list(columns) if columns else None)


def _lost(writer: LakeWriter, group: Sequence[Unit]) -> dict[str, set[int]]:
    """For each unit the numbers of the articles whose records do not count, because a later unit has them too."""
    last: dict[str, tuple[str, int]] = {}
    lost: dict[str, set[int]] = defaultdict(set)
    for each in group:
        for part in each.parts:
            if part.table == "articles":
                found = _table(writer, part, ["id", "number"])
                for id, number in zip(found["id"].to_pylist(), found["number"].to_pylist(), strict=True):
                    if id in last:
                        unit, before = last[id]
                        lost[unit].add(before)
                    last[id] = each.unit, number
    return lost


def _rows(writer: LakeWriter, table: str, files: Sequence[tuple[Unit, Part]], lost: Mapping[str, set[int]]) -> Any:
    """The rows of some files of one table and place, in their order; of an article that two have, the last one's."""
    pa = arrow()
    import pyarrow.compute as pc

    found = []
    for unit, part in files:
        rows = _table(writer, part)
        if lost.get(unit.unit) and table != "actors":
            numbers = pa.array(sorted(lost[unit.unit]), pa.int64())
            rows = rows.filter(pc.invert(pc.is_in(rows["number" if table == "articles" else "article"], numbers)))
        found.append(rows)
    whole = pa.concat_tables(found)
    if table == "actors":
        return _actors(whole)
    whole = whole.append_column(_BEFORE, pa.array(range(whole.num_rows), pa.int64()))
    keys = [(name, "ascending") for name in (*ORDER.get(table, ("article",)), _BEFORE)]
    return whole.sort_by(keys).select(list(TABLES[table])).combine_chunks()


def _actors(rows: Any) -> Any:
    """Each actor once, with all the forms that articles call it by."""
    pa = arrow()
    known: dict[int, dict[str, Any]] = {}
    for row in rows.to_pylist():
        there = known.setdefault(row["number"], row)
        there["forms"] = sorted({*(there["forms"] or ()), *(row["forms"] or ())})
    return pa.Table.from_pylist([known[number] for number in sorted(known)], schema=rows.schema)


def _drop(writer: LakeWriter, found: Sequence[Unit], hours: float) -> int:
    """Drop the files of the tables that no manifest names and that are old enough; how many."""
    named = {part.path for each in found for part in each.parts}
    before = datetime.now(tz=UTC) - timedelta(hours=hours)
    left = [name for name in writer.storage.old((*TABLES, *SUMMARIES), before) if name not in named]
    for name in left:
        writer.storage.drop(name)
    return len(left)
