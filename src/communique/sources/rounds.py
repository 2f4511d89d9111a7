"""Following feeds: which there are, what is new in them, and how each new article is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from communique.errors import EmptyText, FetchFailed, InputError, NotText
from communique.record import Note
from communique.sources.article import Source
from communique.sources.fetch import FEEDS, Asking
from communique.sources.files import read_bytes, source_of
from communique.sources.formats.feeds import Entry, feed_of
from communique.sources.formats.item import Known
from communique.sources.formats.markup import local, parse_xml
from communique.sources.polite import Guest


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that is followed: its address, and the name that the user's list gives it."""

    url: str
    title: str | None = None


Marks = dict[str, str | None]
"""What is known of a feed from the last time: its ``url`` and ``title``; ``etag`` and ``modified``, which its server
wants to hear when it is asked again; the ``outcome`` (changed, unchanged, failed), and the ``reason`` of a failure."""


class Log(Protocol):
    """Where it is kept what has been fetched."""

    def marks(self, feed: str) -> Marks | None:
        """What is known of a feed; None for one that was never asked."""

    def keep_marks(self, marks: Marks) -> None:
        """Keep what is known of a feed now."""

    def wanted(self, feed: str, keys: list[str]) -> list[str]:
        """Of these entries, those that have not been kept and have not failed too often."""


@dataclass(frozen=True, slots=True)
class News:
    """A new entry of a feed: its feed, its key there, its address, and what reads its article."""

    feed: str
    key: str
    where: str
    read: Callable[[], Source]


@dataclass(slots=True)
class Told:
    """What a round came to: feeds by outcome, and why feeds failed."""

    changed: int = 0
    unchanged: int = 0
    failed: list[tuple[str, FetchFailed | InputError]] = field(default_factory=list)


def subscriptions(where: str) -> list[Subscription]:
    """The feeds that are named by an OPML file, by a file with one address a line, or by an address itself.

    Raises:
        InputError: The file cannot be read, or names no feed.
    """
    if "://" in where:
        return [Subscription(where)]
    data = read_bytes(where)
    found = _outlines(data) if data.lstrip()[:1] == b"<" else _addresses(data)
    unique = list({each.url: each for each in found}.values())
    if not unique:
        raise NotText(f"'{Path(where)}' names no feed.", "Give an OPML file, or one address of a feed a line.")
    return unique


def _outlines(data: bytes) -> list[Subscription]:
    outlines = (each for each in parse_xml(data).iter() if local(each) == "outline" and each.get("xmlUrl"))
    return [Subscription(each.get("xmlUrl"), each.get("title") or each.get("text")) for each in outlines]


def _addresses(data: bytes) -> list[Subscription]:
    lines = (line.strip() for line in data.decode("utf-8-sig", "replace").splitlines())
    return [Subscription(line) for line in lines if "://" in line and not line.startswith("#")]


def go_round(feeds: list[Subscription], guest: Guest, log: Log, told: Told, *, pages: bool = True) -> Iterator[News]:
    """What is new in these feeds, feed by feed.

    A feed's marks (ETag, Last-Modified) are kept only after all its new entries were handed out and taken, so that
    a run that is cut off meets the rest the next time.

    Args:
        feeds: What is followed.
        guest: Asks the servers.
        log: What has been fetched before.
        told: Is filled with what the round comes to.
        pages: Whether the page of an entry is read rather than what the feed holds of it.
    """
    guest.begin()
    for each in feeds:
        try:
            yield from _news(each, guest, log, told, pages=pages)
        except (FetchFailed, NotText) as error:
            told.failed.append((each.url, error))
            log.keep_marks({**_known(each, log), "outcome": "failed", "reason": str(error)})


def _known(each: Subscription, log: Log) -> Marks:
    return log.marks(each.url) or {"url": each.url, "title": each.title, "etag": None, "modified": None}


def _news(each: Subscription, guest: Guest, log: Log, told: Told, *, pages: bool) -> Iterator[News]:
    before = _known(each, log)
    found = guest.get(each.url, Asking(types=FEEDS, etag=before["etag"], modified=before["modified"]))
    if not found.fresh:
        told.unchanged += 1
        log.keep_marks({**before, "outcome": "unchanged", "reason": None})
        return
    feed = feed_of(found.body, each.url)
    title = each.title or feed.title
    told.failed += [(each.url, entry) for entry in feed.entries if isinstance(entry, InputError)]
    entries = {entry.key: entry for entry in feed.entries if isinstance(entry, Entry) and entry.key}
    wanted = log.wanted(each.url, list(entries))
    for key in wanted:
        entry = entries[key]
        reading = _Reading(entry, title, guest, pages=pages)
        yield News(each.url, key, entry.link or f"{each.url} ({key})", reading.read)
    told.changed += 1
    settled = not log.wanted(each.url, list(entries))
    etag, modified = (found.etag, found.modified) if settled else (None, None)
    now: Marks = {"url": each.url, "title": title, "etag": etag, "modified": modified}
    log.keep_marks({**now, "outcome": "changed", "reason": None})


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the article of an entry is read: from its page, or else from what the feed holds."""

    entry: Entry
    title: str | None
    guest: Guest
    pages: bool

    def read(self) -> Source:
        if self.pages and self.entry.link:
            try:
                return self._page(self.entry.link)
            except (FetchFailed, EmptyText) as error:
                if not self.entry.content:
                    raise
                note = Note(
                    level="warning", about="text", text=f"Read from the feed, not from its page: {error.message}"
                )
                source = self.entry.source(Known(outlet=self.title))
                return Source(source.article, (note, *source.notes))
        return self.entry.source(Known(outlet=self.title))

    def _page(self, link: str) -> Source:
        found = self.guest.get(link)
        known = {"url": found.url, "outlet": self.title, "title": self.entry.title, "published": self.entry.published}
        return source_of(found.body, known, page="html" in found.content_type, hint=found.charset)
