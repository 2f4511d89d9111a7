"""Events: who did what to whom, and whether it happened."""

from communique.coders.events.component import Events
from communique.coders.events.pair import classify_pair

__all__ = ["Events", "classify_pair"]
