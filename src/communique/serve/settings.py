"""How the archive is served: where, to whom, and how much of it at once."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from communique.errors import InputError

DEFAULT_PORT = 8620


@dataclass(frozen=True, slots=True)
class Settings:
    """How the archive is served. What is not loopback needs a token and cannot change anything.

    Attributes:
        host: Address to listen on.
        port: Port to listen on; 0 lets the system choose.
        names: Further names under which browsers may reach it, beside those of the address.
        token: Digest of the token that whoever asks must show, see :mod:`communique.serve.tokens`; None asks for none.
        writable: Whether what is asked may change the archive; only ever on loopback.
        user: Name under which judgements are kept that are made here.
        warm: Whether to load what codes articles at the start, and not with the first one.
        readers: Number of processes that answer what is only asked; 0 lets the program itself do it.
        rate: Requests that one client may make a second, on average.
        burst: Requests that one client may make at once.
        most_bytes: Size of the largest request.

    Raises:
        InputError: It is not loopback, and has no token.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    names: tuple[str, ...] = ()
    token: str | None = None
    writable: bool = True
    user: str = "workbench"
    warm: bool = False
    readers: int = 0
    rate: float = 50.0
    burst: int = 200
    most_bytes: int = 20_000_000

    def __post_init__(self) -> None:
        if not self.loopback and self.token is None:
            raise InputError(
                f"'{self.host}' can be reached from other machines, and nothing keeps strangers out.",
                "Make a token with 'communique serve token', or listen on 127.0.0.1.",
            )

    @property
    def loopback(self) -> bool:
        """Whether only programs on this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def read_only(self) -> bool:
        """Whether nothing in the archive can be changed."""
        return not (self.loopback and self.writable)
