"""Tables compiled once into a file that is looked up and never loaded.

Reading the registry and the gazetteer from their sources takes seconds and hundreds of megabytes, and a text
needs a few hundred of their entries. So both are compiled at their first use into a file in the user's cache
folder (:mod:`communique.vocabulary.cache`); from then on it is mapped into memory and searched by hash. Where
the folder cannot be written, the compiled table is kept in memory.

The file: 8 bytes of magic; as unsigned 32-bit integers in the machine's order the number of entries, for each
of as many buckets the index of its first entry, and for each entry its offset, both lists with the end behind;
then the entries in order of their buckets, each a key in UTF-8, a zero byte, and a value.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import itertools
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Generic, TypeVar

import msgspec

from communique.vocabulary import cache

Value = TypeVar("Value")
Default = TypeVar("Default")

_MAGIC = b"CMQTAB2\n"
_HEAD = len(_MAGIC) + 4


class Table:
    """Keys with values, over the bytes of a compiled file.

    Raises:
        ValueError: The bytes are no compiled table, or some are missing.
    """

    def __init__(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        if len(data) < _HEAD + 4 or view[: len(_MAGIC)] != _MAGIC:
            raise ValueError("not a compiled table")
        self._data = view
        self._count = int.from_bytes(view[len(_MAGIC) : _HEAD], sys.byteorder)
        end = _HEAD + 8 * (self._count + 1)
        if len(data) < end:
            raise ValueError("a compiled table is cut off")
        numbers = view[_HEAD:end].cast("I")
        self._buckets, self._offsets = numbers[: self._count + 1], numbers[self._count + 1 :]
        if self._offsets[self._count] != len(data):
            raise ValueError("a compiled table is cut off")

    def get(self, key: str) -> bytes | None:
        """The value of a key; None when there is no such key."""
        if not self._count or "\0" in key:
            return None
        wanted = _encoded(key)
        bucket = zlib.crc32(wanted) % self._count
        for index in range(self._buckets[bucket], self._buckets[bucket + 1]):
            entry = bytes(self._data[self._offsets[index] : self._offsets[index + 1]])
            if entry.startswith(wanted):
                return entry[len(wanted) :]
        return None


def _encoded(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass") + b"\0"


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
    """The bytes of a compiled table of these entries; of two with one key the later counts.

    Raises:
        ValueError: A key holds a zero, which ends a key in the file.
    """
    encoded = {_encoded(key): value for key, value in entries}
    if any(key.count(0) > 1 for key in encoded):
        raise ValueError("a key with a zero in it")
    keys = sorted(encoded, key=lambda key: (zlib.crc32(key) % len(encoded), key))
    sizes = array("I", [0]) * len(keys)
    for key in keys:
        sizes[zlib.crc32(key) % len(keys)] += 1
    buckets = itertools.accumulate(sizes, initial=0)
    lines = [key + encoded[key] for key in keys]
    offsets = itertools.accumulate(map(len, lines), initial=_HEAD + 8 * (len(lines) + 1))
    numbers = array("I", [len(lines), *buckets, *offsets])
    return b"".join([_MAGIC, numbers.tobytes(), *lines])


def compiled(name: str, fingerprint: str, entries: Callable[[], Iterable[tuple[str, bytes]]]) -> Table:
    """The compiled table of this name, made at its first use.

    Args:
        name: What the table holds.
        fingerprint: Changes whenever what the table is made from does.
        entries: Makes keys and values; called only when there is no file yet.
    """
    named = f"{fingerprint}-{sys.byteorder}"
    known = cache.kept(name, named)
    if known is not None:
        with contextlib.suppress(ValueError):
            return Table(known)
    collecting = gc.isenabled()
    gc.disable()  # hundreds of thousands of small objects are made and none is freed
    try:
        data = join(entries())
    finally:
        if collecting:
            gc.enable()
    cache.keep(name, named, data)
    return Table(data)


def fingerprint_of(sources: Iterable[Traversable], *versions: str) -> str:
    """A short hash of the content of these files, and of versions of what has no file."""
    total = hashlib.sha256("\n".join(versions).encode())
    for each in sources:
        total.update(each.name.encode() + b"\0")
        total.update(each.read_bytes())
    return total.hexdigest()[:16]
