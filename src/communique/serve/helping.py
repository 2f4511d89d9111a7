"""Processes that help the program: they end with it, however it ended."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import SpawnContext, SpawnProcess

_LOOKED = 1.0  # seconds between two looks


def helpers(number: int) -> ProcessPoolExecutor:
    """A pool of so many processes; they start when they are first needed."""
    return ProcessPoolExecutor(number, _Context(), _begin, (os.getpid(),))


class _Process(SpawnProcess):
    """A process that hears no Ctrl+C from its first moment, while it imports, until :func:`_begin` says so for good."""

    def start(self) -> None:
        """Start it."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # which a new process takes over
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Context(SpawnContext):
    """How helpers are started: as new processes, since one that is forked off a program with threads can hang."""

    Process = _Process if hasattr(signal, "pthread_sigmask") else SpawnProcess


class Helper:
    """One process that helps: it starts when it is first asked for, and anew after it was ended."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    def started(self) -> ProcessPoolExecutor:
        """The process, as a pool of one."""
        with self._lock:
            if self._pool is None:
                self._pool = helpers(1)
            return self._pool

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None


def _begin(program: int) -> None:
    # Ctrl+C means the program, which ends its helpers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(program,), daemon=True).start()


def _end_with(program: int) -> None:
    while os.getppid() == program:
        time.sleep(_LOOKED)
    os._exit(0)
