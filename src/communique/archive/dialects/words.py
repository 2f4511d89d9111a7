"""Texts cut into words for PostgreSQL's index as SQLite's cuts them: letters and digits, lower case, no accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from communique.archive.dialects.common import AROUND, MARKS, Word, Words

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 200  # signs of a word; PostgreSQL takes 2,046 bytes
_LAST = 16_383  # the last place that a word can have
_MOST = 255  # places of one word
_GAP = 10  # places between headline and text, so that no phrase spans them


def words_of(text: str) -> list[str]:
    """The words of a text, in order."""
    if text.isascii():
        return [word[:_LONGEST] for word in _WORD.findall(text.lower())]
    return [_plain(word) for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def _plain(word: str) -> str:
    if word.isascii():
        return word.lower()[:_LONGEST]
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))[:_LONGEST]


def vector(title: str | None, text: str) -> str:
    """The words with their places, as a ``tsvector`` is written."""
    head = words_of(title or "")
    places: dict[str, list[str]] = {}
    for at, word in enumerate(head, 1):
        places.setdefault(word, []).append(f"{min(at, _LAST)}A")
    for at, word in enumerate(words_of(text), len(head) + _GAP):
        known = places.get(word)
        if known is None:  # told apart for speed: nearly half of all words come once
            places[word] = [str(min(at, _LAST))]
        elif len(known) < _MOST:
            known.append(str(min(at, _LAST)))
    places.pop("", None)
    return " ".join([f"'{word}':{','.join(at)}" for word, at in places.items()])


def query(words: Words, *, apart: bool = False) -> str:
    """What is looked for, as a ``tsquery`` is written; empty where nothing of it is a word.

    Args:
        words: The words.
        apart: Whether the words of a phrase may stand anywhere: more is found then, and nothing is missed.
    """
    groups = [_any(group, apart) for group in words.groups]
    wanted = [group for group in groups if group]
    without = _any((word for word in words.without if not (apart and is_phrase(word))), apart)
    return " & ".join([*wanted, *([f"!{without}"] if without and wanted else [])])


def is_phrase(word: Word) -> bool:
    """Whether several words are looked for beside each other."""
    return len(words_of(word.text)) > 1


def _any(words: Iterable[Word], apart: bool) -> str:
    phrases = [phrase for word in words if (phrase := _phrase(word, apart))]
    return f"({' | '.join(phrases)})" if phrases else ""


def _phrase(word: Word, apart: bool) -> str:
    parts = [f"'{part}'" for part in words_of(word.text) if part]
    if parts and word.begins:
        parts[-1] += ":*"
    return f"({(' & ' if apart else ' <-> ').join(parts)})" if parts else ""


def piece(words: Words, text: str) -> str:
    """The stretch of a text with most of the words that are looked for, each of them between marks."""
    found = list(_WORD.finditer(text))
    plain = [_plain(each[0]) for each in found]
    hits = _hits([word for group in words.groups for word in group], plain)
    first = max(hits, key=lambda at: (len({plain[n] for n in _around(at) if n in hits}), -at), default=0)
    stretch = [n for n in _around(first) if n < len(found)]
    if not stretch:
        return text[:200]
    told, last = "" if stretch[0] == 0 else "…", found[stretch[0]].start() if stretch[0] else 0
    for n in stretch:
        if n in hits:
            told += text[last : found[n].start()] + MARKS[0] + found[n][0] + MARKS[1]
            last = found[n].end()
    return told + (text[last:] if stretch[-1] == len(found) - 1 else f"{text[last : found[stretch[-1]].end()]}…")


def _around(at: int) -> range:
    start = max(0, at - AROUND // 4)
    return range(start, start + AROUND)


def _hits(words: Iterable[Word], plain: list[str]) -> set[int]:
    """Places of the words and phrases that are looked for."""
    hits: set[int] = set()
    for word in words:
        parts = words_of(word.text)
        for at in range(len(plain) - len(parts) + 1) if parts else ():
            *before, last = plain[at : at + len(parts)]
            if before == parts[:-1] and (last == parts[-1] or (word.begins and last.startswith(parts[-1]))):
                hits.update(range(at, at + len(parts)))
    return hits
