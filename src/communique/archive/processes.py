"""How many processes may help."""

from __future__ import annotations

import os


def cores() -> int:
    """How many cores this process may run on, by what the system grants it (``taskset``, a container)."""
    granted = getattr(os, "sched_getaffinity", None)
    return len(granted(0)) if granted is not None else (os.cpu_count() or 1)
