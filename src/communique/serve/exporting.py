"""Exports for the browser: the articles of a page in a foreign format, written by a process of its own."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from communique.archive import Archive, Search
from communique.archive.search import numbers
from communique.ask import select
from communique.errors import CommuniqueError, InputError
from communique.export.catalogue import FORMATS, export
from communique.serve.helping import Helper
from communique.serve.pages.page import Asked
from communique.serve.problems import Refused

MOST = 5_000
"""Articles in one file; more are for the command line."""

_AT_ONCE = 4  # exports that wait for one another


class Exports:
    """Writes files in a process of its own, one after the other.

    Args:
        archive: The archive's file or address.
    """

    def __init__(self, archive: str) -> None:
        self._archive = archive
        self._helper = Helper()
        self._waiting = threading.Semaphore(_AT_ONCE)

    def write(self, asked: Asked, folder: Path) -> Path:
        """Write what is asked for; the file lies in the folder.

        Raises:
            CommuniqueError: It cannot be written.
            Refused: Too many are being written already.
        """
        if not self._waiting.acquire(blocking=False):
            raise Refused(
                503, "TooManyExports", "Other exports are being written.", "Try again in a minute.", retry_after="60"
            )
        try:
            told = self._helper.started().submit(_written, self._archive, asked, folder).result()
        except BrokenProcessPool as error:
            self.close()
            raise InputError(
                "The process that writes exports ended while it wrote this one.", "Try 'communique export'."
            ) from error
        finally:
            self._waiting.release()
        if isinstance(told, _Failed):
            raise told.kind(told.message, told.advice)
        return told

    def close(self) -> None:
        """End the process."""
        self._helper.close()


# --- in the process that writes ---------------------------------------------------------------------------------------


class _Failed(NamedTuple):
    kind: type[CommuniqueError]
    message: str
    advice: str


def _written(where: str, asked: Asked, folder: Path) -> Path | _Failed:
    # Errors go back as what they say: not every one of them can be sent as it is.
    try:
        with Archive(where) as archive, archive.snapshot() as view:
            return write(view, asked, folder)
    except CommuniqueError as error:
        return _Failed(type(error), error.message, error.advice)


def write(archive: Archive, asked: Asked, folder: Path) -> Path:
    """Write the articles that are asked for in the format that is asked for.

    Args:
        archive: Where they are.
        asked: ``form``, and what tells which articles.
        folder: Where the file is to lie.

    Raises:
        InputError: There are none, or too many, or they cannot be written.
    """
    form = FORMATS[asked.one("form") or ""]
    chosen = _chosen(archive, asked)
    if not chosen:
        raise InputError("No article is meant.", "Ask for more days, or for other words.")
    if len(chosen) > MOST:
        raise InputError(
            f"{len(chosen):,} articles are meant; a file has {MOST:,} at most.",
            f"Narrow them by days, or type: communique export {form.name} FILE",
        )
    target = folder / (f"communique.{form.suffix}" if form.suffix else f"communique-{form.name}")
    export(form.name, archive.packed(chosen, judged=True), target)
    return Path(shutil.make_archive(str(target), "zip", target)) if form.into == "folder" else target


def _chosen(archive: Archive, asked: Asked) -> Sequence[int]:
    """The numbers of the articles that are meant, by their days."""
    if article := asked.one("article"):
        return archive.numbers(only=[article])
    said = {name: asked.one(name) for name in ("since", "until", "question")}
    outlet, kind, stance = asked.one("outlet"), asked.one("type"), asked.one("stance")
    found = [
        numbers(archive, Search(asked.one("q") or "", select(archive, actor=actor, **said), outlet, kind, stance))
        for actor in asked.several("actor") or (None,)
    ]
    common = reduce(lambda one, other: one & other, map(frozenset, found))
    return [number for number in found[0] if number in common]
