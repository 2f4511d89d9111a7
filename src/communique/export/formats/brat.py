"""brat standoff: a ``.txt`` and an ``.ann`` for each article, and an ``annotation.conf`` that brat opens them with.

brat counts in code points, as the record does. A stretch over a line end is written in pieces, which brat demands.
Events are events with Source and Target, statements are relations from content to speaker and cue, and what entries
say beside that stands in notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.export.evidence import Marked, marked, nearest
from communique.export.files import file_name
from communique.record import Offsets, Record
from communique.vocabulary.events import event_types

_ENTITIES = (
    "Actor", "Time", "Place", "Document", "Content", "Cue", "Speaker", "Position", "Meeting", *sorted(event_types()),
)  # fmt: skip
_LINE = re.compile(r"[^\n]+")


def write(records: Iterable[Record], folder: Path) -> None:
    """Write the two files of each article into the folder."""
    (folder / "annotation.conf").write_text(_configuration(), "utf-8")
    for record in records:
        name = file_name(record.article.id)
        # Line ends are kept as they are: offsets must fit.
        (folder / f"{name}.txt").write_bytes(record.article.text.encode())
        (folder / f"{name}.ann").write_bytes("".join(f"{line}\n" for line in standoff(record)).encode())


def standoff(record: Record) -> Iterator[str]:
    """The lines of the ``.ann`` file."""
    text, entries = record.article.text, list(marked(record))
    for at, each in enumerate(entries, 1):
        yield f"T{at}\t{_type(each)} {_ranges(text, each.spans)}\t{_words(text, each.spans)}"
        note = " ".join(f"{name}={value}" for name, value in {"label": each.label, **each.facts}.items())
        yield f"#{at}\tAnnotatorNotes T{at}\t{_flat(f'{each.entry} {note}')}"
    yield from _events(record, entries)
    yield from _relations(entries)


def _events(record: Record, entries: list[Marked]) -> Iterator[str]:
    for number, event in enumerate(record.events, 1):
        trigger = next(at for at, each in enumerate(entries, 1) if (each.entry, each.kind) == (event.id, "event"))
        roles = [("Source", each) for each in event.sources] + [("Target", each) for each in event.targets]
        told = [(role, nearest(entries, actor, event.trigger[0])) for role, actor in roles]
        seen: dict[str, int] = {}
        parts = []
        for role, at in told:
            if at is not None:
                seen[role] = seen.get(role, 0) + 1
                parts.append(f"{role}{seen[role] if seen[role] > 1 else ''}:T{at + 1}")
        yield f"E{number}\t{event.type}:T{trigger} {' '.join(parts)}".rstrip()
        yield f"A{number}\tStatus E{number} {event.status}"


def _relations(entries: list[Marked]) -> Iterator[str]:
    """Which speaker and which cue belong to a content."""
    contents = {each.entry: at for at, each in enumerate(entries, 1) if each.kind == "content"}
    number = 0
    for at, each in enumerate(entries, 1):
        if each.kind in {"speaker", "cue"} and each.entry in contents:
            number += 1
            yield f"R{number}\t{each.kind.capitalize()}_of Arg1:T{at} Arg2:T{contents[each.entry]}"


def _type(entry: Marked) -> str:
    return entry.label if entry.kind == "event" else entry.kind.capitalize()


def _pieces(text: str, spans: Iterable[Offsets]) -> Iterator[Offsets]:
    for start, end in spans:
        for line in _LINE.finditer(text, start, end):
            yield line.span()


def _ranges(text: str, spans: Iterable[Offsets]) -> str:
    return ";".join(f"{start} {end}" for start, end in _pieces(text, spans))


def _words(text: str, spans: Iterable[Offsets]) -> str:
    return " ".join(text[start:end] for start, end in _pieces(text, spans))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _configuration() -> str:
    parties = "Source*:Actor, Target*:Actor"
    events = "\n".join(f"{name}\t{parties}" for name in sorted(event_types()))
    entities = "\n".join(name for name in _ENTITIES if name not in event_types())
    return (
        f"[entities]\n{entities}\n\n[relations]\nSpeaker_of\tArg1:Speaker, Arg2:Content\nCue_of\tArg1:Cue, "
        f"Arg2:Content\n<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n\n[events]\n{events}\n\n[attributes]\n"
        "Status\tArg:<EVENT>, Value:actual|ongoing|planned|possible|denied|past\n"
    )
