"""Would it pass: voting rules applied to who is for and against, with bounds where somebody is undecided."""

from __future__ import annotations

from communique.ask.voting.assembly import Assembly, Vote, assembly, counted
from communique.ask.voting.engine import Check, Outcome, decide

__all__ = ["Assembly", "Check", "Outcome", "Vote", "assembly", "counted", "decide"]
