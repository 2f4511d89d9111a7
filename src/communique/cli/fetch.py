"""``communique fetch``."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from communique.cli.console import err, number_of, out, visible
from communique.cli.options import ARCHIVE, ArchiveOption

if TYPE_CHECKING:
    from communique.archive import Archive, FetchLog
    from communique.sources.polite import Guest
    from communique.sources.rounds import Subscription, Told

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SHORTEST = 60


def fetch(
    feeds: Annotated[
        list[str] | None,
        typer.Argument(metavar="FEEDS…", help="OPML files, files with one feed's address a line, or addresses."),
    ] = None,
    archive: ArchiveOption = ARCHIVE,
    every: Annotated[
        str | None,
        typer.Option("--every", metavar="TIME", help="Go on, a round every 15m, 2h or 1d; once when not given."),
    ] = None,
    pages: Annotated[
        bool, typer.Option("--pages/--no-pages", help="Read an entry's page, or only what the feed holds of it.")
    ] = True,
    status: Annotated[
        bool, typer.Option("--status", help="Show what is followed and what failed, and fetch nothing.")
    ] = False,
) -> None:
    """Follow feeds: code what is new in them and keep it in an archive.

    Servers are asked by their robots.txt, at least two seconds apart, and told what is known already. A run that is
    stopped goes on where it stopped. An entry that fails is tried three times, a round apart. Addresses of private
    networks are never asked. The exit code is 1 when something failed in a single round.
    """
    from communique.archive import Archive, FetchLog
    from communique.sources.polite import Guest
    from communique.sources.rounds import subscriptions

    seconds = _seconds(every) if every else None
    with Archive(archive, create=not status) as kept:
        log = FetchLog(kept)
        if status:
            _show_status(log)
            return
        kept.check_writable()
        followed = [each for where in feeds or () for each in subscriptions(where)]
        if not followed:
            raise typer.BadParameter("Name a file of feeds, or the address of one.")
        guest = Guest()
        while True:
            failed = _round(followed, guest, kept, log, pages=pages)
            if seconds is None:
                break
            time.sleep(seconds)
    if failed:
        raise typer.Exit(1)


def _seconds(every: str) -> int:
    """``15m`` in seconds."""
    found = re.fullmatch(r"(\d{1,6})([smhd])", every.strip())
    seconds = int(found[1]) * _UNITS[found[2]] if found else 0
    if seconds < _SHORTEST:
        raise typer.BadParameter("Write --every 15m, 2h or 1d; a minute is the least.")
    return seconds


def _round(followed: list[Subscription], guest: Guest, kept: Archive, log: FetchLog, *, pages: bool) -> int:
    """One round over all feeds; the number of feeds and entries that failed."""
    from communique.archive import join
    from communique.cli.add import coded
    from communique.errors import ArchiveError, CommuniqueError
    from communique.sources.rounds import Told, go_round

    told, added, failed = Told(), 0, 0
    messages = err()
    with messages.status("Asking…") as shown:
        for news in go_round(followed, guest, log, told, pages=pages):
            shown.update(f"Reading… {visible(news.where)}")
            try:
                record = coded(news.read, kept)
                kept.add(record)
            except ArchiveError:
                raise
            except CommuniqueError as error:
                failed += 1
                log.entry(news.feed, news.key, news.where, "failed", reason=str(error))
                messages.print(Text.assemble(("Skipped: ", "bold yellow"), visible(f"{news.where}: {error}")))
            else:
                added += 1
                log.entry(news.feed, news.key, news.where, "kept", article=record.article.id)
        if added:
            shown.update("Joining…")
            join(kept)
    for url, failure in told.failed:
        messages.print(Text.assemble(("Failed: ", "bold yellow"), visible(f"{url}: {failure}")))
    _say(told, added, failed, f"{kept.where} holds {number_of(len(kept), 'article')}.")
    return failed + len(told.failed)


def _say(told: Told, added: int, failed: int, holds: str) -> None:
    feeds = f"{number_of(told.changed, 'feed')} with news, {told.unchanged:,} unchanged, {len(told.failed):,} failed"
    out().print(Text(f"{feeds}; {number_of(added, 'article')} kept, {failed:,} failed. {holds}"))


def _show_status(log: FetchLog) -> None:
    table = Table("feed", "last asked (UTC)", "outcome", "kept", "failed", box=None, pad_edge=False)
    for each in log.feeds():
        outcome = f"{each.outcome}: {each.reason}" if each.reason else each.outcome
        name = f"{each.title}\n{each.url}" if each.title else each.url
        table.add_row(*map(visible, (name, each.asked, outcome)), f"{each.kept:,}", f"{each.failed:,}")
    out().print(table if table.row_count else Text("Nothing is followed yet: communique fetch FEEDS.opml."))
    for where, reason, tries, at in log.failures():
        out().print(Text(visible(f"{at}  {where}: {reason} ({tries} {'try' if tries == 1 else 'tries'})")))
