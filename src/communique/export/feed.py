"""Feeds of what is new, as Atom (RFC 4287) and as JSON Feed 1.1: one list of entries, two ways to write it.

Everything is plain text: no markup of an article ever gets into a feed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import msgspec
from lxml import etree
from msgspec import Struct

from communique.export.files import copied

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01"


class FeedHead(Struct, frozen=True, kw_only=True):
    """What a feed says of itself.

    Attributes:
        id: An id that stays, such as a URN.
        title: Its title.
        page: Address of the page that shows the same.
        itself: Address of the feed.
    """

    id: str
    title: str
    page: str | None = None
    itself: str | None = None


class FeedEntry(Struct, frozen=True, kw_only=True):
    """One entry of a feed.

    Attributes:
        id: An id that stays.
        title: Its title.
        text: What it says, as plain text.
        day: The day of it, ISO 8601; None where it has none.
        page: Address of the page that shows it.
        source: Address where it came from.
        author: Who published it.
        tags: Words that it is filed under.
    """

    id: str
    title: str
    text: str
    day: str | None = None
    page: str | None = None
    source: str | None = None
    author: str | None = None
    tags: Sequence[str] = ()


def to_atom(head: FeedHead, entries: Iterable[FeedEntry]) -> bytes:
    """A feed in Atom; its date is that of its newest entry, so that the same entries give the same bytes."""
    entries = list(entries)
    feed = _atom_head(head, max((each.day for each in entries if each.day), default=None))
    for each in entries:
        _atom_entry(_add(feed, "entry"), each)
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def write_atom(head: FeedHead, entries: Iterable[FeedEntry], out: BinaryIO) -> None:
    """As :func:`to_atom`, entry by entry; they wait in a temporary file, since the newest day stands first."""
    newest: str | None = None
    with tempfile.TemporaryFile(prefix="communique-") as waiting:
        for each in entries:
            newest = max(newest or "", each.day or "") or None
            entry = etree.Element(f"{{{_ATOM}}}entry", nsmap={None: _ATOM})
            _atom_entry(entry, each)
            waiting.write(b"  " + etree.tostring(entry, encoding="utf-8") + b"\n")
        whole = bytes(etree.tostring(_atom_head(head, newest), xml_declaration=True, encoding="utf-8"))
        before, end, _ = whole.rpartition(b"</")
        out.write(before + b"\n")
        copied(waiting, out)
        out.write(end + b"feed>\n")


def _atom_head(head: FeedHead, newest: str | None) -> Any:
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    _add(feed, "id", head.id)
    _add(feed, "title", head.title)
    _add(feed, "updated", _moment(newest))
    _add(_add(feed, "author"), "name", "Communique")
    _link(feed, "alternate", head.page)
    _link(feed, "self", head.itself)
    return feed


def _atom_entry(entry: Any, each: FeedEntry) -> None:
    _add(entry, "id", each.id)
    _add(entry, "title", each.title)
    _add(entry, "updated", _moment(each.day))
    if each.day:
        _add(entry, "published", _moment(each.day))
    _add(_add(entry, "author"), "name", each.author or "unknown")
    _link(entry, "alternate", each.page)
    _link(entry, "via", each.source)
    for tag in each.tags:
        _add(entry, "category").set("term", _clean(tag))
    _add(entry, "content", each.text).set("type", "text")


def _add(parent: Any, name: str, text: str | None = None) -> Any:
    made = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    made.text = _clean(text) if text is not None else None
    return made


def _link(parent: Any, relation: str, address: str | None) -> None:
    if address and address.startswith(("http://", "https://")):
        made = _add(parent, "link")
        made.set("rel", relation)
        made.set("href", _clean(address))


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_XML.sub(" ", text)


def _moment(day: str | None) -> str:
    return f"{day or _NEVER}T00:00:00Z"


def to_json_feed(head: FeedHead, entries: Iterable[FeedEntry]) -> bytes:
    """A feed as JSON Feed 1.1."""
    return msgspec.json.encode(_json_head(head) | {"items": [_item(each) for each in entries]})


def write_json_feed(head: FeedHead, entries: Iterable[FeedEntry], out: BinaryIO) -> None:
    """The same as :func:`to_json_feed`, entry by entry."""
    out.write(msgspec.json.encode(_json_head(head)).removesuffix(b"}") + b',"items":[')
    items = (msgspec.json.encode(_item(each)) for each in entries)
    out.writelines((b",\n" if number else b"\n") + each for number, each in enumerate(items))
    out.write(b"\n]}\n")


def _json_head(head: FeedHead) -> dict[str, Any]:
    return _filled(
        {"version": "https://jsonfeed.org/version/1.1", "title": head.title, "home_page_url": head.page,
         "feed_url": head.itself}
    )  # fmt: skip


def _item(each: FeedEntry) -> dict[str, Any]:
    told = {
        "id": each.id, "url": each.page, "external_url": each.source, "title": each.title, "content_text": each.text,
        "date_published": _moment(each.day) if each.day else None,
        "authors": [{"name": each.author}] if each.author else None, "tags": list(each.tags) or None,
    }  # fmt: skip
    return _filled(told)


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}
