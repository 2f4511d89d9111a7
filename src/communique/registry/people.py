"""The namings of people, made by rule from their full names.

English-language news writes 'Given Family' for most names and keeps the order 'Family Given' for Chinese,
Korean and Vietnamese ones. It drops middle names, writes Arabic articles as it likes, and uses either family
name of a Spanish or Portuguese pair.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from importlib import resources

from communique.registry.model import Alias
from communique.registry.words import fold
from communique.vocabulary.reader import parse_yaml

FAMILY_FIRST = frozenset(["CHN", "PRK", "KOR", "TWN", "VNM", "HKG", "MAC"])
DOUBLE_FAMILY = frozenset([
    "ESP", "ARG", "BOL", "BRA", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "SLV", "GTM", "HND", "MEX", "NIC",
    "PAN", "PRY", "PER", "PRT", "PRI", "URY", "VEN", "AGO", "MOZ", "CPV", "TLS", "GNQ",
])  # fmt: skip
PARTICLES = frozenset([
    "von", "van", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le", "el", "al",
    "bin", "ben", "ibn", "bint", "abu", "abdul", "abd", "abdel", "ould", "st.", "ter", "ten", "zu", "af", "san", "mac",
    "y", "e", "bar", "ait", "ter-",
])  # fmt: skip
_SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "i", "v", "vi", "vii", "xvi", "pasha", "khan"])
_SOVEREIGN = re.compile(
    r"(?P<given>[^\W\d_]+)(?P<number> [IVX]+(?: [^\W\d_]+)?)?(?P<realm> of [^\W\d_]+(?: [A-Z]\w+)*)?"
)
"""A sovereign's or pope's name: one given name with a number, a realm or both, and no family name."""
_OF_REALM = re.compile(r" (?:[IVX]+ )?of [^\W\d_]+(?: [A-Z]\w+)*$")
"""A name of several words that ends in the realm, which is nobody's family name."""
_ARTICLES = ("al-", "el-", "ul-", "as-", "ash-", "ar-", "ad-", "an-", "at-")


def surnames(name: str, country: str | None) -> tuple[str, ...]:
    """The family names of a person, the usual one first; empty for a name of one word.

    A sovereign goes by the given name: 'King Hassan' is Hassan II of Morocco.
    """
    sovereign = _sovereign(name)
    if sovereign is not None:
        return (sovereign["given"],)
    if _plain(name) and country not in FAMILY_FIRST:
        return (name.partition(" ")[2],)
    if _OF_REALM.search(name):
        return ()
    parts = _core(name)
    if len(parts) < 2:
        return ()
    if country in FAMILY_FIRST and len(parts) <= 3 and "-" not in parts[0] and not _is_given(parts):
        return (parts[0],)
    start = len(parts) - 1
    while start > 1 and parts[start - 1].casefold() in PARTICLES:
        start -= 1
    found = [" ".join(parts[start:]), parts[-1]]
    if country in DOUBLE_FAMILY and len(parts) > 2 and parts[-2].casefold() not in PARTICLES:
        found += [parts[-2], " ".join(parts[-2:])]
    found += [each[len(article) :] for each in found for article in _ARTICLES if each.casefold().startswith(article)]
    return tuple(dict.fromkeys(each for each in found if len(each) > 1))


def full_names(name: str, country: str | None) -> tuple[str, ...]:
    """The full namings of a person: as it stands, without middle names, without Arabic articles."""
    sovereign = _sovereign(name)
    if sovereign is not None:
        given, realm = sovereign["given"], sovereign["realm"] or ""
        numbered = given + (sovereign["number"] or "")
        return tuple(dict.fromkeys(each for each in (name, numbered, given + realm) if " " in each))
    if _plain(name):
        return (name,)
    if _OF_REALM.search(name):
        own = name.rpartition(" of ")[0]
        return (name, own) if " " in own else (name,)
    parts = _core(name)
    found = [name, " ".join(parts)]
    if len(parts) > 2 and country not in FAMILY_FIRST:
        start = len(parts) - 1
        while start > 1 and parts[start - 1].casefold() in PARTICLES:
            start -= 1
        found.append(" ".join([parts[0], *parts[start:]]))
        if country in DOUBLE_FAMILY and start > 2:
            found += [" ".join([parts[0], parts[-2]]), " ".join([parts[0], *parts[-2:]])]
    if len(parts) == 3 and country in FAMILY_FIRST:
        found.append(f"{parts[0]} {parts[1]}-{parts[2].lower()}")
    if "-" in name:
        found += [_without_article(each) for each in found]
    return tuple(dict.fromkeys(found))


def aliases(person_id: str, name: str, country: str | None) -> Iterator[Alias]:
    """The full namings of a person as aliases; a name of one word needs context."""
    for each in full_names(name, country):
        yield Alias(person_id, each, "name", " " not in each)


def plain_key(name: str, country: str | None) -> str:
    """The normalised form of a name to which no rule applies, two words in ASCII; empty for any other.

    Its first word is the given name and its last the family name, and it has no other form.
    """
    if name.count(" ") != 1 or not name.isascii() or country in FAMILY_FIRST or name[-1] in "IVX":
        return ""
    given, _, family = name.partition(" ")
    if not (given.isalpha() and family.isalpha()) or given in ("The", "the") or len(family) < 2:
        return ""
    return name.casefold()


def _sovereign(name: str) -> re.Match[str] | None:
    """The parts of a sovereign's name; None for any other."""
    if " of " not in name and name[-1:] not in "IVX":
        return None
    match = _SOVEREIGN.fullmatch(name)
    return match if match is not None and (match["number"] or match["realm"]) else None


@functools.cache
def _families() -> frozenset[str]:
    """The usual family names of China, Korea and Vietnam as they are romanised."""
    raw = resources.files("communique.registry").joinpath("data", "family_names.yaml").read_bytes()
    return frozenset(parse_yaml(raw, list[str], "registry/data/family_names.yaml"))


def _is_given(parts: Sequence[str]) -> bool:
    """Whether two words of a family-first land stand in the Western order: 'Eugene Chien', 'Seongtae Lee'."""
    folded = [fold(part) for part in parts]
    return len(parts) == 2 and folded[1] in _families() and folded[0] not in _families()


def _plain(name: str) -> bool:
    """Whether a name is two words without marks, so that no rule applies; three in four are."""
    return name.count(" ") == 1 and "-" not in name and "," not in name


def _core(name: str) -> list[str]:
    parts = [part.strip(",") for part in name.split("(", maxsplit=1)[0].split()]
    while len(parts) > 2 and parts[-1].casefold() in _SUFFIXES:
        parts.pop()
    return parts


def _without_article(name: str) -> str:
    parts = name.split()
    for article in _ARTICLES:
        parts = [part[len(article) :] if part.casefold().startswith(article) else part for part in parts]
    return " ".join(part for part in parts if part)
