"""The name under which a browser reached us must be ours: else a stranger's name was made to point at this machine.

That is DNS rebinding: a page of another site has its name answer with 127.0.0.1, and its scripts then count as ours.
"""

from __future__ import annotations

import ipaddress
import re

from starlette.requests import Request

from communique.serve.problems import Refused
from communique.serve.settings import Settings

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def check(request: Request, settings: Settings) -> None:
    """Refuse a request for a name that is not ours.

    Raises:
        Refused: The header ``Host`` is missing, given twice, or names somebody else.
    """
    told = request.headers.getlist("host")
    found = _HOST.fullmatch(told[0]) if len(told) == 1 else None
    if found is None or not _ours(found["name"].strip("[]").lower().rstrip("."), settings):
        raise Refused(
            421, "WrongHost", "This archive is not served under that name.",
            "Type the address that 'communique serve' printed, or name it with --name.",
        )  # fmt: skip


def _ours(name: str, settings: Settings) -> bool:
    if name in {settings.host.lower(), *(each.lower() for each in settings.names)}:
        return True
    if settings.loopback:
        return name in _LOOPBACK
    # Listening on every address of the machine: any address may be meant, but no name that nobody gave us.
    return settings.host in {"0.0.0.0", "::"} and (_is_address(name) or name in _LOOPBACK)  # noqa: S104 - compared


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
