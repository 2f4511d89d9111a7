"""The company that a name keeps: which places the other names of a text mean, and where they could lie.

Everything is counted once a round and asked for in constant time, so that a text with thousands of names costs
no more for each of them. Points are kept by cells of the globe.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from communique.resolve.places.candidate import Candidate, key_of
from communique.resolve.places.containment import Containment
from communique.resolve.places.gazetteer import divisions

_CELL = 2.0  # degrees
_CROWD = 12  # points looked at in one cell
_FADE_KM = 100.0

Cell = tuple[int, int]


@dataclass(slots=True, eq=False)
class Group:
    """All mentions of one name: its candidates, what the words put it in, and the choice so far.

    Attributes:
        key: The name as it is looked up.
        options: The places that it can mean.
        containers: What the words around its mentions say it lies in.
        choice: The place it was last taken to mean.
        confidence: The share of the score that the choice took.
    """

    key: str
    options: list[Candidate]
    containers: list[Containment] = field(default_factory=list)
    choice: Candidate | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about a text beside its words.

    Attributes:
        home: ISO 3166-1 alpha-2 codes of the countries of the outlet and of the dateline.
        actors: How often actors of each country (alpha-2) are named.
    """

    home: frozenset[str] = frozenset()
    actors: Mapping[str, int] = field(default_factory=dict)


def cell_of(place: Candidate) -> Cell | None:
    """The cell of the globe that a place lies in; None without a point."""
    if place.latitude is None or place.longitude is None:
        return None
    return math.floor(place.latitude / _CELL), math.floor(place.longitude / _CELL)


def _around(cell: Cell) -> Iterator[Cell]:
    for north in (-1, 0, 1):
        for east in (-1, 0, 1):
            yield cell[0] + north, cell[1] + east


def _is_point(place: Candidate) -> bool:
    return place.level in {"city", "admin2"}


def _is_inside(place: Candidate) -> bool:
    """Whether the place lies inside a country and is not its capital, which mostly stands for it."""
    if place.country is None or place.level == "country":
        return False
    return place.level != "city" or divisions().capitals.get(place.country) != key_of(place.name)


class Possible:
    """Where the names of a text could lie: a name with few candidates says much, one with many says little."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._total: defaultdict[Cell, float] = defaultdict(float)
        self._own: defaultdict[tuple[Group, Cell], float] = defaultdict(float)
        for group in groups:
            cells = [cell for each in group.options if _is_point(each) and (cell := cell_of(each))]
            for cell in set(cells):
                share = 1.0 / len(set(cells))
                self._total[cell] += share
                self._own[group, cell] += share

    def support(self, option: Candidate, group: Group) -> float:
        """From 0 to 1: how much the other names could lie around this candidate."""
        cell = cell_of(option)
        if cell is None:
            return 0.0
        others = sum(self._total.get(each, 0.0) - self._own.get((group, each), 0.0) for each in _around(cell))
        return max(0.0, others) / (1.0 + max(0.0, others))


_MANY_STATES = 4  # beside which one more is no surprise


class Company:
    """The places chosen so far, counted by country and division."""

    def __init__(self, groups: Sequence[Group], possible: Possible, context: Context) -> None:
        self.possible = possible
        self.context = context
        self._actors = sum(context.actors.values())
        self._countries: Counter[str] = Counter()
        self._inside: Counter[str] = Counter()
        self._admin1: Counter[str] = Counter()
        self._parents: Counter[str] = Counter()
        self._states = 0
        self._points: defaultdict[Cell, list[tuple[Candidate, Group]]] = defaultdict(list)
        for group in groups:
            if group.choice is not None:
                self._count(group.choice, group)
        self._size = sum(self._countries.values())
        self._size_inside = sum(self._inside.values())

    def _count(self, choice: Candidate, group: Group) -> None:
        if choice.country:
            self._countries[choice.country] += 1
        if choice.country and _is_inside(choice):
            self._inside[choice.country] += 1
        if choice.admin1:
            self._admin1[choice.admin1] += 1
        if choice.level in {"country", "admin1"}:
            self._parents[choice.admin1 or choice.country or ""] += 1
        self._states += choice.level == "country"
        cell = cell_of(choice)
        if _is_point(choice) and cell is not None and len(self._points[cell]) < _CROWD:
            self._points[cell].append((choice, group))

    def same_country(self, option: Candidate, group: Group) -> float:
        """The share of the other names' places that lie in the candidate's country."""
        return self._share(self._countries, option.country, group, group.choice.country if group.choice else None)

    def same_inside(self, option: Candidate, group: Group) -> float:
        """The same of places inside countries: diplomacy names states, and news from a state its towns."""
        choice = group.choice
        own = choice is not None and _is_inside(choice)
        size = self._size_inside - own
        mine = own and choice is not None and choice.country == option.country
        return (self._inside[option.country or ""] - mine) / size if size > 0 else 0.0

    def same_admin1(self, option: Candidate, group: Group) -> float:
        """The share of the other names' places that lie in the candidate's first-order division."""
        return self._share(self._admin1, option.admin1, group, group.choice.admin1 if group.choice else None)

    def _share(self, counts: Counter[str], code: str | None, group: Group, own: str | None) -> float:
        if not code:
            return 0.0
        others = counts[code] - (own == code)
        size = self._size - (group.choice is not None and group.choice.country is not None)
        return others / size if size > 0 else 0.0

    def among_states(self, option: Candidate, group: Group) -> float:
        """How far the company of other states speaks for a state, from 0 to 1: not for a town of the same name."""
        if option.level != "country":
            return 0.0
        own = group.choice is not None and group.choice.level == "country"
        return min(self._states - own, _MANY_STATES) / _MANY_STATES

    def names_parent(self, option: Candidate, group: Group) -> bool:
        """Whether the division that the candidate lies in is itself named in the text."""
        if not _is_point(option) or not option.admin1:
            return False
        own = group.choice is not None and group.choice.level == "admin1" and group.choice.admin1 == option.admin1
        return self._parents[option.admin1] - own > 0

    def acting(self, option: Candidate) -> float:
        """The share of the text's actors that are of the candidate's country."""
        return self.context.actors.get(option.country or "", 0) / self._actors if self._actors else 0.0

    def nearness(self, option: Candidate, group: Group) -> float:
        """1 where another name's place lies at the same spot, falling to a third every 100 km."""
        cell = cell_of(option)
        if cell is None:
            return 0.0
        kilometres = min(
            (
                distance(option, other)
                for each in _around(cell)
                for other, owner in self._points.get(each, ())
                if owner is not group
            ),
            default=math.inf,
        )
        return math.exp(-kilometres / _FADE_KM)


def distance(one: Candidate, other: Candidate) -> float:
    """Great-circle distance in km; infinite when a point is unknown."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return math.inf
    points = (one.latitude, one.longitude, other.latitude, other.longitude)
    south, west, north, east = (math.radians(degrees or 0.0) for degrees in points)
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 12_742 * math.asin(min(1.0, math.sqrt(half)))
