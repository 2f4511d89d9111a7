"""Units on a Ray cluster: actors of Ray Data, each of which loads the model once."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from communique.cluster.engines.reach import reach
from communique.cluster.engines.wire import OUTCOME, TASK, packed, unpacked
from communique.cluster.plan import Task
from communique.cluster.units import Job, Outcome, Tick, UnitWorker
from communique.errors import InputError, MissingExtra

if TYPE_CHECKING:
    import pyarrow as pa

_BLOCKS = 10_000  # at most: each is a task of its own for Ray's scheduler


class RayWorker:
    """An actor: its guarded process lives as long as it does."""

    def __init__(self, job: Job) -> None:
        self._worker = UnitWorker(job)

    def __call__(self, batch: pa.Table) -> pa.Table:
        """Code the units of a batch."""
        return packed(OUTCOME, [msgspec.json.encode(self._worker.run(task)) for task in unpacked(batch)])


def run(job: Job, tasks: Sequence[Task], workers: int, address: str | None) -> Iterator[Outcome | Tick]:
    """Code units; see :class:`communique.cluster.engines.Engine`."""
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise MissingExtra("The engine 'ray' needs Ray.", "Type: pip install 'communique[ray]'") from error
    own = not ray.is_initialized()
    if own:
        reach("Ray", address)
        cpus = workers if address is None else None  # of a cluster that is there, Ray knows them
        _begin(cpus, address)
    try:
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        ray.data.DataContext.get_current().enable_progress_bars = False
        for row in _coded(job, tasks, workers).iter_rows():
            yield msgspec.json.decode(row[OUTCOME], type=Outcome)
    finally:
        if own:
            ray.shutdown()


def _begin(cpus: int | None, address: str | None) -> None:
    import ray

    try:
        ray.init(
            address=address, num_cpus=cpus, log_to_driver=False, include_dashboard=False, logging_level=logging.ERROR
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        reason = str(error).strip().partition("\n")[0].rstrip(".")
        raise InputError(
            f"Ray cannot be reached or started: {reason}.",
            "Check --cluster; 'ray status' tells of a cluster. Set RAY_AUTH_MODE=token for one that asks for a token.",
        ) from error


def _coded(job: Job, tasks: Sequence[Task], workers: int) -> Any:
    import ray.data

    # One block for some units from the start: to cut blocks anew takes a processor that the actors hold.
    step = -(-len(tasks) // _BLOCKS)
    rows = [msgspec.json.encode(each) for each in tasks]
    blocks = [packed(TASK, rows[at : at + step]) for at in range(0, len(rows), step)]
    return ray.data.from_arrow(blocks).map_batches(
        RayWorker,
        fn_constructor_args=(job,),
        batch_size=1,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(size=min(workers, len(tasks))),
        num_cpus=1,
    )
