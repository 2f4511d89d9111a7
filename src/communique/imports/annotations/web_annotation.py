"""W3C Web Annotation: one annotation a line, an array of them, or a page or collection with ``items``.

The target has a TextPositionSelector in code points; the words of a TextQuoteSelector have to stand there, for
nothing is re-anchored by guess. A tag ``kind:label`` says what the words are; the entry's id is that of
``urn:communique:entry:``. A body whose purpose is *moderating* and whose value is *accept* or *reject* is a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.imports.annotations.lines import objects, read_each
from communique.imports.annotations.marks import Annotation, Source, Verdict, fields_of, kind_and_label

_ARTICLE, _ENTRY, _OWN = "urn:communique:article:", "urn:communique:entry:", "communique:"


def read(path: Path) -> Iterator[Annotation]:
    """The annotations in their order."""
    return read_each(_single(path), lambda where, found: [_annotation(where, found)])


def _single(path: Path) -> Iterator[tuple[str, Any]]:
    """Every annotation with where it stands, those of pages and collections too."""
    for where, found in objects(path, "Web Annotations"):
        first = found.get("first")
        held = found.get("items") or (first.get("items") if isinstance(first, dict) else None)
        if isinstance(held, list) and held:
            yield from ((f"{where}, item {number}", each) for number, each in enumerate(held, 1))
        else:
            yield where, found


def _annotation(where: str, found: dict[str, Any]) -> Annotation:
    targets = _list(found.get("target"))
    bodies = [each for each in _list(found.get("body")) if isinstance(each, dict)]
    source = _source(targets)
    tags = [each.get("value") for each in bodies if each.get("type") == "TextualBody" and _purpose(each) == "tagging"]
    tag = next((known for value in tags if (known := kind_and_label(str(value)))), None)
    facts: dict[str, Any] = {}
    entry = None
    for each in bodies:
        of = str(each.get("source", ""))
        if of.startswith(_ENTRY):
            entry = of.removeprefix(_ENTRY)
            facts = {name.removeprefix(_OWN): value for name, value in each.items() if name.startswith(_OWN)}
    pieces = [_piece(each) for each in targets]
    spans = tuple(span for span, _ in pieces if span is not None)
    quote = [words for _, words in pieces if words is not None]
    words = " … ".join(each["exact"] for each in quote) if quote else None
    if tag is None:
        return Annotation(where, source, str(tags[0]) if tags else "", spans=spans, words=words,
                          trouble="its tags name no kind of ours")  # fmt: skip
    if len(spans) < len(pieces):
        return Annotation(where, source, tag[0], tag[1], spans, words, entry, trouble="it has no TextPositionSelector")
    return Annotation(where, source, *tag, spans, words, entry, fields_of(*tag, facts), verdict=_verdict(bodies, found))


def _source(targets: list[Any]) -> Source:
    first = next((each for each in targets if isinstance(each, dict)), {})
    of, state = str(first.get("source", "")), first.get("state") or {}
    state = state[0] if isinstance(state, list) else state
    article = of.removeprefix(_ARTICLE) if of.startswith(_ARTICLE) else None
    return Source(article=article, url=of or None, sha256=state.get("sha256"))


def _piece(target: Any) -> tuple[tuple[int, int] | None, dict[str, str] | None]:
    """Offsets and quotation of a target; None where it has none."""
    span, quote = None, None
    for each in _list(target.get("selector")) if isinstance(target, dict) else ():
        if each.get("type") == "TextPositionSelector":
            span = (int(each["start"]), int(each["end"]))
        elif each.get("type") == "TextQuoteSelector":
            quote = each
    return span, quote


def _verdict(bodies: list[dict[str, Any]], found: dict[str, Any]) -> Verdict | None:
    moderating = [each for each in bodies if "moderating" in (_purpose(each), found.get("motivation"))]
    for each in moderating:
        value = str(each.get("value", "")).casefold()
        if value in {"accept", "reject"}:
            return value  # type: ignore[return-value]  # one of the two
    return None


def _purpose(body: dict[str, Any]) -> str:
    return str(body.get("purpose", ""))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
