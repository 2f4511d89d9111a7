"""Times: from the words of a text to TIMEX3 values and days."""

from __future__ import annotations

from communique.resolve.times.attach import moment_of, time_for

__all__ = ["moment_of", "time_for"]
