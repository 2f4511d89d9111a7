"""Events: who did what to whom, and whether it happened."""

from communique.coders.events.component import Events
from communique.coders.events.explanation import EventExplanation, explain_event
from communique.coders.events.pair import classify_pair
from communique.coders.events.plain import plain_root
from communique.coders.events.speech import public_speakers

__all__ = ["EventExplanation", "Events", "classify_pair", "explain_event", "plain_root", "public_speakers"]
