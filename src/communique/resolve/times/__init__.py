"""Times: from the words of a text to TIMEX3 values and days."""

from __future__ import annotations

from communique.resolve.times.attach import moment_of, time_for
from communique.resolve.times.component import Times
from communique.resolve.times.explanation import TimeExplanation, explain_time
from communique.resolve.times.recogniser import find_times

__all__ = ["TimeExplanation", "Times", "explain_time", "find_times", "moment_of", "time_for"]
