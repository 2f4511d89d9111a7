"""Web archives (WARC, ISO 28500, and WET), plain or packed, by warcio."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from communique.errors import EmptyText, InputError, TextTooLong
from communique.sources.article import Source
from communique.sources.files import MOST_BYTES, source_of
from communique.sources.formats.item import Item, Known, failing

_KINDS = frozenset({"response", "resource", "conversion"})
_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(path: Path, known: Known) -> Iterator[Item]:
    """The pages and texts of a web archive; pictures, redirects, errors and requests are passed over.

    An archive that breaks off gives what stands before the break; the page within which it breaks off says so. A
    break within the head of a record looks like the archive's end to warcio, and is not told.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        with path.open("rb") as stream:
            for entry in ArchiveIterator(stream):
                number += 1
                if _is_text(entry):
                    yield _item(entry, path, known)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        cause = InputError(f"The archive is damaged after record {number:,}: {error}.", "Fetch or copy it again.")
        yield failing(f"{path} record {number + 1:,}", cause)


def _is_text(entry: Any) -> bool:
    if entry.rec_type not in _KINDS:
        return False
    if entry.http_headers is not None and entry.http_headers.get_statuscode() != "200":
        return False
    return _type(entry) in (*_PAGES, "text/plain")


def _type(entry: Any) -> str:
    headers = entry.http_headers if entry.http_headers is not None else entry.rec_headers
    return str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _item(entry: Any, path: Path, known: Known) -> Item:
    address = entry.rec_headers.get_header("WARC-Target-URI")
    where = f"{path} ({address})"
    try:
        data = entry.content_stream().read(MOST_BYTES + 1)
    except Exception as error:  # noqa: BLE001 - unpacking damaged bodies fails in many ways, and costs this page alone
        return failing(where, InputError(f"The page cannot be unpacked: {error}.", "Fetch it again."))
    if len(data) <= MOST_BYTES and getattr(entry.raw_stream, "limit", 0) > 0:  # bytes that the record promises
        return failing(where, InputError("The archive breaks off within this page.", "Fetch or copy it again."))
    if len(data) > MOST_BYTES:
        return failing(where, TextTooLong(f"The page is larger than {MOST_BYTES // 1_000_000} MB.", "Leave it out."))
    return Item(where, partial(_page, data, _type(entry) in _PAGES, address, known))


def _page(data: bytes, page: bool, address: str | None, known: Known) -> Source:
    if not data.strip():
        raise EmptyText("The page is empty.", "Fetch it again.")
    told = {"published": known.published, "outlet": known.outlet, "title": None, "url": address}
    return source_of(data, told, page=page)
