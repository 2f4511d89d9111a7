"""Processes that help the program: they end with it, however it ended."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

_LOOKED = 1.0  # seconds between two looks


def helpers(number: int) -> ProcessPoolExecutor:
    """A pool of so many processes; they start when they are first needed."""
    # A process that is forked off one with threads can hang: new ones they are.
    return ProcessPoolExecutor(number, get_context("spawn"), _begin, (os.getpid(),))


def _begin(program: int) -> None:
    # Ctrl+C means the program, which ends its helpers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(program,), daemon=True).start()


def _end_with(program: int) -> None:
    while os.getppid() == program:
        time.sleep(_LOOKED)
    os._exit(0)
