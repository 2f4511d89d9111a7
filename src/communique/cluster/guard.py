"""A process that works for another one, and is killed when it does not answer in time.

A signal cannot stop native code that never returns to the interpreter; killing its process can. So everything that
may loop, crash or eat the memory runs in a process of its own, behind pipes, and what supervises it stays small. The
process is a plain ``python -m`` and not one of ``multiprocessing``, which would import the supervisor's main program
again: under Ray and Spark that is theirs.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Any, TypeVar

A = TypeVar("A")
T = TypeVar("T")

ATTEMPTS = 3
"""How often a call may cost its process before it is given up: a process may die through no fault of its own."""

STARTS = 10
"""How often a process is started before that is given up."""

_AHEAD = 4  # calls for each process that may be under way: enough to keep it busy, and memory stays flat
_PIPE = 1 << 20  # bytes that wait in a pipe: what Linux gives to everybody
_HEAD = struct.Struct("!Q")


class TookTooLong(Exception):
    """The process did not answer in time and was killed."""


class Died(Exception):
    """The process died while it worked."""


class NotStarted(Exception):
    """No process could be made ready: it is nobody's fault whose call waited for it."""


class Guard:
    """Calls functions in one process, which is started when first needed and again when it is gone.

    Args:
        warm: Called once in every new process, before anything else and under no limit: what loads the model.
    """

    def __init__(self, warm: Callable[[], object] | None = None) -> None:
        self._warm = warm
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    @property
    def pid(self) -> int | None:
        """The process's number; None when there is none."""
        return self._process.pid if self._process is not None else None

    def call(self, function: Callable[..., T], *arguments: object, limit: float | None = None) -> T:
        """What a function returns, or raises, in the process.

        Args:
            function: A function of a module, which the process can import.
            arguments: What it takes; anything that can be pickled.
            limit: Seconds after which the process is killed; None waits for ever.

        Raises:
            TookTooLong: The limit was passed.
            Died: The process died, as when it ran out of memory.
            NotStarted: It died :data:`STARTS` times before it was ready.
        """
        for _ in range(STARTS):
            if self._process is not None:
                break
            with contextlib.suppress(Died):
                self._start()
        else:
            raise NotStarted(f"No process could be made ready in {STARTS} attempts.")
        return self._ask(function, arguments, limit)  # type: ignore[no-any-return]

    def insist(self, function: Callable[..., T], *arguments: object, limit: float | None = None) -> T:
        """What :meth:`call` gives, tried again in a new process when one dies.

        Raises:
            TookTooLong: The limit was passed.
            Died: It has cost :data:`ATTEMPTS` processes.
        """
        for _ in range(ATTEMPTS - 1):
            with contextlib.suppress(Died):
                return self.call(function, *arguments, limit=limit)
        return self.call(function, *arguments, limit=limit)

    def close(self) -> None:
        """End the process at once."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _start(self) -> None:
        started: queue.SimpleQueue[subprocess.Popen[bytes] | OSError] = queue.SimpleQueue()
        self._answers = queue.SimpleQueue()
        # Started by the thread that listens: on Linux a process ends with the thread that started it (see guarded.py),
        # and engines call from threads that come and go.
        threading.Thread(target=_run, args=(started, self._answers), daemon=True).start()
        process = started.get()
        if isinstance(process, OSError):
            raise process
        self._process = process
        if self._warm is not None:
            try:
                self._ask(self._warm, (), None)
            except BaseException:
                self.close()  # one that could not be made ready is not to be taken for one that is
                raise

    def _ask(self, function: Callable[..., Any], arguments: tuple[object, ...], limit: float | None) -> Any:
        process = self._process
        if process is None or process.stdin is None:
            raise Died("It was closed.")
        try:
            send(process.stdin, pickle.dumps((function, arguments)))
            answer = self._answers.get(timeout=limit)
        except queue.Empty:
            self.close()
            raise TookTooLong(f"It took longer than {limit:g} seconds.") from None
        except OSError:
            answer = None
        if answer is None:
            code = process.wait()
            self.close()
            raise Died(f"It ended with code {code}.")
        good, value = pickle.loads(answer)  # noqa: S301 - our own process wrote it
        if not good:
            raise value
        return value


def in_order(
    function: Callable[[A], T], arguments: Iterable[A], workers: int, warm: Callable[[], object] | None = None
) -> Iterator[tuple[A, T | Died]]:
    """Every argument with what the function returns for it, in order, worked out by guarded processes.

    Args:
        function: A function of a module.
        arguments: What it takes, one by one; some more than there are processes are taken ahead.
        workers: Number of processes.
        warm: Called once in every new process.
    """
    guards: queue.SimpleQueue[Guard] = queue.SimpleQueue()
    crew = [Guard(warm) for _ in range(workers)]
    for guard in crew:
        guards.put(guard)

    def work(argument: A) -> T | Died:
        guard = guards.get()
        try:
            return guard.insist(function, argument)
        except Died as error:
            return error
        finally:
            guards.put(guard)

    waiting, ahead = iter(arguments), deque[tuple[A, Future[T | Died]]]()
    pool = ThreadPoolExecutor(workers)
    try:
        while True:
            for argument in itertools.islice(waiting, workers * _AHEAD - len(ahead)):
                ahead.append((argument, pool.submit(work, argument)))
            if not ahead:
                return
            argument, future = ahead.popleft()
            yield argument, future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for guard in crew:
            guard.close()


def _run(
    started: queue.SimpleQueue[subprocess.Popen[bytes] | OSError], answers: queue.SimpleQueue[bytes | None]
) -> None:
    """Start the process and hand on its answers, and None when it has gone."""
    paths = os.pathsep.join(each for each in sys.path if each)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "communique.cluster.guarded"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # One thread a process: more would only fight for the cores.
            env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
        )
    except OSError as error:
        started.put(error)
        return
    for pipe in (process.stdin, process.stdout):
        _widened(pipe)
    started.put(process)
    with contextlib.suppress(OSError, ValueError):
        while process.stdout is not None and (answer := receive(process.stdout)) is not None:
            answers.put(answer)
    answers.put(None)


def _widened(pipe: IO[bytes] | None) -> None:
    """Let a pipe hold more than 64 KiB, so that large messages need fewer turns; where it may not, it stays."""
    if pipe is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def send(stream: IO[bytes], data: bytes) -> None:
    """Write one message."""
    stream.write(_HEAD.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one message; None at the end, also when it breaks off."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (length,) = _HEAD.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None
