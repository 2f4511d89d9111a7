"""What a person can correct in an entry: typed fields, checked when given, put into the record when it is shown.

A change is a JSON object of named fields. Which fields there are depends on the kind of entry; ``null`` empties one
that may be empty. Actors are given by their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, cast

import msgspec
from msgspec import UNSET, Struct, UnsetType, structs

from communique import record as r
from communique.errors import BadJudgement
from communique.record import doc
from communique.vocabulary.events import event_types, mode_of_cameo, modes, type_of_cameo

Days = Annotated[str | UnsetType | None, doc("First day, YYYY-MM-DD; null for none that is known.")]
Until = Annotated[str | UnsetType, doc("Last day, where it is not the first.")]


class EventChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be corrected in an event."""

    type: Annotated[str | UnsetType, doc("PLOVER type.")] = UNSET
    mode: Annotated[str | UnsetType | None, doc("Mode; brings its type and CAMEO code where they are not given.")] = (
        UNSET
    )
    cameo: Annotated[str | UnsetType, doc("CAMEO code; brings its type where that is not given.")] = UNSET
    status: Annotated[
        Literal["actual", "ongoing", "planned", "possible", "denied", "past"] | UnsetType,
        doc("Whether it is the case."),
    ] = UNSET
    sources: Annotated[tuple[str, ...] | UnsetType, doc("Ids of those who act.")] = UNSET
    targets: Annotated[tuple[str, ...] | UnsetType, doc("Ids of those acted upon.")] = UNSET
    day: Days = UNSET
    until: Until = UNSET
    place: Annotated[str | UnsetType | None, doc("Where it happened.")] = UNSET


class StatementChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be corrected in a statement."""

    speaker: Annotated[str | UnsetType | None, doc("Id of who said it; null for one who cannot be told.")] = UNSET
    addressees: Annotated[tuple[str, ...] | UnsetType, doc("Ids of those told.")] = UNSET
    kind: Annotated[Literal["direct", "indirect", "mixed"] | UnsetType, doc("How much of it is quoted.")] = UNSET
    mode: Annotated[
        Literal["speech", "writing", "thought", "intention"] | UnsetType, doc("In what form it was expressed.")
    ] = UNSET
    claim: Annotated[
        Literal["asserted", "denied", "confirmed", "asked", "open"] | UnsetType, doc("What the speaker makes of it.")
    ] = UNSET
    medium: Annotated[str | UnsetType | None, doc("Letter, interview, …")] = UNSET
    day: Days = UNSET
    until: Until = UNSET


class PositionChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be corrected in a position."""

    actor: Annotated[str | UnsetType, doc("Id of who holds it.")] = UNSET
    question: Annotated[str | UnsetType, doc("Id of the question.")] = UNSET
    stance: Annotated[Literal["for", "against", "mixed", "undecided"] | UnsetType, doc("Where the actor stands.")] = (
        UNSET
    )
    day: Days = UNSET
    until: Until = UNSET


class MeetingChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be corrected in a meeting."""

    body: Annotated[str | UnsetType | None, doc("Id of the body that meets.")] = UNSET
    participants: Annotated[tuple[str, ...] | UnsetType, doc("Ids of those who take part.")] = UNSET
    status: Annotated[
        Literal["scheduled", "held", "postponed", "cancelled"] | UnsetType, doc("Whether it has taken place.")
    ] = UNSET
    day: Days = UNSET
    until: Until = UNSET
    place: Annotated[str | UnsetType | None, doc("Where it is held.")] = UNSET


class ActorChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be corrected in an actor, for the whole article."""

    actor: Annotated[str | UnsetType, doc("Id of the actor that is meant.")] = UNSET


CHANGES: dict[str, type[Struct]] = {
    "event": EventChange, "statement": StatementChange, "position": PositionChange, "meeting": MeetingChange,
    "actor": ActorChange,
}  # fmt: skip
_LISTS = frozenset({"sources", "targets", "addressees", "participants"})


