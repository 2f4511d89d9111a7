"""What is to be done: the input cut into units, written down beside the lake before anything is coded.

::

    bulk/plan.json              what was known of the articles, and the day on which the plan was begun
    bulk/inputs/00000.json      a file of the input and its units
    bulk/inputs/00000.keys      a Parquet table with hashes of its articles' ids; 00000.1.keys where they are many

A unit's name says its file and its place in it, so the same input gives the same units, whoever codes them. Of articles
with one id the first counts, and the plan knows which that is, so no two workers have to agree on it. Files may be
added to an input that has been coded; its files may not change.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct

from communique.cluster.ids import HASH, Ids
from communique.cluster.inputs import Input, Raw, Stretch, cut, find_inputs, known_of
from communique.errors import BrokenArchive, InputError
from communique.sources import Known
from communique.sources.formats.warc import Capture

if TYPE_CHECKING:
    from communique.lake.storage import Storage

FOLDER = "bulk"
_PLAN = f"{FOLDER}/plan.json"
_INPUTS = f"{FOLDER}/inputs"
_Shape = TypeVar("_Shape")


class Head(Struct, frozen=True):
    """What holds for the whole plan, so that a run that is taken up codes in the same way.

    Attributes:
        size: Articles to a unit.
        today: The day against which dates count as future, ISO 8601.
        published: Day of articles that do not tell one.
        outlet: Outlet of articles that do not name one.
        columns: Which column or key holds which field.
    """

    size: int
    today: str
    published: str | None = None
    outlet: str | None = None
    columns: dict[str, str] = {}

    @property
    def known(self) -> Known:
        """What is known of all articles."""
        return Known(published=self.published, outlet=self.outlet, columns=self.columns)


class Twin(Struct, frozen=True):
    """An article whose id stands before it: its number in its file, the id, and where that stands first."""

    number: int
    id: str | None
    first: str


class UnitPlan(Struct, frozen=True):
    """Articles that are coded and committed together."""

    name: str
    stretch: Stretch
    twins: tuple[Twin, ...] = ()


class InputPlan(Struct, frozen=True):
    """A file and its units; ``error`` says why it cannot be read to its end."""

    input: Input
    units: tuple[UnitPlan, ...]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A unit with all that a worker has to know to code it."""

    unit: UnitPlan
    input: Input
    head: Head

    @property
    def today(self) -> date:
        """The day against which dates count as future."""
        return date.fromisoformat(self.head.today)


