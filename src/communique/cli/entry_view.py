"""One entry of the archive: its words in their context, and how it came to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from communique.archive import Found
from communique.ask.evidence import spans
from communique.cli.console import visible
from communique.naming import Names
from communique.record import Offsets, Record

_AROUND = 200  # code points of context on either side


def show_entry(found: Found, console: Console) -> None:
    """Print an entry: its fields, its evidence in its context, the chain it came by, and its provenance."""
    record, entry = found.record, _entry(found)
    article = record.article
    console.print()
    console.print(Text.assemble((found.kind.capitalize(), "bold"), f"  {found.id}"))
    facts = [article.title, article.outlet, article.published, article.url, article.id]
    console.print(Text(visible(" · ".join(each for each in facts if each)), style="dim"))
    console.print(Padding(_fields(entry, record), (1, 0, 0, 2), expand=False))
    for start, end in _passages(spans(entry)):
        console.print(Padding(_context(article.text, start, end, spans(entry)), (1, 0, 0, 2), expand=False))
    console.print(Padding(_provenance(entry, record), (1, 0, 0, 2), expand=False))


def _entry(found: Found) -> Any:
    entries = getattr(found.record, f"{found.kind}s")
    return next(each for each in entries if each.id == found.id)


def _passages(evidence: list[Offsets]) -> Iterator[Offsets]:
    """Evidence that lies close together is shown as one passage."""
    start = end = -1
    for begin, stop in evidence:
        if start >= 0 and begin - end <= 2 * _AROUND:
            end = max(end, stop)
            continue
        if start >= 0:
            yield start, end
        start, end = begin, stop
    if start >= 0:
        yield start, end


def _context(text: str, start: int, end: int, marked: list[Offsets]) -> Text:
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    shown = Text("…" if first else "", style="dim")
    at = first
    for begin, stop in marked:
        if start <= begin and stop <= end:
            shown.append(visible(text[at:begin]), "dim")
            # The marks also tell where the evidence lies when colours do not come through.
            shown.append(f"⟦{visible(text[begin:stop])}⟧", "not dim bold")
            at = stop
    shown.append(visible(text[at:last]), "dim")
    return shown.append("…" if last < len(text) else "", "dim")


def _fields(entry: Any, record: Record) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    names = Names(record)
    for name in entry.__struct_fields__:
        value = _shown(name, getattr(entry, name), names)
        if value:
            grid.add_row(name.replace("_", " "), Text(visible(value)))
    return grid


_ACTORS = frozenset({"sources", "targets", "addressees", "participants", "actor", "body"})
_ELSEWHERE = frozenset({
    "id", "basis", "mentions", "trigger", "sentence", "also", "content", "cue", "evidence", "start", "end", "agenda",
})  # fmt: skip


def _shown(name: str, value: Any, names: Names) -> str:
    if value in (None, (), "") or name in _ELSEWHERE:
        return ""
    if name in _ACTORS:
        several = (value,) if isinstance(value, str) else value
        return ", ".join(f"{names.of([each])} ({each})" for each in several)
    if name in {"attributed_to", "reported_by"}:
        return f"{names.chain(value)} ({value})"
    if isinstance(value, msgspec.Struct):
        parts = ((key, getattr(value, key)) for key in value.__struct_fields__)
        return ", ".join(f"{key} {_plain(each)}" for key, each in parts if each not in (None, ()))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _provenance(entry: Any, record: Record) -> Text:
    basis = getattr(entry, "basis", None)
    how = f"Coded by {basis.coder} {basis.version}: {basis.reason}. " if basis else ""
    versions = f"communique {record.communique}, model {record.model}, registry {record.registry}."
    return Text(visible(how + versions), style="dim")
