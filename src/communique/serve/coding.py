"""Coding articles in a process of its own, so that pages stay fast meanwhile and a crash costs one article."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from typing import Protocol

import msgspec

from communique.errors import InputError
from communique.record import Article, Note, Record
from communique.serve.helping import Helper
from communique.sources import Source


class Codes(Protocol):
    """What codes an article."""

    def code(self, found: Source) -> Record:
        """The record of an article."""
        ...

    def warm(self) -> None:
        """Get ready, without waiting for it."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


class Coder:
    """Codes one article after the other with the full pipeline, in another process that is started when needed."""

    def __init__(self) -> None:
        self._helper = Helper()

    def warm(self) -> None:
        """Start the process and let it load its models, without waiting for it."""
        self._helper.started().submit(_ready)

    def code(self, found: Source) -> Record:
        """The record of an article.

        Raises:
            InputError: It cannot be coded.
        """
        try:
            coded = self._helper.started().submit(_coded, msgspec.msgpack.encode((found.article, found.notes))).result()
        except BrokenProcessPool as error:
            self.close()
            raise InputError(
                "The process that codes articles ended while it read this one.", "Try again, or try 'communique read'."
            ) from error
        return Record.from_json(coded)

    def close(self) -> None:
        """End the process."""
        self._helper.close()


def _ready() -> None:
    from communique.pipeline import read_article
    from communique.sources import make_article

    read_article(make_article("France recalled its ambassador to Australia on Friday.", published="2021-09-17"))


def _coded(packed: bytes) -> str:
    from communique.pipeline import read_article
    from communique.sources import with_notes

    article, notes = msgspec.msgpack.decode(packed, type=tuple[Article, tuple[Note, ...]])
    return with_notes(read_article(article), notes).to_json()
