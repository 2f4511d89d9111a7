"""The component that lets the encoder read the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.parse.encoder.encoding import Encoding
from communique.parse.encoder.network import is_on, load_network

if TYPE_CHECKING:
    from communique.parse.reading import Reading


class Encode:
    """Runs the encoder once over the sentences of the text, skipped passages left out."""

    name = "encoder"
    version = "1"
    needs = frozenset({"syntax"})
    gives = frozenset({"encoding"})

    def code(self, reading: Reading) -> None:
        """Keep the encoder's reading of the text on the reading; none where the encoder is switched off."""
        if not is_on():
            return
        spans = [(s.start_char, s.end_char) for s in reading.sentences()]
        read = [(start, end) for start, end in spans if not reading.is_skipped(start, end)]
        reading.encoding = Encoding(reading.text, read, load_network())
