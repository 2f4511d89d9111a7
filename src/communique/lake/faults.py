"""What of a lake is missing or damaged, and what the rest is."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from communique.errors import BrokenArchive, PartlyRead
from communique.lake.layout import Part, Unit
from communique.lake.schemas import SUMMARIES
from communique.lake.storage import Storage
from communique.lake.writing import manifest, units

MEND = "Write its unit again, or take its manifest away."

_ATTEMPTS = 5
_READERS = 16  # files that are looked at at once: an object store answers slowly, but many at a time


def left_whole(storage: Storage) -> Iterator[Unit]:
    """The units whose manifests can be read; the others are told in a warning.

    Raises:
        NewerArchive: A newer version wrote one.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        found: list[Unit] = []
        gone = False
        for name in units(storage):
            try:
                made = manifest(storage, name)
            except BrokenArchive as error:
                if attempt == 1:
                    warnings.warn(PartlyRead(f"{error} The answers are without this unit."), stacklevel=3)
                continue
            if made is None:  # joined with others since the names were read: their manifest is there now
                gone = True
            else:
                found.append(made)
        if not gone:
            break
    yield from found


def faults(storage: Storage, parts: Sequence[Part], *, thorough: bool = False) -> dict[str, str]:
    """The files that are not as their manifests say, with what is wrong with each.

    Args:
        storage: Where they are.
        parts: Which are looked at.
        thorough: Whether all their bytes are read in any case; else only where all are there in their lengths.
    """
    if not thorough:
        found = _each(parts, lambda part: _length(storage, part))
        if found:
            return found
    return _each(parts, lambda part: _bytes(storage, part))


def _each(parts: Sequence[Part], look: Callable[[Part], str | None]) -> dict[str, str]:
    with ThreadPoolExecutor(_READERS) as pool:
        return {part.path: fault for part, fault in zip(parts, pool.map(look, parts), strict=True) if fault}


def _length(storage: Storage, part: Part) -> str | None:
    length = storage.length(part.path)
    if length is None:
        return "is missing"
    return "is damaged" if length != part.bytes else None


def _bytes(storage: Storage, part: Part) -> str | None:
    data = storage.read(part.path)
    if data is None:
        return "is missing"
    return "is damaged" if hashlib.sha256(data).hexdigest() != part.sha256 else None


def beside(found: Iterable[Unit], bad: Mapping[str, str]) -> list[Part]:
    """The files that cannot be read without those that are damaged: all of the same articles.

    Without its actors nothing of a unit can be read, and without one of its tables nothing of that month and outlet.
    What sums a unit up is read without the rest, and the rest without it.
    """
    gone = []
    for unit in found:
        lost = [part for part in unit.parts if part.path in bad]
        places = {(part.month, part.outlet) for part in lost if part.table not in SUMMARIES}
        actors = any(part.table == "actors" for part in lost)
        gone += [part for part in unit.parts if actors or part in lost or (part.month, part.outlet) in places]
    return gone


def told(storage: Storage, bad: Mapping[str, str], gone: Iterable[Part]) -> str:
    """What is wrong, and what the answers are without."""
    files = "; ".join(f"'{storage.address(path)}' {fault}" for path, fault in sorted(bad.items()))
    lost = [part for part in gone if part.table == "articles"]
    if not lost:
        return f"{files}. The answers are whole, but come slower. {MEND}"
    where = sorted({f"{part.month} {part.outlet or 'without an outlet'}" for part in lost})
    articles = sum(part.rows for part in lost)
    return f"{files}. The answers are without {articles:,} articles ({', '.join(where)}). {MEND}"
