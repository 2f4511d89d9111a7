"""Files that are one article, and lists of addresses of pages that are one each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from communique.sources.article import Source
from communique.sources.files import read_bytes, read_source, source_of
from communique.sources.formats.item import Item, Known


def read_text(path: Path, known: Known) -> Iterator[Item]:
    """The article in a text."""
    yield Item(str(path), partial(_file, path, known, page=False))


def read_page(path: Path, known: Known) -> Iterator[Item]:
    """The article on a page."""
    yield Item(str(path), partial(_file, path, known, page=True))


def read_urls(path: Path, known: Known) -> Iterator[Item]:
    """The pages whose addresses stand in a file, one a line; lines that begin with ``#`` are remarks."""
    for line in read_bytes(path).decode("utf-8-sig", "replace").splitlines():
        address = line.strip()
        if address and not address.startswith("#"):
            yield Item(address, partial(read_source, address, published=known.published, outlet=known.outlet))


def _file(path: Path, known: Known, *, page: bool) -> Source:
    told = {"published": known.published, "outlet": known.outlet, "title": None, "url": None}
    return source_of(read_bytes(path), told, page=page)