class Plan:
    """The plan of a lake.

    Args:
        storage: Where the lake lies.
        head: What is to hold for a plan that is new.

    Attributes:
        head: What holds.
        inputs: The files, in the order in which they were taken in.
        broken: Of the files that were there when :meth:`add` was called, those that cannot be read to their end.

    Raises:
        InputError: The plan that is there was made with other options.
        BrokenArchive: The plan that is there is damaged.
    """

    def __init__(self, storage: Storage, head: Head) -> None:
        self._storage = storage
        there = storage.read(_PLAN)
        self.head = _decoded(there, Head, storage.address(_PLAN)) if there else head
        if msgspec.structs.replace(head, today=self.head.today) != self.head:
            raise InputError(
                f"'{storage.where}' was begun with {_told(self.head)}, and not with {_told(head)}.",
                "Give the same ones, or name another folder for the lake.",
            )
        if there is None:
            storage.put(_PLAN, msgspec.json.encode(head) + b"\n")
        self.broken: list[InputPlan] = []
        self.inputs = [self._read(n) for n in range(self._there())]

    def _there(self) -> int:
        names = {name for name in self._storage.names(_INPUTS) if name.endswith(".json")}
        return next(n for n in range(len(names) + 1) if f"{n:05}.json" not in names)

    def _read(self, number: int) -> InputPlan:
        name = f"{_INPUTS}/{number:05}.json"
        return _decoded(self._storage.read(name) or b"", InputPlan, self._storage.address(name))

    def add(self, where: str, progress: Callable[[str], None]) -> None:
        """Take in the files that are new.

        Args:
            where: A file, a folder or a pattern.
            progress: Called with the name of each file that is looked through.

        Raises:
            InputError: A file has changed since it was planned, or there is none.
        """
        planned = {each.input.path: each for each in self.inputs}
        ids = Ids()
        fresh = []
        for found in find_inputs(where):
            before = planned.get(found.path)
            if before is not None and before.input != found:
                if not before.units:  # nothing of it could be read: it may have been mended
                    fresh.append(found)
                    continue
                raise InputError(
                    f"'{found.path}' is no longer the file that it was when the lake was begun.",
                    "Put what is new into a file of its own, or name another folder for the lake.",
                )
            if before is None:
                fresh.append(found)
            elif before.error is not None:
                self.broken.append(before)
        if not fresh:
            return
        for number, each in enumerate(self.inputs):
            ids.begin(each.input.path)
            for part in itertools.count():
                data = self._storage.read(_keys(number, part))
                if data is None:
                    break
                ids.load(data)
        for found in fresh:
            progress(found.path)
            self._take(found, ids)
        ids.close()

    def _take(self, found: Input, ids: Ids) -> None:
        number = len(self.inputs)
        units: list[UnitPlan] = []
        error = None
        parts = itertools.count()
        ids.begin(found.path)
        try:
            for stretch, raws in cut(found, self.head.known, self.head.size):
                twins = tuple(_twins(ids, raws, known_of(found, self.head.known), date.fromisoformat(self.head.today)))
                units.append(UnitPlan(f"{number:05}-{len(units):07}", stretch, twins))
                if ids.is_full:
                    self._storage.put(_keys(number, next(parts)), ids.dump())
        except InputError as caught:  # what stands before the break is coded
            error = str(caught)
        made = InputPlan(found, tuple(units), error)
        last = next(parts)
        self._storage.put(_keys(number, last), ids.dump())
        self._storage.drop(_keys(number, last + 1))  # of an attempt that was cut off
        self._storage.put(f"{_INPUTS}/{number:05}.json", msgspec.json.encode(made) + b"\n")
        self.inputs.append(made)
        if error is not None:
            self.broken.append(made)

    def tasks(self) -> Iterator[Task]:
        """Every unit, in order."""
        for each in self.inputs:
            for unit in each.units:
                yield Task(unit, each.input, self.head)


def new_head(size: int, known: Known) -> Head:
    """The head of a plan that begins today."""
    today = datetime.now(tz=UTC).date().isoformat()
    return Head(size, today, known.published, known.outlet, dict(known.columns))


def _decoded(data: bytes, shape: type[_Shape], where: str) -> _Shape:
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise BrokenArchive(
            f"'{where}' is damaged: {error}.", "Put it back from a copy, or name another folder for the lake."
        ) from error


def _told(head: Head) -> str:
    told = {"unit size": head.size, "published": head.published, "outlet": head.outlet, **head.columns}
    return ", ".join(f"{name} {value}" for name, value in told.items() if value)


def _keys(number: int, part: int) -> str:
    return f"{_INPUTS}/{number:05}{f'.{part}' if part else ''}.keys"


def _twins(ids: Ids, raws: list[Raw], known: Known, today: date) -> Iterator[Twin]:
    """Those of a stretch whose ids came before."""
    for raw in raws:
        found = _identity(raw, known, today)
        first = ids.add(found[1], raw.number) if found else None
        if found and first:
            yield Twin(raw.number, found[0], first)


def _identity(raw: Raw, known: Known, today: date) -> tuple[str | None, bytes] | None:
    """What tells an article from others, and its hash; None where it cannot be read.

    A capture of the web is known by its address and its bytes: to extract its text takes long, and may loop.
    """
    if isinstance(raw.data, Capture):
        if raw.data.error is not None:
            return None
        return raw.data.address, _hash(str(raw.data.address).encode(), raw.data.data)
    try:
        id = raw.read(known, today).article.id
    except InputError:
        return None
    return id, _hash(id.encode("utf-8", "surrogatepass"))


def _hash(*parts: bytes) -> bytes:
    made: Any = hashlib.blake2b(digest_size=HASH)
    for part in parts:
        made.update(len(part).to_bytes(8) + part)
    return bytes(made.digest())
