"""Running the application: the socket first, so that the address is known before the server starts."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from communique.archive.uncollected import settled
from communique.errors import InputError
from communique.registry import load_registry
from communique.serve.app import create_app
from communique.serve.settings import Settings


def run(archive: str | Path, settings: Settings, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve an archive until the user stops it.

    Args:
        archive: The archive's file.
        settings: How it is served.
        ready: Called with the address once it is listened on.

    Raises:
        InputError: The address cannot be listened on.
        ArchiveError: The archive cannot be opened.
    """
    serve_app(create_app(archive, settings), settings, ready)


def serve_app(app: ASGIApp, settings: Settings, ready: Callable[[str], None]) -> None:
    """Let an application answer where the settings say, until the user stops it.

    Raises:
        InputError: The address cannot be listened on.
    """
    listening = _listen(settings)
    with listening:
        ready(address_of(settings, listening))
        load_registry()  # before the first question, and with what is never let go of
        settled()
        # Timeouts keep a client that says nothing from holding a connection; the server's name is nobody's business.
        config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_keep_alive=15)
        uvicorn.Server(config).run(sockets=[listening])


def address_of(settings: Settings, listening: socket.socket) -> str:
    """The address to type into a browser."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listening.getsockname()[1]}/"


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise InputError(
            f"Nothing can listen on {settings.host}, port {settings.port}: {error.strerror or error}.",
            "Choose another with --port, or stop what listens there.",
        ) from error
    return listening
