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
    chosen = reports(archive, wanted, kind=kind, status=status.lower() if status else None)
    if kind and not (chosen or kind.isdigit() or _is_known(kind)):
        known = ", ".join(event_types())
        raise InputError(f"There is no kind of event '{kind}'.", f"Give a mode, a CAMEO code or a type: {known}.")
    return chosen if each else one_each(archive, chosen)


def _is_known(kind: str) -> bool:
    return kind.upper() in event_types() or kind.lower() in modes()
