"""Records as they are kept: in JSON, without the text (which is kept once by its hash), and compressed."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from isal import isal_zlib
from msgspec import structs

from communique.record import Record

_LEVEL = 1  # in the form of zlib, four times as fast as zlib's own level 1 and a little smaller


def plain(coded: Record) -> bytes:
    """A record without its text, in JSON."""
    return msgspec.json.encode(structs.replace(coded, article=structs.replace(coded.article, text="")))


def packed(json: bytes) -> bytes:
    """What :func:`plain` gave, compressed."""
    return bytes(isal_zlib.compress(json, _LEVEL))


def plain_of(data: bytes) -> bytes:
    """What :func:`packed` was given."""
    return bytes(isal_zlib.decompress(data))


def unpacked(data: bytes, text: str) -> Record:
    """The record again, with its text."""
    coded = Record.from_json(plain_of(data))
    return structs.replace(coded, article=structs.replace(coded.article, text=text))


@dataclass(frozen=True, slots=True)
class Packed:
    """A record that was not taken apart yet, so that it can be passed on to where it is needed.

    Attributes:
        data: Its JSON without the text, as it is or compressed.
        text: Its article's text.
    """

    data: bytes
    text: str

    def record(self) -> Record:
        """The record.

        Raises:
            RecordError: It does not fit the record's types.
        """
        if not self.data.startswith(b"{"):
            return unpacked(self.data, self.text)
        coded = Record.from_json(self.data)
        return structs.replace(coded, article=structs.replace(coded.article, text=self.text))
