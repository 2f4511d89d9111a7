"""Web archives (WARC, ISO 28500, and WET), plain or packed, by warcio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from communique.errors import EmptyText, InputError, TextTooLong
from communique.sources.article import Source
from communique.sources.files import MOST_BYTES, source_of
from communique.sources.formats.item import Item, Known

_KINDS = frozenset({"response", "resource", "conversion"})
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Capture:
    """A page or text in a web archive, or why it cannot be read.

    Attributes:
        where: The archive and the address, as a user would look for it.
        offset: Where its record starts in the file; an archive can be read from there on.
        number: Number of its record, counted from where reading began, from 1.
        address: Where it was captured.
        page: Whether it is a page; otherwise it is plain text.
        data: Its bytes.
        error: Why there are none.
    """

    where: str
    offset: int
    number: int
    address: str | None = None
    page: bool = False
    data: bytes = b""
    error: InputError | None = None

    def read(self, known: Known, *, today: date | None = None) -> Source:
        """The article in it.

        Raises:
            InputError: There is none, or it cannot be read.
        """
        if self.error is not None:
            raise self.error
        if not self.data.strip():
            raise EmptyText("The page is empty.", "Fetch it again.")
        told = {"published": known.published, "outlet": known.outlet, "title": None, "url": self.address}
        return source_of(self.data, told, page=self.page, today=today)


def read_warc(path: Path, known: Known) -> Iterator[Item]:
    """The pages and texts of a web archive; pictures, redirects, errors and requests are passed over.

    An archive that breaks off gives what stands before the break; the page within which it breaks off says so. A
    break within the head of a record looks like the archive's end to warcio, and is not told.
    """
    with path.open("rb") as stream:
        for capture in captures(stream, str(path)):
            yield Item(capture.where, partial(capture.read, known))


def captures(stream: BinaryIO, name: str) -> Iterator[Capture]:
    """The captures of an archive from where its stream stands; the last one says where the archive is damaged.

    Args:
        stream: The archive, at its start or at the offset of a record.
        name: What to call it.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = offset = 0
    try:
        entries = ArchiveIterator(stream)
        for entry in entries:
            number += 1
            offset = entries.offset  # get_record_offset() would read the record away
            if _is_text(entry):
                yield _capture(entry, name, offset, number)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        cause = InputError(f"The archive is damaged after record {number:,}: {error}.", "Fetch or copy it again.")
        yield Capture(f"{name} record {number + 1:,}", offset, number + 1, error=cause)


def _is_text(entry: Any) -> bool:
    if entry.rec_type not in _KINDS:
        return False
    if entry.http_headers is not None and entry.http_headers.get_statuscode() != "200":
        return False
    return _type(entry) in (*_PAGES, "text/plain")


def _type(entry: Any) -> str:
    headers = entry.http_headers if entry.http_headers is not None else entry.rec_headers
    return str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _capture(entry: Any, name: str, offset: int, number: int) -> Capture:
    address = entry.rec_headers.get_header("WARC-Target-URI")
    where = f"{name} ({address})"

    def failed(error: InputError) -> Capture:
        return Capture(where, offset, number, address, error=error)

    try:
        data = entry.content_stream().read(MOST_BYTES + 1)
    except Exception as error:  # noqa: BLE001 - unpacking damaged bodies fails in many ways, and costs this page alone
        return failed(InputError(f"The page cannot be unpacked: {error}.", "Fetch it again."))
    if len(data) <= MOST_BYTES and getattr(entry.raw_stream, "limit", 0) > 0:  # bytes that the record promises
        return failed(InputError("The archive breaks off within this page.", "Fetch or copy it again."))
    if len(data) > MOST_BYTES:
        return failed(TextTooLong(f"The page is larger than {MOST_BYTES // 1_000_000} MB.", "Leave it out."))
    return Capture(where, offset, number, address, _type(entry) in _PAGES, data)
