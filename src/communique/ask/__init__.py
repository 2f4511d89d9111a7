"""Questions to the archive: each a function from an archive and a selection to typed rows."""

from __future__ import annotations

from communique.ask.actors import ActorRow, actors
from communique.ask.calendar import CalendarRow, calendar
from communique.ask.events import events
from communique.ask.positions import PositionRow, positions
from communique.ask.search import Page, SearchRow, search
from communique.ask.selection import select
from communique.ask.statements import StatementRow, statements
from communique.ask.timeline import TimelineRow, timeline

__all__ = [
    "ActorRow",
    "CalendarRow",
    "Page",
    "PositionRow",
    "SearchRow",
    "StatementRow",
    "TimelineRow",
    "actors",
    "calendar",
    "events",
    "positions",
    "search",
    "select",
    "statements",
    "timeline",
]
