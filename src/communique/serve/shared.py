"""What all requests share."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable
from datetime import date
from typing import TypeVar

from starlette.requests import HTTPConnection

from communique.archive import Archive
from communique.serve.coding import Codes
from communique.serve.exporting import Exports
from communique.serve.jobs import Jobs
from communique.serve.memory import Memory, Told
from communique.serve.settings import Settings

Value = TypeVar("Value")


class Shared:
    """The open archive and how it is served.

    Args:
        where: The archive's file or address.
        archive: The archive; it is closed with this.
        settings: How it is served.
        coder: What codes articles that are added.
        secret: Signs cookies; made anew, as at each start, when not given.
    """

    def __init__(
        self, where: str, archive: Archive, settings: Settings, coder: Codes, secret: bytes | None = None
    ) -> None:  # fmt: skip
        self.archive, self.settings = archive, settings
        self.secret = secret or secrets.token_bytes(32)
        self.memory = Memory()
        self.exports = Exports(where)
        self.coder, self.jobs = coder, Jobs(archive, coder, self.memory.forget)

    def state(self) -> str | None:
        """What tells whether an answer still holds: the state of the archive, and the day, which some pages look at."""
        word = self.archive.state()
        return f"{word} {date.today().isoformat()}" if word else None  # noqa: DTZ011 - the day of who sits here

    def told(self, key: Hashable, make: Callable[[Archive], Value]) -> Told[Value]:
        """The answer to a question of the archive, asked over one connection; what took long is kept.

        Args:
            key: What is asked.
            make: Asks it.
        """

        def asked() -> Value:
            with self.archive.snapshot() as archive:
                return make(archive)

        return self.memory.get(key, asked, self.state())

    def close(self) -> None:
        """Let go of everything."""
        self.jobs.close()
        self.exports.close()
        self.coder.close()
        self.archive.close()


def shared(connection: HTTPConnection) -> Shared:
    """What the request shares with all others."""
    found = connection.app.state.shared
    assert isinstance(found, Shared)  # noqa: S101 - for the type checker
    return found
