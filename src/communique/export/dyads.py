"""Events as older event data hold them: one row for each pair of actors, only what is told as having happened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from communique.record import Actor, Event, Place, Record

HAPPENED = frozenset({"actual", "ongoing", "past"})
"""Statuses that such data can say; what is planned, possible or denied has no place in them."""


@dataclass(frozen=True, slots=True)
class Dyad:
    """One source and one target of an event; either is None where the words give none."""

    record: Record
    event: Event
    source: Actor | None
    target: Actor | None

    @property
    def day(self) -> date | None:
        """The first day on which it can have happened; that of publication where the event has none."""
        moment = self.event.time
        told = (moment.earliest if moment else None) or self.record.article.published
        return date.fromisoformat(told[:10]) if told else None

    @property
    def number(self) -> int:
        """A whole number of at most 15 digits that stays the same for the same dyad of the same text."""
        return number(self.event.id, self.source and self.source.id, self.target and self.target.id)

    @property
    def place(self) -> Place | None:
        """The place of the record in which it happened."""
        mention = self.event.place.mention if self.event.place else None
        return next((each for each in self.record.places if each.id == mention), None) if mention else None


def number(*key: object) -> int:
    """A whole number below 10**15 from a key; floating-point columns hold it exactly."""
    digest = hashlib.sha256("\x1f".join(map(str, key)).encode()).digest()
    return int.from_bytes(digest[:8], "big") % 10**15


def dyads(record: Record) -> Iterator[Dyad]:
    """The dyads of a record's events that happened.

    Several sources and targets give every pair of them; parties that act together without a target, as in talks, give
    both directions.
    """
    known = {each.id: each for each in record.actors}
    for event in record.events:
        if event.status not in HAPPENED:
            continue
        sources = [known[each] for each in event.sources if each in known]
        targets = [known[each] for each in event.targets if each in known]
        for source, target in _pairs(sources, targets):
            yield Dyad(record, event, source, target)


def _pairs(sources: list[Actor], targets: list[Actor]) -> Iterator[tuple[Actor | None, Actor | None]]:
    if not targets and len(sources) > 1:
        yield from ((a, b) for a in sources for b in sources if a is not b)
        return
    for source in sources or (None,):
        for target in targets or (None,):
            yield source, target
