"""Two coders side by side: how far they agree on who did what to whom on which day, and where they do not.

A unit is a pair of parties, states or organisations, on a day; where both coders read the same articles it is a pair
of parties in an article. Distinct units are counted, since some coders write one act many times.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from msgspec import Struct

from communique.ask.coders import NONE, Side, Unit
from communique.ask.reliability import alpha_interval, alpha_nominal, kappa
from communique.ask.unsaid import STATUS, Reads, why
from communique.errors import InputError
from communique.record import doc

What = Literal["only A", "only B", "other type", "other parties", "other day or status"]


class Level(Struct, frozen=True, kw_only=True):
    """How many units both coders have, when so much of them is looked at."""

    of: Annotated[str, doc("What makes two units the same.")]
    a: Annotated[int, doc("Units of A.")]
    b: Annotated[int, doc("Units of B.")]
    both: Annotated[int, doc("Units of both.")]
    share_of_a: Annotated[float | None, doc("Share of A's units that B has: A's precision, when B is right.")]
    share_of_b: Annotated[float | None, doc("Share of B's units that A has: A's recall, when B is right.")]
    f1: Annotated[float | None, doc("Harmonic mean of the two shares.")]


class Counted(Struct, frozen=True, kw_only=True):
    """One type, pair of parties or day."""

    key: Annotated[str, doc("The type, the parties, or the day.")]
    a: Annotated[int, doc("Units of A.")]
    b: Annotated[int, doc("Units of B.")]
    both: Annotated[int, doc("Units of both, of the same type.")]


class Disagreement(Struct, frozen=True, kw_only=True):
    """One unit on which the coders do not agree."""

    what: Annotated[What, doc("Only A or only B has it, or they have it otherwise.")]
    day: Annotated[str, doc("Day, ISO 8601.")]
    article: Annotated[str | None, doc("Id of the article, where both read the same.")]
    source: Annotated[str, doc("Code of who acts; --- for nobody who is known.")]
    target: Annotated[str, doc("Code of who is acted upon.")]
    a_type: Annotated[str | None, doc("PLOVER type that A has.")]
    b_type: Annotated[str | None, doc("PLOVER type that B has.")]
    a_id: Annotated[str | None, doc("A's id of it.")]
    b_id: Annotated[str | None, doc("B's id of it.")]
    details: Annotated[str, doc("Day and status of A and of B, where they differ in the same article.")] = ""
    unsaid: Annotated[str, doc("Why the two could not have agreed here: what the other's format cannot say.")] = ""
    words: Annotated[str, doc("What A's or else B's unit rests on.")]


class Loss(Struct, frozen=True, kw_only=True):
    """What a coder's format cannot say."""

    of: Annotated[Literal["A", "B"], doc("Whose format it is.")]
    holds: Annotated[str, doc("What that format holds.")]
    events: Annotated[int, doc("Events of the other that it concerns.")]
    why: Annotated[str, doc("What it cannot say.")]


class Comparison(Struct, frozen=True, kw_only=True):
    """Two coders compared."""

    a: Annotated[str, doc("The one.")]
    b: Annotated[str, doc("The other.")]
    by: Annotated[Literal["day", "article"], doc("Whether pairs of parties are compared by day or by article.")]
    since: Annotated[str | None, doc("First day that both cover.")]
    until: Annotated[str | None, doc("Last day that both cover.")]
    events_a: Annotated[int, doc("Events of A in that time.")]
    events_b: Annotated[int, doc("Events of B in that time.")]
    levels: Annotated[tuple[Level, ...], doc("Agreement, from coarse to fine; last of what both formats can say.")]
    losses: Annotated[tuple[Loss, ...], doc("What the format of one of them cannot say, so that they cannot agree.")]
    paired: Annotated[int, doc("Types compared where both have the same parties and day.")]
    kappa: Annotated[float | None, doc("Cohen's kappa of those types; null where nothing can differ.")]
    alpha: Annotated[float | None, doc("Krippendorff's alpha of those types, nominal.")]
    alpha_score: Annotated[float | None, doc("Krippendorff's alpha of their intensities, interval.")]
    types: Annotated[tuple[Counted, ...], doc("By type.")]
    dyads: Annotated[tuple[Counted, ...], doc("By source and target, those with most disagreements first.")]
    days: Annotated[tuple[Counted, ...], doc("By day.")]
    disagreements: Annotated[tuple[Disagreement, ...], doc("Every disagreement, by day.")]


