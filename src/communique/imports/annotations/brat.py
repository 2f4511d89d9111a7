"""brat standoff: ``.ann`` beside ``.txt``, as our export writes it and as brat changes it.

Types of text-bound annotations are our kinds or PLOVER types. Events have their roles, ``Status`` an attribute. Notes
begin with our entry's id and go on with ``name=value``; an attribute or a note ``Reject`` or ``Accept`` is a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from communique.errors import InputError
from communique.imports.annotations.marks import Annotation, Source, Verdict, fields_of, kind_and_label
from communique.record import Offsets

_FACT = re.compile(r"(?:^| )(\w+)=(.*?)(?= \w+=|$)")
_ENTRY = re.compile(r"^(\S+)(?= label=)")
_ROLES = {"Source": "sources", "Target": "targets"}


@dataclass(slots=True)
class _Bound:
    """A text-bound annotation with what other lines say of it."""

    line: int
    type: str
    spans: tuple[Offsets, ...]
    words: str
    facts: dict[str, str] = field(default_factory=dict)
    entry: str | None = None
    roles: dict[str, list[str]] = field(default_factory=dict)
    verdict: Verdict | None = None
    is_event: bool = False


def read(path: Path) -> Iterator[Annotation]:
    """The annotations of a file, or of a folder's files by name."""
    files = sorted(path.glob("**/*.ann")) if path.is_dir() else [path.with_suffix(".ann")]
    if not files:
        raise InputError(f"'{path}' has no .ann files.", "Give a folder that brat or Communique wrote.")
    for each in files:
        yield from _file(each)


def _file(path: Path) -> Iterator[Annotation]:
    beside = path.with_suffix(".txt")
    try:
        lines = path.read_bytes().decode().split("\n")
        text = beside.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"'{path}' cannot be read with its text: {error}.", f"Put '{beside.name}' beside it."
        ) from error
    source = Source(article=path.stem, text=text)
    bound, troubles = _read(lines)
    for number, line, why in troubles:
        yield Annotation(f"{path.name} line {number}", source, "", words=line, trouble=why)
    for each in bound.values():
        yield _annotation(each, bound, source, path.name)


def _annotation(each: _Bound, bound: dict[str, _Bound], source: Source, name: str) -> Annotation:
    where, tag = f"{name} line {each.line}", kind_and_label(each.type)
    if tag is None:
        return Annotation(where, source, each.type, spans=each.spans, words=each.words,
                          trouble=f"'{each.type}' is no kind of ours")  # fmt: skip
    kind, label = tag
    label = label if kind == "event" else each.facts.get("label", label)
    parties = {
        field: tuple(bound[one].spans[0] for one in each.roles.get(role, ()) if one in bound)
        for role, field in _ROLES.items()
        if each.is_event
    }
    return Annotation(
        where, source, kind, label, each.spans, each.words, each.entry, fields_of(kind, label, each.facts), parties,
        each.verdict,
    )  # fmt: skip


def _read(lines: list[str]) -> tuple[dict[str, _Bound], list[tuple[int, str, str]]]:
    """Text-bound annotations by their ids, and the lines that cannot be read with the reason."""
    bound: dict[str, _Bound] = {}
    events: dict[str, str] = {}
    troubles = []
    rest: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(lines, 1):
        parts = line.rstrip("\r").split("\t")
        if line.startswith("T"):
            made = _bound(number, parts)
            if made is None:
                troubles.append((number, line, "this is no text-bound annotation"))
            else:
                bound[parts[0]] = made
        elif line.strip():
            rest.append((number, line, parts))
    for number, line, parts in sorted(rest, key=lambda each: not each[1].startswith("E")):
        if len(parts) < 2:
            troubles.append((number, line, "it has no tab"))
        else:
            _told(parts, bound, events)
    return bound, troubles


def _bound(number: int, parts: list[str]) -> _Bound | None:
    if len(parts) < 3:
        return None
    kind, _, ranges = parts[1].partition(" ")
    try:
        spans = tuple((int(start), int(end)) for start, end in (each.split() for each in ranges.split(";")))
    except ValueError:
        return None
    return _Bound(number, kind, spans, parts[2])


def _told(parts: list[str], bound: dict[str, _Bound], events: dict[str, str]) -> None:
    """Put what a line says to the annotation that it is about."""
    first, words = parts[0], parts[1].split(" ")
    if first.startswith("E"):
        kind, _, trigger = words[0].partition(":")
        if trigger in bound:
            each = bound[trigger]
            events[first], each.type, each.is_event = trigger, kind, True
            for role, _, one in (word.partition(":") for word in words[1:]):
                each.roles.setdefault(role.rstrip("0123456789"), []).append(one)
        return
    about = words[1] if len(words) > 1 else ""
    target = bound.get(events.get(about, about))
    if target is None:
        return
    if first.startswith(("A", "M")):
        target.facts[words[0].lower()] = " ".join(words[2:])
        target.verdict = _verdict(words[0]) or target.verdict
    elif first.startswith("#") and len(parts) > 2:
        note = parts[2].strip()
        found = _ENTRY.match(note)
        target.entry = found.group() if found else target.entry
        told: dict[str, Any] = {name: value for name, value in _FACT.findall(note) if name not in target.facts}
        target.facts.update(told)
        target.verdict = _verdict(note) or target.verdict


def _verdict(word: str) -> Verdict | None:
    return {"accept": "accept", "reject": "reject"}.get(word.strip().casefold())  # type: ignore[return-value]
