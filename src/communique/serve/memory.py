"""What took long to answer is kept for a moment, so that several readers of one page cost one answer.

What is changed through this program is seen at once; what another program adds is seen when the moment is over. While
the archive is in the state that an answer was made of, it is kept for longer.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

Value = TypeVar("Value")

_MOST = 128  # answers
_LONG = 0.03  # seconds; what was faster is made anew each time


class Told(NamedTuple, Generic[Value]):
    """An answer, and the state of the archive that it was made of; None where that is not known."""

    value: Value
    state: str | None


@dataclass(slots=True)
class _Kept:
    told: Told[Any]
    until: float


class Memory:
    """Answers of the last moment.

    Args:
        moment: For how many seconds they are kept.
        now: A clock that only goes forward, in seconds.
    """

    def __init__(self, moment: float = 2.0, now: Callable[[], float] = time.monotonic) -> None:
        self._moment, self._now = moment, now
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()
        self._change = 0

    @property
    def change(self) -> int:
        """Number of the last change."""
        return self._change

    def forget(self) -> None:
        """Something was changed: nothing that is kept holds any more."""
        with self._lock:
            self._change += 1
            self._kept.clear()

    def get(self, key: Hashable, make: Callable[[], Value], state: str | None = None) -> Told[Value]:
        """The answer that is kept, or a new one; who asks for one that is being made waits for it.

        Args:
            key: What is asked.
            make: Makes the answer.
            state: The state of the archive now; None where it is not known.
        """
        found = self._found(key, state)
        if found is not None:
            return found
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            found = self._found(key, state)
            if found is not None:
                return found
            try:
                return self._made(key, make, state)
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _found(self, key: Hashable, state: str | None) -> Told[Any] | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            holds = self._now() < found.until or (state is not None and state == found.told.state)
            return found.told if holds else None

    def _made(self, key: Hashable, make: Callable[[], Value], state: str | None) -> Told[Value]:
        change, began = self._change, self._now()
        told = Told(make(), state)
        ended = self._now()
        with self._lock:
            if ended - began >= _LONG and change == self._change:
                self._kept[key] = _Kept(told, ended + self._moment)
                self._kept.move_to_end(key)
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
        return told
