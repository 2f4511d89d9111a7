"""Units on a Spark cluster: ``mapInArrow`` over a table of them, in Python workers that each load the model once."""

from __future__ import annotations

import importlib.util
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from communique.cluster.engines.reach import reach
from communique.cluster.engines.wire import OUTCOME, TASK, packed, unpacked
from communique.cluster.plan import Task
from communique.cluster.units import Job, Outcome, Tick, UnitWorker
from communique.errors import InputError, MissingExtra

if TYPE_CHECKING:
    import pyarrow as pa

_FAILURES = 8  # how often Spark may lose the Python worker of a task before it gives up on the whole run
_SLICES = 10_000
_LOOK = 0.5  # seconds between two looks at how far it is

_workers: dict[Job, UnitWorker] = {}


def worker_of(job: Job) -> UnitWorker:
    """The worker of this process, made when first asked for."""
    if job not in _workers:
        _workers[job] = UnitWorker(job)
    return _workers[job]


def code_units(job: Job) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What Spark runs: a Python worker that is used again finds its guarded process as it left it."""

    def code(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        # By a function of the module: Spark sends this one with copies of the variables that it names, so that each
        # task would have a dictionary of its own and load the model anew.
        worker = worker_of(job)
        for batch in batches:
            for task in unpacked(batch):
                yield from packed(OUTCOME, [msgspec.json.encode(worker.run(task))]).to_batches()

    return code


def run(job: Job, tasks: Sequence[Task], workers: int, address: str | None) -> Iterator[Outcome | Tick]:
    """Code units; see :class:`communique.cluster.engines.Engine`."""
    if importlib.util.find_spec("pyspark") is None:
        raise MissingExtra("The engine 'spark' needs PySpark and Java 17.", "Type: pip install 'communique[spark]'")
    from pyspark.sql import SparkSession

    reach("Spark", address)
    own = SparkSession.getActiveSession() is None
    session = _session(workers, address)
    try:
        for row in _collected(session, _coded(session, job, tasks)):
            yield msgspec.json.decode(bytes(row[0]), type=Outcome) if not isinstance(row, Tick) else row
    finally:
        if own:
            session.stop()


def _coded(session: Any, job: Job, tasks: Sequence[Task]) -> Any:
    rows = [(bytearray(msgspec.json.encode(each)),) for each in tasks]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # on pandas, which has no part in this
        slices = session.sparkContext.parallelize(rows, min(len(rows), _SLICES))
        units = session.createDataFrame(slices, f"{TASK} binary")
        return units.mapInArrow(code_units(job), f"{OUTCOME} binary")


def _session(workers: int, address: str | None) -> Any:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    builder: Any = SparkSession.builder
    try:
        session = (
            builder.appName("communique bulk")
            .master(address or f"local[{workers},{_FAILURES}]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.task.maxFailures", str(_FAILURES))
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "1")
            .getOrCreate()
        )
    except Exception as error:
        raise InputError(f"Spark does not start: {error}.", "It needs Java 17, and its master's address.") from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def _collected(session: Any, frame: Any) -> Iterator[Any]:
    """All rows, when they are there; until then how many tasks have ended."""
    found: list[Any] = []
    failure: list[Exception] = []

    def collect() -> None:
        try:
            found.extend(frame.collect())
        except Exception as error:  # noqa: BLE001 - raised again below
            failure.append(error)

    thread = threading.Thread(target=collect, daemon=True)
    thread.start()
    tracker = session.sparkContext.statusTracker()
    while thread.is_alive():
        thread.join(_LOOK)
        stages = [tracker.getStageInfo(each) for each in tracker.getActiveStageIds()]
        yield Tick("spark", sum(each.numCompletedTasks for each in stages if each is not None))
    if failure:
        raise failure[0]
    yield from found
