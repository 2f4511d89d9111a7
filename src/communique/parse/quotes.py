"""Passages in quotation marks: every style that English news uses, nested, split, and run over paragraphs.

The rules are those of English typesetting as the news writes it: a mark opens when it stands at the left
of a word and closes when it stands at the right of one; a quotation that runs over several paragraphs
opens anew in each and closes only in the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from communique.parse.reading import Quote

if TYPE_CHECKING:
    from communique.parse.reading import Reading

Family = Literal["double", "single", "angle"]
Turn = Literal["open", "close", "either"]

_MARKS = re.compile(r"``|''|‘‘|’’|[\"“”„‟«»‹›‘’‚'＂「」]")
_FAMILY: dict[str, Family] = {
    "``": "double", "''": "double", "‘‘": "double", "’’": "double", '"': "double", "＂": "double",
    "“": "double", "”": "double", "„": "double", "‟": "double",
    "‘": "single", "’": "single", "‚": "single", "'": "single",
    "«": "angle", "»": "angle", "‹": "angle", "›": "angle", "「": "angle", "」": "angle",
}  # fmt: skip
_OPENERS = frozenset(["``", "‘‘", "„", "‟", "«", "‹", "‚", "「", "“", "‘"])
_CLOSERS = frozenset(["’’", "”", "»", "›", "」", "’"])
# Words that English writes with an apostrophe at the left: it opens nothing.
_CLIPPED = re.compile(r"(?:\d0s|em|til|till|cause|tis|twas|twill|bout|round|n|cos|cuz|neath|gainst)\b", re.IGNORECASE)
_LONGEST_SINGLE = 1200
_LONGEST_STRAY = 3000
_LONGEST_UNCLOSED = 400
_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!Mr)(?<!Ms)(?<!Dr)(?<!Mrs)[.?!](?=\s+[A-Z“])")


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    family: Family
    turn: Turn


@dataclass(slots=True)
class _Open:
    mark: _Mark
    depth: int


class Quotes:
    """Finds the quotation-mark passages of the prose."""

    name = "quotes"
    version = "1"
    needs = frozenset({"prose"})
    gives = frozenset({"quotes"})

    def code(self, reading: Reading) -> None:
        """Fill ``reading.quotes``, sorted by where they start."""
        reading.quotes = find_quotes(reading.text, reading.paragraphs)


def find_quotes(text: str, paragraphs: list[tuple[int, int]]) -> list[Quote]:
    """The passages in quotation marks, sorted by start.

    Args:
        text: The whole text.
        paragraphs: Offsets of the paragraphs to look at; a passage never crosses from one into the next,
            but may be continued there (``Quote.continues``).
    """
    quotes: list[Quote] = []
    pending: int | None = None
    for start, end in paragraphs:
        found, unclosed = _in_paragraph(text, start, end)
        base = len(quotes)
        for index, quote in enumerate(found):
            carries_on = index == 0 and pending is not None and not text[start : quote.outer_start].strip()
            quotes.append(_linked(quote, pending) if carries_on else quote)
        if pending is not None and not (quotes[base:] and quotes[base].continues == pending):
            quotes[pending] = _cut_short(text, quotes[pending])
        pending = base + unclosed if unclosed is not None else None
    if pending is not None:
        quotes[pending] = _cut_short(text, quotes[pending])
    return quotes


def _cut_short(text: str, quote: Quote) -> Quote:
    """A quotation that is neither closed nor carried on lost its mark: a long one is believed for one sentence only."""
    if quote.end - quote.start <= _LONGEST_UNCLOSED:
        return quote
    stop = _SENTENCE_END.search(text, quote.start + 1, quote.end)
    if stop is None:
        return quote
    end = stop.start() + 1
    return Quote(quote.start, end, quote.outer_start, end, quote.depth, quote.continues)


def _linked(quote: Quote, continues: int | None) -> Quote:
    return Quote(quote.start, quote.end, quote.outer_start, quote.outer_end, quote.depth, continues)


def _in_paragraph(text: str, start: int, end: int) -> tuple[list[Quote], int | None]:
    """The quotations of one paragraph and the index of the one that is still open at its end."""
    marks = list(_marks(text, start, end))
    stack: list[_Open] = []
    found: list[Quote] = []
    for position, mark in enumerate(marks):
        if _closes(text, stack, mark, marks[position + 1 :]):
            while stack[-1].mark.family != mark.family:
                stack.pop()
            opened = stack.pop()
            _keep(found, text, opened, mark.start, mark.end)
        elif _opens(text, stack, mark, marks[position + 1 :]):
            stack.append(_Open(mark, len(stack)))
    unclosed = _keep_unclosed(found, text, stack, end)
    found.sort(key=lambda quote: (quote.outer_start, -quote.outer_end))
    return found, found.index(unclosed) if unclosed is not None else None


def _keep_unclosed(found: list[Quote], text: str, stack: list[_Open], end: int) -> Quote | None:
    """A double quotation that no mark closes runs to the end of its paragraph."""
    outer = next((each for each in stack if each.mark.family != "single"), None)
    if outer is None or end - outer.mark.end > _LONGEST_STRAY:
        return None
    before = len(found)
    stop = outer.mark.end + len(text[outer.mark.end : end].rstrip())
    _keep(found, text, _Open(outer.mark, 0), stop, stop)
    return found[-1] if len(found) > before else None


def _keep(found: list[Quote], text: str, opened: _Open, end: int, outer_end: int) -> None:
    inner = text[opened.mark.end : end]
    start = opened.mark.end + len(inner) - len(inner.lstrip())
    stop = opened.mark.end + len(inner.rstrip())
    if start < stop:
        found.append(Quote(start, stop, opened.mark.start, outer_end, opened.depth))


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    for match in _MARKS.finditer(text, start, end):
        sign = match.group()
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        turn = _turn(sign, before, after)
        if turn is not None and not (_FAMILY[sign] == "single" and _is_apostrophe(text, match, before, after)):
            yield _Mark(match.start(), match.end(), _FAMILY[sign], turn)


def _turn(sign: str, before: str, after: str) -> Turn | None:
    """Which way a mark can turn, from its shape and its neighbours; None when it is no quotation mark."""
    if sign in _OPENERS and not (sign in "“‘" and before not in " \t\n" and not before.isspace() and after.isspace()):
        return "open"
    if sign in _CLOSERS and not (sign == "”" and _at_left(before) and not after.isspace()):
        return "close"
    if sign == '"' and before.isdigit() and not after.isalnum() and not after.isspace():
        return "close"
    left, right = _at_left(before), _at_right(after)
    if left and not after.isspace():
        return "either" if right and not before.isspace() else "open"
    if not before.isspace():
        return "close" if right else "either"
    return "either" if sign not in "'’‘" else None


def _at_left(before: str) -> bool:
    return before.isspace() or before in "([{<—–-/“‘\"'…:*_"


def _at_right(after: str) -> bool:
    return after.isspace() or not after.isalnum()


def _is_apostrophe(text: str, match: re.Match[str], before: str, after: str) -> bool:
    """Whether a single mark stands inside or before a clipped word rather than around a quotation."""
    if before.isalnum() and after.isalnum():
        return True
    return not before.isalnum() and bool(_CLIPPED.match(text, match.end()))


def _closes(text: str, stack: list[_Open], mark: _Mark, later: list[_Mark]) -> bool:
    """Whether the mark closes the innermost open quotation of its family."""
    if mark.turn == "open" or all(each.mark.family != mark.family for each in stack):
        return False
    if mark.family == "single" and not _closes_firmly(text, mark):
        return not any(each.family == "single" and each.turn != "open" for each in later)
    return True


def _opens(text: str, stack: list[_Open], mark: _Mark, later: list[_Mark]) -> bool:
    """Whether the mark starts a quotation; drops an open one of its family that was never closed."""
    if mark.turn == "close":
        return False
    if mark.family == "single":
        return _single_opens(text, stack, mark, later)
    same = [each for each in stack if each.mark.family == mark.family]
    closers = sum(each.family == mark.family and each.turn != "open" for each in later)
    openers = sum(each.family == mark.family and each.turn == "open" for each in later)
    if same and closers - openers <= len(same):
        del stack[stack.index(same[0]) :]
    return True


def _single_opens(text: str, stack: list[_Open], mark: _Mark, later: list[_Mark]) -> bool:
    """A single mark opens only when one in reach closes it, so that a lone apostrophe opens nothing."""
    if any(each.mark.family == "single" for each in stack):
        return False
    return any(
        each.family == "single" and each.turn != "open" and _closes_firmly(text, each)
        for each in later
        if each.start - mark.end <= _LONGEST_SINGLE
    )


def _closes_firmly(text: str, mark: _Mark) -> bool:
    """Not the apostrophe of a plural's genitive, which a lower-case word follows."""
    tail = text[mark.end : mark.end + 2]
    return not (text[mark.start - 1] == "s" and len(tail) == 2 and tail[0] == " " and tail[1].islower())
