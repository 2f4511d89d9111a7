"""Events in plain PLOVER, which has no status: an act only announced is a promise or threat, one refused a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from communique.record import Event

_VIOLENT_ROOTS = ("18", "19", "20")  # blockade and occupation count with the root they stand under
_COOPERATIVE, _HOSTILE = "09", "14"  # CAMEO codes below the first are cooperation, from the second on acts of conflict


def plain_root(event: Event) -> str:
    """The type of an event of a record in plain PLOVER."""
    return root_of(event.mode or "", event.cameo, event.status)


def root_of(mode: str, cameo: str, status: str) -> str:
    """The type in plain PLOVER.

    Args:
        mode: Our mode.
        cameo: The CAMEO code of the whole act.
        status: Its status, of which plain PLOVER knows nothing.
    """
    known = vocabulary.modes()[mode]
    kind = "ASSAULT" if cameo[:2] in _VIOLENT_ROOTS else known.plain_type or known.type
    if status == "planned" and cameo < _COOPERATIVE:
        return "AGREE"
    if status == "planned" and cameo >= _HOSTILE:
        return "THREATEN"
    return "REJECT" if status == "denied" and cameo < _COOPERATIVE else kind
