"""Which place a name means in this text.

Every candidate gets a score: a weighted sum of features of the candidate alone (population, level) and of the
company it keeps (what contains it in the words, the countries and divisions of the other names, nearness).
The other names' places are not known at first, so the scoring is repeated with the places found so far. One
name means one place throughout a text, and its province is another name: "Idlib province" is not Idlib. The
weights are in ``vocabulary/data/places.yaml``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from communique.record import Offsets
from communique.resolve.places.candidate import sound_of
from communique.resolve.places.company import Company, Context, Group, Possible, distance
from communique.resolve.places.containment import abbreviated, areas_named, containers, kind_after
from communique.resolve.places.gazetteer import Candidate, bare, candidates, divisions, key_of
from communique.vocabulary.places import place_words

__all__ = ["Context", "Resolved", "distance", "features", "resolve_toponyms"]

PASSES = 3
_LARGE = 100_000
_BEFORE_COMMA = re.compile(r"((?:[A-Z][\w.’'-]*\s){0,2}[A-Z][\w.’'-]*), $")
_MOST_CONTAINERS = 8  # of one name: more say nothing new
_MOST_OPTIONS = 150  # of one name; the largest


class Resolved(NamedTuple):
    """The place that a span means, with the share of the score it took among the name's candidates."""

    place: Candidate
    confidence: float


def resolve_toponyms(
    text: str, spans: Sequence[Offsets], context: Context | None = None, weights: Mapping[str, float] | None = None
) -> list[Resolved | None]:
    """The places that these spans of a text name; None where the gazetteer has no such name.

    Args:
        text: The whole text.
        spans: Code-point offsets of the names, in any order.
        context: What is known about the text beside its words.
        weights: Weights of the features to use in the place of those that ship.
    """
    groups, owners = grouped(text, spans)
    settle(groups, context or Context(), weights)
    return [Resolved(group.choice, group.confidence) if group.choice else None for group in owners]


def grouped(text: str, spans: Sequence[Offsets]) -> tuple[list[Group], list[Group]]:
    """The groups of names that the gazetteer holds, and the group of each span, in the order of the spans."""
    groups: dict[tuple[str, str | None], Group] = {}
    owners = []
    for start, end in spans:
        group = _group_of(text, start, end, groups)
        if len(group.containers) < _MOST_CONTAINERS:
            group.containers += [each for each in containers(text, start, end) if each not in group.containers]
        owners.append(group)
    return [group for group in groups.values() if group.options], owners


def _group_of(text: str, start: int, end: int, groups: dict[tuple[str, str | None], Group]) -> Group:
    """The group that a mention belongs to, made at its first mention."""
    words = text[start:end]
    key, kind = key_of(bare(words)), kind_after(text, end)
    if start > 2 and text[start - 2 : start] == ", ":
        kind = kind or _kind_behind(text, start, words)
    if (key, kind) not in groups:
        options = _options(words, kind)
        if not options and kind is not None:
            return groups.setdefault((key, None), Group(key, _largest(candidates(words))))
        groups[key, kind] = Group(key, options)
    return groups[key, kind]


def _kind_behind(text: str, start: int, words: str) -> str | None:
    """Whether a name behind a comma says where the one before lies: "Athens, Ga." or "Seattle, Washington"."""
    if abbreviated(words) is not None:
        return "abbreviation"
    holders = [each for each in candidates(words) if each.level in {"admin1", "country"}]
    before = _BEFORE_COMMA.search(text, max(0, start - 40), start) if holders else None
    if before is None:
        return None
    towns = [each for each in candidates(before[1]) if each.level == "city"]
    held = any(is_within(town, holder) for town in towns for holder in holders)
    return "holder" if held and not any(each.level == "country" for each in candidates(before[1])) else None


def _options(words: str, kind: str | None) -> list[Candidate]:
    if kind == "abbreviation":
        division = abbreviated(words)
        return [division] if division else []
    if kind == "holder":
        return [each for each in candidates(words) if each.level in {"admin1", "country"}]
    return _largest(areas_named(words, kind) if kind else candidates(words))


