"""The user's own layer over the shipped registry: a folder of packs, one for each file that was imported.

A pack is a file of JSON lines that can be read and compared by eye: a head that says where it came from, then one
row a line, each with the line of the imported file that it was read from. A pack is written whole or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from communique.errors import BadDataFile, DataError
from communique.registry.model import Alias, Entity, Membership, Post, Tenure

SHAPE = 1  # raised when the meaning of a row changes
VARIABLE = "COMMUNIQUE_REGISTRY"
_ENDING = ".jsonl"
_UNSAFE = re.compile(r"[^\w.-]+")


class Head(Struct, frozen=True):
    """The first line of a pack.

    Attributes:
        communique_registry: The number of the rows' shape.
        name: The pack's name.
        format: The format that was read.
        source: The file that was imported.
        sha256: Hash of that file's bytes.
    """

    communique_registry: int
    name: str
    format: str
    source: str
    sha256: str


class Row(Struct, frozen=True, omit_defaults=True):
    """One row of a pack: the line that it was read from, and exactly one value."""

    line: int
    actor: Entity | None = None
    alias: Alias | None = None
    post: Post | None = None
    title: tuple[str, str, str] | None = None
    """A further title of a post: class, title, organisation."""
    tenure: Tenure | None = None
    membership: Membership | None = None

    @property
    def sort(self) -> str:
        """The name of the field that is set."""
        return next((name for name in self.__struct_fields__[1:] if getattr(self, name) is not None), "")


class Pack(Struct, frozen=True):
    """What one imported file brought."""

    head: Head
    rows: tuple[Row, ...]


def is_off() -> bool:
    """Whether ``COMMUNIQUE_REGISTRY=off`` says that the registry is to be used as it ships."""
    return os.environ.get(VARIABLE, "").lower() == "off"


def layer_folder() -> Path:
    """The layer's folder: ``COMMUNIQUE_REGISTRY`` if that is set, else the system's usual place for a user's data.

    Raises:
        DataError: The layer is switched off.
    """
    if is_off():
        raise DataError("Your own registry is switched off.", f"Unset {VARIABLE}, or let it name a folder.")
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or os.path.expanduser("~/AppData/Roaming")  # noqa: PTH111
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Application Support")  # noqa: PTH111 - never raises, unlike Path.home
    else:
        base = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")  # noqa: PTH111
    return Path(base) / "communique" / "registry"


def pack_name(path: Path) -> str:
    """The name that a file's pack gets: the file's own, without what a file name should not hold."""
    return _UNSAFE.sub("-", path.name).strip(".-") or "pack"


class Layer:
    """The packs of one folder.

    Args:
        folder: Where they lie; by default :func:`layer_folder`. It need not exist.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or layer_folder()

    def names(self) -> list[str]:
        """The names of the packs, sorted; the later wins where two disagree."""
        with contextlib.suppress(OSError):
            found = (each.name for each in self.folder.iterdir() if each.name.endswith(_ENDING))
            return sorted(name[: -len(_ENDING)] for name in found if not name.startswith("."))
        return []

    def digest(self) -> str:
        """The first characters of a hash over all packs; empty without any."""
        names = self.names()
        if not names:
            return ""
        total = hashlib.sha256()
        for name in names:
            total.update(name.encode() + b"\0")
            total.update(self._bytes(name))
        return total.hexdigest()[:8]

    def packs(self) -> list[Pack]:
        """Every pack, in the order of their names.

        Raises:
            BadDataFile: A pack is damaged; the message names it.
        """
        return [self.pack(name) for name in self.names()]

    def pack(self, name: str) -> Pack:
        """The pack of this name.

        Raises:
            DataError: There is no such pack.
            BadDataFile: It is damaged.
        """
        self._has(name)
        data = self._bytes(name)
        try:
            first, _, rest = data.partition(b"\n")
            head = msgspec.json.decode(first, type=Head)
            rows = msgspec.json.Decoder(Row).decode_lines(rest)
        except msgspec.MsgspecError as error:
            raise BadDataFile(
                f"{self.path(name)} is no sound pack of the registry: {error}.", _AGAIN.format(name=name)
            ) from error
        if head.communique_registry != SHAPE:
            raise BadDataFile(
                f"{self.path(name)} was written by another version of Communique.", _AGAIN.format(name=name)
            )
        return Pack(head, tuple(rows))

    def keep(self, pack: Pack) -> Path:
        """Write a pack, whole or not at all; one of the same name is replaced.

        Raises:
            DataError: The folder cannot be written.
        """
        encode = msgspec.json.Encoder().encode
        data = b"\n".join([encode(pack.head), *map(encode, pack.rows), b""])
        target = self.path(pack.head.name)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(target, data)
        except OSError as error:
            raise DataError(f"{target} cannot be written: {error.strerror or error}.", _ELSEWHERE) from error
        return target

    def remove(self, name: str) -> None:
        """Remove a pack.

        Raises:
            DataError: There is no such pack, or it cannot be removed.
        """
        self._has(name)
        try:
            self.path(name).unlink()
        except OSError as error:
            raise DataError(f"{self.path(name)} cannot be removed: {error.strerror or error}.", _ELSEWHERE) from error

    def _has(self, name: str) -> None:
        if name not in self.names():
            known = ", ".join(self.names()) or "none"
            raise DataError(f"Your registry has no pack {name!r}.", f"It has: {known}.")

    def path(self, name: str) -> Path:
        """The file of a pack."""
        return self.folder / f"{name}{_ENDING}"

    def _bytes(self, name: str) -> bytes:
        try:
            return self.path(name).read_bytes()
        except OSError as error:
            raise DataError(f"{self.path(name)} cannot be read: {error.strerror or error}.", _ELSEWHERE) from error


_AGAIN = "Remove it with 'communique registry remove {name}', and import its file again."
_ELSEWHERE = "Check the folder, or name another in COMMUNIQUE_REGISTRY."


def _write(target: Path, data: bytes) -> None:
    """Write a file so that a reader, or a stop at any moment, finds the old content or the new, never a part."""
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).chmod(0o644)  # a team may share a folder
        Path(part).replace(target)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise


def rows_of(packs: Sequence[Pack]) -> list[Row]:
    """The rows of several packs, in their order."""
    return [row for pack in packs for row in pack.rows]
