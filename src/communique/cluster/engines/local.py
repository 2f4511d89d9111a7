"""Units on this machine: a thread for each worker, which supervises a process that does the work."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence

from communique.cluster.plan import Task
from communique.cluster.units import Job, Outcome, Tick, UnitWorker
from communique.errors import InputError


def run(job: Job, tasks: Sequence[Task], workers: int, address: str | None) -> Iterator[Outcome | Tick]:
    """Code units; see :class:`communique.cluster.engines.Engine`."""
    if address is not None:
        raise InputError(
            "The engine 'local' uses this machine alone.", "Leave --cluster out, or take --engine ray or spark."
        )
    crew = _Crew(job, tasks, min(workers, len(tasks)))
    try:
        for _ in tasks:
            while isinstance(told := crew.told.get(), Tick):
                yield told
            yield told
    finally:
        crew.dismiss()


class _Crew:
    def __init__(self, job: Job, tasks: Sequence[Task], workers: int) -> None:
        self.told: queue.SimpleQueue[Outcome | Tick] = queue.SimpleQueue()
        self._tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        for task in tasks:
            self._tasks.put(task)
        self._stopped = threading.Event()
        self._workers = [UnitWorker(job, self.told.put) for _ in range(workers)]
        self._threads = [threading.Thread(target=self._work, args=(each,), daemon=True) for each in self._workers]
        for thread in self._threads:
            thread.start()

    def _work(self, worker: UnitWorker) -> None:
        try:
            while not self._stopped.is_set():
                self.told.put(worker.run(self._tasks.get_nowait()))
        except queue.Empty:
            pass
        finally:
            worker.close()

    def dismiss(self) -> None:
        """End all processes; what they were at is not committed."""
        self._stopped.set()
        for worker in self._workers:
            worker.close()
        for thread in self._threads:
            thread.join(timeout=10)
