"""The storage that a lake lies on: a folder, or anything that fsspec opens."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from communique.errors import ArchiveError, InputError, MissingExtra


def files_at(where: str, options: Mapping[str, Any] | None = None) -> tuple[Any, str]:
    """The file system of an address, and the path in it.

    Raises:
        MissingExtra: fsspec, or what it needs for this kind of address, is not installed.
        InputError: Nothing can be opened under this kind of address.
    """
    try:
        import fsspec
    except ImportError as error:
        raise MissingExtra("This needs fsspec.", "Type: pip install 'communique[lake]'") from error
    try:
        files, path = fsspec.core.url_to_fs(where, **(options or {}))
    except ImportError as error:
        raise MissingExtra(f"'{where}' cannot be opened: {error}.", "Install what the message names.") from error
    except ValueError as error:
        raise InputError(f"'{where}' cannot be opened: {error}.", "Check the address.") from error
    return files, str(path)


class Storage:
    """Files under one root. A file is put as a whole: a reader sees all of it or none.

    Args:
        where: A path, or an address such as ``s3://bucket/lake``.
        options: What fsspec takes for this kind of address.

    Raises:
        MissingExtra: fsspec, or what it needs for this kind of address, is not installed.
        InputError: Nothing can be opened under this kind of address.
    """

    def __init__(self, where: str | Path, options: Mapping[str, Any] | None = None) -> None:
        self.where = str(where)
        self.files, self.root = files_at(self.where, options)
        self.local = "file" in _protocols(self.files)

    def path(self, name: str) -> str:
        """The full path of a file, as the storage itself names it."""
        return f"{self.root.rstrip('/')}/{name}"

    def address(self, name: str) -> str:
        """The full path of a file, as others open it."""
        return self.path(name) if self.local else str(self.files.unstrip_protocol(self.path(name)))

    def put(self, name: str, data: bytes) -> None:
        """Put a file there as a whole, in the place of one that may be there.

        Raises:
            ArchiveError: It cannot be written.
        """
        with self._explained(name, "written"):
            if self.local:
                self._replace(Path(self.path(name)), data)
            else:
                self.files.pipe_file(self.path(name), data)

    def _replace(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name[:80]}.{uuid.uuid4().hex[:12]}")
        try:
            with beside.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where there is none.

        Raises:
            ArchiveError: It cannot be read.
        """
        with self._explained(name, "read"):
            try:
                return bytes(self.files.cat_file(self.path(name)))
            except FileNotFoundError:
                return None

    def length(self, name: str) -> int | None:
        """A file's length in bytes; None where there is none.

        Raises:
            ArchiveError: It cannot be told.
        """
        with self._explained(name, "read"):
            try:
                return int(self.files.size(self.path(name)))
            except FileNotFoundError:
                return None

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, in order; none where there is no such folder.

        Raises:
            ArchiveError: It cannot be read.
        """
        with self._explained(folder, "read"):
            self.files.invalidate_cache()
            try:
                found = self.files.ls(self.path(folder), detail=False)
            except (FileNotFoundError, NotADirectoryError):
                return []
        names = (str(each).rstrip("/").rsplit("/", 1)[-1] for each in found)
        return sorted(name for name in names if name and not name.startswith("."))

    def old(self, folders: Iterable[str], before: datetime) -> list[str]:
        """The names of the files below some folders that were last changed before a moment, in order.

        Raises:
            ArchiveError: They cannot be listed.
        """
        found = []
        with self._explained("", "read"):
            self.files.invalidate_cache()
            for folder in folders:
                if self.files.isdir(self.path(folder)):
                    found += [path for path in self.files.find(self.path(folder)) if self._changed(path) < before]
        cut = len(self.path(""))
        return sorted(str(self.files._strip_protocol(each))[cut:] for each in found)

    def _changed(self, path: str) -> datetime:
        found: datetime = self.files.modified(path)
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def drop(self, name: str) -> None:
        """Take a file away, if it is there."""
        with contextlib.suppress(OSError):
            self.files.rm_file(self.path(name))

    @contextlib.contextmanager
    def _explained(self, name: str, done: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if self.local and not isinstance(error, OSError):
                raise
            # What speaks to an object store has errors of its own kinds, such as for missing credentials.
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            advice = "Check the address, its permissions and the space left."
            raise ArchiveError(f"'{self.address(name)}' cannot be {done}: {reason}.", advice) from error


def _protocols(files: Any) -> tuple[str, ...]:
    return (files.protocol,) if isinstance(files.protocol, str) else tuple(files.protocol)