@dataclass(frozen=True, slots=True)
class _Pair:
    """What both say of one thing; one of the two is missing where only the other has it."""

    a: Unit | None
    b: Unit | None

    @property
    def details(self) -> str:
        """Day and status of both, where they differ and both read the same article."""
        if self.a is None or self.b is None or self.a.article is None or self.a.article != self.b.article:
            return ""
        told = (("day", self.a.day, self.b.day), ("status", self.a.status, self.b.status))
        return "; ".join(f"{name} {one or 'none'} / {other or 'none'}" for name, one, other in told if one != other)

    @property
    def same(self) -> bool:
        """Whether both have it, with the same parties and type."""
        return self.a is not None and self.b is not None and self.a.type == self.b.type and self.a.dyad == self.b.dyad


def compare(a: Side, b: Side, *, slack: int = 0, reads: Reads | None = None) -> Comparison:
    """Compare two coders.

    Args:
        a: The one.
        b: The other.
        slack: By how many days the other may be off; a unit of B is put to A's nearest day with the same parties.
        reads: Which state or organisation is read from a row that names an actor; tells whom event data cannot name.
    """
    by: Literal["day", "article"] = "article" if a.by_article and b.by_article else "day"
    mine, theirs, since, until = _common(a, b, by)
    where: Callable[[Unit], str] = (lambda each: each.article or "") if by == "article" else (lambda each: each.day)
    if slack and by == "day":
        theirs = _moved(mine, theirs, slack)
    unsaid = _unsaid(a, b, mine, theirs, reads)
    pairs = _pairs(mine, theirs, where, by_id=by == "article")
    both = [each for each in pairs if each.a is not None and each.b is not None and each.a.dyad == each.b.dyad]
    types = [(one.a.type or NONE, one.b.type or NONE) for one in both if one.a and one.b]
    scores = [(one.a.score, one.b.score) for one in both if one.a and one.b]
    known = [(x, y) for x, y in scores if x is not None and y is not None]
    return Comparison(
        a=a.name, b=b.name, by=by, since=since, until=until, events_a=len({each.id for each in mine}),
        events_b=len({each.id for each in theirs}), levels=_levels(mine, theirs, where, by, unsaid),
        losses=_losses(a, b, unsaid), paired=len(types),
        kappa=kappa(types), alpha=alpha_nominal(types), alpha_score=alpha_interval(known),
        types=_counted(pairs, lambda each: each.type or NONE, by_size=False),
        dyads=_counted(pairs, lambda each: " → ".join(each.dyad), by_size=True),
        days=_counted(pairs, lambda each: each.day, by_size=False),
        disagreements=_disagreements(pairs, unsaid),
    )  # fmt: skip


def _common(a: Side, b: Side, by: str) -> tuple[list[Unit], list[Unit], str | None, str | None]:
    """The units of the time, or of the entries and articles, that both cover."""
    mine, theirs = list(a.units), list(b.units)
    if by == "article":
        for scope in (a.scope, b.scope):
            if scope is not None:
                mine = [each for each in mine if (each.article, each.id) in scope]
                theirs = [each for each in theirs if (each.article, each.id) in scope]
        if a.articles is not None and b.articles is not None:
            shared = a.articles & b.articles
            mine, theirs = ([each for each in units if each.article in shared] for units in (mine, theirs))
        days = sorted(each.day for each in (*mine, *theirs) if each.day)
        return mine, theirs, days[0] if days else None, days[-1] if days else None
    spans = [sorted(each.day for each in units if each.day) for units in (mine, theirs)]
    if not all(spans):
        return mine, theirs, None, None
    since, until = max(span[0] for span in spans), min(span[-1] for span in spans)
    if since > until:
        named = zip((a.name, b.name), spans, strict=True)
        told = " and ".join(f"{name} from {span[0]} to {span[-1]}" for name, span in named)
        raise InputError(f"The two have no day in common: {told}.", "Compare coders of the same time.")
    within = [[each for each in units if since <= each.day <= until] for units in (mine, theirs)]
    return within[0], within[1], since, until


