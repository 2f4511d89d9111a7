"""Which actors can act for a state, body or movement, and whose dealings with each other are no politics."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique import record

_PRIVATE = frozenset({"BUS", "LAB", "EDU", "MED", "JRN", "AGR", "CRM"})  # who deal with each other out of politics
_OFFICIAL = frozenset(
    [
        "GOV",
        "LEG",
        "MIL",
        "OPP",
        "JUD",
        "REB",
        "SPY",
        "PTY",
        "COP",
        "IGO",
        "NGO",
        "ELI",
        "PRE",
        "UAF",
        "HRI",
        "MED",
        "REF",
        "SOC",
    ]
)
_ARMED = frozenset({"COP", "MIL", "REB", "UAF", "SPY"})
_UNOFFICIAL_TRAVEL = frozenset({"REB", "UAF", "MIL", "COP", "REF", "CVL", "SOC", "MED", "CRM", "PRE", "HRI"})


def is_private(actor: record.Actor) -> bool:
    """A firm, worker, student, patient or reporter; what these do to each other is no politics."""
    return bool(actor.plover.sector) and set(actor.plover.sector) <= _PRIVATE


def is_international(actor: record.Actor) -> bool:
    """Whether an actor stands above the states."""
    return actor.country in {"EU", "UN", "NATO", "IGO"} or actor.kind in {"body", "organisation"}


def speaks_for_himself(actor: record.Actor) -> bool:
    """Whether an actor fights in words alone: a politician, party or outlet, and nobody who leads armed men."""
    sectors = set(actor.plover.sector)
    if sectors & _ARMED or actor.kind not in {"person", "party", "media"}:
        return False
    return actor.kind != "person" or bool(actor.office is not None or actor.resolved or sectors & _OFFICIAL)


def acts_officially(actor: record.Actor) -> bool:
    """Whether an actor can act for a state, body or movement."""
    if actor.kind not in {"person", "group", "people", None}:
        return True
    if actor.office is not None or set(actor.plover.sector) & _OFFICIAL:
        return True
    known = actor.resolved or actor.country is not None
    return actor.kind in {"group", "people"} and known and not actor.plover.sector


def travels_officially(actor: record.Actor) -> bool:
    """Whether a journey of this actor is a visit: fighters, soldiers, patients and refugees only come and go."""
    return acts_officially(actor) and not (actor.plover.sector and set(actor.plover.sector) <= _UNOFFICIAL_TRAVEL)
