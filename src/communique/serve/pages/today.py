"""Today: what is new, each act once with all who tell of it; what happened when and where; what is due next."""

from __future__ import annotations

from communique.archive import Archive
from communique.archive.overview import Window
from communique.ask import TimelineRow, timeline
from communique.ask.agenda import AgendaRow, agenda, due
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.pages.window import ArticleRow, Days, days, days_of, listed
from communique.serve.pages.world import World, world
from communique.serve.strings import text

_SHOWN = 30
_DUE = 8


class TodayContext(Context, frozen=True, kw_only=True):
    """What is new."""

    day: str | None
    articles: tuple[ArticleRow, ...]
    events: tuple[TimelineRow, ...]
    days: Days
    world: World
    due: tuple[AgendaRow, ...]
    next: str | None
    since: str | None
    until: str | None


def build(archive: Archive, asked: Asked) -> TodayContext:
    """The page."""
    found = listed(archive, asked, most=_SHOWN)
    since, until = days_of(asked)
    newest = next((each.published for each in found.articles if each.published), None)
    told = (row for row in timeline(archive, found.selection()) if row.status != "denied")
    events = tuple(sorted(told, key=_newness, reverse=True))
    chosen = Window(since=since, until=until or newest).chosen(archive)
    ahead = due(agenda(archive, found.selection()), newest or "")
    return TodayContext(
        title=text("today.heading"), day=newest, articles=found.articles,
        events=events, days=days(chosen.happened), world=world(chosen), due=tuple(ahead[:_DUE]),
        next=found.next, since=since, until=until,
    )  # fmt: skip


def _newness(row: TimelineRow) -> tuple[str, int, float]:
    """The newest first; of one day what most articles tell of."""
    return row.published or "", row.reports, row.confidence


PAGE = Page("today", "/today", build, lambda context: context.events, TimelineRow)