def _moved(mine: Iterable[Unit], theirs: Iterable[Unit], slack: int) -> list[Unit]:
    """B's units, put to the nearest of A's days with the same parties that is no further than ``slack``."""
    days: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in mine:
        days[each.dyad].add(each.day)
    moved = []
    for each in theirs:
        there = days.get(each.dyad, set())
        near = [(abs(date.fromisoformat(day) - date.fromisoformat(each.day)).days, day) for day in there if each.day]
        best = min(near, default=(slack + 1, each.day))
        moved.append(each.on(best[1]) if each.day not in there and best[0] <= slack else each)
    return moved


def _pairs(mine: Sequence[Unit], theirs: Sequence[Unit], where: Callable[[Unit], str], *, by_id: bool) -> list[_Pair]:
    """What belongs together: the same entry first, then the same parties with the same type, then what is left."""
    pairs: list[_Pair] = []
    left: tuple[list[Unit], list[Unit]] = ([], [])
    if by_id:
        ids: dict[tuple[str | None, str], tuple[list[Unit], list[Unit]]] = defaultdict(lambda: ([], []))
        for side, units in enumerate((mine, theirs)):
            for each in units:
                ids[each.article, each.id][side].append(each)
        for ours, others in ids.values():
            found, rest = _together(ours, others, alike=lambda one, other: one.dyad == other.dyad)
            more, rest = _together(*rest, alike=lambda _, __: True) if ours and others else ([], rest)
            pairs += found + more
            left[0].extend(rest[0])
            left[1].extend(rest[1])
    else:
        left[0].extend(mine)
        left[1].extend(theirs)
    cells: dict[tuple[str, tuple[str, str]], tuple[dict[str | None, Unit], dict[str | None, Unit]]] = {}
    for side, units in enumerate(left):
        for each in units:
            cells.setdefault((where(each), each.dyad), ({}, {}))[side].setdefault(each.type, each)
    for _, (one, other) in sorted(cells.items()):
        same = [kind for kind in one if kind in other]
        pairs += [_Pair(one[kind], other[kind]) for kind in same]
        rest_a, rest_b = ([units[k] for k in units if k not in same] for units in (one, other))
        pairs += [_Pair(x, y) for x, y in zip(rest_a, rest_b, strict=False)]
        pairs += [_Pair(x, None) for x in rest_a[len(rest_b) :]] + [_Pair(None, y) for y in rest_b[len(rest_a) :]]
    return pairs


def _together(
    ours: Sequence[Unit], others: Sequence[Unit], alike: Callable[[Unit, Unit], bool]
) -> tuple[list[_Pair], tuple[list[Unit], list[Unit]]]:
    """Units of both that are alike, one with one, and what is left of either."""
    rest, pairs, alone = list(others), [], []
    for each in ours:
        found = next((other for other in rest if alike(each, other)), None)
        if found is None:
            alone.append(each)
        else:
            rest.remove(found)
            pairs.append(_Pair(each, found))
    return pairs, (alone, rest)


Which = Literal["A", "B"]
_A: Which = "A"
_B: Which = "B"
Unsaid = dict[Unit, tuple[Which, str]]
"""Of units that the other coder's format cannot say: whose format that is, and why."""


def _unsaid(a: Side, b: Side, mine: Iterable[Unit], theirs: Iterable[Unit], reads: Reads | None) -> Unsaid:
    found: Unsaid = {}
    for units, own, other, of in ((mine, a, b, _B), (theirs, b, a, _A)):
        for each in units:
            if told := why(other.holds, own.holds, each, reads):
                found[each] = (of, told)
    return found