def checked(kind: str, change: Mapping[str, Any]) -> dict[str, Any]:
    """A change as it is kept.

    Args:
        kind: Kind of the entry.
        change: Field to value; a list may be given as one text with commas.

    Raises:
        BadJudgement: Entries of this kind cannot be corrected, a field does not exist, or a value does not fit.
    """
    shape = CHANGES.get(kind)
    if shape is None:
        raise BadJudgement(f"A {kind} cannot be corrected.", f"These can: {', '.join(CHANGES)}.")
    if not change:
        raise BadJudgement("Nothing is corrected.", f"Name a field: {', '.join(shape.__struct_fields__)}.")
    split = {name: _listed(value) if name in _LISTS else value for name, value in change.items()}
    try:
        fields: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(msgspec.convert(split, shape)))
    except msgspec.ValidationError as error:
        known = ", ".join(shape.__struct_fields__)
        raise BadJudgement(f"The {kind} cannot be corrected so: {error}.", f"The fields are: {known}.") from error
    _check_values(fields)
    return fields


def _listed(value: Any) -> Any:
    return [each.strip() for each in value.split(",") if each.strip()] if isinstance(value, str) else value


def _check_values(fields: dict[str, Any]) -> None:
    for name in ("day", "until"):
        if fields.get(name) is not None:
            try:
                date.fromisoformat(fields[name])
            except ValueError:
                raise BadJudgement(f"'{fields[name]}' is not a day.", "Give it as YYYY-MM-DD.") from None
    if "until" in fields and not fields.get("day"):
        raise BadJudgement("A last day needs a first one.", "Give 'day' with 'until'.")
    if fields.get("until", "9999") < (fields.get("day") or ""):
        raise BadJudgement("The last day lies before the first.", "Exchange them.")
    kind = fields.get("type")
    if kind is not None and kind not in event_types():
        raise BadJudgement(f"There is no type of event '{kind}'.", f"The types are: {', '.join(event_types())}.")
    mode = fields.get("mode")
    if (
        mode is not None
        and "claim" not in fields
        and mode not in {*modes(), "speech", "writing", "thought", "intention"}
    ):
        raise BadJudgement(f"There is no mode '{mode}'.", "The page on event types lists them.")


def corrected(entry: Any, fields: Mapping[str, Any]) -> Any:
    """An entry of a record with these fields in the place of its own."""
    if isinstance(entry, r.Event):
        return _event(entry, fields)
    values: dict[str, Any] = {name: fields[name] for name in fields if name in entry.__struct_fields__}
    values |= _timed(fields)
    if "speaker" in fields and isinstance(entry, r.Statement):
        values["speaker"] = _speaker(entry, fields["speaker"])
        values["anonymous"] = entry.anonymous and fields["speaker"] is None
    if "place" in fields:
        values["place"] = _spot(fields["place"])
    return structs.replace(entry, **_as_tuples(values))


def _event(entry: r.Event, fields: Mapping[str, Any]) -> r.Event:
    values: dict[str, Any] = {name: fields[name] for name in ("status", "sources", "targets") if name in fields}
    values |= _timed(fields)
    if "place" in fields:
        values["place"] = _spot(fields["place"])
    if {"type", "mode", "cameo"} & set(fields):
        values |= _code(entry, fields)
    return structs.replace(entry, **_as_tuples(values))


