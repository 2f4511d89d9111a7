"""W3C Web Annotation (2017), JSON-LD, one annotation a line.

Each target has a TextPositionSelector, whose offsets are code points as the model asks for, and a TextQuoteSelector
with 32 characters to either side, so that the words are found again in a copy of the text with other surroundings. The
state of the target carries the SHA-256 of the text that the offsets point into.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from communique.export.evidence import Marked, marked
from communique.record import Offsets, Record

_AROUND = 32
_MOTIVE = {"actor": "identifying", "place": "identifying", "document": "identifying"}


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write every entry of every record, one annotation a line."""
    for record in records:
        annotations = (annotation(record, each, at) for at, each in enumerate(marked(record)))
        out.writelines(msgspec.json.encode(each) + b"\n" for each in annotations)


def annotation(record: Record, entry: Marked, number: int) -> dict[str, Any]:
    """One entry's words as an annotation.

    Args:
        record: The record.
        entry: What is annotated.
        number: Place in the record, which makes the id unique.
    """
    source = record.article.url or f"urn:communique:article:{record.article.id}"
    targets = [
        {
            "source": source,
            "state": {"type": "State", "sha256": record.article.sha256},
            "selector": [
                {"type": "TextPositionSelector", "start": span[0], "end": span[1]},
                {"type": "TextQuoteSelector", **_quote(record.article.text, span)},
            ],
        }
        for span in entry.spans
    ]
    return {
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"communique": "urn:communique:vocabulary:"}],
        "id": f"urn:communique:annotation:{record.article.id}:{number}",
        "type": "Annotation",
        "motivation": _MOTIVE.get(entry.kind, "classifying"),
        "generator": {"type": "Software", "name": "Communique", "schema:softwareVersion": record.communique},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": f"{entry.kind}:{entry.label}"},
            {
                "type": "SpecificResource",
                "source": f"urn:communique:entry:{entry.entry}",
                **{f"communique:{name}": value for name, value in entry.facts.items()},
            },
        ],
        "target": targets if len(targets) > 1 else targets[0],
    }


def _quote(text: str, span: Offsets) -> dict[str, str]:
    start, end = span
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return {"exact": text[start:end], "prefix": before, "suffix": after}
