"""What an export asks of its process: no search for cycles where there are none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 200_000  # new objects between two looks


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
