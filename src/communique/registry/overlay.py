"""How the user's rows are laid over the shipped tables.

The rule, in one sentence: what the user gave wins, row by row, and what the user did not give stays. An actor of a
known id takes the user's row; its shipped namings stay, the user's come first. A tenure replaces the shipped ones of
the same person in the same post that it overlaps; and where a post has one shipped holder with no known end, a later
tenure of the user's ends it on the day before. A membership replaces the shipped ones of the same state in the same
body that it overlaps. Rows that name what is not there are left out; ``communique registry check`` tells which.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from msgspec.structs import replace

from communique.registry.layer import Row
from communique.registry.model import EARLIEST, LATEST, Alias, Entity, Membership, Post, Tenure
from communique.registry.titles import PostClass
from communique.registry.words import keys

Dated = TypeVar("Dated", Tenure, Membership)


class Own:
    """The user's rows by sort; of two with one id the later counts."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.actors: dict[str, Entity] = {}
        self.aliases: list[Alias] = []
        self.posts: dict[str, Post] = {}
        self.titles: list[tuple[str, str, str]] = []
        self.tenures: list[Tenure] = []
        self.memberships: list[Membership] = []
        for row in rows:
            self._add(row)

    def _add(self, row: Row) -> None:
        if row.actor is not None:
            self.actors[row.actor.id] = row.actor
        elif row.alias is not None:
            self.aliases.append(row.alias)
        elif row.post is not None:
            self.posts[row.post.id] = row.post
        elif row.title is not None:
            self.titles.append(row.title)
        elif row.tenure is not None:
            self.tenures.append(row.tenure)
        elif row.membership is not None:
            self.memberships.append(row.membership)

    def surnames(self) -> dict[str, list[str]]:
        """The family names that the user gave, by person."""
        found: dict[str, list[str]] = {}
        for alias in self.aliases:
            if alias.form == "surname":
                found.setdefault(alias.entity_id, []).append(alias.text)
        return found


def overlap(since: str | None, until: str | None, other_since: str | None, other_until: str | None) -> bool:
    """Whether two periods certainly share a day: dates of any precision, a None open.

    A month in which one ends and the other begins is not counted: the one may have followed the other.
    """
    return _before(since, other_until) and _before(other_since, until)


def _before(start: str | None, end: str | None) -> bool:
    """Whether a period that starts so begins before the other is over, at the precision that both have."""
    start, end = start or EARLIEST, end or LATEST
    size = min(len(start), len(end))
    return start[:size] < end[:size] or (start[:size] == end[:size] and len(start) == len(end) == 10)


def lay_tenures(shipped: Sequence[Tenure], own: Sequence[Tenure]) -> list[Tenure]:
    """The shipped tenures with the user's over them."""
    if not own:
        return list(shipped)
    by_post: dict[str, list[Tenure]] = {}
    for tenure in own:
        by_post.setdefault(tenure.post_id, []).append(tenure)
    open_ended = _open_ended(shipped, by_post)
    found = []
    for tenure in shipped:
        mine = by_post.get(tenure.post_id, ())
        if not any(each.person_id == tenure.person_id and _overlap(each, tenure) for each in mine):
            found.append(_ended(tenure, mine) if open_ended.get(tenure.post_id) == 1 else tenure)
    return found + list(own)


def _open_ended(shipped: Iterable[Tenure], posts: Collection[str]) -> dict[str, int]:
    """How many shipped tenures without an end each of these posts has."""
    counts: dict[str, int] = {}
    for each in shipped:
        if each.until is None and each.post_id in posts:
            counts[each.post_id] = counts.get(each.post_id, 0) + 1
    return counts


def _ended(tenure: Tenure, mine: Iterable[Tenure]) -> Tenure:
    """The tenure, ended by the user's first that begins later, when it has no end of its own."""
    if tenure.until is not None:
        return tenure
    later = [each.since for each in mine if each.since and each.since > (tenure.since or EARLIEST)]
    return replace(tenure, until=_day_before(min(later))) if later else tenure


def _day_before(start: str) -> str:
    """The day before a day; for a month or a year itself, in which one left and the other came."""
    return (date.fromisoformat(start) - timedelta(days=1)).isoformat() if len(start) == 10 else start


def lay_memberships(shipped: Sequence[Membership], own: Sequence[Membership]) -> list[Membership]:
    """The shipped memberships with the user's over them."""
    mine: dict[tuple[str, str], list[Membership]] = {}
    for each in own:
        mine.setdefault((each.body_id, each.state_id), []).append(each)
    kept = [
        each for each in shipped if not any(_overlap(new, each) for new in mine.get((each.body_id, each.state_id), ()))
    ]
    return kept + list(own)


def _overlap(left: Dated, right: Dated) -> bool:
    return overlap(left.since, left.until, right.since, right.until)


def lay_titles(classes: Sequence[PostClass], titles: Iterable[tuple[str, str, str]]) -> list[PostClass]:
    """The classes of posts with the user's titles; a title that the vocabulary has keeps its meaning."""
    known = {tuple(keys(title)) for each in classes for title in each.titles}
    added: dict[str, dict[str, list[str]]] = {}
    for post_class, title, organization in titles:
        if tuple(keys(title)) not in known:
            added.setdefault(post_class, {}).setdefault(title.lower(), []).append(organization)
    return [
        replace(each, titles={**each.titles, **added[each.post_class]}) if each.post_class in added else each
        for each in classes
    ]


def sound_tenures(
    tenures: Iterable[Tenure], entities: Mapping[str, Entity], posts: Mapping[str, Post]
) -> Iterator[Tenure]:
    """The tenures whose person and post are known."""
    return (each for each in tenures if each.person_id in entities and each.post_id in posts)
