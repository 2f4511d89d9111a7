"""Tasks for annotation tools: Label Studio (JSON Lines of tasks with predictions) and Prodigy (JSONL with spans).

Label Studio's editor runs in a browser, yet its text regions count code points when the task is imported by offsets;
Prodigy counts code points and wants the words split into tokens, which its loader does from the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from communique.export.evidence import marked
from communique.record import Record


def write_label_studio(records: Iterable[Record], out: BinaryIO) -> None:
    """Write one task for each article: the text, and every entry's words as a prediction."""
    out.writelines(msgspec.json.encode(_task(record)) + b"\n" for record in records)


def write_prodigy(records: Iterable[Record], out: BinaryIO) -> None:
    """Write one example for each article, with a span for each stretch of an entry's words."""
    for record in records:
        spans = [
            {"start": start, "end": end, "label": _label(each.kind, each.label), "entry": each.entry}
            for each in marked(record)
            for start, end in each.spans
        ]
        article = record.article
        meta = {"id": article.id, "outlet": article.outlet, "published": article.published, "sha256": article.sha256}
        out.write(msgspec.json.encode({"text": article.text, "spans": spans, "meta": meta}) + b"\n")


def _task(record: Record) -> dict[str, Any]:
    article, results = record.article, []
    for number, each in enumerate(marked(record)):
        for part, (start, end) in enumerate(each.spans):
            results.append(
                {
                    "id": f"{number}-{part}",
                    "from_name": "entries",
                    "to_name": "text",
                    "type": "labels",
                    "value": {
                        "start": start,
                        "end": end,
                        "text": article.text[start:end],
                        "labels": [_label(each.kind, each.label)],
                    },
                    "meta": {"entry": each.entry, "label": each.label, **each.facts},
                }
            )
    data = {"text": article.text, "id": article.id, "title": article.title, "sha256": article.sha256}
    return {"data": data, "predictions": [{"model_version": f"communique {record.communique}", "result": results}]}


def _label(kind: str, label: str) -> str:
    return label if kind == "event" else kind
