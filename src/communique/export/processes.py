"""What an export asks of processes: how many there may be, and no search for cycles where there are none."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 200_000  # new objects between two looks


def cores() -> int:
    """How many cores this process may run on, by what the system grants it (``taskset``, a container)."""
    granted = getattr(os, "sched_getaffinity", None)
    return len(granted(0)) if granted is not None else (os.cpu_count() or 1)


def seldom_collecting() -> None:
    """Let the collector of cycles look seldom: records are large trees without any, and it would walk through them."""
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])


@contextmanager
def seldom_collected() -> Iterator[None]:
    """The same for as long as something is written."""
    before = gc.get_threshold()
    seldom_collecting()
    try:
        yield
    finally:
        gc.set_threshold(*before)
