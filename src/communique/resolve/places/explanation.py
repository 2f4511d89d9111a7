"""Why a name was taken for the place it was: the candidates, and what spoke for each."""

from __future__ import annotations

from math import exp

from msgspec import Struct

from communique.parse.reading import Reading
from communique.resolve.places.company import Company, Group, Possible
from communique.resolve.places.context import context_of
from communique.resolve.places.detection import find_toponyms
from communique.resolve.places.gazetteer import Candidate
from communique.resolve.places.ranking import features, grouped, settle
from communique.vocabulary.places import place_words

_SHOWN = 5  # candidates
_LABELS = {
    "population": "its size", "usual": "news mostly means it by this name", "other_name": "it is called otherwise",
    "large": "a large city", "twin": "a city of this name lies in it", "capital": "a capital", "country": "a country",
    "admin1": "a division of a country", "admin2": "a division of a division", "region": "a region",
    "inside": "the words around put it there", "inside_list": "the words around may put it there",
    "outside": "the words around put it elsewhere", "owned": "the words around make it part of that",
    "same_country": "other places of the text lie in its country",
    "same_inside": "other places of the text lie inside its country",
    "same_admin1": "other places of the text lie in its division", "parent_named": "what it lies in is named",
    "near": "it is near other places of the text", "possible": "other names of the text may lie near",
    "home": "the outlet or the dateline is of its country", "actors": "actors of its country are named",
    "among_states": "states are named beside it",
}  # fmt: skip


class Choice(Struct, frozen=True):
    """A place that the name can mean.

    Attributes:
        name: Its name, with its country and what sort of place it is.
        geonames: GeoNames' number; None where it has none.
        share: Its share of the candidates' scores; those of all candidates add up to 1.
        grounds: What speaks for it or against it, each with its points, the weightiest first.
    """

    name: str
    geonames: int | None
    share: float
    grounds: tuple[str, ...]


class PlaceExplanation(Struct, frozen=True):
    """How a name came to mean a place.

    Attributes:
        place: The entry's id.
        text: The words.
        choices: The places it can mean, the one chosen first; empty where no table has the name, or the words are
            a building or coordinates, which mean one place only.
    """

    place: str
    text: str
    choices: tuple[Choice, ...]


def explain_place(reading: Reading, place_id: str) -> PlaceExplanation | None:
    """How a name of a reading came to mean its place; None when the reading has no such place."""
    place = next((each for each in reading.places if each.id == place_id), None)
    if place is None:
        return None
    spans = [
        span for span in find_toponyms(reading.doc, reading.names, facilities=True) if not reading.is_skipped(*span)
    ]
    groups, owners = grouped(reading.text, spans)
    context = context_of(reading)
    settle(groups, context)
    group = next((each for span, each in zip(spans, owners, strict=True) if span == (place.start, place.end)), None)
    if group is None or group.choice is None:
        return PlaceExplanation(place.id, place.text, ())
    return PlaceExplanation(place.id, place.text, _choices(group, Company(groups, Possible(groups), context)))


def _choices(group: Group, company: Company) -> tuple[Choice, ...]:
    weights = place_words().weights
    points = [
        {name: weights[name] * value for name, value in features(option, group, company).items()}
        for option in group.options
    ]
    totals = [sum(each.values()) for each in points]
    top = max(totals)
    whole = sum(exp(total - top) for total in totals)
    ranked = sorted(range(len(totals)), key=lambda index: (group.options[index] != group.choice, -totals[index]))
    return tuple(
        Choice(_name(group.options[index]), group.options[index].geonames, round(exp(totals[index] - top) / whole, 3),
               _grounds(points[index]))
        for index in ranked[:_SHOWN]
    )  # fmt: skip


def _name(place: Candidate) -> str:
    where = place.admin1 or place.country
    return f"{place.name} ({place.level}{f', {where}' if where and place.level != 'country' else ''})"


def _grounds(points: dict[str, float]) -> tuple[str, ...]:
    weighty = sorted((each for each in points.items() if abs(each[1]) >= 0.1), key=lambda each: -abs(each[1]))
    return tuple(f"{_LABELS[name]} {value:+.1f}" for name, value in weighty)
