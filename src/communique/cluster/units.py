"""One unit from its file to the lake: what a worker does, the same in every engine.

The worker itself only reads raw lines and hands on bytes. What may loop, crash or eat the memory (extracting a text,
coding it, writing Parquet) is done in its guarded process, which loads the model once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

import msgspec
from msgspec import Struct

from communique.cluster.coding import article_batch, code_batch, warm_up
from communique.cluster.guard import ATTEMPTS, Died, Guard, TookTooLong
from communique.cluster.inputs import Raw, known_of, read_stretch
from communique.cluster.plan import FOLDER, Task, UnitPlan
from communique.errors import CommuniqueError, InputError
from communique.lake import LakeWriter, Unit
from communique.lake.layout import Head
from communique.lake.storage import Storage
from communique.parse.encoder import use_device
from communique.record import Record
from communique.sources import Known
from communique.sources.formats.warc import Capture

AGAIN = frozenset({"TookTooLong", "Died", "Failed"})
"""Reasons that may not hold another time: with a longer limit, more memory, a better coder."""

_PROBE = 4_000_000

# msgspec makes a type ready when it is first read; that is done here, before several threads would do it at once.
_READY = tuple(msgspec.json.Decoder(each) for each in (Unit, Head))


@dataclass(frozen=True, slots=True)
class Job:
    """What holds for all units of a run.

    Attributes:
        output: Where the lake lies.
        limit: Seconds that one article may take.
        again: Whether units are coded that are there already: those of which something is to be tried again.
        device: What the encoder runs on, by name; None leaves it to the settings of each machine.
    """

    output: str
    limit: float = 300.0
    again: bool = False
    device: str | None = None


class Aside(Struct, frozen=True, kw_only=True):
    """An article that was set aside.

    Attributes:
        unit: The unit that it belongs to.
        file: The file that it stands in.
        number: Its line, row or record there, from 1.
        id: Its id, or the address of a capture, where it has one.
        error: The kind of error.
        message: What happened, and what to do.
    """

    unit: str
    file: str
    number: int
    id: str | None
    error: str
    message: str


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of a unit: ``done`` now, ``there`` already, or ``failed``, and then it is as if it had not begun."""

    unit: str
    state: Literal["done", "there", "failed"]
    records: int = 0
    aside: tuple[Aside, ...] = ()
    message: str = ""


class Tick(Struct, frozen=True):
    """How many articles of a unit have been dealt with so far."""

    unit: str
    done: int


Coded = tuple[bytes | None, str | None, str, str]
"""Record in JSON, or None; id; kind of error; message."""


def get_ready(device: str | None = None) -> None:
    """Load what this module and coding need; done in the guarded process, before any article's time counts."""
    if device is not None:
        use_device(device)
    warm_up()


def code_raw(raw: Raw, known: Known, today: date) -> Coded:
    """Read and code one article; done in the guarded process."""
    try:
        source = raw.read(known, today)
    except CommuniqueError as error:
        return None, None, type(error).__name__, str(error)
    except Exception as error:  # noqa: BLE001 - extraction meets everything that the web has
        return None, None, "Failed", f"It could not be read: {error!r}."
    (row,) = code_batch(article_batch([source])).to_pylist()
    return row["record"], source.article.id, row["error"] or "", row["message"] or ""


def write_unit(output: str, unit: str, records: Sequence[bytes], about: dict[str, object]) -> int:
    """Commit a unit; done in the guarded process. Returns the number of articles."""
    return LakeWriter(output).commit(unit, [Record.from_json(each) for each in records], about).articles


class UnitWorker:
    """Codes units, one after the other.

    Args:
        job: The run.
        tell: Called with a tick after each article.
    """

    def __init__(self, job: Job, tell: Callable[[Tick], None] | None = None) -> None:
        self._job, self._tell = job, tell or (lambda _tick: None)
        self._guard = Guard(partial(get_ready, job.device))
        self._storage: Storage | None = None
        self._full = False

    def close(self) -> None:
        """End the guarded process."""
        self._guard.close()

    def run(self, task: Task) -> Outcome:
        """Code a unit and commit it; nothing that goes wrong is raised."""
        try:
            return self._run(task)
        except CommuniqueError as error:
            return Outcome(unit=task.unit.name, state="failed", message=str(error))
        except Exception as error:  # noqa: BLE001 - one unit must never cost the others theirs
            return Outcome(unit=task.unit.name, state="failed", message=f"It could not be coded: {error!r}.")

    def _run(self, task: Task) -> Outcome:
        storage = self._open()
        if not self._job.again:
            there = LakeWriter(self._job.output).unit(task.unit.name)
            if there is not None:
                return Outcome(unit=task.unit.name, state="there", records=there.articles)
        if self._full:
            storage.put(f"{FOLDER}/probe", bytes(_PROBE))  # to code for a full disk would be in vain
            storage.drop(f"{FOLDER}/probe")
            self._full = False
        records, aside = self._code(task)
        about = {"input": msgspec.to_builtins(task.input), "aside": msgspec.to_builtins(aside)}
        count = self._write(task.unit.name, records, about)
        return Outcome(unit=task.unit.name, state="done", records=count, aside=tuple(aside))

    def _open(self) -> Storage:
        if self._storage is None:
            self._storage = Storage(self._job.output)
        return self._storage

    def _code(self, task: Task) -> tuple[list[bytes], list[Aside]]:
        twins = {each.number: each for each in task.unit.twins}
        known = known_of(task.input, task.head.known)
        records: list[bytes] = []
        aside: list[Aside] = []
        for done, raw in enumerate(read_stretch(task.input, task.unit.stretch, task.head.known), start=1):
            twin = twins.get(raw.number)
            if twin is None:
                record, id, error, message = self._guarded(raw, known, task.today)
            else:
                record, id, error = None, twin.id, "Duplicate"
                message = f"It stands at {twin.first} already."
            if record is not None:
                records.append(record)
            else:
                told = (id or _id_of(raw, known, task.today), error, message)
                aside.append(_aside(task, raw.number, *told))
            self._tell(Tick(task.unit.name, done))
        return records, aside

    def _guarded(self, raw: Raw, known: Known, today: date) -> Coded:
        try:
            return self._guard.insist(code_raw, raw, known, today, limit=self._job.limit)
        except TookTooLong:
            words = f"It took longer than {self._job.limit:g} seconds and was stopped."
            return None, None, "TookTooLong", f"{words} Cut the text, or give more time with --limit."
        except Died as error:
            words = f"The process that coded it died {ATTEMPTS} times: {error} Cut the text or add memory."
            return None, None, "Died", words

    def _write(self, unit: str, records: Sequence[bytes], about: dict[str, object]) -> int:
        try:
            return self._guard.insist(write_unit, self._job.output, unit, records, about)
        except CommuniqueError:
            self._full = True
            raise


def _id_of(raw: Raw, known: Known, today: date) -> str | None:
    """The id of an article of which nothing came back, or a capture's address. A line is safe to read here."""
    if isinstance(raw.data, Capture):
        return raw.data.address
    with contextlib.suppress(InputError):
        return raw.read(known, today).article.id
    return None


def _aside(task: Task, number: int, id: str | None, error: str, message: str) -> Aside:
    unit: UnitPlan = task.unit
    return Aside(unit=unit.name, file=task.input.path, number=number, id=id, error=error, message=message)
