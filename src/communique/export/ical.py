"""Meetings as iCalendar (RFC 5545): a file to open, or to publish at one address as a feed.

The UID of a meeting stays when it moves, and SEQUENCE counts its changes, so that a calendar that reads the feed again
moves or strikes out the entry that it has and never doubles it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, vText

from communique.ask.agenda import AgendaRow

_STATUS = {"scheduled": "CONFIRMED", "held": "CONFIRMED", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}
_LONGEST = timedelta(days=14)  # what can fall on any day of a longer stretch has no day yet


def to_ical(rows: Iterable[AgendaRow], *, name: str = "Communique") -> bytes:
    """The rows whose days are known as a calendar.

    Args:
        rows: Meetings and planned acts.
        name: Name of the calendar.
    """
    book = Calendar()
    book.add("prodid", "-//Communique//Agenda//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("name", name)
    book.add("x-wr-calname", name)
    for row in rows:
        if row.day and (span := _span(row)) is not None:
            book.add_component(_event(row, *span))
    return bytes(book.to_ical())


def _span(row: AgendaRow) -> tuple[date, date] | None:
    """The first day and the day after the last."""
    first = date.fromisoformat(str(row.day))
    last = date.fromisoformat(row.until or str(row.day))
    return None if last - first > _LONGEST else (first, last + timedelta(days=1))


def _event(row: AgendaRow, first: date, after: date) -> Event:
    event = Event()
    event.add("uid", f"{row.uid}@communique")
    event.add("sequence", row.sequence)
    stamp = datetime.combine(date.fromisoformat(row.updated or first.isoformat()), time(), UTC)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", first)
    event.add("dtend", after)
    event.add("summary", _summary(row))
    event.add("status", _STATUS.get(row.status, "TENTATIVE"))
    event.add("transp", "TRANSPARENT")
    if row.place:
        event.add("location", row.place)
    if row.questions:
        event.add("categories", list(row.questions))
    event["description"] = vText("\n".join([*row.agenda, *row.expects, *row.changes]))
    return event


def _summary(row: AgendaRow) -> str:
    who = row.body or ", ".join(row.participants) or "Meeting"
    if row.kind != "meeting":
        return f"{who}: {row.kind.lower()} planned"
    return who if row.status in {"scheduled", "held"} else f"{who} ({row.status})"
