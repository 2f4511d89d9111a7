"""Feeds: RSS and Atom by feedparser, and JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from communique.errors import EmptyText, NotText
from communique.record import Note
from communique.sources.article import Source
from communique.sources.formats.item import Item, Known, article_source, day_in_utc, day_of, global_id, one_line
from communique.sources.formats.markup import fragment_text

_SUMMARY = Note(
    level="warning", about="text", text="The feed holds only a summary of this article: the record is of that alone."
)


def read_feed(path: Path, known: Known) -> Iterator[Item]:
    """The entries of an RSS or Atom feed.

    Raises:
        NotText: It is no feed.
    """
    import feedparser

    from communique.sources.files import read_bytes

    found = feedparser.parse(io.BytesIO(read_bytes(path)))
    if not found.version:
        raise NotText(f"'{path}' is not an RSS or Atom feed.", "Save the feed again, or name its format with --from.")
    outlet = one_line(found.feed.get("title"))
    for number, entry in enumerate(found.entries, start=1):
        yield Item(_where(path, number, entry.get("link")), partial(_entry, entry, outlet, known))


def _entry(entry: Any, outlet: str | None, known: Known) -> Source:
    content = next((each.value for each in entry.get("content", ()) if each.value), "")
    text = fragment_text(content or entry.get("summary") or "")
    _refuse_empty(text)
    fields = {
        "title": one_line(fragment_text(entry.get("title") or "")), "url": entry.get("link"), "outlet": outlet,
        "byline": one_line(entry.get("author")), "id": global_id(entry.get("id")),
        "published": day_in_utc(entry.get("published_parsed") or entry.get("updated_parsed")),
    }  # fmt: skip
    return article_source(text, fields, known, () if content else (_SUMMARY,))


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


def read_json_feed(path: Path, known: Known) -> Iterator[Item]:
    """The items of a JSON Feed.

    Raises:
        NotText: It is no JSON Feed.
    """
    from communique.sources.files import read_bytes

    try:
        feed = msgspec.json.decode(read_bytes(path), type=_JsonFeed)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotText(
            f"'{path}' is not a JSON Feed: {error}.", "Its form is that of jsonfeed.org/version/1.1."
        ) from error
    for number, raw in enumerate(feed.items, start=1):
        yield Item(_where(path, number, None), partial(_json_item, raw, one_line(feed.title), known))


def _json_item(raw: msgspec.Raw, outlet: str | None, known: Known) -> Source:
    try:
        item = msgspec.json.decode(raw, type=_JsonItem)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotText(f"The item does not fit its form: {error}.", "Look at this item of the feed.") from error
    content = item.content_text or fragment_text(item.content_html or "")
    text = content or item.summary or ""
    _refuse_empty(text)
    fields = {
        "title": one_line(item.title), "url": item.url, "outlet": outlet,
        "id": global_id(str(item.id) if item.id is not None else None),
        "byline": ", ".join(author.name for author in item.authors if author.name) or None,
        "published": day_of(item.date_published or item.date_modified),
    }  # fmt: skip
    return article_source(text, fields, known, () if content else (_SUMMARY,))


def _refuse_empty(text: str) -> None:
    if not text.strip():
        raise EmptyText("The entry has neither content nor a summary.", "Read the page that it points to.")


def _where(path: Path, number: int, link: str | None) -> str:
    return f"{path} entry {number:,}" + (f" ({link})" if link else "")
