"""The calendar: meetings and announced acts, each once, with everything that is told of it."""

from __future__ import annotations

from communique.archive import Archive
from communique.ask.agenda import AgendaRow, agenda
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.pages.window import days_of, listed, party_of
from communique.serve.strings import text

_ARTICLES = 600


class CalendarContext(Context, frozen=True, kw_only=True):
    """What is due and what was held."""

    today: str | None
    ahead: tuple[AgendaRow, ...]
    before: tuple[AgendaRow, ...]
    undated: tuple[AgendaRow, ...]
    actor: str | None
    since: str | None
    until: str | None


def build(archive: Archive, asked: Asked) -> CalendarContext:
    """The page."""
    actor = asked.one("actor")
    party = party_of(archive, actor) if actor else None
    since, until = days_of(asked)
    found = listed(archive, Asked(asked.path, {}), (party,) if party else (), most=_ARTICLES)
    today = next((each.published for each in found.articles if each.published), None)
    rows = [row for row in agenda(archive, found.selection(party)) if _within(row, since, until)]
    dated = [row for row in rows if row.day or row.until]
    return CalendarContext(
        title=text("calendar.heading"), today=today,
        ahead=tuple(row for row in dated if (row.until or row.day or "") >= (today or "")),
        before=tuple(reversed([row for row in dated if (row.until or row.day or "") < (today or "")])),
        undated=tuple(row for row in rows if not (row.day or row.until)), actor=actor, since=since, until=until,
    )  # fmt: skip


def _within(row: AgendaRow, since: str | None, until: str | None) -> bool:
    first, last = row.day or row.until, row.until or row.day
    return (not since or (last or "") >= since) and (not until or (first or "9999") <= until)


PAGE = Page(
    "calendar", "/calendar", build, lambda context: (*context.ahead, *context.before, *context.undated), AgendaRow
)
