"""What holds for every record, whatever its text: offsets give their words, references lead somewhere, no circles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from communique import record
from communique.pipeline import read_article, read_text
from communique.sources import read_source

ROOT = Path(__file__).parents[1]
DISPATCHES = sorted((ROOT / "examples" / "dispatches").iterdir())[::8]
ARTICLES = ROOT.parent / "shared" / "data" / "articles" / "syria_2019.jsonl"


def complaints(coded: record.Record) -> list[str]:
    """Everything in a record that cannot be so."""
    return [*_words(coded), *_spans(coded), *_references(coded), *_ids(coded), *_circles(coded), *_days(coded)]


def _words(coded: record.Record) -> Iterator[str]:
    """Every entry with offsets and words of its own has exactly the words at the offsets."""
    for entry in _structs(coded):
        if hasattr(entry, "start") and hasattr(entry, "text"):
            found = coded.article.text[entry.start : entry.end]
            if entry.text != found or not found.strip():
                yield f"[{entry.start}, {entry.end}) gives {found!r}, not {entry.text!r}"


def _structs(value: Any) -> Iterator[Any]:
    if isinstance(value, msgspec.Struct):
        yield value
        for name in value.__struct_fields__:
            yield from _structs(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _structs(each)


def _spans(coded: record.Record) -> Iterator[str]:
    """Every passage lies in the text, holds something, and is outside of what was skipped."""
    length, skipped = len(coded.article.text), coded.article.skipped
    for start, end in skipped:
        if not 0 <= start < end <= length:
            yield f"the skipped passage [{start}, {end}) is none"
    for what, start, end in _passages(coded):
        if not 0 <= start < end <= length:
            yield f"{what} at [{start}, {end}) is no passage"
        elif any(start < stop and begin < end for begin, stop in skipped):
            yield f"{what} at [{start}, {end}) lies in a skipped passage"


def _passages(coded: record.Record) -> Iterator[tuple[str, int, int]]:
    for entry in _structs(coded):
        if hasattr(entry, "start"):
            yield type(entry).__name__, entry.start, entry.end
        for name in ("content", "evidence"):
            yield from ((name, *each) for each in getattr(entry, name, ()))
        for name in ("cue", "trigger", "sentence"):
            if getattr(entry, name, None) is not None:
                yield (name, *getattr(entry, name))


def _references(coded: record.Record) -> Iterator[str]:
    """Every id that an entry names is that of an entry of the record."""
    known = {
        "actor": {each.id for each in coded.actors}, "time": {each.id for each in coded.times},
        "place": {each.id for each in coded.places}, "document": {each.id for each in coded.documents},
        "statement": {each.id for each in coded.statements}, "event": {each.id for each in coded.events},
    }  # fmt: skip
    for kind, owner, id in _named(coded):
        if id is not None and id not in known[kind]:
            yield f"{owner} names the {kind} {id}, which the record has not"


_FIELDS = {
    "sources": "actor", "targets": "actor", "addressees": "actor", "participants": "actor", "actor": "actor",
    "body": "actor", "reported_by": "statement", "attributed_to": "statement", "statement": "statement",
    "event": "event", "document": "document", "expression": "time", "mention": "place",
}  # fmt: skip


def _named(coded: record.Record) -> Iterator[tuple[str, str, str | None]]:
    for entry in _structs(coded):
        for name, kind in _FIELDS.items():
            value = getattr(entry, name, None)
            for id in value if isinstance(value, tuple) else (value,):
                yield kind, f"{type(entry).__name__}.{name} of {getattr(entry, 'id', '')}", id
        if isinstance(entry, record.Time) and entry.anchor not in ("published", "dateline"):
            yield "time", f"Time.anchor of {entry.id}", entry.anchor


def _ids(coded: record.Record) -> Iterator[str]:
    counted = Counter(each.id for name in _LAYERS for each in getattr(coded, name))
    yield from (f"{count} entries have the id {id}" for id, count in counted.items() if count > 1)


_LAYERS = ("actors", "times", "places", "documents", "statements", "events", "positions", "meetings")


def _circles(coded: record.Record) -> Iterator[str]:
    """No statement is carried, over whatever detour, by itself."""
    outer = {each.id: each.reported_by for each in coded.statements}
    for start, carrier in outer.items():
        seen, at = {start}, carrier
        while at is not None and at not in seen:
            seen.add(at)
            at = outer.get(at)
        if at is not None:
            yield f"{start} is carried in a circle"


def _days(coded: record.Record) -> Iterator[str]:
    for entry in _structs(coded):
        first, last = getattr(entry, "earliest", None), getattr(entry, "latest", None)
        if first and last and first > last:
            yield f"{type(entry).__name__} {getattr(entry, 'id', '')} ends on {last} before it begins on {first}"


@pytest.mark.parametrize("path", DISPATCHES, ids=lambda path: path.stem)
def test_a_dispatch_gives_a_sound_record(path: Path) -> None:
    coded = read_article(read_source(path).article)
    assert coded.actors
    assert complaints(coded) == []
    assert record.Record.from_json(coded.to_json()) == coded


@pytest.mark.skipif(not ARTICLES.exists(), reason="the articles of ../shared are not there")
def test_articles_give_sound_records() -> None:
    lines = ARTICLES.read_text("utf-8").splitlines()[::16]
    for given in map(json.loads, lines):
        coded = read_text(given["text"], published=given["published"], outlet=given["outlet"], id=given["id"])
        assert complaints(coded) == [], given["id"]


_ODD = {
    "one letter": "x",
    "emoji": "😀 Norway’s envoy 🇳🇴 met rebels in Bogotá 👩‍👩‍👧 on Friday.",
    "mixed directions": "Oman’s minister said “السلام عليكم” to Qatar’s envoy in Doha.",
    "open quotations": "“Norway will pay, the minister said. “Sweden (too [and Finland.",
    "carriage returns": "OSLO -\r\nNorway recalled its envoy.\r\rSweden protested.\r\n",
    "zero width": "Norway\u200b recalled\u200b its\ufeff envoy to Sweden on Friday.",
    "combining": "Norwa\u0301y recalle\u0308d its envoy from Sweden.",
    "capitals": "NORWAY EXPELLED TWO SWEDISH DIPLOMATS ON FRIDAY, ITS MINISTER SAID.",
    "small letters": "norway expelled two swedish diplomats on friday, its minister said.",
    "a long word": "Norway" * 2000 + " recalled its envoy from Sweden.",
    "bullets": "• Norway agreed to talks.\n• • •\n— Sweden declined.\n",
    "days that are none": "Norway and Sweden met on 31 February 2019, on 45/45/2019 and in the year 99999999999.",
}


@pytest.mark.parametrize("text", _ODD.values(), ids=_ODD)
@pytest.mark.parametrize("published", ["2019-12-08", None, "9900-12-31", "1600-01-01"])
def test_odd_texts_give_sound_records(text: str, published: str | None) -> None:
    assert complaints(read_text(text, published=published)) == []
