"""A record whose text and fields have what breaks formats: emoji, tabs, line ends, brackets, dividers, control codes."""

from __future__ import annotations

import msgspec

from communique import record as r
from tests.handmade import TEXT, record

NASTY = TEXT.replace("Ruritania on", "🇱🇺 A\ttab;a|bar#and\r\na line & <b>{end}\\ \x1c: Ruritania on", 1)
SHIFT = len(NASTY) - len(TEXT)


def nasty(id: str = "n/1 ü\t😀", **more: object) -> r.Record:
    """The handmade record after a beginning that breaks what can be broken, with offsets that still fit."""
    made = msgspec.to_builtins(record(id=id))
    moved = msgspec.convert(_moved(made), r.Record)
    article = msgspec.structs.replace(
        record(id=id, text=NASTY).article, skipped=moved.article.skipped, language="en", byline="By Ä. \\Öz {and} Co\tLtd",
        title='=SUM(1;2)\t"Title" 😀\r\nof two lines {x}', url="https://example.org/a_b?c=1%20&d={e}", **more,
    )  # fmt: skip
    return msgspec.structs.replace(moved, article=article)


def _moved(told: object) -> object:
    """The same with all offsets moved; they are pairs of whole numbers, or fields named start and end."""
    if isinstance(told, dict):
        return {
            name: value + SHIFT if name in {"start", "end"} and isinstance(value, int) else _moved(value)
            for name, value in told.items()
        }
    if isinstance(told, list | tuple):
        if len(told) == 2 and all(type(each) is int for each in told):
            return [each + SHIFT for each in told]
        return [_moved(each) for each in told]
    return told
