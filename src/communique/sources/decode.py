"""From bytes to text: the encodings that are told by a mark, UTF-8, and what a detector is sure of."""

from __future__ import annotations

import codecs
import re

from communique.errors import NotText

# Longest marks first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How files of well-known kinds begin (PDF 32000-1, APPNOTE.TXT, RFC 1952, RFC 2083 and the like).
_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "a SQLite database"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_SAFE_CONTROLS = b"\t\n\r\f\x0b\x1b\x85"
_ADVICE = "Save it as plain text in UTF-8 and try again."


def decode(data: bytes, *, hint: str | None = None) -> tuple[str, str]:
    """The text in these bytes, and the name of the encoding that it was read with.

    A byte order mark is a mark of the encoding and no part of the text; line ends stay as they are.

    Args:
        data: The bytes of a file or of a page.
        hint: An encoding told from outside, such as by an HTTP header; used when the bytes agree.

    Raises:
        NotText: Binary data, damaged UTF-8, or bytes that no encoding explains with certainty.
    """
    for start, kind in _KINDS:
        if data.startswith(start):
            raise NotText(f"This is not plain text but {kind}.", "Take the text out of it first.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), encoding.removesuffix("-sig")
    if b"\x00" in data:
        raise NotText(f"This is not plain text: a NUL byte stands at byte {data.index(0):,}.", _ADVICE)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error)
    return _by_declaration(data, hint) or _by_detection(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(
            f"The file says that it is {encoding.removesuffix('-sig').upper()} but is not: byte {error.start:,}.",
            _ADVICE,
        ) from error


def _refuse_damaged(data: bytes, error: UnicodeDecodeError) -> None:
    """UTF-8 with a few bad bytes must not be read as something else: every accent would turn to rubbish."""
    damaged = data.decode("utf-8", "replace")
    bad = damaged.count("\ufffd")
    good = sum(ord(character) > 127 for character in damaged) - bad
    if good > bad:
        raise NotText(f"The UTF-8 in this text is damaged at byte {error.start:,}.", _ADVICE) from error


def _by_declaration(data: bytes, hint: str | None) -> tuple[str, str] | None:
    declared = _DECLARED.search(data[:4096])
    for name in (hint, declared[1].decode() if declared else None):
        try:
            if name and codecs.lookup(name).name != "utf-8":
                return data.decode(name), codecs.lookup(name).name
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return None


def _by_detection(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    controls = sum(byte < 32 and byte not in _SAFE_CONTROLS for byte in data[:65536])
    found = list(from_bytes(data[:65536], threshold=0.15)) if controls == 0 else []
    # Several encodings may explain the bytes. One that makes the text read as a language at least as well as the
    # detector's first choice and is Western Europe's is the likeliest.
    western = (each for each in found if each.encoding == "cp1252" and each.coherence >= found[0].coherence)
    best = next(western, next(iter(found), None))
    try:
        if best is not None:
            return data.decode(best.encoding), best.encoding
    except (LookupError, UnicodeDecodeError):
        pass
    raise NotText("This is not plain text in any encoding that can be told with certainty.", _ADVICE)
