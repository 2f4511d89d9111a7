"""Which passages of a text are the article's prose, and which are credits, share lines and adverts."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from communique.parse.reading import Reading
from communique.record import Offsets
from communique.vocabulary.reader import load

# A line this long (in code points) in a text with many line breaks is taken as the width of a hard wrap.
WRAP_WIDTH = 95
CREDIT_WORDS = 8
_BULLET = re.compile(r"[•▪‣◦●■*·–—-][^\S\n]+(?=\S)")
DATELINE_WITHIN = 3  # paragraphs: a headline and a credit may stand before it


class LinePattern(Struct, frozen=True):
    """A kind of line that is not prose."""

    label: str
    pattern: str
    longest: int
    example: str


class DatelinePattern(Struct, frozen=True):
    """A form of dateline."""

    label: str
    pattern: str
    example: str


class Prose:
    """Paragraphs of prose, and the passages that are skipped."""

    name = "prose"
    version = "2"
    needs = frozenset({"article"})
    gives = frozenset({"prose"})

    def code(self, reading: Reading) -> None:
        """Part the text into paragraphs; those that are not prose go to ``article.skipped``."""
        skipped: list[Offsets] = list(reading.article.skipped)
        given = len(skipped)
        for start, end in _paragraphs(reading.text):
            if reading.is_skipped(start, end):
                continue
            line = reading.text[start:end]
            if _is_boilerplate(line):
                skipped.append((start, end))
            else:
                reading.paragraphs.append((start, end))
        if not reading.paragraphs and len(skipped) > given:
            # A text that is nothing but such lines is somebody's whole input: code it rather than nothing.
            reading.paragraphs, skipped = skipped[given:], skipped[:given]
        reading.article = msgspec.structs.replace(reading.article, skipped=tuple(sorted(skipped)))
        _part_dateline(reading)


def _paragraphs(text: str) -> Iterator[Offsets]:
    """Blocks between blank lines, or single lines where the text is not hard-wrapped; trimmed, none empty."""
    lines = text.splitlines()
    filled = [len(line) for line in lines if line.strip()]
    wrapped = len(filled) > 3 and max(filled) <= WRAP_WIDTH
    pattern = r"\S(?:.*?\S)?(?=\s*?(?:\n[^\S\n]*\n|\Z))" if wrapped else r"\S(?:[^\r\n]*\S)?"
    for match in re.finditer(pattern, text, re.DOTALL if wrapped else 0):
        bullet = _BULLET.match(text, match.start(), match.end())
        if bullet:
            # The mark is a paragraph of its own, so that it never becomes the subject of what it lists.
            yield bullet.start(), bullet.start() + 1
        yield bullet.end() if bullet else match.start(), match.end()


def _part_dateline(reading: Reading) -> None:
    """Write the dateline into the article and make it a paragraph of its own: it is no part of the first sentence."""
    for index, (start, end) in enumerate(reading.paragraphs[:DATELINE_WITHIN]):
        match = next(filter(None, (each.match(reading.text, start, end) for each in _dateline_patterns())), None)
        if match is None or match.end() >= end:
            continue
        words = match[0].rstrip(" \t\r\n-–—_")
        reading.paragraphs[index : index + 1] = [(start, start + len(words)), (match.end(), end)]
        reading.article = msgspec.structs.replace(reading.article, dateline=words)
        return


@functools.cache
def _dateline_patterns() -> list[re.Pattern[str]]:
    return [re.compile(each.pattern) for each in load("datelines.yaml", list[DatelinePattern])]


@functools.cache
def _line_patterns() -> list[tuple[re.Pattern[str], int]]:
    return [(re.compile(each.pattern, re.IGNORECASE), each.longest) for each in load("prose.yaml", list[LinePattern])]


@functools.cache
def _credit_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(load("credits.yaml", list[str]), key=len, reverse=True))
    return re.compile(rf"(?:^|[\s/,(|:©-])(?:{names})[)\s]*$")


def _is_boilerplate(line: str) -> bool:
    words = len(line.split())
    if any(words <= longest and pattern.match(line) for pattern, longest in _line_patterns()):
        return True
    return words <= CREDIT_WORDS and line[-1] not in '.!?:;,"”’' and bool(_credit_pattern().search(line))
