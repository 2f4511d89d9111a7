"""Whether two events of different articles are one, told twice.

Precision comes first: parties must agree, the kind of act must, the days may not contradict, and words have to say the
same. Each sign gives or takes points; the reason names them.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique import record as r
from communique.archive.joining.copies import Joined, days_between
from communique.archive.joining.words import jaccard, numbers, overlap, stems

ENOUGH = 0.62
DAYS_APART = 3
_REAL = frozenset({"actual", "ongoing", "past"})
_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})  # who is named first in these is chance


@dataclass(frozen=True, slots=True)
class Act:
    """An event as joining compares it.

    Attributes:
        article: Id of the article.
        id: Id of the event.
        type: PLOVER type.
        cameo: CAMEO code.
        status: Whether it is the case.
        sources: Who acts: ids, and the countries they act for.
        targets: Who is acted upon, likewise.
        first: First day; None where the text does not tell.
        last: Last day.
        published: Day of the article.
        place: Where.
        trigger: The word that names the act, cut to its stem.
        words: Stems of the sentence.
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
    def parties(self) -> frozenset[str]:
        """Everybody in it."""
        return self.sources | self.targets

    @property
    def day(self) -> str | None:
        """The day on which it is looked for: its own, or that of its article."""
        return self.first or self.last or self.published


def act_of(coded: r.Record, event: r.Event) -> Act:
    """An event of a record as joining compares it."""
    countries = {each.id: each.country or each.id for each in coded.actors}

    def known(ids: tuple[str, ...]) -> frozenset[str]:
        return frozenset(countries.get(each, each) for each in ids if not each.startswith("a-"))

    sentence = coded.quote([event.sentence])
    place = event.place.name.lower() if event.place else None
    return Act(
        article=coded.article.id, id=event.id, type=event.type, cameo=event.cameo, status=event.status,
        sources=known(event.sources), targets=known(event.targets),
        first=event.time.earliest if event.time else None, last=event.time.latest if event.time else None,
        published=(coded.article.published or "")[:10] or None, place=place,
        trigger=coded.quote([event.trigger]).lower()[:5], words=stems(sentence), numbers=numbers(sentence),
    )  # fmt: skip


def same_act(one: Act, other: Act) -> Joined | None:
    """Whether two events are one, with the reason; None when they are not."""
    if (one.status in _REAL) != (other.status in _REAL) or "denied" in {one.status, other.status}:
        return None
    days = _days(one, other)
    who = _parties(one, other, mutual=one.type in _MUTUAL and other.type in _MUTUAL)
    kind = _kind(one, other)
    if days is None or who is None or kind is None:
        return None
    words = overlap(one.words, other.words)
    both = jaccard(one.numbers, other.numbers) if one.numbers and other.numbers else None
    score = 0.34 * who + 0.2 * kind + 0.2 * days + 0.42 * words
    score += 0.06 * ((both or 0) > 0.5) - 0.08 * (both == 0.0)
    if one.place and other.place:
        score += 0.04 if one.place == other.place else -0.12
    if score < ENOUGH:
        return None
    named = ", ".join(sorted(one.parties & other.parties)) or "nobody named"
    act = "the same kind of act" if one.cameo == other.cameo else "acts of one family"
    when = "the same day" if days > 0.9 else "days that fit"
    return Joined(round(min(score, 1.0), 3), f"{named}; {act}; {when}; {words:.0%} of the shorter sentence's words")


def _parties(one: Act, other: Act, *, mutual: bool) -> float | None:
    """How well the parties agree, 0 to 1; None when they cannot be the same."""
    shared = one.parties & other.parties
    if not shared:
        return None
    if not mutual:
        if one.sources and other.sources and not one.sources & other.sources:
            return None
        if one.targets and other.targets and not one.targets & other.targets:
            return None
    return 0.5 * len(shared) / len(one.parties | other.parties) + 0.5 * overlap(one.parties, other.parties)


def _kind(one: Act, other: Act) -> float | None:
    if one.cameo == other.cameo:
        return 1.0
    if one.trigger == other.trigger:
        return 0.9
    if one.type == other.type:
        return 0.7 if one.cameo[:2] == other.cameo[:2] else 0.5
    return 0.3 if one.cameo[:2] == other.cameo[:2] else None


def _days(one: Act, other: Act) -> float | None:
    """How well the days agree, 0 to 1; None when they contradict or lie too far apart."""
    apart = days_between(one.published, other.published)
    if apart is not None and apart > 2 * DAYS_APART:
        return None
    if one.first and one.last and other.first and other.last:
        if one.first <= other.last and other.first <= one.last:
            exact = one.first == one.last == other.first == other.last
            return 1.0 if exact else 0.7
        return 0.2 if days_between(one.last, other.first) == 1 or days_between(other.last, one.first) == 1 else None
    if apart is None:
        return 0.3
    return None if apart > DAYS_APART else 0.75 - 0.15 * apart
