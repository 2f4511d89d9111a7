"""Today: what is new, each act once with all who tell of it; what happened when and where; what is due next."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Annotated

from msgspec import Struct

from communique.archive import Archive
from communique.archive.overview import Window
from communique.ask import TimelineRow, timeline
from communique.ask.agenda import AgendaRow, agenda, due
from communique.record import doc
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.pages.window import ArticleRow, Days, days, days_of, listed
from communique.serve.pages.world import World, world
from communique.serve.strings import text

_SHOWN = 30
_DUE = 8


class Happening(Struct, frozen=True, kw_only=True):
    """One act with all who tell of it."""

    first: Annotated[TimelineRow, doc("The telling that says most.")]
    others: Annotated[tuple[TimelineRow, ...], doc("The other tellings.")]
    outlets: Annotated[tuple[str, ...], doc("Outlets that tell of it.")]


class TodayContext(Context, frozen=True, kw_only=True):
    """What is new."""

    day: str | None
    happenings: tuple[Happening, ...]
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
    events = tuple(row for row in timeline(archive, found.selection()) if row.status != "denied")
    window = Window(since=since, until=until or newest)
    ahead = due(agenda(archive, found.selection()), newest or "")
    return TodayContext(
        title=text("today.heading"), day=newest, happenings=tuple(grouped(events)), articles=found.articles,
        events=events, days=days(archive, window), world=world(archive, window), due=tuple(ahead[:_DUE]),
        next=found.next, since=since, until=until,
    )  # fmt: skip


def grouped(rows: Iterable[TimelineRow]) -> list[Happening]:
    """Events that tell of the same act, as one: same type, same sides, same day; the newest and most told first."""

    def key(row: TimelineRow) -> tuple[str, str, str, str]:
        day = row.day or row.published or ""
        return row.type, " ".join(sorted(row.source_ids)), " ".join(sorted(row.target_ids)), day

    found = []
    for _, group in itertools.groupby(sorted(rows, key=key), key):
        first, *others = sorted(group, key=lambda row: (-row.confidence, row.article, row.id))
        outlets = dict.fromkeys(each.outlet for each in (first, *others) if each.outlet)
        found.append(Happening(first=first, others=tuple(others), outlets=tuple(outlets)))
    found.sort(key=lambda each: (each.first.published or "", len(each.outlets), each.first.confidence), reverse=True)
    return found


PAGE = Page("today", "/today", build, lambda context: context.events, TimelineRow)