def _losses(a: Side, b: Side, unsaid: Unsaid) -> tuple[Loss, ...]:
    held: dict[tuple[Which, str], set[str]] = defaultdict(set)
    for unit, told in unsaid.items():
        held[told].add(unit.id)
    forms = {"A": a.holds, "B": b.holds}
    found = [Loss(of=of, holds=forms[of], events=len(ids), why=told) for (of, told), ids in held.items()]
    if a.left_out:
        found.append(Loss(of="B", holds=b.holds, events=a.left_out, why=STATUS))
    if b.left_out:
        found.append(Loss(of="A", holds=a.holds, events=b.left_out, why=STATUS))
    return tuple(sorted(found, key=lambda each: (each.of, -each.events, each.why)))


def _levels(
    mine: Sequence[Unit], theirs: Sequence[Unit], where: Callable[[Unit], str], by: str, unsaid: Unsaid
) -> tuple[Level, ...]:
    finest = f"parties, {by} and type"
    keys: dict[str, Callable[[Unit], object]] = {
        by: where,
        "parties": lambda each: each.dyad,
        f"parties and {by}": lambda each: (where(each), each.dyad),
        f"parties, {by} and quad class": lambda each: (where(each), each.dyad, each.quad),
        finest: lambda each: (where(each), each.dyad, each.type),
    }
    found = [_level(of, {key(each) for each in mine}, {key(each) for each in theirs}) for of, key in keys.items()]
    if unsaid:
        key = keys[finest]
        a, b = ({key(each) for each in units if each not in unsaid} for units in (mine, theirs))
        found.append(_level(f"{finest}, where both formats can say it", a, b))
    return tuple(found)


def _level(of: str, a: set[object], b: set[object]) -> Level:
    both = len(a & b)
    shares = [both / len(each) if each else None for each in (a, b)]
    f1 = 2 * both / (len(a) + len(b)) if a or b else None
    return Level(of=of, a=len(a), b=len(b), both=both, share_of_a=shares[0], share_of_b=shares[1], f1=f1)


def _counted(pairs: Iterable[_Pair], key: Callable[[Unit], str], *, by_size: bool) -> tuple[Counted, ...]:
    a: Counter[str] = Counter()
    b: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for each in pairs:
        if each.a is not None:
            a[key(each.a)] += 1
        if each.b is not None:
            b[key(each.b)] += 1
        if each.same and each.a is not None:
            both[key(each.a)] += 1
    found = [Counted(key=name, a=a[name], b=b[name], both=both[name]) for name in sorted({*a, *b})]
    return tuple(sorted(found, key=lambda each: 2 * each.both - each.a - each.b) if by_size else found)


def _disagreements(pairs: Iterable[_Pair], unsaid: Unsaid) -> tuple[Disagreement, ...]:
    found = [_disagreement(each, unsaid) for each in pairs if not each.same or each.details]
    return tuple(sorted(found, key=lambda each: (each.day, each.source, each.target, each.a_id or "", each.b_id or "")))


def _disagreement(pair: _Pair, unsaid: Unsaid) -> Disagreement:
    a, b = pair.a, pair.b
    shown = a or b
    if shown is None:
        raise ValueError("A pair has at least one unit.")  # so it is made above
    what: What = "only B" if a is None else "only A" if b is None else "other type"
    if a is not None and b is not None:
        what = "other parties" if a.dyad != b.dyad else "other type" if a.type != b.type else "other day or status"
    return Disagreement(
        what=what, day=shown.day, article=shown.article, source=shown.dyad[0], target=shown.dyad[1],
        a_type=(a.type or NONE) if a else None, b_type=(b.type or NONE) if b else None, a_id=a.id if a else None,
        b_id=b.id if b else None, details=pair.details,
        unsaid="; ".join(unsaid[each][1] for each in (a, b) if each is not None and each in unsaid),
        words=shown.words or (b.words if b else ""),
    )  # fmt: skip
