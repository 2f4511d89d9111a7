"""How much one client may ask: a bucket of tokens that fills at a steady rate."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from communique.serve.problems import Refused

_MOST = 10_000  # clients that are remembered; the one that asked longest ago is forgotten first


class Rates:
    """A bucket for each client.

    Args:
        rate: Requests a second by which a bucket fills.
        burst: Requests that a full bucket holds.
        now: A clock that only goes forward, in seconds.
    """

    def __init__(self, rate: float, burst: int, now: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._now = rate, burst, now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def left(self, client: str) -> int:
        """How many requests the client may make at once."""
        return int(self._filled(client))

    def take(self, client: str) -> None:
        """Count a request.

        Raises:
            Refused: The bucket is empty.
        """
        filled = self._filled(client)
        if filled < 1:
            wait = math.ceil((1 - filled) / self._rate)
            raise Refused(
                429, "TooManyRequests", "Too many requests in too short a time.", f"Wait {wait} s and try again.",
                retry_after=str(wait),
            )  # fmt: skip
        self._buckets[client] = (filled - 1, self._now())
        self._buckets.move_to_end(client)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)

    def _filled(self, client: str) -> float:
        filled, at = self._buckets.get(client, (float(self._burst), self._now()))
        return min(self._burst, filled + (self._now() - at) * self._rate)
