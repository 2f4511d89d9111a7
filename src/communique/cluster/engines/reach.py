"""Whether anything answers at a cluster's address: asked first, for engines go on asking for minutes."""

from __future__ import annotations

import contextlib
import socket
from urllib.parse import urlsplit

from communique.errors import InputError

PATIENCE = 10.0
"""Seconds within which an address must answer."""

_SCHEMES = ("ray", "spark")


def reach(engine: str, address: str | None) -> None:
    """Ask at an address that has a host and a port; others (``auto``, ``yarn``) are for the engine alone to know.

    Args:
        engine: The engine's name, for the message.
        address: ``HOST:PORT``, ``ray://HOST:PORT``, ``spark://HOST:PORT,HOST:PORT``.

    Raises:
        InputError: Nothing answers.
    """
    hosts = _hosts(address or "")
    reasons = []
    for host, port in hosts:
        try:
            with contextlib.closing(socket.create_connection((host, port), PATIENCE / len(hosts))):
                return
        except OSError as error:
            reasons.append(f"{host}:{port}: {error.strerror or error}")
    if reasons:
        raise InputError(
            f"No {engine} cluster answers at '{address}' ({'; '.join(reasons)}).",
            "Check --cluster, that the cluster runs, and that this machine may reach it.",
        )


def _hosts(address: str) -> list[tuple[str, int]]:
    scheme, found, rest = address.partition("://")
    if found and scheme not in _SCHEMES:
        return []
    hosts = []
    for each in (rest if found else address).split(","):
        with contextlib.suppress(ValueError):
            parts = urlsplit(f"//{each}")
            if parts.hostname and parts.port:
                hosts.append((parts.hostname, parts.port))
    return hosts
