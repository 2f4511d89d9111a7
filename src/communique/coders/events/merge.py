"""The same act told twice is one event: the fullest telling stays, and knows where else it is told."""

from __future__ import annotations

import msgspec

from communique.record import Event

_LIKE = {"actual": 0, "ongoing": 0, "past": 0, "planned": 1, "possible": 2, "denied": 3}


def merge(events: list[Event]) -> list[Event]:
    """Make one event of all its tellings, in the order of the text.

    Two events are one act when type and parties agree (one telling may leave out the targets), their status is of
    one kind, and their times do not contradict each other.
    """
    kept: list[Event] = []
    for event in events:
        twin = next((i for i, other in enumerate(kept) if _same_act(event, other)), None)
        if twin is None:
            kept.append(event)
        else:
            kept[twin] = _joined(*sorted((event, kept[twin]), key=_fullness))
    return sorted(kept, key=lambda e: (e.trigger, e.type))


def _joined(vaguer: Event, fuller: Event) -> Event:
    """The fuller telling, with the sentences of the vaguer one."""
    told = {vaguer.sentence, *vaguer.also, *fuller.also} - {fuller.sentence}
    return msgspec.structs.replace(fuller, also=tuple(sorted(told)))


def _same_act(one: Event, other: Event) -> bool:
    if one.type != other.type or _LIKE[one.status] != _LIKE[other.status]:
        return False
    if one.time and other.time and one.time.value != other.time.value:
        return False
    return _same_parties(one, other)


def _same_parties(one: Event, other: Event) -> bool:
    everyone, others = {*one.sources, *one.targets}, {*other.sources, *other.targets}
    if everyone == others and (set(one.sources) == set(other.sources) or one.type in {"CONSULT", "AGREE"}):
        return True
    near = one.sentence == other.sentence or one.mode == other.mode
    return near and set(one.sources) == set(other.sources) and (not one.targets or not other.targets)


def _fullness(event: Event) -> tuple[int, int, int, float]:
    parties = bool(event.sources) + bool(event.targets)
    return parties, len(event.cameo.rstrip("0")), event.time is not None, event.confidence
