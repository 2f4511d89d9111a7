"""Questions to the archive: each a function from an archive and a selection to typed rows."""

from __future__ import annotations

from communique.ask.actors import ActorRow, actors
from communique.ask.calendar import CalendarRow, calendar
from communique.ask.events import events
from communique.ask.positions import PositionRow, positions
from communique.ask.search import Page, SearchRow, search
from communique.ask.selection import select, select_statements
from communique.ask.statements import ChainRow, StatementRow, chains, statements
from communique.ask.timeline import TimelineRow, timeline

__all__ = [
    "ActorRow",
    "CalendarRow",
    "ChainRow",
    "Page",
    "PositionRow",
    "SearchRow",
    "StatementRow",
    "TimelineRow",
    "actors",
    "calendar",
    "chains",
    "events",
    "positions",
    "search",
    "select",
    "select_statements",
    "statements",
    "timeline",
]
