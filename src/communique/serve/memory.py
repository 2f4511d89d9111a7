"""What took long to answer is kept for a moment, so that several readers of one page cost one answer.

What is changed through this program is seen at once; what another program adds is seen when the moment is over.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

Value = TypeVar("Value")

_MOST = 128  # answers
_LONG = 0.03  # seconds; what was faster is made anew each time


@dataclass(slots=True)
class _Kept:
    value: Any
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

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The answer that is kept, or a new one; who asks for one that is being made waits for it."""
        found = self._found(key)
        if found is not None:
            return found.value  # type: ignore[no-any-return]
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            found = self._found(key)
            if found is not None:
                return found.value  # type: ignore[no-any-return]
            try:
                return self._made(key, make)
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _found(self, key: Hashable) -> _Kept | None:
        with self._lock:
            found = self._kept.get(key)
            return found if found is not None and self._now() < found.until else None

    def _made(self, key: Hashable, make: Callable[[], Value]) -> Value:
        change, began = self._change, self._now()
        value = make()
        ended = self._now()
        with self._lock:
            if ended - began >= _LONG and change == self._change:
                self._kept[key] = _Kept(value, ended + self._moment)
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
        return value
