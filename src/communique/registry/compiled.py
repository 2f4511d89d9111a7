"""Tables compiled once into a file that is looked up and never loaded.

Reading the registry and the gazetteer from their sources takes seconds and hundreds of megabytes, and a text
needs a few hundred of their entries. So both are compiled at their first use into a sorted file in the user's
cache folder, named after a fingerprint of what it was made from; from then on it is mapped into memory and
searched by bisection. Where the folder cannot be written, the compiled table is kept in memory.

The file: 8 bytes of magic, the number of entries, the entries' offsets (unsigned 32-bit integers in the
machine's order), then the entries in order of their keys, each a key in UTF-8, a zero byte, and a value.
"""

from __future__ import annotations

import bisect
import contextlib
import gc
import hashlib
import mmap
import os
import sys
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

Value = TypeVar("Value")
Default = TypeVar("Default")

_MAGIC = b"CMQTAB1\n"
_HEAD = len(_MAGIC) + 4
_KEPT = 3  # files of one table: other installations may use them


class Table:
    """Sorted keys with values, over the bytes of a compiled file.

    Raises:
        ValueError: The bytes are no compiled table, or some are missing.
    """

    def __init__(self, data: bytes | mmap.mmap) -> None:
        view = memoryview(data)
        if len(data) < _HEAD + 4 or view[: len(_MAGIC)] != _MAGIC:
            raise ValueError("not a compiled table")
        self._data = data
        self._count = int.from_bytes(view[len(_MAGIC) : _HEAD], sys.byteorder)
        end = _HEAD + 4 * (self._count + 1)
        if len(data) < end:
            raise ValueError("a compiled table is cut off")
        self._offsets = view[_HEAD:end].cast("I")
        if self._offsets[self._count] != len(data):
            raise ValueError("a compiled table is cut off")

    def get(self, key: str) -> bytes | None:
        """The value of a key; None when there is no such key."""
        wanted = key.encode("utf-8", "surrogatepass")
        index = bisect.bisect_left(range(self._count), wanted, key=self._key)
        if index == self._count:
            return None
        found, _, value = self._entry(index).partition(b"\0")
        return value if found == wanted else None

    def _entry(self, index: int) -> bytes:
        return self._data[self._offsets[index] : self._offsets[index + 1]]

    def _key(self, index: int) -> bytes:
        return self._entry(index).partition(b"\0")[0]


class Lookup(Generic[Value]):
    """One sort of entries of a table, decoded when they are asked for and then kept.

    Args:
        table: The compiled table.
        sort: What the keys of this sort start with.
        shape: The type of the values.
    """

    def __init__(self, table: Table, sort: str, shape: type[Value]) -> None:
        self._table = table
        self._sort = sort
        self._decode = msgspec.msgpack.Decoder(shape).decode
        self._known: dict[str, Value | None] = {}

    def find(self, key: str) -> Value | None:
        """The value of a key; None when there is none."""
        if key in self._known:
            return self._known[key]
        packed = self._table.get(self._sort + key)
        value = None if packed is None else self._decode(packed)
        if len(self._known) > 50_000:
            self._known.clear()
        self._known[key] = value
        return value

    def get(self, key: str, default: Default) -> Value | Default:
        """The value of a key, or the default."""
        value = self.find(key)
        return default if value is None else value

    def __getitem__(self, key: str) -> Value:
        value = self.find(key)
        if value is None:
            raise KeyError(key)
        return value


def packed(sort: str, values: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    """The entries of one sort, ready for :func:`compiled`."""
    encode = msgspec.msgpack.Encoder().encode
    for key, value in values.items():
        yield sort + key, encode(value)


def join(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """The bytes of a compiled table of these entries; of two with one key the later counts."""
    encoded = {key.encode("utf-8", "surrogatepass"): value for key, value in entries}
    lines = [key + b"\0" + encoded[key] for key in sorted(encoded)]
    offsets = array("I", [0]) * (len(lines) + 1)
    at = _HEAD + 4 * len(offsets)
    for index, line in enumerate(lines):
        offsets[index] = at
        at += len(line)
    offsets[len(lines)] = at
    return b"".join([_MAGIC, len(lines).to_bytes(4, sys.byteorder), offsets.tobytes(), *lines])


def compiled(name: str, fingerprint: str, entries: Callable[[], Iterable[tuple[str, bytes]]]) -> Table:
    """The compiled table of this name, made at its first use.

    Args:
        name: What the table holds.
        fingerprint: Changes whenever what the table is made from does.
        entries: Makes keys and values; called only when there is no file yet.
    """
    file = cache_folder() / f"{name}-{fingerprint}-{sys.byteorder}.table"
    with contextlib.suppress(OSError, ValueError), file.open("rb") as stream:
        return Table(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    collecting = gc.isenabled()
    gc.disable()  # hundreds of thousands of small objects are made and none is freed
    try:
        data = join(entries())
    finally:
        if collecting:
            gc.enable()
    with contextlib.suppress(OSError):
        _write(file, data)
        _tidy(file, name)
    return Table(data)


def cache_folder() -> Path:
    """The user's cache folder: ``COMMUNIQUE_CACHE`` if that is set, else the system's usual place."""
    chosen = os.environ.get("COMMUNIQUE_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/AppData/Local")  # noqa: PTH111
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")  # noqa: PTH111 - never raises, unlike Path.home
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    return Path(base) / "communique"


def _write(file: Path, data: bytes) -> None:
    """Write a file whole or not at all: readers in other processes never see half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(part).replace(file)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise


def _tidy(file: Path, name: str) -> None:
    """Drop the oldest files of a table beyond the few that other installations may use."""
    files = sorted(file.parent.glob(f"{name}-*.table"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in files[_KEPT:]:
        if old != file:
            old.unlink(missing_ok=True)


def fingerprint_of(sources: Iterable[Traversable], *versions: str) -> str:
    """A short hash of the content of these files, and of versions of what has no file."""
    total = hashlib.sha256("\n".join(versions).encode())
    for each in sources:
        total.update(each.name.encode() + b"\0")
        total.update(each.read_bytes())
    return total.hexdigest()[:16]
