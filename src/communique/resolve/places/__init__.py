"""Words to places: which names are places here, and which place each means."""

from __future__ import annotations

from communique.resolve.places.attach import place_for
from communique.resolve.places.company import Context
from communique.resolve.places.component import Places, spot_in, spot_of
from communique.resolve.places.context import context_of
from communique.resolve.places.coordinates import find_coordinates
from communique.resolve.places.detection import find_toponyms
from communique.resolve.places.explanation import PlaceExplanation, explain_place
from communique.resolve.places.gazetteer import Candidate, candidates
from communique.resolve.places.ranking import Resolved, distance, resolve_toponyms

__all__ = [
    "Candidate",
    "Context",
    "PlaceExplanation",
    "Places",
    "Resolved",
    "candidates",
    "context_of",
    "distance",
    "explain_place",
    "find_coordinates",
    "find_toponyms",
    "place_for",
    "resolve_toponyms",
    "spot_in",
    "spot_of",
]
