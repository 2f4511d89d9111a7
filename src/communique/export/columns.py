"""The tables of many records straight from their JSON, by Arrow.

No object is made for an entry, so this takes a third of the time that :meth:`~communique.export.rows.Table.read` takes,
and a test compares what both give. Each table has a function here as it has one there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.export.arrows import arrow_fields, pyarrow
from communique.export.rows import Column, Table
from communique.record import Record

Numbers = npt.NDArray[np.int64]
Fields = dict[str, Any]
"""The fields of many things, by their names: an array of Arrow each."""
Things = tuple[Fields | Sequence[Any], ...]
"""For each part of a table, the things of the rows, or the columns where it has no fields."""
_OF_DAY = 10  # characters of a day


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one kind in many records.

    Attributes:
        fields: What they hold.
        record: For each, the place of its record.
    """

    fields: Fields
    record: Numbers


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of text.

    Attributes:
        of: For each, the place of what it belongs to, such as a statement.
        spans: Where they begin and end.
    """

    of: Numbers
    spans: Numbers


class Lot:
    """Records that are read at once.

    Args:
        records: Each in JSON on one line, without its text.
        texts: The text of each.

    Raises:
        pyarrow.ArrowInvalid: One of them is no JSON or does not fit the record's types.
    """

    def __init__(self, records: Sequence[bytes], texts: Sequence[str]) -> None:
        arrow = pyarrow()
        data = b"\n".join(records)
        told = arrow.json.read_json(
            arrow.BufferReader(data),
            arrow.json.ReadOptions(use_threads=False, block_size=len(data) + 1),
            arrow.json.ParseOptions(explicit_schema=_schema(), unexpected_field_behavior="ignore"),
        )
        self.record = {name: told.column(name).combine_chunks() for name in told.column_names}
        self.article = _fields(self.record["article"])
        self.texts = texts
        if told.num_rows != len(texts):
            raise arrow.ArrowInvalid(f"{told.num_rows} records for {len(texts)} texts.")

    def entries(self, name: str) -> Entries:
        """The entries in a field of the records."""
        return Entries(*_flat(self.record[name]))

    def keys(self, entries: Entries) -> list[Any]:
        """The first column of a table: for each entry, the id of its article."""
        return [self.article["id"].take(pyarrow().array(entries.record))]

    def columns(self, table: Table) -> list[Any]:
        """The columns of a table, each an array of Arrow."""
        told: list[Any] = []
        for part, thing in zip(table.parts, _THINGS[table.name](self), strict=True):
            arrays = [thing[name] for name in part.fields or ()] if isinstance(thing, dict) else thing
            finished = [_finished(column, array) for column, array in zip(part.columns, arrays, strict=True)]
            if not part.lacks:
                _checked(part.columns, finished)
            told += finished
        return told


def _checked(columns: Sequence[Column], arrays: Sequence[Any]) -> None:
    for column, array in zip(columns, arrays, strict=True):
        if column.needed and array.null_count:
            raise pyarrow().ArrowInvalid(f"A record does not tell '{column.name}'.")


@cache
def _schema() -> Any:
    return pyarrow().schema(arrow_fields(Record))


def _fields(structs: Any) -> Fields:
    """The fields of an array of structs; those of a struct that is not there are null."""
    return dict(zip((each.name for each in structs.type), structs.flatten(), strict=True))


def _flat(lists: Any) -> tuple[Fields, Numbers]:
    """The fields of all the structs in lists, and for each of them the place of its list."""
    return _fields(lists.flatten()), _owners(lists)


def _owners(lists: Any) -> Numbers:
    owners: Numbers = pyarrow().compute.list_parent_indices(lists).to_numpy()
    return owners


def _finished(column: Column, array: Any) -> Any:
    arrow = pyarrow()
    if isinstance(array, np.ndarray | list):
        array = arrow.array(array)
    if column.kind == "day":
        return _days(array)
    if array.null_count and column.kind == "list":
        return arrow.ListArray.from_arrays(array.offsets, array.values)
    if array.null_count and column.missing is not None:
        return array.fill_null(column.missing)
    return array


def _days(told: Any) -> Any:
    arrow = pyarrow()
    enough = arrow.compute.greater_equal(arrow.compute.utf8_length(told), _OF_DAY)
    days = arrow.compute.if_else(enough, arrow.compute.utf8_slice_codeunits(told, 0, _OF_DAY), None)
    return days.cast(arrow.date32())


def _pieces(lists: Any) -> Pieces:
    """The pieces in lists of them."""
    return Pieces(_owners(lists), _spans(lists.flatten()))


def _piece(each: Any) -> Pieces:
    """The pieces of those that have one."""
    return Pieces(np.flatnonzero(each.is_valid()), _spans(each))


def _spans(pairs: Any) -> Numbers:
    spans: Numbers = pairs.flatten().to_numpy().reshape(-1, 2)
    return spans


def _named(fields: Fields) -> Numbers:
    """Where those begin and end that say so in two fields, as far as they are there."""
    return np.column_stack([fields[name].drop_null().to_numpy() for name in ("start", "end")])


def _place(of: Numbers) -> Numbers:
    """For each, its number among those that belong to the same: what belongs together stands together."""
    if not len(of):
        return of
    first = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    lengths = np.diff(np.r_[first, len(of)])
    return np.arange(len(of)) - np.repeat(first, lengths)


def _articles(lot: Lot) -> Things:
    return lot.article | {"text": list(lot.texts)}, lot.record


def _actors(lot: Lot) -> Things:
    actors = lot.entries("actors")
    told = actors.fields
    plover, office = _fields(told["plover"]), _fields(told["office"])
    return lot.keys(actors), told, plover, office, told, _counted(told["mentions"])


def _counted(lists: Any) -> list[Any]:
    return [lists.value_lengths().fill_null(0).cast("int64")]


def _mentions(lot: Lot) -> Things:
    actors = lot.entries("actors")
    mentions, actor = _flat(actors.fields["mentions"])
    whole = Entries(mentions, actors.record[actor])
    return lot.keys(whole), [_taken(actors.fields["id"], actor)], mentions


def _taken(array: Any, places: Numbers) -> Any:
    return array.take(pyarrow().array(places))


def _times(lot: Lot) -> Things:
    times = lot.entries("times")
    return lot.keys(times), times.fields, times.fields


def _plain(name: str) -> Callable[[Lot], Things]:
    """Entries that stand in a table as they are."""

    def told(lot: Lot) -> Things:
        entries = lot.entries(name)
        return lot.keys(entries), entries.fields

    return told


def _documents(lot: Lot) -> Things:
    documents = lot.entries("documents")
    return lot.keys(documents), documents.fields, _counted(documents.fields["mentions"])


def _statements(lot: Lot) -> Things:
    said = lot.entries("statements")
    speaker = _fields(said.fields["speaker"])
    return lot.keys(said), said.fields, speaker, _time(said), *_found(lot, said, _pieces(said.fields["content"]))


def _events(lot: Lot) -> Things:
    events = lot.entries("events")
    found = _found(lot, events, _piece(events.fields["sentence"]))
    return lot.keys(events), events.fields, _time(events), _spot(events), *found


def _positions(lot: Lot) -> Things:
    held = lot.entries("positions")
    return lot.keys(held), held.fields, _time(held), *_found(lot, held, _pieces(held.fields["evidence"]))


def _meetings(lot: Lot) -> Things:
    met = lot.entries("meetings")
    return lot.keys(met), met.fields, _time(met), _spot(met), *_found(lot, met, _pieces(met.fields["evidence"]))


def _agenda(lot: Lot) -> Things:
    met = lot.entries("meetings")
    items, meeting = _flat(met.fields["agenda"])
    whole = Entries(items, met.record[meeting])
    return lot.keys(whole), [_taken(met.fields["id"], meeting), _place(meeting)], items


def _time(entries: Entries) -> Fields:
    return _fields(entries.fields["time"])


def _spot(entries: Entries) -> Fields:
    return _fields(entries.fields["place"])


def _found(lot: Lot, entries: Entries, pieces: Pieces) -> Things:
    """What every entry ends with: its words, its confidence, and how it came to be."""
    return _words(lot, entries, pieces), entries.fields, _fields(entries.fields["basis"])


def _words(lot: Lot, entries: Entries, pieces: Pieces) -> list[Any]:
    """The first offset, the last one and the words of each entry."""
    arrow = pyarrow()
    records = entries.record[pieces.of].tolist()
    texts = lot.texts
    told = [texts[record][start:end] for record, (start, end) in zip(records, pieces.spans.tolist(), strict=True)]
    counts = np.bincount(pieces.of, minlength=len(entries.record))
    if len(told) == len(counts) and (counts == 1).all():  # as nearly always
        return [pieces.spans[:, 0], pieces.spans[:, 1], told]
    after = np.cumsum(counts)
    before = after - counts
    edges = np.r_[pieces.spans, [[0, 0]]]  # one more, for what has none
    words = [
        " … ".join(told[start:end]) if end > start else None
        for start, end in zip(before.tolist(), after.tolist(), strict=True)
    ]
    none = counts == 0
    return [
        arrow.array(edges[before, 0], mask=none),
        arrow.array(edges[after - 1, 1], mask=none),
        arrow.array(words, arrow.string()),
    ]


class _Evidence:
    """The pieces of all entries, gathered kind by kind, and given as they stand in the records."""

    def __init__(self, lot: Lot) -> None:
        self._lot = lot
        self._order: list[Numbers] = []  # of the record, the kind and the entry in one number
        self._records: list[Numbers] = []
        self._ids: list[Any] = []
        self._roles: list[Numbers] = []
        self._parts: list[Numbers] = []
        self._spans: list[Numbers] = []
        self._names: list[str] = []

    def add(self, kind: int, entries: Entries, role: str, pieces: Pieces, parts: Numbers | None = None) -> None:
        """Add pieces of entries; those of one entry are given in the order in which they were added."""
        self.add_all(kind, entries, [role], np.zeros(len(pieces.of), np.int64), pieces, parts)

    def add_all(
        self, kind: int, entries: Entries, names: Sequence[str], roles: Numbers, pieces: Pieces,
        parts: Numbers | None = None,
    ) -> None:  # fmt: skip
        """The same with a role for each piece, by its place among the names."""
        records = entries.record[pieces.of]
        self._order.append((records << 35) + (kind << 32) + pieces.of)
        self._records.append(records)
        ids = entries.fields.get("id")
        nothing = pyarrow().nulls(len(pieces.of), pyarrow().string())
        self._ids.append(nothing if ids is None else _taken(ids, pieces.of))
        self._roles.append(roles + len(self._names))
        self._names += names
        self._parts.append(_place(pieces.of) if parts is None else parts)
        self._spans.append(pieces.spans)

    def columns(self) -> list[Any]:
        order = np.argsort(np.concatenate(self._order), kind="stable")
        records, roles, parts = (np.concatenate(each)[order] for each in (self._records, self._roles, self._parts))
        spans = np.concatenate(self._spans)[order]
        ids = _taken(pyarrow().concat_arrays(self._ids), order)
        names = _taken(pyarrow().array(self._names), roles)
        return [*self._lot.keys(Entries({}, records)), ids, names, parts, spans[:, 0], spans[:, 1]]


def _evidence(lot: Lot) -> Things:
    told = _Evidence(lot)
    articles = Entries({}, np.arange(len(lot.texts)))
    told.add(0, articles, "skipped", _pieces(lot.article["skipped"]))
    documents = lot.entries("documents")
    named, of = _flat(documents.fields["mentions"])
    told.add(1, documents, "document", Pieces(of, _named(named)))
    _said_in(lot, told)
    _done_in(lot, told)
    _met_in(lot, told)
    return (told.columns(),)


def _said_in(lot: Lot, told: _Evidence) -> None:
    said = lot.entries("statements")
    told.add(2, said, "content", _pieces(said.fields["content"]))
    told.add(2, said, "cue", _piece(said.fields["cue"]))
    speakers = said.fields["speaker"]
    told.add(2, said, "speaker", Pieces(np.flatnonzero(speakers.is_valid()), _named(_fields(speakers))))


def _done_in(lot: Lot, told: _Evidence) -> None:
    events = lot.entries("events")
    told.add(3, events, "trigger", _piece(events.fields["trigger"]))
    told.add(3, events, "sentence", _piece(events.fields["sentence"]))
    told.add(3, events, "also", _pieces(events.fields["also"]))
    positions = lot.entries("positions")
    told.add(4, positions, "position", _pieces(positions.fields["evidence"]))


def _met_in(lot: Lot, told: _Evidence) -> None:
    meetings = lot.entries("meetings")
    told.add(5, meetings, "meeting", _pieces(meetings.fields["evidence"]))
    items, meeting = _flat(meetings.fields["agenda"])
    numbers = _place(meeting)
    found = _pieces(items["evidence"])
    names = [f"agenda {number}" for number in range(int(numbers.max(initial=-1)) + 1)]
    told.add_all(5, meetings, names, numbers[found.of], Pieces(meeting[found.of], found.spans), _place(found.of))


_THINGS: dict[str, Callable[[Lot], Things]] = {
    "articles": _articles, "actors": _actors, "mentions": _mentions, "times": _times, "places": _plain("places"),
    "documents": _documents, "statements": _statements, "events": _events, "positions": _positions,
    "meetings": _meetings, "agenda": _agenda, "evidence": _evidence, "notes": _plain("notes"),
}  # fmt: skip
