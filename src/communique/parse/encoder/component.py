"""The component that lets the encoder read the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.parse.encoder.encoding import Encoding
from communique.parse.encoder.network import is_on, load_network

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from communique.parse.reading import Reading

_ENTITIES = {
    "person": "PERSON", "organisation": "ORG", "place": "GPE", "group": "NORP", "media": "MEDIA", "misc": "MISC",
}  # fmt: skip
_TIMES = {"TIME": "TIME"}  # every other type of TIMEX3 is a DATE among the entities


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
        _put_entities(reading.doc, reading.encoding)
        _ = reading.encoding.attributions  # read here, as the names are, and kept for the coder of statements


def _put_entities(doc: Doc, encoding: Encoding) -> None:
    """Put the encoder's names and times on the parse, in the place of a syntax model's entities."""
    found: list[Span] = []
    for name in encoding.names:
        span = doc.char_span(name.start, name.end, _ENTITIES[name.label], alignment_mode="contract")
        if span is not None and len(span):
            found.append(span)
    taken = {token.i for span in found for token in span}
    for time in encoding.times:
        span = doc.char_span(time.start, time.end, _TIMES.get(time.label, "DATE"), alignment_mode="contract")
        if span is not None and len(span) and not any(token.i in taken for token in span):
            found.append(span)
    doc.ents = sorted(found, key=lambda span: span.start)
