"""One door to what keeps records: an archive's file or database, or a lake."""

from __future__ import annotations

from pathlib import Path

from communique.archive import Archive
from communique.lake.layout import HEAD

_DATABASES = ("postgresql", "postgres", "sqlite")


def is_lake(where: str | Path) -> bool:
    """Whether this is a lake and no archive: a folder with a lake's head, or an address of files."""
    scheme, found, _ = str(where).partition("://")
    return scheme not in _DATABASES if found else (Path(where) / HEAD).is_file()


def opened(where: str | Path) -> Archive:
    """The archive or the lake at a path or an address, to be asked.

    Raises:
        ArchiveError: There is none, or it cannot be read.
        MissingExtra: It is a lake, and what reads one is not installed.
    """
    if is_lake(where):
        from communique.lake.reading import Lake

        return Lake(where)
    return Archive(where)
