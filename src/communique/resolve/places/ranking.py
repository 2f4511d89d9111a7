"""Which place a name means in this text.

Every candidate gets a score: a weighted sum of features of the candidate alone (population, level) and of the
company it keeps (what contains it in the words, the countries and divisions of the other names, nearness).
The other names' places are not known at first, so the scoring is repeated with the places found so far. One
name means one place throughout a text. The weights are in ``vocabulary/data/places.yaml``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from communique.record import Offsets
from communique.resolve.places.gazetteer import Candidate, bare, candidates, divisions, key_of
from communique.vocabulary.places import place_words

PASSES = 3
_LARGE = 100_000
_AFTER = re.compile(r"\s*(?:,|\()\s*(?:in\s+|the\s+)*([A-Z][\w.’']*(?:[ -][A-Z][\w.’']*){0,2})")
_KINDS = "city|town|village|province|capital|port"
_BEFORE_OF = re.compile(rf"([A-Z][\w.]+)(?:'s|’s)?\s+(?:[a-z-]+\s+){{0,2}}(?:{_KINDS})\s+of\s+$")


class Resolved(NamedTuple):
    """The place that a span means, with the share of the score it took among the name's candidates."""

    place: Candidate
    confidence: float


@dataclass(slots=True)
class Group:
    """All mentions of one name: its candidates, and the places that the words put it in."""

    key: str
    options: list[Candidate]
    mentions: int = 0
    containers: list[Candidate] = field(default_factory=list)
    choice: Candidate | None = None
    confidence: float = 0.0


def resolve_toponyms(text: str, spans: Sequence[Offsets]) -> list[Resolved | None]:
    """The places that these spans of a text name; None where the gazetteer has no such name.

    Args:
        text: The whole text.
        spans: Code-point offsets of the names, in any order.
    """
    groups: dict[str, Group] = {}
    keys = [key_of(bare(text[start:end])) for start, end in spans]
    for key, (start, end) in zip(keys, spans, strict=True):
        if key not in groups:
            groups[key] = Group(key, candidates(text[start:end]))
        group = groups[key]
        group.mentions += 1
        group.containers += _containers(text, start, end)
    _settle([group for group in groups.values() if group.options])
    return [
        Resolved(groups[key].choice, groups[key].confidence) if groups[key].choice else None  # type: ignore[arg-type]
        for key in keys
    ]


def _containers(text: str, start: int, end: int) -> list[Candidate]:
    """Countries and divisions that the words around a name put it in ("Paris, Texas", "Turkish city of Van")."""
    found = []
    after = _AFTER.match(text, end, end + 60)
    if after:
        found += _areas(after[1])
    before = _BEFORE_OF.search(text, max(0, start - 60), start)
    if before:
        found += _areas(before[1])
    return found


def _areas(words: str) -> list[Candidate]:
    """Countries and divisions with this name; the longest run of its words that has any."""
    pieces = words.split()
    for length in range(len(pieces), 0, -1):
        name = " ".join(pieces[:length]).rstrip(",;:")
        code = place_words().abbreviations.get(name) or place_words().abbreviations.get(name.rstrip(".") + ".")
        if code:
            return [divisions().by_code[code]]
        areas = [each for each in divisions().named(key_of(bare(name))) if each.level != "region"]
        if areas:
            return areas
    return []


def _settle(groups: list[Group]) -> None:
    """Choose a place for every group, going over all of them until the choices support each other."""
    for _ in range(PASSES):
        company = _Company(groups)
        choices = [_choose(group, company) for group in groups]
        for group, (choice, confidence) in zip(groups, choices, strict=True):
            group.choice, group.confidence = choice, confidence


def _choose(group: Group, company: _Company) -> tuple[Candidate, float]:
    weights = place_words().weights
    scores = [
        sum(weights[name] * value for name, value in features(option, group, company).items())
        for option in group.options
    ]
    best = max(range(len(scores)), key=lambda index: (scores[index], -index))
    total = sum(math.exp(score - scores[best]) for score in scores)
    return group.options[best], 1.0 / total


