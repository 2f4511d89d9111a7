"""The token that opens an archive from elsewhere: shown once when it is made, and kept as a digest only.

It is drawn at random with 256 bits, so that a plain salted hash is enough: there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from communique.errors import InputError

VARIABLE = "COMMUNIQUE_TOKEN_FILE"


def token_file() -> Path:
    """Where the digest is kept: ``COMMUNIQUE_TOKEN_FILE`` if that is set, else the user's usual place for data."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("APPDATA") or os.path.expanduser("~/.local/share")  # noqa: PTH111 - never raises
    return Path(base) / "communique" / "serve-token"


def make_token(file: Path | None = None) -> str:
    """Make a new token, keep its digest in the place of the earlier one, and give the token.

    Raises:
        InputError: The file cannot be written.
    """
    file = file or token_file()
    token, salt = secrets.token_urlsafe(32), secrets.token_hex(16)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        # Made anew for the user alone: an open file keeps the rights that it has.
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(f"{salt}${_digest(token, salt)}\n")
    except OSError as error:
        raise InputError(
            f"'{file}' cannot be written: {error.strerror}.", f"Name another file in {VARIABLE}."
        ) from error
    return token


def known_token(file: Path | None = None) -> str | None:
    """The digest of the token that was made last; None when there is none.

    Raises:
        InputError: The file cannot be read.
    """
    file = file or token_file()
    try:
        return file.read_text("ascii").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"'{file}' cannot be read: {error}.", "Make a new token with 'communique serve token'."
        ) from error


def fits(token: str, digest: str) -> bool:
    """Whether a token is the one of this digest."""
    salt, _, known = digest.partition("$")
    return bool(known) and hmac.compare_digest(_digest(token, salt).encode(), known.encode())


def _digest(token: str, salt: str) -> str:
    return hashlib.sha256(f"{salt}{token}".encode()).hexdigest()
