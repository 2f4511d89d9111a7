"""Where a page ended, as a text that goes into an address and comes back unchanged."""

from __future__ import annotations

import base64
import binascii
from typing import Any, TypeVar

import msgspec

from communique.errors import BadSearch

Place = TypeVar("Place")


def token(place: Any) -> str:
    """A place as a text."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def place_of(text: str, type: type[Place]) -> Place:
    """The place that a text of :func:`token` stands for.

    Raises:
        BadSearch: It stands for none.
    """
    try:
        read = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(read, type=type)
    except (ValueError, binascii.Error, msgspec.DecodeError) as error:
        raise not_a_place(text) from error


def not_a_place(text: str) -> BadSearch:
    """The error for a text that stands for no place."""
    return BadSearch(f"'{text}' is not where a page ended.", "Give what the last page said, or begin anew.")
