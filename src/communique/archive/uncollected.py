"""Work on thousands of rows without Python's search for cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Meanwhile nothing is searched for cycles: rows have none, and all would be looked through again and again.

    What has cycles is found afterwards.
    """
    active = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if active:
            gc.enable()


def settled() -> None:
    """Let Python's search for cycles pass over all that is there by now: for programs that answer for days.

    Registry, vocabulary and models stay until the end; to look through them takes a tenth of a second, while somebody
    waits for an answer.
    """
    gc.collect()
    gc.freeze()
