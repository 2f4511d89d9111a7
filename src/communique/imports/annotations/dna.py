"""DNA's database: statements of the types that our export makes; the article is named in the document's notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.export.dna import file
from communique.export.dna.statements import ACT, OPEN, POSITION, UTTERANCE, Counted, short
from communique.imports.annotations.marks import Annotation, Source
from communique.vocabulary.questions import load_questions

_KINDS = {POSITION: "position", OPEN: "position", UTTERANCE: "content", ACT: "event"}
_HOLDS = frozenset({"statement", "event", "position:for", "position:against"})
_ALL = _HOLDS | {"position"}  # where there is a type for stances that are neither yes nor no


def read(path: Path) -> Iterator[Annotation]:
    """The statements in their order."""
    wordings = {short(each.wording): each.id for each in load_questions()}
    holds = _ALL if OPEN in file.statement_types(path) else _HOLDS
    for each in file.read(path):
        where = f"{path.name} statement {each.id}"
        notes = dict(line.split("=", 1) for line in each.notes.split("\n") if "=" in line)
        source = Source(article=notes.get("article"), url=notes.get("url"), text=each.text, holds=holds)
        span = Counted(each.text).back((each.start, each.stop))
        if each.type not in _KINDS:
            yield Annotation(where, source, each.type, trouble=f"its type '{each.type}' is none of ours")
            continue
        if span is None:
            yield Annotation(where, source, _KINDS[each.type], trouble="its offsets are not within the text")
            continue
        label, fields = _fields(each, wordings)
        entry = str(each.values.get("entry") or "") or None
        yield Annotation(where, source, _KINDS[each.type], label, (span,), each.text[slice(*span)], entry, fields)


def _fields(each: file.Kept, wordings: dict[str, str]) -> tuple[str | None, dict[str, Any]]:
    values = each.values
    if each.type in {POSITION, OPEN}:
        agreement = "for" if values.get("agreement") else "against"
        stance = agreement if each.type == POSITION else str(values.get("stance") or "")
        concept = str(values.get("concept") or "")
        return stance, {"stance": stance, "question": wordings.get(concept, concept)}
    if each.type == UTTERANCE:
        return None, {name: values[name] for name in ("kind", "mode", "claim") if values.get(name)}
    told = {name: values[name] for name in ("type", "cameo", "status") if values.get(name)}
    return str(values.get("type") or "") or None, {**told, "mode": values.get("mode") or None}
