"""Office-holdings as the sources tell them, brought together: doubles, renamed offices, loose ends and disputes."""

from __future__ import annotations

import datetime
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

# Classes of which a state has one holder at a time: a successor's start ends an open tenure.
SINGLE = frozenset([
    "head of state", "head of government", "foreign minister", "defence minister", "interior minister",
    "finance minister", "justice minister", "national security adviser", "high representative",
    "commission president", "council president", "secretary-general", "military chief", "intelligence chief",
    "ambassador", "permanent representative", "speaker", "chief of staff", "commissioner", "envoy",
])  # fmt: skip
# Classes that mean one office of a state, whatever sources call it.
ONE_OFFICE = frozenset(["head of government", "foreign minister", "defence minister", "high representative"])
# One post whatever its label: ministries are renamed, their minister stays the foreign minister.
MERGED = frozenset(["foreign minister", "defence minister"])
_OLDEST = "1985"  # a tenure that ended earlier is left out, unless written by hand
_STALE = {
    "head of state": "1950",
    "head of government": "1990",
    "": "2012",
}  # open starts before: lost ends
_READ = "2022-07"  # the other sources end before
_DISPUTED = 0.8  # share of a tenure's days at which it gives way to what was written by hand
SAME_SPELL = 45  # days between two tenures of one person that are told as one

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fact:
    """One office-holding, before it is split over the tables."""

    organization: str
    post_class: str
    title: str
    person: str
    name: str
    country: str
    since: str
    until: str
    source: str


def sound(facts: Iterable[Fact]) -> list[Fact]:
    """Facts without the known faults: ends before starts, missing starts, tenures long over."""
    kept = []
    for fact in facts:
        if fact.source not in ("own", "reign", "phoenix"):
            if fact.until and fact.since and fact.until < fact.since[: len(fact.until)]:
                continue
            if not fact.since or (fact.until and fact.until < _OLDEST):
                continue
        kept.append(fact)
    return kept


def fresh(facts: Iterable[Fact]) -> list[Fact]:
    """Facts without open tenures that began too long ago to be believed: their ends were lost.

    Of a seat in a parliament each election tells a tenure of its own, and the open ones were judged before.
    """
    return [
        fact
        for fact in facts
        if fact.until
        or fact.source in ("own", "reign")
        or fact.post_class == "member of parliament"
        or fact.since >= _STALE.get(fact.post_class, _STALE[""])
    ]


def merged_titles(facts: list[Fact]) -> list[Fact]:
    """Facts with one title for each post that several labels name, the most frequent; one's own goes first."""
    titles: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for fact in facts:
        if fact.post_class in MERGED:
            titles[fact.organization, fact.post_class][fact.title] += 1000 if fact.source == "own" else 1
    return [
        replace(fact, title=titles[fact.organization, fact.post_class].most_common(1)[0][0])
        if fact.post_class in MERGED
        else fact
        for fact in facts
    ]


def one_spell(facts: list[Fact]) -> list[Fact]:
    """Facts with repeats of one person in one post told once; a hand-written row replaces what overlaps it."""
    groups: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.person, fact.organization, office(fact)].append(fact)
    kept: list[Fact] = []
    for group in groups.values():
        hand = [fact for fact in group if fact.source == "own"]
        rest = sorted(
            (f for f in group if f.source != "own"), key=lambda f: (f.since, -len(f.since), f.until or "9999")
        )
        spells: list[Fact] = list(hand)
        for fact in rest:
            if any(overlap(fact, other) for other in hand):
                continue
            last = spells[-1] if spells and spells[-1].source != "own" else None
            if last and touching(last, fact):
                until = "" if not (last.until and fact.until) else max(last.until, fact.until)
                since = max((last.since, fact.since), key=len) if last.since[:4] == fact.since[:4] else last.since
                spells[-1] = replace(last, since=since, until=until)
            else:
                spells.append(fact)
        kept += spells
    return kept


def wanting(told: Iterable[Fact], known: Iterable[Fact]) -> list[Fact]:
    """The told facts that fill a gap: no better source has a leader of that rank, or the person in office, then."""
    by_rank: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    by_person: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in known:
        by_rank[fact.organization, fact.post_class].append(fact)
        by_person[fact.person, fact.organization].append(fact)
    kept = []
    for fact in told:
        leads = fact.post_class != "official"
        others = by_rank[fact.organization, fact.post_class] if leads else by_person[fact.person, fact.organization]
        if leads and shared_days(fact, fact) < SAME_SPELL:
            continue
        if not any(shared_days(fact, other) > SAME_SPELL for other in others):
            kept.append(fact)
    return kept


