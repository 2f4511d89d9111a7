"""What is worked out of articles and kept in memory as long as it holds: an article that is added costs itself alone.

An article that is written anew (coded or judged again) is noted in the table ``rewritten``; nothing else ever changes
one, and those that come have higher numbers than all before.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from sqlalchemy import func, select

from communique.archive.database import tables

if TYPE_CHECKING:
    from communique.archive.store import Archive

Value = TypeVar("Value")

_NAMES = 4_000  # such as one for each actor that was asked for
_MOST = 12_000  # articles of which something is kept, some kilobytes each


class ByArticle(Generic[Value]):
    """What is worked out of single articles. May be asked by several threads.

    Args:
        make: Works it out of articles, some hundreds at once, by their numbers.
        most: Of how many articles it is kept.
        at_once: Of how many it is worked out at once.
    """

    def __init__(
        self, make: Callable[[Archive, Sequence[int]], Mapping[int, Value]], *, most: int = _MOST, at_once: int = 500
    ) -> None:
        self._make, self._most, self._at_once = make, most, at_once
        self._known: OrderedDict[int, Value] = OrderedDict()
        self._seen = 0
        self._lock = threading.Lock()

    def of(self, archive: Archive, numbers: Sequence[int]) -> list[Value]:
        """What is worked out of the articles with these numbers, in their order."""
        now = self._forget_rewritten(archive)
        with self._lock:
            found = {number: self._known[number] for number in numbers if number in self._known}
            for number in found:
                self._known.move_to_end(number)
        missing = [number for number in numbers if number not in found]
        made: dict[int, Value] = {}
        for start in range(0, len(missing), self._at_once):
            made |= self._make(archive, missing[start : start + self._at_once])
        if made:
            self._keep(made, now)
        found |= made
        return [found[number] for number in numbers]

    def _keep(self, made: dict[int, Value], now: int) -> None:
        """Keep it, unless somebody has seen a later state of the archive than the one it was made of."""
        with self._lock:
            if now != self._seen:
                return
            self._known |= made
            while len(self._known) > self._most:
                self._known.popitem(last=False)

    def _forget_rewritten(self, archive: Archive) -> int:
        """Let go of what was written anew since the last look; the number of the last change that is to be seen."""
        now = _last_change(archive)
        if now > self._seen:
            table = tables().tables["rewritten"]
            rows = archive.tuples(select(table.c.article).where(table.c.change > self._seen))
            with self._lock:
                for (number,) in rows:
                    self._known.pop(number, None)
                self._seen = max(self._seen, now)
        return now


class _Counted(NamedTuple):
    last: int
    change: int
    value: Any


class Tally(Generic[Value]):
    """A count over all articles: those that came since the last one are added to it. May be asked by several threads.

    Args:
        count: Counts over the articles whose numbers are above the first and not above the second.
        add: Two counts together.
    """

    def __init__(self, count: Callable[[Archive, int, int], Value], add: Callable[[Value, Value], Value]) -> None:
        self._count, self._add = count, add
        self._known: _Counted | None = None

    def of(self, archive: Archive) -> Value:
        """The count over the whole archive."""
        known, change = self._known, _last_change(archive)
        last = archive.last_number()
        if known is None or known.change != change or known.last > last:
            value = self._count(archive, 0, last)
        elif known.last == last:
            value = known.value
        else:
            value = self._add(known.value, self._count(archive, known.last, last))
        if known is None or (change, last) > (known.change, known.last):
            self._known = _Counted(last, change, value)
        return value


def _last_change(archive: Archive) -> int:
    table = tables().tables["rewritten"]
    return int(archive.tuples(select(func.coalesce(func.max(table.c.change), 0)))[0][0])


class Derived:
    """What is kept of one archive, by name."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self._lock = threading.Lock()

    def by_article(
        self, name: str, make: Callable[[Archive, Sequence[int]], Mapping[int, Value]], *, most: int = _MOST
    ) -> ByArticle[Value]:
        """What is worked out of single articles under this name."""
        kept: ByArticle[Value] = self._named(name, lambda: ByArticle(make, most=most))
        return kept

    def tally(
        self, name: str, count: Callable[[Archive, int, int], Value], add: Callable[[Value, Value], Value]
    ) -> Tally[Value]:
        """The count of this name."""
        kept: Tally[Value] = self._named(name, lambda: Tally(count, add))
        return kept

    def _named(self, name: str, make: Callable[[], Any]) -> Any:
        with self._lock:
            if name not in self._kept:
                self._kept[name] = make()
                while len(self._kept) > _NAMES:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(name)
            return self._kept[name]
