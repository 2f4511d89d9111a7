"""A whole run: plan, code what is not there, and report what was set aside and what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

from communique.cluster.engines import ENGINES, engine
from communique.cluster.plan import Plan, Task, new_head
from communique.cluster.units import AGAIN, Aside, Job, Outcome, Tick
from communique.errors import ArchiveError, InputError
from communique.lake import LakeWriter, Unit, Versions
from communique.pipeline import versions
from communique.sources import Known

ASIDE = "aside.jsonl"
"""The file of what was set aside, in the lake's folder."""

_READERS = 16  # manifests that are read at once: an object store answers slowly, but many at a time

Progress = Callable[[str, int, int], None]


class Failure(Struct, frozen=True):
    """A unit, or a file of the input, that could not be done this time, and why."""

    what: str
    message: str


@dataclass(slots=True)
class Summary:
    """What a run did.

    Attributes:
        units: Units there are.
        there: Of them, those that were there before.
        records: Records in the lake from this input.
        aside: Articles set aside, by kind of error.
        failures: What could not be done; another run takes it up.
    """

    units: int = 0
    there: int = 0
    records: int = 0
    aside: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is done.

    Attributes:
        engine: One of :data:`~communique.cluster.engines.ENGINES`.
        workers: Processes, actors or tasks that code at once.
        cluster: The address of the Ray or Spark cluster; None starts one on this machine.
        known: What is known of all articles: outlet, day, which column holds what.
        size: Articles to a unit, that is, what a worker that dies loses at most.
        limit: Seconds that one article may take before it is stopped and set aside.
        again: Also code units anew of which an article took too long, killed its process or made a coder fail.
        device: What the encoder of each worker runs on; None leaves it to the settings of each machine.
    """

    engine: str = "local"
    workers: int = 1
    cluster: str | None = None
    known: Known = field(default_factory=Known)
    size: int = 200
    limit: float = 300.0
    again: bool = False
    device: str | None = None


def run_bulk(source: str, output: str, settings: Settings | None = None, progress: Progress | None = None) -> Summary:
    """Code files of articles into a lake; a run that was cut off is taken up, and one that is done is left as it is.

    Args:
        source: A file, a folder or a pattern: JSON lines, Parquet, WARC; here, or wherever fsspec reaches.
        output: The lake's folder or address; made when there is none.
        settings: How it is done.
        progress: Called with what is being done, how many articles are done and how many there are.

    Raises:
        InputError: The input cannot be read, or is no longer what the lake was begun with.
        ArchiveError: The lake cannot be written at all, or was coded by another version.
        MissingExtra: The engine, or what an address needs, is not installed.
    """
    how = settings or Settings()
    if how.engine not in ENGINES:
        raise InputError(f"There is no engine '{how.engine}'.", f"There are: {', '.join(ENGINES)}.")
    tell = progress or (lambda _what, _done, _total: None)
    writer = LakeWriter(output)
    plan = Plan(writer.storage, new_head(how.size, how.known))
    plan.add(source, lambda path: tell(f"Looking through {path}", 0, 0))
    run = _Run(writer, list(plan.tasks()), tell)
    waiting = run.waiting(how.again)
    if waiting:
        run.code(engine(how.engine)(Job(output, how.limit, how.again, how.device), waiting, how.workers, how.cluster))
    run.summary.failures += [Failure(each.input.path, each.error or "") for each in plan.broken]
    run.report()
    return run.summary


class _Run:
    def __init__(self, writer: LakeWriter, tasks: Sequence[Task], tell: Progress) -> None:
        self._writer, self._tasks, self._tell = writer, tasks, tell
        self._total = sum(each.unit.stretch.count for each in tasks)
        self._asides: dict[str, tuple[Aside, ...]] = {}
        self._records: dict[str, int] = {}
        self._ticks: dict[str, int] = {}
        self._done = 0
        self.summary = Summary(units=len(tasks))

    def waiting(self, again: bool) -> list[Task]:
        """The units that are to be coded.

        Raises:
            ArchiveError: A unit that is there was coded by another version.
        """
        names = self._writer.committed()
        there = [each for each in self._tasks if each.unit.name in names]
        now = Versions(**dict(zip(("communique", "model", "registry"), versions(), strict=True)))
        for unit in self._manifests(each.unit.name for each in there):
            if any(each != now for each in unit.versions):
                raise ArchiveError(
                    f"The unit '{unit.unit}' was coded by another version of Communique, its model or its registry.",
                    "Name another folder for the lake, or go on with that version.",
                )
            self._take(unit)
        repeated = {name for name, asides in self._asides.items() if any(each.error in AGAIN for each in asides)}
        left = [each for each in self._tasks if each.unit.name not in names or (again and each.unit.name in repeated)]
        self.summary.there = len(self._tasks) - len(left)
        self._done = self._total - sum(each.unit.stretch.count for each in left)
        return left

    def _manifests(self, names: Iterable[str]) -> Iterator[Unit]:
        with ThreadPoolExecutor(_READERS) as pool:
            for unit in pool.map(self._writer.unit, names):
                if unit is not None:
                    yield unit

    def _take(self, unit: Unit) -> None:
        self._records[unit.unit] = unit.articles
        self._asides[unit.unit] = msgspec.convert(unit.about.get("aside", ()), tuple[Aside, ...])

    def code(self, outcomes: Iterator[Outcome | Tick]) -> None:
        """Watch the units become done."""
        counts = {each.unit.name: each.unit.stretch.count for each in self._tasks}
        self._say()
        for outcome in outcomes:
            if isinstance(outcome, Tick):
                self._ticks[outcome.unit] = outcome.done
            else:
                self._ticks.pop(outcome.unit, None)
                self._done += counts[outcome.unit]
                self._end(outcome)
            self._say()

    def _say(self) -> None:
        self._tell("Coding", min(self._done + sum(self._ticks.values()), self._total), self._total)

    def _end(self, outcome: Outcome) -> None:
        if outcome.state == "failed":
            self.summary.failures.append(Failure(outcome.unit, outcome.message))
            return
        if outcome.state == "there":  # an engine did it twice; the first time said what was set aside
            self._manifest(outcome.unit)
            return
        self._records[outcome.unit] = outcome.records
        self._asides[outcome.unit] = outcome.aside

    def _manifest(self, name: str) -> None:
        unit = self._writer.unit(name)
        if unit is not None:
            self._take(unit)

    def report(self) -> None:
        """Write the file of what was set aside, and count."""
        rows = [each for name in sorted(self._asides) for each in self._asides[name]]
        self.summary.records = sum(self._records.values())
        self.summary.aside = Counter(each.error for each in rows)
        self.summary.failures.sort(key=lambda each: each.what)
        try:
            self._writer.storage.put(ASIDE, b"".join(msgspec.json.encode(each) + b"\n" for each in rows))
        except ArchiveError as error:
            self.summary.failures.append(Failure(ASIDE, str(error)))
