"""Feeds: RSS and Atom by feedparser, and JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from communique.errors import EmptyText, InputError, NotText
from communique.record import Note
from communique.sources.article import Source
from communique.sources.formats.item import (
    Item,
    Known,
    article_source,
    day_in_utc,
    day_of,
    failing,
    global_id,
    one_line,
)
from communique.sources.formats.markup import fragment_text

_SUMMARY = Note(
    level="warning", about="text", text="The feed holds only a summary of this article: the record is of that alone."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed.

    Attributes:
        key: What tells it from the feed's other entries: its id or its address; None for one that has neither.
        link: The address of its page.
        title: Its headline.
        published: Its day, ISO 8601.
        content: Its whole text; None where the feed holds no more than a summary.
        summary: Its summary.
        byline: Who wrote it.
        outlet: The name of the feed.
    """

    key: str | None
    link: str | None
    title: str | None
    published: str | None
    content: str | None
    summary: str | None
    byline: str | None
    outlet: str | None

    def source(self, known: Known) -> Source:
        """The article that the feed itself holds.

        Raises:
            EmptyText: It holds none.
        """
        text = self.content or self.summary or ""
        if not text.strip():
            raise EmptyText("The entry has neither content nor a summary.", "Read the page that it points to.")
        fields = {
            "title": self.title, "url": self.link, "outlet": self.outlet, "byline": self.byline,
            "id": global_id(self.key), "published": self.published,
        }  # fmt: skip
        return article_source(text, fields, known, () if self.content else (_SUMMARY,))


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's name and its entries; an entry that is damaged is the error that says how."""

    title: str | None
    entries: tuple[Entry | InputError, ...]


def read_feed(path: Path, known: Known) -> Iterator[Item]:
    """The entries of a feed in a file: RSS, Atom or JSON Feed.

    Raises:
        NotText: It is no feed.
    """
    from communique.sources.files import read_bytes

    for number, entry in enumerate(feed_of(read_bytes(path), str(path)).entries, start=1):
        where = f"{path} entry {number:,}"
        if isinstance(entry, InputError):
            yield failing(where, entry)
        else:
            yield Item(where + (f" ({entry.link})" if entry.link else ""), partial(entry.source, known))


def feed_of(data: bytes, where: str) -> Feed:
    """The feed in these bytes.

    Args:
        data: RSS, Atom or a JSON Feed.
        where: What to call it when it is none.

    Raises:
        NotText: It is no feed.
    """
    return _json_feed(data, where) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else _xml_feed(data, where)


def _xml_feed(data: bytes, where: str) -> Feed:
    import feedparser

    found = feedparser.parse(io.BytesIO(data))
    if not found.version:
        raise NotText(f"'{where}' is not an RSS or Atom feed.", "Check the address or the file.")
    title = one_line(found.feed.get("title"))
    return Feed(title, tuple(_guarded(_xml_entry, entry, title) for entry in found.entries))


def _guarded(read: Callable[[Any, str | None], Entry], entry: Any, outlet: str | None) -> Entry | InputError:
    try:
        return read(entry, outlet)
    except InputError as error:
        return error


def _xml_entry(entry: Any, outlet: str | None) -> Entry:
    content = next((each.value for each in entry.get("content", ()) if each.value), "")
    return Entry(
        key=entry.get("id") or entry.get("link"), link=entry.get("link"), outlet=outlet,
        title=one_line(fragment_text(entry.get("title") or "")), byline=one_line(entry.get("author")),
        published=day_in_utc(entry.get("published_parsed") or entry.get("updated_parsed")),
        content=fragment_text(content) or None, summary=fragment_text(entry.get("summary") or "") or None,
    )  # fmt: skip


class _Author(Struct, frozen=True):
    name: str | None = None


class _JsonItem(Struct, frozen=True):
    id: str | int | None = None
    url: str | None = None
    title: str | None = None
    content_text: str | None = None
    content_html: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    authors: tuple[_Author, ...] = ()


class _JsonFeed(Struct, frozen=True):
    version: str
    items: tuple[msgspec.Raw, ...]
    title: str | None = None


def _json_feed(data: bytes, where: str) -> Feed:
    try:
        feed = msgspec.json.decode(data, type=_JsonFeed)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotText(
            f"'{where}' is not a JSON Feed: {error}.", "Its form is that of jsonfeed.org/version/1.1."
        ) from error
    title = one_line(feed.title)
    return Feed(title, tuple(_guarded(_json_entry, raw, title) for raw in feed.items))


def _json_entry(raw: msgspec.Raw, outlet: str | None) -> Entry:
    try:
        item = msgspec.json.decode(raw, type=_JsonItem)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotText(f"The item does not fit its form: {error}.", "Look at this item of the feed.") from error
    return Entry(
        key=str(item.id) if item.id is not None else item.url, link=item.url, title=one_line(item.title), outlet=outlet,
        byline=", ".join(author.name for author in item.authors if author.name) or None,
        published=day_of(item.date_published or item.date_modified), summary=item.summary,
        content=item.content_text or fragment_text(item.content_html or "") or None,
    )  # fmt: skip
