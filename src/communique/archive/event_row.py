"""An event as the archive keeps it, for answers of thousands."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import msgspec

list_of = lru_cache(maxsize=4096)(msgspec.json.Decoder(tuple[str, ...]).decode)
"""The ids that stand in one column."""


class EventRow(NamedTuple):
    """An event as it is kept: its article's number, and columns of its table in the order of these names."""

    number: int
    ordinal: int
    id: str
    type: str
    mode: str | None
    cameo: str
    quad: int
    score: float
    status: str
    trigger_start: int
    trigger_end: int
    sentence_start: int
    sentence_end: int
    attributed_to: str | None
    sources: str
    targets: str
    value: str | None
    earliest: str | None
    latest: str | None
    day: int
    place: str | None
    confidence: float

    @property
    def who(self) -> tuple[str, ...]:
        """Ids of those who act."""
        return list_of(self.sources)

    @property
    def whom(self) -> tuple[str, ...]:
        """Ids of those acted upon."""
        return list_of(self.targets)
