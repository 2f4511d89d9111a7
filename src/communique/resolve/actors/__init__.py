"""Who is meant: words that name, describe or point at actors, tied to the registry on the day of the text."""

from __future__ import annotations

from communique.resolve.actors.codes import ActorCode
from communique.resolve.actors.component import Actors
from communique.resolve.actors.phrase_code import code_phrase

__all__ = ["ActorCode", "Actors", "code_phrase"]
