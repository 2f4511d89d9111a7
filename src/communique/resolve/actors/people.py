"""Which person of the registry a name means on a day: full name, title and surname, or a spelling variant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from communique.registry import Registry, TitleMatch
from communique.registry.people import PARTICLES
from communique.registry.words import fold, keys
from communique.resolve.actors.lexicon import actor_words, given_names, trust

LONG_AGO = 3650
_INITIALS = re.compile(r"\b([A-Z])\.(?=[A-Z]\.)")  # "H.R." is written "H. R." in the registry
"""Days out of office after which a full name without a title may well be a namesake's."""
NEAR = 120
"""Days around a tenure in which news still, or already, gives the title."""


class Known(Struct, frozen=True):
    """A person of the registry that a name means, how sure that is, and why."""

    person: str
    confidence: float
    reason: str


class Hints(Struct, frozen=True):
    """What the words beside a name say: the title, whose, the day of the text, and the countries it speaks of."""

    title: TitleMatch | None = None
    country: str | None = None
    on: date | None = None
    around: frozenset[str] = frozenset()


class People:
    """Resolves names of people.

    Args:
        registry: The registry.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def resolve(self, name: str, hints: Hints) -> Known | None:
        """The person that a name means; None when the registry knows none that fits."""
        whole, name = name, without_honorifics(name)
        if whole != name and (titled := self._full(whole, hints)):
            return titled
        parts = keys(name)
        if not parts:
            return None
        if len(parts) > 1:
            return self._full(name, hints) or self._variant(parts, hints)
        return self._titled(parts[-1], hints) or self._lone(parts[-1], hints)

    def _full(self, name: str, hints: Hints) -> Known | None:
        known = self._registry.lookup(name) or self._registry.lookup(_INITIALS.sub(r"\1. ", name))
        named = [alias for alias in known if self._is_person(alias.entity_id)]
        ids = list(dict.fromkeys(alias.entity_id for alias in named if alias.form != "surname"))
        if not ids:
            ids = list(dict.fromkeys(alias.entity_id for alias in named)) if hints.title else []
        fitting = self._weighty([each for each in ids if not self._contradicts(each, hints)], hints)
        if not fitting:
            return None
        if not hints.title and not hints.country:
            fitting = [each for each in fitting if self._may_be_meant(each, hints)]
        elif hints.around:
            fitting = [each for each in fitting if self._has_office(each, hints) or not self._is_passer_by(each, hints)]
        if not fitting:
            return None
        best, *others = sorted(fitting, key=lambda each: self._order(each, hints))
        if others and self._order(best, hints)[:3] == self._order(others[0], hints)[:3]:
            chosen = self._exactly(name, fitting) or self._serving(fitting, hints.on)
            if len(chosen) != 1:
                return None
            best = chosen[0]
        return Known(best, self._trust(best, hints, alone=not others), "full name")

    def _weighty(self, people: list[str], hints: Hints) -> list[str]:
        """Without those who only sat in a parliament, where somebody with another office bears the name too."""
        if len(people) < 2 or (hints.title and hints.title.post_class == SEAT):
            return people
        return [each for each in people if not self._only_sat(each)] or people

    def _only_sat(self, person: str) -> bool:
        """Whether a seat in a parliament is all that the person ever held."""
        tenures = self._registry.tenures(person)
        return bool(tenures) and all(self._registry.post(each.post_id).post_class == SEAT for each in tenures)

    def _exactly(self, name: str, people: Sequence[str]) -> list[str]:
        """Those whose name it is and not only a part: 'Abdullah Abdullah' is not Abdullah Sallum Abdullah."""
        named = [(each, self._registry.actor(each)) for each in people]
        return [each for each, entity in named if entity is not None and entity.name.lower() == name.lower()]

    def _serving(self, people: Sequence[str], on: date | None) -> list[str]:
        return [each for each in people if on is not None and self._distance(each, on) == 0]

    def _is_passer_by(self, person: str, hints: Hints) -> bool:
        """Whether somebody only sat in a parliament, and not about the day of the text: more likely a namesake."""
        return self._only_sat(person) and (hints.on is None or self._distance(person, hints.on) > NEAR)

    def _may_be_meant(self, person: str, hints: Hints) -> bool:
        """Whether a name alone can mean a person in a text: a leader, else somebody of the day or of its countries.

        A text without a day does not tell a minister from a namesake, but may mean somebody who stands in no list of
        ministers; a phrase without a text is taken at its word.
        """
        if self._led(person) or not hints.around:
            return True
        if hints.on is None:
            return self._is_prominent(person)
        if self._is_passer_by(person, hints):
            return False
        if self._countries(person) & hints.around:
            return True
        return self._distance(person, hints.on) == 0 and not self._only_sat(person)

    def _trust(self, person: str, hints: Hints, *, alone: bool) -> float:
        """How sure a full name is: namesakes are told apart by title, country, and years out of office."""
        if self._has_office(person, hints) or (hints.country and hints.country in self._countries(person)):
            return trust().full_name if alone else trust().full_name_chosen
        if hints.on is None:
            return trust().leader_undated if alone and self._led(person) else trust().undated
        days = self._distance(person, hints.on)
        if days > LONG_AGO:
            return trust().former_leader if alone and self._led(person, HEADS) else trust().namesake
        if not alone:
            return trust().full_name_chosen
        return trust().in_office if days == 0 else trust().out_of_office

    def _titled(self, surname: str, hints: Hints) -> Known | None:
        """A surname with a title: only somebody who held such an office about that day."""
        if hints.title is None:
            return None
        bearers = self._registry.people_by_surname(surname, hints.on)
        if hints.title.post_class == SEAT:
            bearers = bearers + self._registry.members_by_surname(surname, hints.on)
        found = [
            person for person in bearers if self._has_office(person, hints) and not self._contradicts(person, hints)
        ]
        chosen = self._only(found, hints)
        return Known(chosen, trust().title_and_surname, "title and surname") if chosen else None

    def _only(self, people: Sequence[str], hints: Hints) -> str | None:
        """The one who is meant of several with such an office: who held it that very day; None when two did."""
        if len(people) < 2 or hints.on is None:
            return people[0] if people else None
        in_office = [person for person in people if self._has_office(person, hints, slack=0)]
        return in_office[0] if len(in_office) == 1 else None

    def _variant(self, parts: Sequence[str], hints: Hints) -> Known | None:
        """Another spelling of the given name, or a middle name too many, when title or country agree."""
        surname = " ".join(parts[-2:]) if len(parts) > 2 and parts[-2] in PARTICLES else parts[-1]
        for person in self._registry.people_by_surname(surname, hints.on):
            entity = self._registry.actor(person)
            if entity is None or self._contradicts(person, hints):
                continue
            theirs = keys(entity.name)
            if self._supported(person, parts[0], theirs[0], hints) and _alike(parts[0], theirs[0]):
                return Known(person, trust().variant, "spelling variant with title or country")
        if hints.title is not None and len(parts) == 2 and len(parts[0]) > 2:
            return self._titled(surname, hints) if self._initial_fits(parts, hints) else None
        return None

    def _initial_fits(self, parts: Sequence[str], hints: Hints) -> bool:
        for person in self._registry.people_by_surname(parts[-1], hints.on)[:3]:
            entity = self._registry.actor(person)
            if entity and any(part[0] == parts[0][0] for part in keys(entity.name)[:-1]):
                return True
        return False

    def _lone(self, surname: str, hints: Hints) -> Known | None:
        """A bare surname: only when exactly one leading office-holder of that day bears it."""
        if surname in actor_words().honorifics:
            return None  # 'Pope urged Russia'
        everybody = self._registry.people_by_surname(surname, hints.on)
        if hints.on is None:
            candidates = [person for person in everybody if self._led(person)]
        else:
            candidates = [person for person in everybody if self._leads(person, hints.on)]
            candidates += [each for each in everybody if each not in candidates and self._led_lately(each, hints.on)]
        candidates = [each for each in candidates if self._goes_by(each, surname)] or candidates
        if len(candidates) > 1:
            candidates = self._outstanding(candidates, hints.on)
        if len(candidates) != 1 or self._contradicts(candidates[0], hints):
            return None
        # Even a leader whose name is common, or whom few remember, is meant only where the text speaks of the country.
        doubtful = len(everybody) >= COMMON or self._is_forgotten(candidates[0], hints.on)
        if doubtful and not self._countries(candidates[0]) & hints.around:
            return None
        sure = trust().lone_surname if hints.on else trust().lone_surname_undated
        return Known(candidates[0], sure, "surname of a leading office-holder")

    def _outstanding(self, people: Sequence[str], on: date | None) -> list[str]:
        """Of several leaders of one surname those who head a state or government that day.

        Without a day, the one who headed his for far longer than the others: he is in more of the news.
        """
        if on is not None:
            return [each for each in people if self._leads(each, on, HEADS)]
        first, *others = sorted(((self._days_at_the_head(each), each) for each in people), reverse=True)
        return [first[1]] if first[0] and all(first[0] > FAR_LONGER * days for days, _ in others) else []

    def _days_at_the_head(self, person: str) -> int:
        """For how many days somebody headed a state or a government; who still does, for long."""
        heads = self._registry.post_classes[:HEADS]
        tenures = self._registry.tenures(person)
        held = [(t.start, t.end) for t in tenures if self._registry.post(t.post_id).post_class in heads]
        return sum((end - start).days if end else STILL for start, end in held if start)

    def _is_forgotten(self, person: str, on: date | None) -> bool:
        """Whether a text without a day hardly means somebody by surname: a minister of long ago, and never more."""
        ends = [each.end for each in self._registry.tenures(person)]
        past = all(end is not None and end < RECENT for end in ends)
        return on is None and past and not self._led(person, HEADS)

    def _led_lately(self, person: str, on: date) -> bool:
        """Whether the person led a state or a government not long ago."""
        return self._led(person, HEADS) and self._distance(person, on) < LONG_AGO

    def _goes_by(self, person: str, surname: str) -> bool:
        """Whether the surname is the one at an edge of the name, and not the first of two family names."""
        entity = self._registry.actor(person)
        theirs = keys(entity.name) if entity else []
        return bool(theirs) and surname in (theirs[0], theirs[-1])

    def _leads(self, person: str, on: date, classes: int = 0) -> bool:
        leading = self._registry.post_classes[: classes or LEADING]
        return any(
            self._registry.post(each.post_id).post_class in leading for each in self._registry.offices(person, on)
        )

    def _is_prominent(self, person: str) -> bool:
        """Whether somebody was put into the registry by hand, for a role that no list of office-holders has."""
        by_hand = [each for each in self._registry.tenures(person) if each.source == BY_HAND]
        return any(self._registry.post(each.post_id).post_class not in LISTED for each in by_hand)

    def _supported(self, person: str, given: str, theirs: str, hints: Hints) -> bool:
        """Whether the words beside a name speak for this person; without any, who stands out."""
        if hints.title:
            return self._has_office(person, hints)
        entity = self._registry.actor(person)
        if hints.country:
            return entity is not None and entity.country == hints.country
        return self._stands_out(person, given, theirs, hints)

    def _stands_out(self, person: str, given: str, theirs: str, hints: Hints) -> bool:
        """Whether no title is needed: a leader's name misspelt, or the usual short form of a recent office-holder's."""
        if given_names().short.get(given) == theirs:
            return hints.on is not None and self._distance(person, hints.on) < LONG_AGO
        return self._led(person) and len(given) > 2

    def _led(self, person: str, classes: int = 0) -> bool:
        """Whether the person ever led a state, a government or its diplomacy."""
        leading = self._registry.post_classes[: classes or LEADING]
        return any(self._registry.post(each.post_id).post_class in leading for each in self._registry.tenures(person))

    def _is_person(self, entity_id: str) -> bool:
        entity = self._registry.actor(entity_id)
        return entity is not None and entity.kind == "person"

    def _contradicts(self, person: str, hints: Hints) -> bool:
        """Whether the words name another country than any that the person belongs to."""
        if hints.country is None:
            return False
        return hints.country not in self._countries(person)

    def _countries(self, person: str) -> set[str]:
        entity = self._registry.actor(person)
        posts = [self._registry.post(each.post_id) for each in self._registry.tenures(person)]
        found = {post.country for post in posts} | {post.organization.partition(".")[0] for post in posts}
        found.add(entity.country if entity else None)
        return {each for each in found if each}

    def _has_office(self, person: str, hints: Hints, slack: int = NEAR) -> bool:
        title = hints.title
        if title is None:
            return False
        return any(
            self._registry.post(each.post_id).post_class == title.post_class
            and (not title.organizations or self._registry.post(each.post_id).organization in title.organizations)
            and (hints.on is None or title.former or _about(each.start, each.end, hints.on, slack))
            for each in self._registry.tenures(person)
        )

    def _order(self, person: str, hints: Hints) -> tuple[bool, bool, int, str]:
        distance = self._distance(person, hints.on)
        entity = self._registry.actor(person)
        right_country = bool(hints.country and entity and entity.country == hints.country)
        return (not self._has_office(person, hints), not right_country, distance, person)

    def _distance(self, person: str, on: date | None) -> int:
        """Days from the nearest tenure to the day; a million for somebody without one."""
        tenures = self._registry.tenures(person)
        if on is None or not tenures:
            return 0 if tenures else 10**6
        gaps = [0 if each.held(on) else min(_gap(each.start, on), _gap(each.end, on)) for each in tenures]
        return min(gaps)


SEAT = "member of parliament"
BY_HAND = "own"
"""The mark of tenures that were written for this project."""

LISTED = frozenset({
    "ambassador", "commissioner", "defence minister", "deputy minister", "energy minister", "finance minister",
    "head of region", "interior minister", "justice minister", "military chief", "minister", "permanent representative",
    "secretary-general", "trade minister",
})  # fmt: skip
"""Classes of posts of which lists have everybody, known or not."""

COMMON = 16
"""How many people of the registry make a surname a common one: 'Rahman', 'Brown', not 'Clinton'."""
HEADS = 2
FAR_LONGER = 2
"""How many times as long somebody must have headed a state as his namesakes, to be the one whom a surname means."""

STILL = 36_500
"""Days that count for an office whose end is not known or still to come: who heads a state today is in the news."""

RECENT = date(1990, 1, 1)
"""Who held a lesser office than head of state or government before this day alone is hardly meant by a bare surname."""

LEADING = 9
"""How many classes of posts, the most important first, let a bare surname stand alone."""


def _about(start: date | None, end: date | None, on: date, slack: int) -> bool:
    return (start is None or (start - on).days <= slack) and (end is None or (on - end).days <= slack)


def _gap(day: date | None, on: date) -> int:
    return abs((day - on).days) if day else 10**6


def _alike(left: str, right: str) -> bool:
    """Whether two given names are spellings of one: an initial, a short form, or up to two letters apart."""
    if given_names().short.get(left) == right:
        return True
    if left[0] != right[0] or _of_two_sexes(left, right):
        return False
    return len(left) == 1 or len(right) == 1 or left[:3] == right[:3] or _distance(left, right) <= 2


def _of_two_sexes(left: str, right: str) -> bool:
    """Whether only one of two given names is a woman's, and no misspelling of the other: 'Michelle' and 'Micheál'."""
    women = given_names().female
    return len(left) > 1 < len(right) and (left in women) != (right in women) and _distance(left, right) > 1


def _distance(left: str, right: str) -> int:
    """Edit distance of two short words."""
    row = list(range(len(right) + 1))
    for place, letter in enumerate(left, 1):
        previous, row[0] = row[0], place
        for index, other in enumerate(right, 1):
            previous, row[index] = row[index], min(row[index] + 1, row[index - 1] + 1, previous + (letter != other))
    return row[-1]


def without_honorifics(name: str) -> str:
    """A name without the honorifics before it: 'Mr. John Kerry' -> 'John Kerry'."""
    parts = name.split()
    while len(parts) > 1 and fold(parts[0]) in actor_words().honorifics:
        parts = parts[1:]
    return " ".join(parts)


def surname_of(name: str) -> str:
    """The normalised last word of a name, by which an article calls a person after the first time."""
    parts = keys(name)
    return parts[-1] if parts else ""
