"""What a coder's format cannot say, so that two coders are not blamed for what they could not have agreed on.

Event data of other projects come in formats that hold less than a record. What is lost is told of the very unit: an act
whose type does not follow from its CAMEO code, an organisation that shares its code with others, a mere statement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from communique.archive.coded import CodedEvent
from communique.record import Actor
from communique.vocabulary.events import mode_of_cameo, modes

Holds = Literal["records", "CAMEO codes and names", "CAMEO codes", "PLOVER types"]
"""What a coder's format holds: everything, rows as ICEWS has them, as GDELT, or as POLECAT."""

STATUS = "acts that are planned, possible or denied: event data hold only what happened"
_STATEMENT = "a mere statement (CAMEO 01) has no PLOVER type, so it is in no record"


class Told(Protocol):
    """What is asked of a unit."""

    @property
    def type(self) -> str | None:
        """Its PLOVER type."""

    @property
    def cameo(self) -> str | None:
        """Its CAMEO code."""

    @property
    def dyad(self) -> tuple[str, str]:
        """Its parties."""

    @property
    def actors(self) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """The actors that stand for them."""


Reads = Callable[[Holds, Actor], str | None]
"""Which state or organisation is read from a row that names an actor."""


def holds(events: Sequence[CodedEvent]) -> Holds:
    """What the format of imported events holds, told from the events themselves."""
    if not any(each.cameo for each in events):
        return "PLOVER types"
    names = [name for each in events for name in (*each.source_names, *each.target_names)]
    return "CAMEO codes" if all(name == name.upper() for name in names) else "CAMEO codes and names"


def plover(code: str) -> str | None:
    """The type that PLOVER itself has for a CAMEO code; None for a mere statement."""
    mode = modes().get(mode_of_cameo(code) or "")
    return (mode.plain_type or mode.type) if mode and mode.recorded else None


def why(other: Holds, own: Holds, unit: Told, reads: Reads | None) -> str:
    """Why a coder whose format holds ``other`` cannot have this unit of a coder whose own holds ``own``.

    Args:
        other: What the other coder's format holds.
        own: What the format holds in which the unit is.
        unit: The unit.
        reads: Which state or organisation is read from a row that names an actor.

    Returns:
        The reason; empty where the other can have it.
    """
    if other == "records":
        return _STATEMENT if unit.type is None and own != "records" else ""
    if own != "records":
        return ""
    if other != "PLOVER types" and unit.cameo and (meant := plover(unit.cameo)) != unit.type:
        return f"{unit.type} does not follow from its CAMEO code {unit.cameo}, which stands for {meant or 'no type'}"
    if reads is None:
        return ""
    for party, actors in zip(unit.dyad, unit.actors, strict=True):
        read = [reads(other, each) for each in actors]
        if actors and party not in read:
            return f"{actors[0].name} has nothing there that only {party} has: it is read as {read[0] or 'nobody'}"
    return ""
