"""Meetings: sittings, rounds, summits and sessions that the text dates or places, with what they deal with."""

from __future__ import annotations

from communique.coders.meetings.component import Meetings

__all__ = ["Meetings"]
