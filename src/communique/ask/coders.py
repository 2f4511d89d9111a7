"""The coders that can be compared: the machine, a person's judgements, another coder's events, another archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from communique.archive import Archive
from communique.archive.coded import OURS, CodedEvent, coded, coders
from communique.archive.judged import judge_record
from communique.archive.judgements import opinions
from communique.ask.unsaid import Holds, holds
from communique.errors import NoSuchEntry
from communique.record import Actor, Event, Record
from communique.vocabulary.events import modes

NONE = "---"
"""What stands for a party that is not known, and for an act that has no PLOVER type."""

ROLES = frozenset((
    "GOV", "MIL", "COP", "JUD", "SPY", "LEG", "OPP", "PTY", "REB", "SEP", "INS", "UAF", "BUS", "MED", "EDU", "CVL",
    "ELI", "LAB", "REF", "MOD", "RAD", "AGR", "CRM", "DEV", "ENV", "HLH", "HRI", "SET", "IGO", "IMG", "INT", "MNC",
    "NGO", "NGM",
))  # fmt: skip
"""CAMEO's types of actors: codes that begin with one name no state and no organisation."""

HAPPENED = frozenset({"actual", "ongoing", "past"})
Scope = frozenset[tuple[str | None, str]]


@dataclass(frozen=True, slots=True)
class Unit:
    """One source and one target of an event.

    Attributes:
        id: The coder's id of the event.
        day: Day, ISO 8601; empty where none is known.
        article: Id of the article, where the coder is known to have read one of ours.
        dyad: Codes of source and target.
        type: PLOVER type.
        quad: Quad class.
        score: Intensity.
        words: What it rests on.
        status: Whether it is the case; None where the coder does not say.
        cameo: CAMEO code.
        actors: The actors of a record that stand for source and target.
    """

    id: str
    day: str
    article: str | None
    dyad: tuple[str, str]
    type: str | None
    quad: int | None
    score: float | None
    words: str
    status: str | None = None
    cameo: str | None = None
    actors: tuple[tuple[Actor, ...], tuple[Actor, ...]] = field(default=((), ()), compare=False)

    def on(self, day: str) -> Unit:
        """The same unit on another day."""
        return replace(self, day=day)


@dataclass(frozen=True, slots=True)
class Side:
    """A coder with its units.

    Attributes:
        name: Name of the coder.
        units: Its units.
        by_article: Whether it is known which article each of them was read in.
        articles: The articles that it read; None where it is not known.
        scope: The entries, by article and id, that it looked at; None where it looked at all.
        holds: What its format can say.
        left_out: How many events were left out since the other's format has only what happened.
    """

    name: str
    units: tuple[Unit, ...]
    by_article: bool = False
    articles: frozenset[str] | None = None
    scope: Scope | None = None
    holds: Holds = "records"
    left_out: int = 0


def side(
    archive: Archive, name: str, *, since: str | None = None, until: str | None = None, feed: bool = False
) -> Side:
    """A coder by its name.

    Args:
        archive: Where to look.
        name: ``machine``, a coder whose events were imported, a person who judged, or the path of another archive.
        since: First day.
        until: Last day.
        feed: Whether only events count that happened, as in event data; for a comparison with such.

    Raises:
        NoSuchEntry: Nobody has this name.
    """
    if name == OURS:
        return _machine(archive, name, since, until, feed=feed)
    imported = [each.coder for each in coders(archive)]
    if name in imported:
        events = list(coded(archive, name, since=since, until=until))
        return Side(name, tuple(unit for each in events for unit in _of_coded(each)), holds=holds(events))
    people = {each.by for each in archive.judgements()}
    if name in people:
        return _person(archive, name, since, until, feed=feed)
    if name.startswith(("postgresql://", "postgres://")) or Path(name).is_file():
        with Archive(name) as other:
            return _machine(other, name, since, until, feed=feed)
    known = ", ".join([OURS, *imported, *sorted(people)])
    raise NoSuchEntry(f"There is no coder '{name}'.", f"There are {known}, and the paths of archives.")


