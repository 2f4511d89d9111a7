"""What people judged, as examples to learn from: the text, what the machine made of it, what it should have been."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Struct

from communique.archive.judged import Judged, judge_record
from communique.archive.store import Archive
from communique.errors import NoSuchEntry
from communique.record import Offsets, Record, doc

_AROUND = 400  # code points of the text before and after the evidence


class Example(Struct, frozen=True, kw_only=True):
    """One judged entry."""

    kind: Annotated[str, doc("Kind of the entry.")]
    id: Annotated[str, doc("Id of the entry.")]
    article: Annotated[str, doc("Id of the article.")]
    sha256: Annotated[str, doc("SHA-256 of the article's text.")]
    published: Annotated[str | None, doc("Day the article was published.")]
    label: Annotated[Literal["accepted", "corrected", "rejected"], doc("What people made of the entry.")]
    disputed: Annotated[bool, doc("Whether two people differ.")]
    people: Annotated[tuple[str, ...], doc("Who judged it, the latest last.")]
    offset: Annotated[int, doc("Where the passage begins in the article, in code points.")]
    text: Annotated[str, doc("The passage: the evidence with the text around it.")]
    machine: Annotated[dict[str, Any], doc("The entry as it was coded; offsets count from the article's beginning.")]
    judged: Annotated[dict[str, Any] | None, doc("The entry as it should be; null for a rejected one.")]
    coder: Annotated[str, doc("Name and version of the coder.")]


def examples(archive: Archive) -> Iterator[Example]:
    """Every judged entry that the archive still has, by article and id."""
    for article in sorted({each[0] for each in archive.marks()}):
        try:
            coded = archive.record(article)
        except NoSuchEntry:
            continue
        judged = judge_record(coded, archive.judgements_about(coded))
        for kind, id in sorted(judged.verdicts):
            yield _example(coded, judged, kind, id)


def _example(coded: Record, judged: Judged, kind: str, id: str) -> Example:
    said = judged.verdicts[kind, id]  # type: ignore[index]
    before = next(each for each in getattr(coded, f"{kind}s") if each.id == id)
    meant = said.fields.get("actor", id) if kind == "actor" else id
    after = next((each for each in getattr(judged.record, f"{kind}s") if each.id == meant), None)
    start, end = _passage(coded, list(_spans(msgspec.to_builtins(before))))
    basis = getattr(before, "basis", None)
    return Example(
        kind=kind, id=id, article=coded.article.id, sha256=coded.article.sha256, published=coded.article.published,
        label=said.name, disputed=bool(said.differing), people=said.people, offset=start,
        text=coded.article.text[start:end], machine=msgspec.to_builtins(before),
        judged=msgspec.to_builtins(after) if after is not None and not said.rejected else None,
        coder=f"{basis.coder} {basis.version}" if basis else "",
    )  # fmt: skip


def _passage(coded: Record, spans: list[Offsets]) -> Offsets:
    text = coded.article.text
    first = min((start for start, _ in spans), default=0)
    last = max((end for _, end in spans), default=0)
    return max(0, first - _AROUND), min(len(text), last + _AROUND)


def _spans(value: Any) -> Iterator[Offsets]:
    """Every pair of offsets in an entry."""
    if isinstance(value, dict):
        if isinstance(value.get("start"), int) and isinstance(value.get("end"), int):
            yield value["start"], value["end"]
        for each in value.values():
            yield from _spans(each)
    elif isinstance(value, (tuple, list)):
        if len(value) == 2 and all(isinstance(each, int) for each in value):
            yield value[0], value[1]
        else:
            for each in value:
                yield from _spans(each)
