"""Files of articles, here or in any storage that fsspec opens: which there are, and how they are cut and read.

A file is cut into stretches of a few hundred articles, each of which can be read alone. What a stretch gives is raw:
a line or a capture that nobody has looked into, since what looks into it may fail and is guarded.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Literal

from msgspec import Struct

from communique.errors import InputError, TextTooLong
from communique.lake.storage import files_at
from communique.sources import Known, Source, parse_line
from communique.sources.formats.packed import DAMAGED
from communique.sources.formats.tables import FIELDS, columns_of
from communique.sources.formats.warc import Capture, captures

Form = Literal["jsonl", "parquet", "warc"]

ENDINGS: dict[str, Form] = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonl.gz": "jsonl", ".ndjson.gz": "jsonl", ".parquet": "parquet",
    ".warc": "warc", ".warc.gz": "warc", ".wet": "warc", ".wet.gz": "warc",
}  # fmt: skip

LONGEST = 20_000_000
"""Bytes that a line may have; a longer one is passed over without being held."""

_CHUNK = 1 << 20
_ENDS = 1 << 16
_ROWS = 256


@dataclass(frozen=True, slots=True)
class Raw:
    """An article as it lies in its file.

    Attributes:
        number: Its line, row or record, from 1, as a user would look for it in the file.
        data: The line or the capture; None for a line that is too long to be held.
    """

    number: int
    data: bytes | Capture | None

    def read(self, known: Known, today: date) -> Source:
        """The article.

        Raises:
            InputError: There is none here; the message says why.
        """
        if isinstance(self.data, Capture):
            return self.data.read(known, today=today)
        if self.data is None:
            raise TextTooLong(
                f"Line {self.number:,} is longer than {LONGEST // 1_000_000} MB.", "Cut it into its articles."
            )
        return parse_line(self.data, self.number, known, today=today)


class Stretch(Struct, frozen=True):
    """Where some articles lie in their file.

    Attributes:
        start: Offset of the first, or in Parquet its row, from 0.
        stop: Offset after the last; of a web archive that of the last capture.
        first: Number of the first.
        count: How many there are.
    """

    start: int
    stop: int
    first: int
    count: int


class Input(Struct, frozen=True):
    """A file of articles.

    Attributes:
        path: As fsspec names it, with its protocol.
        form: What it is.
        size: Bytes.
        ends: Hash of its beginning and end: whether it is the file that it was.
    """

    path: str
    form: Form
    size: int
    ends: str


def find_inputs(where: str) -> list[Input]:
    """The files of a folder, with its folders, of a pattern (``s3://news/2019-*.jsonl``), or the one that is named.

    Raises:
        InputError: There is none, or it cannot be looked at.
        MissingExtra: What the address needs is not installed.
    """
    files, root = files_at(where)
    try:
        found = _found(files, root)
    except Exception as error:  # object stores have errors of their own kinds, such as for missing credentials
        raise InputError(f"'{where}' cannot be read: {_reason(error)}.", "Check the address.") from error
    if found is None:
        raise InputError(f"There is nothing at '{where}'.", "Check the path or the address.")
    if not found:
        raise InputError(f"'{where}' has no file of articles.", f"They end in {', '.join(ENDINGS)}.")
    return found


def _found(files: Any, root: str) -> list[Input] | None:
    """The files of articles; None where there is nothing at all."""
    if any(each in root for each in "*?["):
        found = files.glob(root)
    elif not files.exists(root):
        return None
    else:
        found = [root] if files.isfile(root) else files.find(root)
    paths = [str(path) for path in sorted(found) if form_of(str(path)) and not _hidden(str(path), root)]
    return [_input(files, path) for path in paths]


def form_of(path: str) -> Form | None:
    """What a file is by its ending; None for anything else."""
    name = path.lower().rsplit("/", 1)[-1]
    return next((form for ending, form in ENDINGS.items() if name.endswith(ending)), None)


def _hidden(path: str, root: str) -> bool:
    return any(part.startswith((".", "_")) for part in path.removeprefix(root).split("/"))


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _input(files: Any, path: str) -> Input:
    size = int(files.size(path))
    with files.open(path, "rb") as stream:
        ends = hashlib.blake2b(stream.read(_ENDS), digest_size=16)
        stream.seek(max(size - _ENDS, 0))
        ends.update(stream.read(_ENDS))
    form = form_of(path)
    assert form is not None  # noqa: S101 - only such files are asked about
    return Input(str(files.unstrip_protocol(path)), form, size, ends.hexdigest())


def known_of(found: Input, known: Known) -> Known:
    """What is known of the articles of a file once it is read raw: the columns of a table have their own names then."""
    return replace(known, columns={}) if found.form == "parquet" else known


def open_input(found: Input) -> Any:
    """The file as a stream of bytes, unpacked where it is packed as a whole."""
    files, path = files_at(found.path)
    if found.form == "jsonl" and path.lower().endswith(".gz"):
        return files.open(path, "rb", compression="gzip")
    return files.open(path, "rb")


def read_stretch(found: Input, stretch: Stretch, known: Known) -> Iterator[Raw]:
    """The articles of a stretch, in order.

    Raises:
        InputError: The file cannot be read.
    """
    try:
        with open_input(found) as stream:
            for _start, _stop, raw in _READERS[found.form](stream, stretch, found, known):
                yield raw
    except DAMAGED as error:
        raise InputError(f"'{found.path}' cannot be read: {_reason(error)}.", "Check the address.") from error


def cut(found: Input, known: Known, size: int) -> Iterator[tuple[Stretch, list[Raw]]]:
    """A whole file in stretches of ``size`` articles; the last one has what is left.

    Raises:
        InputError: The file cannot be read in its form.
    """
    try:
        with open_input(found) as stream:
            pieces = _READERS[found.form](stream, Stretch(0, _END, 1, _END), found, known)
            held: list[tuple[int, int, Raw]] = []
            for piece in pieces:
                held.append(piece)
                if len(held) == size:
                    yield _joined(held)
                    held = []
            if held:
                yield _joined(held)
    except DAMAGED as error:
        raise InputError(f"'{found.path}' cannot be read: {error}.", "Check it, or fetch it again.") from error


_END = 1 << 62


def _joined(held: list[tuple[int, int, Raw]]) -> tuple[Stretch, list[Raw]]:
    raws = [raw for _, _, raw in held]
    return Stretch(held[0][0], held[-1][1], raws[0].number, len(raws)), raws


def _lines(stream: BinaryIO, stretch: Stretch, _found: Input, _known: Known) -> Iterator[tuple[int, int, Raw]]:
    """Lines that hold something, each with where it starts and where it ends."""
    stream.seek(stretch.start)
    number, left = stretch.first - 1, stretch.count
    for start, stop, line in split(stream, stretch.start):
        if start >= stretch.stop or not left:
            return
        number += 1
        bare = line.removeprefix(b"\xef\xbb\xbf") if line is not None and start == 0 else line
        if bare is None or bare.strip():
            left -= 1
            yield start, stop, Raw(number, bare)


def split(stream: BinaryIO, start: int = 0, longest: int = LONGEST) -> Iterator[tuple[int, int, bytes | None]]:
    """The lines of a stream with their offsets; None in the place of a line longer than ``longest``, which is not held.

    Args:
        stream: Any stream of bytes, at the beginning of a line.
        start: The offset at which it stands.
        longest: Bytes that are held at most.
    """
    held = bytearray()
    length = 0  # of the line that is being read, which 'held' may no longer have
    while chunk := stream.read(_CHUNK):
        at = 0
        while (end := chunk.find(b"\n", at)) >= 0:
            length += end + 1 - at
            line = None if length > longest else bytes(held) + chunk[at : end + 1]
            yield start, start + length, line
            start, length, at = start + length, 0, end + 1
            held.clear()
        length += len(chunk) - at
        if length > longest:
            held.clear()
        else:
            held += chunk[at:]
    if length:
        yield start, start + length, None if length > longest else bytes(held)


def _rows(stream: BinaryIO, stretch: Stretch, found: Input, known: Known) -> Iterator[tuple[int, int, Raw]]:
    """Rows of a Parquet table, each as a line of JSON."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(stream)
        columns = columns_of(table.schema_arrow.names, known.columns, Path(found.path).name)
        names = sorted(set(columns.values()))
        ends = list(itertools.accumulate(table.metadata.row_group(n).num_rows for n in range(table.num_row_groups)))
        groups = [n for n, end in enumerate(ends) if end > stretch.start and (n == 0 or ends[n - 1] < stretch.stop)]
        at = ends[groups[0] - 1] if groups and groups[0] else 0
        for batch in table.iter_batches(_ROWS, row_groups=groups, columns=names):
            if at < stretch.stop and at + len(batch) > stretch.start:
                for row, fields in enumerate(batch.to_pylist(), start=at):
                    if stretch.start <= row < stretch.stop:
                        yield row, row + 1, Raw(row + 1, _as_line(fields, columns))
            at += len(batch)
    except pa.ArrowException as error:
        reason = str(error).rstrip(".")
        raise InputError(f"'{found.path}' is no Parquet file: {reason}.", "Write it again.") from error


def _as_line(row: dict[str, Any], columns: Mapping[str, str]) -> bytes:
    fields = {field: row.get(columns[field]) for field in FIELDS if field in columns}
    return json.dumps({name: _as_text(value) for name, value in fields.items()}, ensure_ascii=False).encode()


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _captures(stream: BinaryIO, stretch: Stretch, found: Input, _known: Known) -> Iterator[tuple[int, int, Raw]]:
    stream.seek(stretch.start)
    for capture in itertools.islice(captures(stream, found.path), stretch.count):
        yield capture.offset, capture.offset, Raw(stretch.first + capture.number - 1, capture)


_READERS = {"jsonl": _lines, "parquet": _rows, "warc": _captures}
