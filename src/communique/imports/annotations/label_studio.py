"""Label Studio: tasks with annotations, or with predictions that nobody has changed.

A task's ``annotations`` are what people made; where there are none, its predictions count. Offsets are code points;
where a region has its words and they do not stand there, UTF-16 units are tried, in which a browser counts, and kept
when the words fit. ``relations`` join a region of kind *speaker* to its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.export.dna.statements import Counted
from communique.imports.annotations.lines import objects, read_each
from communique.imports.annotations.marks import Annotation, Source, Verdict, fields_of, kind_and_label
from communique.record import Offsets


def read(path: Path) -> Iterator[Annotation]:
    """The regions of every task."""
    return read_each(objects(path, "Label Studio's tasks"), _task)


def _task(where: str, task: dict[str, Any]) -> Iterator[Annotation]:
    data = task.get("data")
    if not isinstance(data, dict):
        yield Annotation(where, Source(), "", trouble="it is no task: it has no 'data'")
        return
    source = Source(article=_text(data.get("id")), sha256=_text(data.get("sha256")), text=_text(data.get("text")))
    made = [each for each in task.get("annotations") or () if not each.get("was_cancelled")]
    for each in made or task.get("predictions") or ():
        yield from _results(each.get("result") or (), source, where)


def _results(results: Any, source: Source, where: str) -> Iterator[Annotation]:
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for number, each in enumerate(results):
        if isinstance(each, dict) and each.get("type") == "labels":
            entry = str((each.get("meta") or {}).get("entry") or "")
            label = str(((each.get("value") or {}).get("labels") or [""])[0])
            grouped.setdefault((entry and f"{entry} {str(each.get('id')).partition('-')[0]}", label or str(number)), [])
            grouped[entry and f"{entry} {str(each.get('id')).partition('-')[0]}", label or str(number)].append(each)
    for (entry, label), those in grouped.items():
        for each in [those] if entry else [[one] for one in those]:
            yield _annotation(each, label, source, where)


def _annotation(regions: list[dict[str, Any]], label: str, source: Source, where: str) -> Annotation:
    """Regions of one entry as one annotation in several pieces."""
    meta = regions[0].get("meta") or {}
    facts = {name: value for name, value in meta.items() if name not in {"entry", "verdict", "text"}}
    where = f"{where}, region {regions[0].get('id')}"
    tag = kind_and_label(label)
    try:
        spans = tuple(_span(each["value"], source.text) for each in regions)
    except (KeyError, TypeError, ValueError):
        return Annotation(where, source, label, trouble="it has no offsets")
    words = " … ".join(str(each["value"].get("text", "")) for each in regions)
    if tag is None:
        return Annotation(where, source, label, spans=spans, words=words, trouble=f"'{label}' is no kind of ours")
    kind, finer = tag
    finer = finer or _text(facts.get("label"))
    return Annotation(
        where, source, kind, finer, spans, words, _text(meta.get("entry")), fields_of(kind, finer, facts),
        verdict=_verdict(meta),
    )  # fmt: skip


def _span(value: dict[str, Any], text: str | None) -> Offsets:
    start, end = int(value["start"]), int(value["end"])
    words = value.get("text")
    if text is not None and words and text[start:end] != words:
        units = Counted(text).back((start, end))
        if units is not None and text[slice(*units)] == words:
            return units
    return start, end


def _verdict(meta: dict[str, Any]) -> Verdict | None:
    told = meta.get("verdict") or meta.get("text")
    told = told[0] if isinstance(told, list) and told else told
    return {"accept": "accept", "reject": "reject"}.get(str(told).casefold())  # type: ignore[return-value]


def _text(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None
