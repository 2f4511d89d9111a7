"""A watched folder: which files are new or changed since the last look, and have settled."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from communique.errors import InputError
from communique.sources.files import find_sources

PAUSE = 5.0
"""Seconds between two looks."""

_State = tuple[int, int]


class Watched:
    """Looks at folders and files again and again. It looks rather than listens, since that works on network drives too.

    A file counts as settled when it has the size and time of the last look, or was last written longer ago than a
    pause: a file that is still being copied is left for later.

    Args:
        paths: Folders and files; they may be empty for now.
        clock: Seconds since the epoch.
    """

    def __init__(self, paths: Sequence[str | Path], clock: Callable[[], float] = time.time) -> None:
        self._paths, self._clock = [Path(path) for path in paths], clock
        self._seen: dict[Path, _State] = {}
        self._given: dict[Path, _State] = {}

    def look(self) -> list[Path]:
        """The files that are new or changed, and settled, in a stable order.

        Raises:
            InputError: A folder or file is no longer there.
        """
        found = self._states()
        settled = [path for path, state in found.items() if self._has_settled(path, state)]
        self._seen = found
        fresh = [path for path in settled if self._given.get(path) != found[path]]
        self._given.update({path: found[path] for path in fresh})
        return fresh

    def _states(self) -> dict[Path, _State]:
        states = {}
        for root in self._paths:
            if not root.exists():
                raise InputError(f"'{root}' is not there.", "Check the path, or that its drive is connected.")
            for path in _below(root):
                try:
                    told = path.stat()
                except FileNotFoundError:  # taken away since it was found
                    continue
                states[path] = (told.st_size, told.st_mtime_ns)
        return states

    def _has_settled(self, path: Path, state: _State) -> bool:
        return self._seen.get(path) == state or self._clock() - state[1] / 1e9 > PAUSE


def _below(root: Path) -> list[Path]:
    try:
        return list(find_sources([root]))
    except InputError:  # nothing in it yet
        return []
