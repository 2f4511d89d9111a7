"""Who held which office when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from communique.registry.model import EARLIEST, Membership, Post, Tenure, covers
from communique.registry.words import keys

Value = TypeVar("Value", covariant=True)  # noqa: PLC0105
Default = TypeVar("Default")


def class_key(post_class: str, organization: str) -> str:
    """The key of the posts of one class at one organisation."""
    return f"{post_class}\t{organization}"


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
        rank: Post classes, the most important first.
    """

    def __init__(
        self,
        posts: Store[Post],
        by_person: Store[list[Tenure]],
        by_post: Store[list[Tenure]],
        by_class: Store[list[str]],
        rank: Sequence[str],
    ) -> None:
        self.posts = posts
        self._by_person = by_person
        self._by_post = by_post
        self._by_class = by_class
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
        day = on.isoformat()
        found = [
            tenure
            for post in self.posts_of(post_class, organization, title)
            for tenure in self._by_post.get(post.id, ())
            if covers(tenure.since, tenure.until, day)
        ]
        found.sort(key=lambda each: (each.since or EARLIEST, each.person_id), reverse=True)
        return list(dict.fromkeys(each.person_id for each in found))

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

    def distance(self, person_id: str, on: date | None) -> int:
        """Days between that day and the nearest day in office: 0 in office, a large number without any."""
        if on is None:
            return 0
        day = on.isoformat()
        return min((_days_off(each, on, day) for each in self._by_person.get(person_id, ())), default=10**6)

    def _importance(self, tenure: Tenure) -> int:
        return self._rank.get(self.posts[tenure.post_id].post_class, len(self._rank))


def _days_off(tenure: Tenure, on: date, day: str) -> int:
    if covers(tenure.since, tenure.until, day):
        return 0
    start, end = tenure.start, tenure.end
    if start and on < start:
        return (start - on).days
    return (on - end).days if end else 0


class Memberships:
    """Which state was in which body when."""

    def __init__(self, memberships: Sequence[Membership]) -> None:
        self._by_body: dict[str, list[Membership]] = {}
        self._by_state: dict[str, list[Membership]] = {}
        for each in memberships:
            self._by_body.setdefault(each.body_id, []).append(each)
            self._by_state.setdefault(each.state_id, []).append(each)

    def members(self, body_id: str, on: date) -> list[str]:
        """The full members of a body on that day, sorted."""
        found = (each for each in self._by_body.get(body_id, ()) if each.role == "member" and each.held(on))
        return sorted(each.state_id for each in found)

    def of(self, state_id: str, on: date) -> list[Membership]:
        """The memberships of a state on that day, by body."""
        found = (each for each in self._by_state.get(state_id, ()) if each.held(on))
        return sorted(found, key=lambda each: each.body_id)
