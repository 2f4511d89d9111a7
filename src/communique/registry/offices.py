"""Who held which office when."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol, TypeVar

from msgspec import Struct

from communique.registry.model import EARLIEST, Membership, Post, Tenure, covers, first_day, last_day
from communique.registry.words import keys

Value = TypeVar("Value", covariant=True)  # noqa: PLC0105
Default = TypeVar("Default")


def class_key(post_class: str, organization: str) -> str:
    """The key of the posts of one class at one organisation."""
    return f"{post_class}\t{organization}"


NEVER = 10**6
"""Days from any day to the tenures of somebody who has none."""


class Bearer(Struct, frozen=True, array_like=True):
    """Somebody who bears a surname, with the first and last days in office as ordinals.

    Kept beside the name, so that the bearers are put in order without looking up the offices of each.
    """

    person_id: str
    spells: list[tuple[int, int]]

    def distance(self, on: int) -> int:
        """Days between a day and the nearest day in office: 0 in office."""
        return min((max(first - on, on - last, 0) for first, last in self.spells), default=NEVER)


class Holding(Struct, frozen=True, array_like=True):
    """A tenure as the office sees it: who, in which post, from which day to which as ordinals."""

    person_id: str
    post_id: str
    title: str
    since: str
    first: int
    last: int


def spell(tenure: Tenure) -> tuple[int, int]:
    """The first and the last day that a tenure can mean, as ordinals; open ends reach as far as days go."""
    return _first(tenure.since), _last(tenure.until)


@functools.cache
def _first(value: str | None) -> int:
    return (first_day(value) or date.min).toordinal()


@functools.cache
def _last(value: str | None) -> int:
    return (last_day(value) or date.max).toordinal()


def holding(tenure: Tenure, post: Post) -> Holding:
    """A tenure as the office sees it."""
    return Holding(tenure.person_id, post.id, post.title, tenure.since or "", *spell(tenure))


class Store(Protocol[Value]):
    """Values by key: a dictionary, or a part of a compiled table."""

    def get(self, key: str, default: Default) -> Value | Default:
        """The value of a key, or the default."""
        ...

    def __getitem__(self, key: str) -> Value:
        """The value of a key; KeyError when there is none."""
        ...


class Offices:
    """Posts and tenures by person and by post.

    Args:
        posts: Every post by its id.
        by_person: Tenures by the person's id, in the table's order.
        by_post: Tenures by the post's id, in the table's order.
        by_class: Ids of posts by :func:`class_key`.
        holdings: Tenures in any of those posts, by :func:`class_key`; classes with very many are left out.
        rank: Post classes, the most important first.
    """

    def __init__(
        self,
        posts: Store[Post],
        by_person: Store[list[Tenure]],
        by_post: Store[list[Tenure]],
        by_class: Store[list[str]],
        holdings: Store[list[Holding]],
        rank: Sequence[str],
    ) -> None:
        self.posts = posts
        self._by_person = by_person
        self._by_post = by_post
        self._by_class = by_class
        self._holdings = holdings
        self._rank = {post_class: place for place, post_class in enumerate(rank)}

    def of(self, person_id: str) -> list[Tenure]:
        """Every tenure of a person, the earliest first."""
        return sorted(self._by_person.get(person_id, ()), key=lambda each: each.since or EARLIEST)

    def held(self, person_id: str, on: date) -> list[Tenure]:
        """The tenures of a person on that day, the most important first, then the latest."""
        day = on.isoformat()
        found = [each for each in reversed(self.of(person_id)) if covers(each.since, each.until, day)]
        return sorted(found, key=self._importance)

    def former(self, person_id: str, on: date) -> list[Tenure]:
        """The tenures that were over by that day, the latest end first."""
        day = on.isoformat()
        found = [each for each in self.of(person_id) if each.until and each.until < day[: len(each.until)]]
        return sorted(found, key=lambda each: each.until or EARLIEST, reverse=True)

    def holders(self, post_class: str, organization: str, on: date, title: str = "") -> list[str]:
        """Who held a post of this class on that day, the latest to take it first."""
        day, wanted = on.toordinal(), set(keys(title))
        found = self._holdings.get(class_key(post_class, organization), None)
        if found is None:
            found = list(self._held_in(post_class, organization))
        titled = [each for each in found if wanted <= set(keys(each.title))] if wanted else ()
        held = [each for each in titled or found if each.first <= day <= each.last]
        held.sort(key=lambda each: (each.since, each.person_id), reverse=True)
        return list(dict.fromkeys(each.person_id for each in held))

    def _held_in(self, post_class: str, organization: str) -> Iterator[Holding]:
        for post in self.posts_of(post_class, organization):
            for tenure in self._by_post.get(post.id, ()):
                yield holding(tenure, post)

    def posts_of(self, post_class: str, organization: str, title: str = "") -> list[Post]:
        """The posts of this class at this organisation, in the table's order.

        Where some of them bear the title, only those: Iran's president and its supreme leader are of one class.
        """
        found = [self.posts[each] for each in self._by_class.get(class_key(post_class, organization), ())]
        wanted = set(keys(title))
        titled = [each for each in found if wanted and wanted <= set(keys(each.title))]
        return titled or found

    def of_post(self, post_id: str) -> list[Tenure]:
        """Every tenure in a post, the earliest first."""
        return sorted(self._by_post.get(post_id, ()), key=lambda each: each.since or EARLIEST)

    def _importance(self, tenure: Tenure) -> int:
        return self._rank.get(self.posts[tenure.post_id].post_class, len(self._rank))


class Memberships:
    """Which state was in which body when."""

    def __init__(self, memberships: Sequence[Membership]) -> None:
        self._by_body: dict[str, list[tuple[str, int, int]]] = {}
        self._by_state: dict[str, list[Membership]] = {}
        for each in memberships:
            self._by_state.setdefault(each.state_id, []).append(each)
            if each.role == "member":
                span = (each.state_id, _first(each.since), _last(each.until))
                self._by_body.setdefault(each.body_id, []).append(span)
        for spans in self._by_body.values():
            spans.sort()

    def members(self, body_id: str, on: date) -> list[str]:
        """The full members of a body on that day, sorted."""
        day = on.toordinal()
        return [state for state, first, last in self._by_body.get(body_id, ()) if first <= day <= last]

    def of(self, state_id: str, on: date) -> list[Membership]:
        """The memberships of a state on that day, by body."""
        found = (each for each in self._by_state.get(state_id, ()) if each.held(on))
        return sorted(found, key=lambda each: each.body_id)