def shared_days(one: Fact, other: Fact) -> int:
    """How many days two tenures share, as far as their dates tell."""
    ends = [day(fact.until or "9999", last=True) for fact in (one, other)]
    starts = [day(fact.since or "0001") for fact in (one, other)]
    return (min(ends) - max(starts)).days


def overlap(one: Fact, other: Fact) -> bool:
    """Whether two tenures share a day, as far as their dates tell."""
    return (not other.until or one.since[:7] <= other.until[:7]) and (not one.until or other.since[:7] <= one.until[:7])


def touching(one: Fact, later: Fact) -> bool:
    """Whether a later tenure starts within or shortly after an earlier one."""
    if not one.until or (later.since[:4] == one.until[:4] != "" and min(len(one.until), len(later.since)) == 4):
        return True
    end, start = day(one.until, last=True), day(later.since)
    return (start - end).days <= SAME_SPELL


def day(value: str, *, last: bool = False) -> datetime.date:
    """The first or last day that a date can mean."""
    return datetime.date.fromisoformat((value + ("-12-28" if last else "-01-01")[len(value) - 4 :])[:10])


def office(fact: Fact) -> str:
    """What makes a post one, whatever it is called: its class, or its title where a class has several holders."""
    return fact.post_class if fact.post_class in ONE_OFFICE else fact.title


def sharpened(facts: list[Fact]) -> list[Fact]:
    """Facts whose first or last year is made a day by the neighbour in that post who left or came on it."""
    by_post: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.post_class in SINGLE:
            by_post[fact.organization, office(fact)].append(fact)
    return [_sharpened(fact, by_post.get((fact.organization, office(fact)), [])) for fact in facts]


def _sharpened(fact: Fact, neighbours: list[Fact]) -> Fact:
    others = [other for other in neighbours if other.person != fact.person]
    if len(fact.since) == 4:
        left = [other.until for other in others if len(other.until) == 10 and other.until[:4] == fact.since]
        fact = replace(fact, since=max(left)) if left and not _within(fact.since, others) else fact
    if len(fact.until) == 4:
        came = [other.since for other in others if len(other.since) == 10 and other.since[:4] == fact.until]
        fact = replace(fact, until=min(came)) if came and min(came) > fact.since else fact
    return fact


def _within(year: str, others: list[Fact]) -> bool:
    """Whether somebody held the post for a part of this year only, so that the year tells no neighbour."""
    return any(other.since[:4] == other.until[:4] == year for other in others)


def undisputed(facts: list[Fact]) -> list[Fact]:
    """Facts without other sources' tenures in an office that hand-written rows give to somebody else for most of it."""
    by_post: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.source == "own" and fact.post_class in ONE_OFFICE:
            by_post[fact.organization, fact.post_class].append(fact)
    kept = []
    for fact in facts:
        hand = [each for each in by_post.get((fact.organization, fact.post_class), ()) if each.person != fact.person]
        if fact.source == "own" or not hand or not _most(fact, hand):
            kept.append(fact)
        else:
            log.info("%s, %s: the hand-written rows do not have %s", fact.organization, fact.post_class, fact.name)
    return kept


def _most(fact: Fact, others: list[Fact]) -> bool:
    """Whether the others cover most days of a tenure."""
    return sum(max(0, shared_days(fact, each)) for each in others) >= _DISPUTED * shared_days(fact, fact)


def closed(facts: list[Fact]) -> list[Fact]:
    """Facts with open tenures ended by the start of the next holder, where a post has one holder at a time."""
    by_post: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.post_class in SINGLE:
            by_post[fact.organization, office(fact)].append(fact)
    ends: dict[Fact, str] = {}
    for group in by_post.values():
        group.sort(key=lambda fact: fact.since)
        for index, fact in enumerate(group):
            following = [f for f in group[index + 1 :] if f.person != fact.person and f.since > fact.since]
            if not fact.until and following:
                ends[fact] = following[0].since
    by_hand = _by_hand(facts)
    for fact in facts:
        if not fact.until and fact not in ends and fact.source != "own" and fact.post_class in SINGLE:
            later = [each for each in by_hand[fact.organization, fact.post_class] if each.person != fact.person]
            if later:
                ends[fact] = min(each.since for each in later)
    return [replace(fact, until=ends[fact]) if fact in ends else fact for fact in facts]


def _by_hand(facts: Iterable[Fact]) -> dict[tuple[str, str], list[Fact]]:
    """The hand-written tenures that began after the other sources end, whatever the title: theirs end then."""
    found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.source == "own" and fact.since >= _READ:
            found[fact.organization, fact.post_class].append(fact)
    return found