def _code(entry: r.Event, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Type, mode, CAMEO code, quad class and score; what is not given follows from what is."""
    mode = fields["mode"] if "mode" in fields else _mode(entry, fields)
    own = modes().get(mode or "")
    cameo = fields.get("cameo") or (own.cameo if own else None)
    told = own.type if own else type_of_cameo(cameo) if cameo else None
    kind = fields.get("type") or told or entry.type
    cameo = cameo or (entry.cameo if type_of_cameo(entry.cameo) == kind else _first_code(kind))
    known = event_types().get(kind)
    quad, score = (known.quad, known.score) if known else (entry.quad, entry.score)
    return {"type": kind, "mode": mode, "cameo": cameo, "quad": quad, "score": own.score if own else score}


def _mode(entry: r.Event, fields: Mapping[str, Any]) -> str | None:
    """The mode that goes with a corrected type or code, where it was not corrected itself."""
    wanted = mode_of_cameo(fields["cameo"]) if "cameo" in fields else entry.mode
    own = modes().get(wanted or "")
    return wanted if own and fields.get("type", own.type) == own.type else None


def _first_code(kind: str) -> str:
    return next((mode.cameo[:2] + "0" for mode in modes().values() if mode.type == kind and mode.recorded), "010")


def _timed(fields: Mapping[str, Any]) -> dict[str, Any]:
    if "day" not in fields:
        return {}
    day = fields["day"]
    if day is None:
        return {"time": None}
    until = fields.get("until") or day
    value = day if until == day else f"{day}/{until}"
    return {"time": r.Moment(value=value, earliest=day, latest=until)}


def _spot(name: str | None) -> r.Spot | None:
    return r.Spot(name=name) if name else None


def _speaker(entry: r.Statement, actor: str | None) -> r.Speaker | None:
    if entry.speaker is None:
        start = entry.content[0][0] if entry.content else 0
        return r.Speaker(actor=actor, start=start, end=start, text="") if actor else None
    return structs.replace(entry.speaker, actor=actor)


def _as_tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def without(coded: r.Record, kind: str, id: str) -> r.Record:
    """A record without one entry, and with nothing left that points at it."""
    kept = structs.replace(coded, **{f"{kind}s": tuple(each for each in getattr(coded, f"{kind}s") if each.id != id)})
    return _LOOSENED[kind](kept, coded, id) if kind in _LOOSENED else kept


def _no_statement(kept: r.Record, before: r.Record, id: str) -> r.Record:
    """What it carried is carried by whatever carried it."""
    outer = next((each.reported_by for each in before.statements if each.id == id), None)
    statements = tuple(
        structs.replace(
            each, reported_by=outer if each.reported_by == id else each.reported_by,
            same_as=None if each.same_as == id else each.same_as,
        ) for each in kept.statements
    )  # fmt: skip
    events = tuple(_put(each, "attributed_to", id, outer) for each in kept.events)
    meetings = tuple(_put(each, "attributed_to", id, outer) for each in kept.meetings)
    positions = tuple(_put(each, "statement", id, None) for each in kept.positions)
    return structs.replace(kept, statements=statements, events=events, meetings=meetings, positions=positions)


def _no_event(kept: r.Record, _before: r.Record, id: str) -> r.Record:
    return structs.replace(kept, positions=tuple(_put(each, "event", id, None) for each in kept.positions))


def _no_actor(kept: r.Record, _before: r.Record, id: str) -> r.Record:
    positions = tuple(each for each in kept.positions if each.actor != id)
    return renamed(structs.replace(kept, positions=positions), id, None)


_LOOSENED: dict[str, Callable[[r.Record, r.Record, str], r.Record]] = {
    "statement": _no_statement, "event": _no_event, "actor": _no_actor,
}  # fmt: skip


def _put(entry: Any, name: str, old: str, new: str | None) -> Any:
    return structs.replace(entry, **{name: new}) if getattr(entry, name) == old else entry


def renamed(coded: r.Record, old: str, new: str | None) -> r.Record:
    """A record whose entries name another actor, or none, where they named this one."""

    def several(ids: tuple[str, ...]) -> tuple[str, ...]:
        swapped = (new if each == old else each for each in ids)
        return tuple(dict.fromkeys(each for each in swapped if each is not None))

    events = (structs.replace(e, sources=several(e.sources), targets=several(e.targets)) for e in coded.events)
    statements = (
        structs.replace(
            s, addressees=several(s.addressees), speaker=_put(s.speaker, "actor", old, new) if s.speaker else None
        )
        for s in coded.statements
    )
    meetings = (
        structs.replace(_put(m, "body", old, new), participants=several(m.participants)) for m in coded.meetings
    )
    positions = coded.positions if new is None else tuple(_put(p, "actor", old, new) for p in coded.positions)
    return structs.replace(
        coded, events=tuple(events), statements=tuple(statements), meetings=tuple(meetings),
        positions=cast("tuple[r.Position, ...]", positions),
        documents=tuple(_put(each, "body", old, new) for each in coded.documents),
    )  # fmt: skip
