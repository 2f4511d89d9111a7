"""What all requests share."""

from __future__ import annotations

import secrets

from starlette.requests import HTTPConnection

from communique.archive import Archive
from communique.serve.coding import Codes
from communique.serve.jobs import Jobs
from communique.serve.memory import Memory
from communique.serve.settings import Settings


class Shared:
    """The open archive and how it is served.

    Args:
        archive: The archive; it is closed with this.
        settings: How it is served.
        coder: What codes articles that are added.
        secret: Signs cookies; made anew, as at each start, when not given.
    """

    def __init__(self, archive: Archive, settings: Settings, coder: Codes, secret: bytes | None = None) -> None:
        self.archive, self.settings = archive, settings
        self.secret = secret or secrets.token_bytes(32)
        self.memory = Memory()
        self.coder, self.jobs = coder, Jobs(archive, coder, self.memory.forget)

    def close(self) -> None:
        """Let go of everything."""
        self.jobs.close()
        self.coder.close()
        self.archive.close()


def shared(connection: HTTPConnection) -> Shared:
    """What the request shares with all others."""
    found = connection.app.state.shared
    assert isinstance(found, Shared)  # noqa: S101 - for the type checker
    return found
