"""Events of one kind: of a type, a mode, a CAMEO category or a status."""

from __future__ import annotations

from communique.archive import Archive, Selection
from communique.ask.timeline import TimelineRow, one_each, reports
from communique.errors import InputError
from communique.vocabulary.events import event_types, modes


def events(
    archive: Archive,
    wanted: Selection | None = None,
    *,
    kind: str | None = None,
    status: str | None = None,
    each: bool = False,
) -> list[TimelineRow]:
    """Events in the order of their days, as :func:`timeline` gives them, but only those of one kind.

    Args:
        archive: Where to look.
        wanted: What to take in; None takes everything.
        kind: A PLOVER type (``SANCTION``), one of our modes (``recall-envoy``) or the first digits of a CAMEO code
            (``16``); None takes all.
        status: ``actual``, ``ongoing``, ``planned``, ``possible``, ``denied`` or ``past``; None takes all.
        each: Whether every report is a row of its own, and not every event.

    Raises:
        InputError: There is no such kind, and the archive holds none either.
    """
    rows = reports(archive, wanted)
    if kind and not (kind.isdigit() or _is_known(kind) or any(_is_of(row, kind) for row in rows)):
        known = ", ".join(event_types())
        raise InputError(f"There is no kind of event '{kind}'.", f"Give a mode, a CAMEO code or a type: {known}.")
    chosen = [row for row in rows if (not kind or _is_of(row, kind)) and (not status or row.status == status.lower())]
    return chosen if each else one_each(archive, chosen)


def _is_known(kind: str) -> bool:
    return kind.upper() in event_types() or kind.lower() in modes()


def _is_of(row: TimelineRow, kind: str) -> bool:
    if kind.isdigit():
        return row.cameo.startswith(kind)
    return kind.lower() in {row.type.lower(), row.mode}
