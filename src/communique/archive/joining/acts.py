"""Whether two events of different articles are one, told twice.

Precision comes first. Who acts and who is acted upon must agree where both reports tell it, the kind of act must, and
the days may not contradict. Then the sentences have to share so many telling words, names left out, as the rest leaves
in doubt: few where both parties and an exact day agree, many where one party alone is known or no report tells the day.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique import record as r
from communique.archive.days import whole_day
from communique.archive.joining.copies import Joined, days_between
from communique.archive.joining.words import jaccard, numbers, overlap, stems

DAYS_APART = 3
_REAL = frozenset({"actual", "ongoing", "past"})
_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})  # who is named first in these is chance
_WHOLES = frozenset({"state", "government", "ministry"})
_PEOPLE = frozenset({"people", "group"})  # "two Jordanians" and "Jordan" may be one, as an official and his state may

# How much of the shorter sentence's telling words must stand in the longer one, and what asks for more or less.
_LEAST = 0.15
_DAY_NOT_EXACT = 0.15
_ONE_SIDE = 0.25
_OTHER_CODE = 0.15
_BACKGROUND = 0.15
_OTHER_NUMBERS, _SAME_NUMBERS = 0.1, -0.1
_OTHER_PLACE, _SAME_PLACE = 0.15, -0.05


@dataclass(frozen=True, slots=True)
class Act:
    """An event as joining compares it.

    Attributes:
        article: Id of the article.
        id: Id of the event.
        type: PLOVER type.
        cameo: CAMEO code.
        status: Whether it is the case.
        sources: Who acts, each as id, country and level; see :func:`_party`.
        targets: Who is acted upon, likewise.
        first: First day; None where the text does not tell.
        last: Last day.
        published: Day of the article.
        place: Where.
        trigger: The word that names the act, cut to its stem.
        words: Stems of the sentence without the names of its parties.
        numbers: Numbers in the sentence.
    """

    article: str
    id: str
    type: str
    cameo: str
    status: str
    sources: frozenset[str]
    targets: frozenset[str]
    first: str | None
    last: str | None
    published: str | None
    place: str | None
    trigger: str
    words: frozenset[str]
    numbers: frozenset[str]

    @property
    def homes(self) -> frozenset[str]:
        """The countries and bodies whose actors are in it: what is not shared at all is not compared."""
        return frozenset(each.split("|")[1] for each in self.sources | self.targets)

    @property
    def day(self) -> str | None:
        """The day on which it is looked for: its own, or that of its article."""
        return self.first or self.last or self.published


def act_of(coded: r.Record, event: r.Event) -> Act:
    """An event of a record as joining compares it."""
    known = {each.id: each for each in coded.actors}

    def parties(ids: tuple[str, ...]) -> frozenset[str]:
        return frozenset(_party(known[each]) for each in ids if each in known and known[each].resolved)

    involved = [known[each] for each in (*event.sources, *event.targets) if each in known]
    names = stems(" ".join(word for each in involved for word in (each.name, *(m.text for m in each.mentions))))
    sentence = coded.quote([event.sentence])
    return Act(
        article=coded.article.id, id=event.id, type=event.type, cameo=event.cameo, status=event.status,
        sources=parties(event.sources), targets=parties(event.targets),
        first=whole_day(event.time.earliest) if event.time else None,
        last=whole_day(event.time.latest) if event.time else None, published=whole_day(coded.article.published),
        place=event.place.name.lower() if event.place else None, trigger=coded.quote([event.trigger]).lower()[:5],
        words=stems(sentence) - names, numbers=numbers(sentence),
    )  # fmt: skip


def _party(actor: r.Actor) -> str:
    """An actor as ``id|home|level``: a whole (a state and what acts for it), one of its officials, or another."""
    official = actor.office is not None or "GOV" in actor.plover.sector or actor.kind in _PEOPLE
    level = "whole" if actor.kind in _WHOLES else "official" if official else "other"
    return f"{actor.id}|{actor.country or actor.id}|{level}"


def same_act(one: Act, other: Act) -> Joined | None:
    """Whether two events are one, with the reason; None when they are not."""
    if (one.status in _REAL) != (other.status in _REAL) or "denied" in {one.status, other.status}:
        return None
    sides = _sides(one, other)
    day = _days(one, other)
    kind = _kind(one, other)
    if not sides or day is None or kind is None:
        return None
    shared = one.words & other.words
    words = overlap(one.words, other.words)
    needed = _needed(one, other, sides, kind, exact=day == "the same day")
    if words < needed or len(shared) < 2 + (sides < 2):
        return None
    named = ", ".join(
        sorted({each.split("|")[0] for each in (one.sources | one.targets) & (other.sources | other.targets)})
    )
    who = f"{named or 'acting for the same'}" + ("" if sides > 1 else " alone")
    score = round(min(1.0, 0.55 + 0.2 * (sides > 1) + 0.35 * (words - needed)), 3)
    return Joined(
        score, f"{who}; {kind}; {day}; {words:.0%} of the shorter sentence's telling words, {needed:.0%} needed"
    )


def _needed(one: Act, other: Act, sides: int, kind: str, *, exact: bool) -> float:
    """The share of telling words that is needed."""
    needed = _LEAST + _DAY_NOT_EXACT * (not exact) + _ONE_SIDE * (sides < 2) + _OTHER_CODE * (kind != "the same act")
    if not exact and {one.status, other.status} & {"past", "ongoing"}:
        needed += _BACKGROUND
    if one.numbers and other.numbers:
        alike = jaccard(one.numbers, other.numbers)
        needed += _SAME_NUMBERS * (alike >= 0.5) + _OTHER_NUMBERS * (alike == 0.0)
    if one.place and other.place:
        needed += _SAME_PLACE if one.place == other.place else _OTHER_PLACE
    return needed


def _sides(one: Act, other: Act) -> int:
    """How many sides agree, of those who act and those who are acted upon; 0 where they contradict or none is known."""
    if one.type in _MUTUAL and other.type in _MUTUAL:
        mine, theirs = one.sources | one.targets, other.sources | other.targets
        agreed = sum(any(_agree(each, their) for their in theirs) for each in mine)
        if not agreed or agreed < min(len(mine), len(theirs)):
            return 0
        return min(agreed, 2)
    agreed = 0
    for mine, theirs in ((one.sources, other.sources), (one.targets, other.targets)):
        if mine and theirs:
            if not any(_agree(each, their) for each in mine for their in theirs):
                return 0
            agreed += 1
    return agreed


def _agree(one: str, other: str) -> bool:
    """Whether two parties can be one: the same actor, or a state and an official who acts for it."""
    mine, home, level = one.rsplit("|", 2)
    theirs, their_home, their_level = other.rsplit("|", 2)
    if mine == theirs:
        return True
    levels = {level, their_level}
    return home == their_home and "whole" in levels and "other" not in levels


def _kind(one: Act, other: Act) -> str | None:
    if one.cameo == other.cameo or one.trigger == other.trigger:
        return "the same act"
    if one.type == other.type or one.cameo[:2] == other.cameo[:2]:
        return "acts of one kind"
    return None


def _days(one: Act, other: Act) -> str | None:
    """How the days agree; None when they contradict or lie too far apart."""
    apart = days_between(one.published, other.published)
    if apart is not None and apart > 2 * DAYS_APART:
        return None
    if one.first and one.last and other.first and other.last:
        if one.first <= other.last and other.first <= one.last:
            return "the same day" if one.first == one.last == other.first == other.last else "days that fit"
        near = days_between(one.last, other.first) == 1 or days_between(other.last, one.first) == 1
        return "days next to each other" if near else None
    if apart is None:
        return "days unknown"
    return "days that fit" if apart <= DAYS_APART else None