def is_feed(archive: Archive, name: str) -> bool:
    """Whether a name is that of imported event data, which have no plans and denials."""
    return name in {each.coder for each in coders(archive)}


def _machine(archive: Archive, name: str, since: str | None, until: str | None, *, feed: bool) -> Side:
    units: list[Unit] = []
    read, ahead = set(), 0
    for record in archive.records():
        read.add(record.article.id)
        found = list(_within(_of_record(record), since, until))
        units += (happened := [each for each in found if not feed or each.status in HAPPENED])
        ahead += len({each.id for each in found} - {each.id for each in happened})
    return Side(name, tuple(units), by_article=True, articles=frozenset(read), left_out=ahead)


def _person(archive: Archive, name: str, since: str | None, until: str | None, *, feed: bool) -> Side:
    """The machine's coding as one person judged it: of the entries that this person judged."""
    history = archive.judgements()
    mine = {each.id for each in history if each.by == name}
    own = [each for each in history if each.id in mine or each.undoes in mine]
    units: list[Unit] = []
    scope, read, ahead = set(), set(), 0
    for article in sorted({each.target.article for each in own if each.target.kind == "event"}):
        try:
            record = archive.record(article)
        except NoSuchEntry:
            continue
        about = [each for each in archive.judgements_about(record) if each.id in {one.id for one in own}]
        held = {each.target.id for each in about if each.target.kind == "event"}
        spoken = {id for id in held if any(o.by == name for o in opinions([j for j in about if j.target.id == id]))}
        scope |= {(article, id) for id in spoken}
        read.add(article)
        shown = judge_record(record, about).record
        found = [each for each in _within(_of_record(shown), since, until) if each.id in spoken]
        units += (happened := [each for each in found if not feed or each.status in HAPPENED])
        ahead += len({each.id for each in found} - {each.id for each in happened})
    return Side(
        name, tuple(units), by_article=True, articles=frozenset(read), scope=frozenset(scope), left_out=ahead
    )  # fmt: skip


def _of_record(record: Record) -> Iterator[Unit]:
    known = {each.id: each for each in record.actors}
    for event in record.events:
        named = [[known[each] for each in ids if each in known] for ids in (event.sources, event.targets)]
        for dyad in _pairs(*([party(each) for each in side] for side in named)):
            sources, targets = (
                tuple(each for side in named for each in side if party(each) == code and code != NONE) for code in dyad
            )
            day = (event.time.earliest if event.time else None) or record.article.published or ""
            words = record.quote([event.sentence])
            yield Unit(
                event.id, day[:10], record.article.id, dyad, plain_type(event), event.quad, event.score, words,
                event.status, event.cameo, (sources, targets),
            )  # fmt: skip


def plain_type(event: Event) -> str:
    """The type that PLOVER itself has for an event."""
    mode = modes().get(event.mode or "")
    return (mode.plain_type if mode else None) or event.type


def party(actor: Actor) -> str:
    """The state or organisation that an actor stands for; nobody's where it is not known."""
    own = actor.id.partition(".")[0] if actor.resolved and actor.kind in {"organisation", "body", "state"} else None
    code = (actor.cameo or "")[:3]
    return own or actor.country or actor.plover.country or (code if code and code not in {*ROLES, NONE} else NONE)


def _of_coded(event: CodedEvent) -> Iterator[Unit]:
    words = f"{', '.join(event.source_names)} → {', '.join(event.target_names)} {event.cameo or ''}".strip()
    for dyad in _pairs(event.sources, event.targets):
        yield Unit(event.id, event.day, None, dyad, event.type, event.quad, event.score, words, cameo=event.cameo)


def _pairs(sources: Sequence[str], targets: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Every source with every target; those who act together without a target, with one another."""
    if not targets and len(sources) > 1:
        return dict.fromkeys((a, b) for n, a in enumerate(sources) for m, b in enumerate(sources) if n != m)
    return dict.fromkeys((source, target) for source in sources or [NONE] for target in targets or [NONE])


def _within(units: Iterable[Unit], since: str | None, until: str | None) -> Iterator[Unit]:
    for each in units:
        if (not since or each.day >= since) and (not until or each.day <= until):
            yield each
