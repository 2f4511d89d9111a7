"""Texts as joining sees them: words in order, what they name, and what they count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from communique.vocabulary.reader import load

_WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+(?:['’]\w+)?")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*")
_SENTENCE = re.compile(r"(?:^|[.!?:]['’\"”)]*\s+|\n\s*)['‘\"“(]*$")
_DATELINE = re.compile(r"^\s*[A-Z][\w .,'’/-]{1,40}(?:\([A-Za-z ]{2,30}\))?\s*[—–-]{1,2}\s+")


class _Words(Struct, frozen=True):
    """The data file's shape: words with a space between them."""

    plain: str
    ones: str
    tens: str


_DATA = load("joining.yaml", _Words)
PLAIN = frozenset(_DATA.plain.split())
"""Words that tell one text from another least."""


def _counted() -> Iterator[tuple[str, str]]:
    """Numbers in words, from two on: 'one' is as often no number."""
    ones = _DATA.ones.split()
    yield from ((word, str(at)) for at, word in enumerate(ones) if at > 1)
    for at, ten in enumerate(_DATA.tens.split(), start=2):
        yield ten, str(at * 10)
        yield from ((f"{ten}-{one}", str(at * 10 + more)) for more, one in enumerate(ones[:10]) if more)


_COUNTED = dict(_counted())


def tokens(text: str) -> list[str]:
    """The words in order, in lower case, without the dateline."""
    return [word.lower().replace("’", "'").replace(",", "") for word in _WORD.findall(_DATELINE.sub("", text, count=1))]


def shingles(words: list[str], size: int = 3) -> frozenset[str]:
    """Every run of so many words."""
    return frozenset(" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1)))


def facts(text: str) -> frozenset[str]:
    """Names, days and numbers: what differs between two reports in the same words about different things."""
    body = _DATELINE.sub("", text, count=1)
    named = {
        found.group().lower()
        for found in _WORD.finditer(body)
        if found.group()[0].isupper() and not _SENTENCE.search(body[max(0, found.start() - 6) : found.start()])
    }
    return frozenset(named - PLAIN) | numbers(body)


def numbers(text: str) -> frozenset[str]:
    """Numbers in figures or words; thousands without their commas."""
    digits = {found.replace(",", "") for found in _NUMBER.findall(text)}
    spelt = {_COUNTED[word] for word in re.findall(r"[a-z]+(?:-[a-z]+)?", text.lower()) if word in _COUNTED}
    return frozenset(digits | spelt)


def stems(text: str) -> frozenset[str]:
    """The telling words, cut so that their endings do not matter."""
    return frozenset(word[:5] for word in tokens(text) if word not in PLAIN and len(word) > 2 and not word.isdigit())


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """Share of the smaller set that the larger has; 0 where one is empty."""
    a, b = frozenset(one), frozenset(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def jaccard(one: Iterable[str], other: Iterable[str]) -> float:
    """What two sets share, by what they have together; 0 where both are empty."""
    a, b = frozenset(one), frozenset(other)
    return len(a & b) / len(a | b) if a | b else 0.0
