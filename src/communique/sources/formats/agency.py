"""The formats of news agencies: ninjs 1 and 2 (JSON) and NewsML-G2 (XML) of the IPTC."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from communique.errors import EmptyText, NotText
from communique.sources.article import Source
from communique.sources.formats.item import Item, Known, article_source, day_of, one_line
from communique.sources.formats.markup import element_text, fragment_text, local, parse_xml

# --- ninjs --------------------------------------------------------------------------------------------------------


class _Named(Struct, frozen=True):
    name: str | None = None


class _Value(Struct, frozen=True):
    value: str = ""
    role: str | None = None
    contenttype: str | None = None


class _Ninjs(Struct, frozen=True):
    """What is read of an item; version 1 names its texts one by one, version 2 keeps them in lists."""

    uri: str
    versioncreated: str | None = None
    firstcreated: str | None = None
    byline: str | None = None
    by: str | None = None
    headline: str | None = None
    headlines: tuple[_Value, ...] = ()
    body_text: str | None = None
    body_html: str | None = None
    body_xhtml: str | None = None
    bodies: tuple[_Value, ...] = ()
    infosource: tuple[_Named, ...] = ()
    infosources: tuple[_Named, ...] = ()
    source: str | None = None
    copyrightholder: str | None = None
    url: str | None = None


def read_ninjs(path: Path, known: Known) -> Iterator[Item]:
    """The items of a ninjs file: one object, or a list of them.

    Raises:
        NotText: It is no such file.
    """
    from communique.sources.files import read_bytes

    data = read_bytes(path)
    several = data.lstrip()[:1] == b"["
    try:
        items = msgspec.json.decode(data, type=list[msgspec.Raw]) if several else [msgspec.Raw(data)]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotText(f"'{path}' is not JSON: {error}.", "Save or export it again.") from error
    for number, raw in enumerate(items, start=1):
        yield Item(f"{path} item {number:,}" if several else str(path), partial(_ninjs, raw, known))


def _ninjs(raw: msgspec.Raw, known: Known) -> Source:
    try:
        item = msgspec.json.decode(raw, type=_Ninjs)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotText(f"This is not an item of ninjs: {error}.", "An item has at least a 'uri' and a body.") from error
    text = _ninjs_text(item)
    if not text.strip():
        raise EmptyText(f"The item '{item.uri}' has no text.", "Pictures and packages hold no article.")
    sources = [each.name for each in (*item.infosource, *item.infosources) if each.name]
    fields = {
        "id": item.uri, "url": item.url, "byline": one_line(item.byline or item.by),
        "title": one_line(item.headline or next((each.value for each in _main_first(item.headlines)), None)),
        "published": day_of(item.versioncreated or item.firstcreated),
        "outlet": one_line(next(iter(sources), None) or item.source or item.copyrightholder),
    }  # fmt: skip
    return article_source(text, fields, known)


def _ninjs_text(item: _Ninjs) -> str:
    if item.body_text:
        return item.body_text
    if item.body_html or item.body_xhtml:
        return fragment_text(item.body_html or item.body_xhtml or "")
    for body in _main_first(item.bodies):
        text = fragment_text(body.value) if "html" in (body.contenttype or "") else body.value
        if text.strip():
            return text
    return ""


def _main_first(values: tuple[_Value, ...]) -> list[_Value]:
    return sorted(values, key=lambda each: each.role not in {"main", None})


# --- NewsML-G2 ----------------------------------------------------------------------------------------------------


def read_newsml(path: Path, known: Known) -> Iterator[Item]:
    """The news items with text in a NewsML-G2 file: one item, or a message with several.

    Raises:
        NotText: It is no such file.
    """
    from communique.sources.files import read_bytes

    root = parse_xml(read_bytes(path))
    items = [each for each in root.iter() if local(each) == "newsitem"]
    if not items:
        raise NotText(f"'{path}' holds no news item of NewsML-G2.", "Name its format with --from.")
    for number, item in enumerate(items, start=1):
        yield Item(f"{path} item {number:,}" if len(items) > 1 else str(path), partial(_newsml, item, known))


def _newsml(item: Any, known: Known) -> Source:
    guid = item.get("guid")
    text = _newsml_text(item)
    if not text.strip():
        raise EmptyText(f"The news item '{guid}' has no text.", "Pictures and remote content hold no article.")
    fields = {
        "id": guid, "title": one_line(_first(item, "headline")), "byline": one_line(_first(item, "by")),
        "published": day_of(_first(item, "versioncreated") or _first(item, "firstcreated")),
        "outlet": one_line(_party(item)),
    }  # fmt: skip
    return article_source(text, fields, known)


def _newsml_text(item: Any) -> str:
    for content in (each for each in item.iter() if local(each) == "inlinexml"):
        body = next((each for each in content.iter() if local(each) == "body.content"), None)
        text = element_text(content if body is None else body)
        if text:
            return text
    plain = (each for each in item.iter() if local(each) == "inlinedata" and not each.get("encoding"))
    return next((each.text for each in plain if each.text), "")


def _first(item: Any, name: str) -> str | None:
    """The text of the item's first element of that name, the content left out: it may be another document."""
    for element in item.iter():
        if local(element) == name and not any(local(each) == "contentset" for each in element.iterancestors()):
            return element_text(element)
    return None


def _party(item: Any) -> str | None:
    """Who gives the item out: the source of the information, its provider, or the holder of the rights."""
    for wanted in ("infosource", "provider", "copyrightholder"):
        for element in item.iter():
            if local(element) != wanted:
                continue
            names = (str(each.text) for each in element if local(each) == "name" and each.text)
            name: str | None = next(names, element.get("literal"))
            if name:
                return name
    return None
