"""Files that save time at the next start: made from what is installed, in the user's cache folder.

Everything works without them. A file's name carries a fingerprint of what it was made from, so that it is never
out of date; it is written whole or not at all, and where the folder cannot be written nothing is kept. A file that
was damaged afterwards is not taken: it begins with the length and the checksum of what follows.
"""

from __future__ import annotations

import contextlib
import io
import mmap
import os
import struct
import sys
import tempfile
import zlib
from pathlib import Path

_HEAD = struct.Struct("<4sIQ")  # magic, checksum (CRC-32) and length of what follows; 16 bytes, so that it is aligned
_MAGIC = b"CMQ1"
_BLOCK = 1 << 18  # bytes read at a time to be checked: few, so that a large file takes no memory
_KEPT = 3  # files of one sort: other installations may use them


def cache_folder() -> Path:
    """The user's cache folder: ``COMMUNIQUE_CACHE`` if that is set, else the system's usual place."""
    chosen = os.environ.get("COMMUNIQUE_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/AppData/Local")  # noqa: PTH111
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")  # noqa: PTH111 - never raises, unlike Path.home
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    return Path(base) / "communique"


def kept(sort: str, fingerprint: str) -> memoryview | None:
    """What was kept under this sort and fingerprint, mapped into memory; None when there is nothing whole."""
    with contextlib.suppress(OSError, ValueError), _file(sort, fingerprint).open("rb", buffering=0) as stream:
        if _is_whole(stream):
            return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))[_HEAD.size :]
    return None


def _is_whole(stream: io.RawIOBase) -> bool:
    """Whether the file has the length and the checksum that its head says."""
    head = stream.read(_HEAD.size) or b""
    if len(head) < _HEAD.size:
        return False
    magic, expected, length = _HEAD.unpack(head)
    checksum, seen, block = 0, 0, memoryview(bytearray(_BLOCK))
    while count := stream.readinto(block):
        checksum, seen = zlib.crc32(block[:count], checksum), seen + count
    return (magic, expected, length) == (_MAGIC, checksum, seen)


def keep(sort: str, fingerprint: str, data: bytes | memoryview) -> None:
    """Write a file for the next start, and drop the oldest of its sort; does nothing where that is not possible."""
    file = _file(sort, fingerprint)
    with contextlib.suppress(OSError):
        _write(file, data)
        files = sorted(file.parent.glob(f"{sort}-*.bin"), key=lambda each: each.stat().st_mtime, reverse=True)
        for old in files[_KEPT:]:
            if old != file:
                old.unlink(missing_ok=True)


def _file(sort: str, fingerprint: str) -> Path:
    return cache_folder() / f"{sort}-{fingerprint}.bin"


def _write(file: Path, data: bytes | memoryview) -> None:
    """Write a file whole or not at all: readers in other processes never see half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(_HEAD.pack(_MAGIC, zlib.crc32(data), len(data)))
            stream.write(data)
        Path(part).replace(file)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise
