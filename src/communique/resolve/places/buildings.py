"""Buildings and squares that stand for those who sit there, found by their names.

They are kept apart from the names of places: "the White House said" names no place, and does not say that an
article is about Washington. ``vocabulary/data/places_regions.yaml`` lists them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from communique.record import Offsets
from communique.resolve.places.candidate import Candidate, key_of
from communique.resolve.places.gazetteer import divisions
from communique.resolve.places.ranking import Resolved
from communique.vocabulary.places import place_areas

_CONFIDENCE = 0.9
_ELSEWHERE = re.compile(r"\s*,\s*[A-Z]")


@functools.cache
def _known() -> tuple[re.Pattern[str], dict[str, Candidate]]:
    """A pattern of all names, the longest first, and the buildings by name."""
    named: dict[str, tuple[str, Candidate]] = {}
    for each in place_areas().buildings:
        country = divisions().alpha2.get(each.country) if each.country else None
        place = Candidate("building", each.name, each.geonames, country, None, each.latitude, each.longitude, 0)
        named |= {key_of(name): (name, place) for name in (each.name, *each.aliases)}
    names = sorted((name for name, _ in named.values()), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    return pattern, {key: place for key, (_, place) in named.items()}


def find_buildings(text: str, toponyms: Sequence[Offsets]) -> Iterator[tuple[Offsets, Resolved]]:
    """The buildings that a text names, in order, without those that are part of a longer name of a place.

    Args:
        text: The whole text.
        toponyms: Offsets of the names of places, sorted; "Westminster, Colorado" is one of them and no building.
    """
    pattern, places = _known()
    longer = {offset: (start, end) for start, end in toponyms for offset in range(start, end)}
    for match in pattern.finditer(text):
        start, end = match.span()
        around = longer.get(start)
        if around is not None and (around[0] < start or around[1] > end or _ELSEWHERE.match(text, end)):
            continue
        yield (start, end), Resolved(places[key_of(match[0])], _CONFIDENCE)