def _largest(places: list[Candidate]) -> list[Candidate]:
    if len(places) <= _MOST_OPTIONS:
        return places
    return sorted(places, key=lambda each: -each.population)[:_MOST_OPTIONS]


def settle(groups: list[Group], context: Context, weights: Mapping[str, float] | None = None) -> None:
    """Choose a place for every group, going over all of them until the choices support each other."""
    used = weights or place_words().weights
    possible = Possible(groups)
    for _ in range(PASSES):
        company = Company(groups, possible, context)
        choices = [_choose(group, company, used) for group in groups]
        if [choice for choice, _ in choices] == [group.choice for group in groups]:
            break
        for group, (choice, confidence) in zip(groups, choices, strict=True):
            group.choice, group.confidence = choice, confidence


def _choose(group: Group, company: Company, weights: Mapping[str, float]) -> tuple[Candidate, float]:
    scores = [
        sum(weights[name] * value for name, value in features(option, group, company).items())
        for option in group.options
    ]
    best = max(range(len(scores)), key=lambda index: (scores[index], -index))
    total = sum(math.exp(score - scores[best]) for score in scores)
    return group.options[best], 1.0 / total


def features(option: Candidate, group: Group, company: Company) -> dict[str, float]:
    """What speaks for a candidate, by the names of the weights."""
    values = {
        "population": math.log10(option.population + 100),
        "same_country": company.same_country(option, group),
        "same_inside": company.same_inside(option, group),
        "same_admin1": company.same_admin1(option, group),
        "parent_named": float(company.names_parent(option, group)),
        "home": float(option.country in company.context.home),
        "actors": company.acting(option),
        "among_states": company.among_states(option, group),
    }
    if option.level != "city":
        values[option.level] = 1.0
        values["twin"] = float(_has_twin(option, group))
    else:
        values["large"] = float(option.population >= _LARGE)
        values["other_name"] = float(
            not _is_usual(option, group) and (sound_of(group.key) != sound_of(key_of(option.name)))
        )
        if option.country and divisions().capitals.get(option.country) == key_of(option.name):
            values["capital"] = float(_is_largest(option, group))
    if _is_usual(option, group):
        values["usual"] = 1.0
    if group.containers:
        values |= _contained(option, group)
    if option.level in {"city", "admin2"} and option.latitude is not None:
        values["near"] = company.nearness(option, group)
        values["possible"] = company.possible.support(option, group)
    return values


def _contained(option: Candidate, group: Group) -> dict[str, float]:
    """How well a candidate fits what the words put the name in.

    A comma between two names of one level may be a list ("Kansas, Missouri and Iowa"): then the candidate
    beside the other is no worse for not lying in it, and one that lies in it no better than likely.
    """
    strict = [each.place for each in group.containers if each.strict]
    loose = [each.place for each in group.containers if not each.strict]
    values = {"owned": 1.0} if any(is_within(option, each) for each in loose) else {}
    if not strict:
        return values
    siblings = [each for each in strict if any(_beside(other, each) for other in group.options)]
    if any(is_within(option, each) for each in strict):
        values["inside" if len(siblings) < len(strict) else "inside_list"] = 1.0
    elif not any(_beside(option, each) for each in strict):
        values["outside"] = 1.0
    return values


def _beside(option: Candidate, container: Candidate) -> bool:
    """Whether both are states, or both divisions of one state."""
    if option.level != container.level or option == container:
        return False
    return option.level == "country" or (option.level == "admin1" and option.country == container.country)


def _is_usual(option: Candidate, group: Group) -> bool:
    """Whether news mostly means this place by the name, whatever its size."""
    return option.geonames is not None and option.geonames == place_words().usual.get(group.key)


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


def is_within(option: Candidate, container: Candidate) -> bool:
    """Whether a candidate lies in a country or division."""
    if option is container or option == container:
        return False
    if container.level == "country":
        return option.country == container.country
    return option.admin1 == container.admin1 and option.level in {"city", "admin2"}
