"""Whom our own actors become in event data: written as the exports write them, read as the imports read them."""

from __future__ import annotations

import functools

from communique.ask.unsaid import Holds
from communique.export.formats import gdelt as gdelt_rows
from communique.export.formats import icews as icews_rows
from communique.imports.coded import gdelt, icews, polecat
from communique.record import Actor


@functools.lru_cache(maxsize=4096)
def read_back(form: Holds, actor: Actor) -> str | None:
    """The state or organisation that a row of such data names for an actor; None where it names nobody."""
    if form == "CAMEO codes":
        codes, _ = gdelt.party([None if each is None else str(each) for each in gdelt_rows.actor_cells(actor)])
    elif form == "CAMEO codes and names":
        name, _, country = icews_rows.actor_cells(actor)
        codes, _ = icews.party({"Source Name": name, "Source Country": country}, "Source")
    else:
        codes, _ = polecat.party(
            {"Actor Name": actor.name, "Actor Country": actor.plover.country or actor.country}, "Actor"
        )
    return codes[0] if codes else None
