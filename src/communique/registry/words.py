"""Names made comparable: the one normalisation that tables, look-ups and scans share."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

# A dotted abbreviation, or a run of letters and digits with apostrophes inside (Sana'a, d'Ivoire).
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ‘ʻ`´][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’][sS]$")
_ENDINGS = ("'s", "’s", "'S", "’S")  # what the possessive's pattern finds, faster
_MARKS = re.compile(r"['’ʼ‘ʻ`´.]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h"})


class Word(Struct, frozen=True):
    """A word of a text: its normalised key and where it stands, a possessive ending left out."""

    key: str
    start: int
    end: int
    capital: bool


@functools.lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One word casefolded, without accents, dots, apostrophes or a possessive 's."""
    word = _MARKS.sub("", _POSSESSIVE.sub("", word)).casefold()
    if word.isascii():
        return word
    bare = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def words(text: str) -> Iterator[Word]:
    """The words of a text in order; hyphens and white space separate them."""
    for match in _WORD.finditer(text):
        word = match.group()
        end = match.end() - (2 if word.endswith(_ENDINGS) else 0)
        yield Word(fold(word), match.start(), end, word[0].isupper())


def keys(name: str) -> list[str]:
    """The normalised words of a name, a leading 'the' dropped."""
    if name.isascii() and name.replace(" ", "").isalpha():  # most names: nothing to fold but case
        found = name.casefold().split()
        return found[1:] if len(found) > 1 and found[0] == "the" else found
    found = [fold(word) for word in _WORD.findall(name)]
    return found[1:] if len(found) > 1 and found[0] == "the" else found


def normalise(name: str) -> str:
    """A name as one comparable string: ``The People's Republic of China's`` -> ``people republic of china``."""
    return " ".join(keys(name))