class _Company:
    """The places chosen so far, counted by country and division."""

    def __init__(self, groups: list[Group]) -> None:
        self.countries: Counter[str] = Counter()
        self.admin1: Counter[str] = Counter()
        self.parents: Counter[str] = Counter()
        self.points: list[tuple[Candidate, Group]] = []
        for group in groups:
            choice = group.choice
            if choice is None:
                continue
            if choice.country:
                self.countries[choice.country] += 1
            if choice.admin1:
                self.admin1[choice.admin1] += 1
            if choice.level in {"country", "admin1"}:
                self.parents[choice.admin1 or choice.country or ""] += 1
            if choice.level in {"city", "admin2"}:
                self.points.append((choice, group))
        self.size = sum(self.countries.values())

    def share(self, counts: Counter[str], code: str | None, group: Group, own: str | None) -> float:
        """The share of the other names' places that lie there."""
        if not code:
            return 0.0
        others = counts[code] - (1 if group.choice is not None and own == code else 0)
        size = self.size - (1 if group.choice is not None and group.choice.country else 0)
        return others / size if size > 0 else 0.0

    def nearness(self, option: Candidate, group: Group) -> float:
        """1 where another name's place lies at the same spot, falling by half every 70 km."""
        best = 0.0
        for other, owner in self.points:
            if owner is not group and abs((other.latitude or 0) - (option.latitude or 0)) < 4:
                best = max(best, math.exp(-distance(option, other) / 100))
        return best


def features(option: Candidate, group: Group, company: _Company) -> dict[str, float]:
    """What speaks for a candidate, by the names of the weights."""
    chosen = group.choice
    inside = any(_within(option, container) for container in group.containers)
    values = {
        "population": math.log10(option.population + 100),
        "same_country": company.share(company.countries, option.country, group, chosen.country if chosen else None),
        "same_admin1": company.share(company.admin1, option.admin1, group, chosen.admin1 if chosen else None),
        "parent_named": float(_parent_named(option, group, company)),
    }
    if option.level != "city":
        values[option.level] = 1.0
        values["twin"] = float(_has_twin(option, group))
    if option.level == "city":
        values["large"] = float(option.population >= _LARGE)
        values["other_name"] = float(group.key != key_of(option.name))
    if option.level == "city" and option.country and divisions().capitals.get(option.country) == key_of(option.name):
        values["capital"] = float(_is_largest(option, group))
    if option.geonames is not None and option.geonames == place_words().usual.get(key_of(option.name)):
        values["usual"] = 1.0
    if group.containers:
        values["inside" if inside else "outside"] = 1.0
    if option.level in {"city", "admin2"} and option.latitude is not None:
        values["near"] = company.nearness(option, group)
    return values


def _has_twin(option: Candidate, group: Group) -> bool:
    """Whether a division has a city of its own name in it, which news mostly means ("Baghdad")."""
    return option.level in {"admin1", "admin2"} and any(
        other.level == "city" and other.country == option.country
        and (other.admin1 == option.admin1 or other.population > option.population)
        for other in group.options
    )  # fmt: skip


def _is_largest(option: Candidate, group: Group) -> bool:
    """Whether no other city of the country has the name and more people."""
    rivals = [each.population for each in group.options if each.level == "city" and each.country == option.country]
    return option.population == max(rivals) or option.admin1 == "US.DC"


def _parent_named(option: Candidate, group: Group, company: _Company) -> bool:
    """Whether the division that the candidate lies in is itself named in the text."""
    if option.level not in {"city", "admin2"} or not option.admin1:
        return False
    own = group.choice is not None and group.choice.level == "admin1" and group.choice.admin1 == option.admin1
    return company.parents[option.admin1] - own > 0


def _within(option: Candidate, container: Candidate) -> bool:
    if option is container or option == container:
        return False
    if container.level == "country":
        return option.country == container.country
    return option.admin1 == container.admin1 and option.level in {"city", "admin2"}


def distance(one: Candidate, other: Candidate) -> float:
    """Great-circle distance in km; infinite when a point is unknown."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return math.inf
    points = (one.latitude, one.longitude, other.latitude, other.longitude)
    south, west, north, east = (math.radians(degrees or 0.0) for degrees in points)
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 12_742 * math.asin(min(1.0, math.sqrt(half)))
