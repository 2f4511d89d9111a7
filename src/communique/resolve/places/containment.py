"""What the words around a name say it lies in or is: "Moscow, Idaho", "Hama in northern Syria", "Idlib province"."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from communique.resolve.places.candidate import Candidate, bare, key_of
from communique.resolve.places.gazetteer import candidates, divisions
from communique.vocabulary.places import place_words

_REACH = 60  # characters looked at on either side
_LIST_REACH = 120
_SIDES = "(?:north|south|east|west|central|upper|lower|rural|coastal|inner)[a-z-]*"
_NAME = r"([A-Z][\w.’']*(?:[ -][A-Z][\w.’']*){0,2})"
_AFTER = re.compile(rf"\s*(?:,|\()\s*(?:(?:in|the|nearby|{_SIDES})\s+)*{_NAME}")
_IN = re.compile(rf"\s+in\s+(?:(?:the|{_SIDES})\s+)*{_NAME}")
_KINDS = "city|town|village|province|capital|port|suburb|district|region|enclave|island"
_BEFORE_OF = re.compile(rf"([A-Z][\w.]+)(?:'s|’s)?\s+(?:[a-z-]+\s+){{0,2}}(?:{_KINDS})\s+of\s+$")
_OWNER = re.compile(r"([A-Z][\w.]+(?: [A-Z][\w.]+)?)['’]s?\s+(?:[a-z-]+\s+){0,2}$")
_LISTED = r"(?:\s*,?\s+(?:and\s+|or\s+)?[A-Z][\w.]+){0,6}"


class Containment(NamedTuple):
    """What holds a name: ``strict`` where the words leave no doubt, as they do with a comma between the two."""

    place: Candidate
    strict: bool


def containers(text: str, start: int, end: int) -> list[Containment]:
    """Countries and divisions that the words around a name put it in.

    Args:
        text: The whole text.
        start: Offset of the name's first character.
        end: Offset after its last.
    """
    found: list[Containment] = []
    for pattern, strict in ((_AFTER, True), (_IN, False)):
        if after := pattern.match(text, end, end + _REACH):
            found += [Containment(each, strict) for each in _areas(after[1])]
    for pattern, strict in ((_BEFORE_OF, True), (_OWNER, False)):
        if before := pattern.search(text, max(0, start - _REACH), start):
            found += [Containment(each, strict) for each in _areas(before[1])]
    return found


def _areas(words: str) -> list[Candidate]:
    """Countries and divisions with this name; the longest run of its words that has any."""
    pieces = words.split()
    for length in range(len(pieces), 0, -1):
        name = " ".join(pieces[:length]).rstrip(",;:")
        division = abbreviated(name)
        if division is not None:
            return [division]
        areas = [each for each in divisions().named(key_of(bare(name))) if each.level != "region"]
        if areas:
            return areas
    return []


def abbreviated(name: str) -> Candidate | None:
    """The division that an abbreviation after a comma means ("Ala.", "NSW")."""
    codes = place_words().abbreviations
    code = codes.get(name) or codes.get(name.rstrip(".") + ".")
    return divisions().by_code[code] if code else None


def kind_after(text: str, end: int) -> str | None:
    """The kind of area whose word follows a name, also after a list: "Marion" in "Marion and Clay counties"."""
    match = _kinds().match(text, end, end + _LIST_REACH)
    if match is None:
        return None
    many = match["many"]
    if many is None:
        return match["one"]
    return many[:-3] + "y" if many.endswith("ies") else many[:-1]


@functools.cache
def _kinds() -> re.Pattern[str]:
    words = sorted(place_words().area_words)
    plurals = [word[:-1] + "ies" if word.endswith("y") else word + "s" for word in words]
    return re.compile(rf"\s+(?P<one>{'|'.join(words)})\b|{_LISTED}\s+(?P<many>{'|'.join(plurals)})\b")


def areas_named(name: str, kind: str) -> list[Candidate]:
    """Divisions and regions with this name and kind; none where only towns or countries have it."""
    found = candidates(f"{name} {kind}") or candidates(name)
    return [each for each in found if each.level in {"admin1", "admin2", "region"}]
