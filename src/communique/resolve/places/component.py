"""The component 'places': names that the text uses as places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique import record
from communique.parse.reading import Mention, Reading
from communique.resolve.places.detection import find_toponyms
from communique.resolve.places.gazetteer import Candidate, divisions, key_of
from communique.resolve.places.ranking import Resolved, resolve_toponyms
from communique.vocabulary.places import place_words

if TYPE_CHECKING:
    from spacy.tokens import Token

_DATELINE = re.compile(r"\s*(?:,\s*[A-Z][\w. ]+)?\s*(?:\([A-Z][\w. /]+\)|[-–—]|,\s+\w+\.?\s+\d)")
_OTHER_NAMES = frozenset({"person", "organisation", "media", "document", "event"})
_PRECISION = {"city": "city", "admin2": "region", "admin1": "admin1", "country": "country", "region": "region"}


class Places:
    """Finds the names of places, tells those used as places from actors, and resolves them to GeoNames."""

    name = "places"
    version = "1"
    needs = frozenset({"syntax", "names", "actors"})
    gives = frozenset({"places"})

    def code(self, reading: Reading) -> None:
        """Add the places; every toponym helps to resolve the others, also one that is an actor here."""
        spans = [span for span in find_toponyms(reading.doc) if not reading.is_skipped(*span)]
        resolved = resolve_toponyms(reading.text, spans)
        reading.places = [
            _place(reading, start, end, place)
            for (start, end), place in zip(spans, resolved, strict=True)
            if _is_place(reading, start, end, place)
        ]


def _is_place(reading: Reading, start: int, end: int, resolved: Resolved | None) -> bool:
    """Whether the name is used as a place: by where it stands, or because it can be nothing else."""
    tokens = reading.span(start, end)
    if not len(tokens) or (tokens.root.pos_ == "ADJ" or tokens.root.dep_ == "amod" or tokens.root.tag_ == "NNPS"):
        return False
    naming = reading.mentions_over(start, end)
    if any(_names_other(reading, mention, start, end) for mention in naming) or reading.text[end : end + 1] == "-":
        return False
    if resolved is None and any(n.label in _OTHER_NAMES and n.start < end and start < n.end for n in reading.names):
        return False
    if _is_dateline(reading, start, end) or _is_located(tokens.root):
        return True
    if resolved is None or _modifies(tokens.root) or is_capital(resolved.place):
        return False
    return not naming and resolved.place.level != "country"


def is_capital(place: Candidate) -> bool:
    """Whether the place is a country's capital, which mostly stands for a government when it is not located."""
    capital = divisions().capitals.get(place.country) if place.country else None
    return place.level == "city" and capital == key_of(place.name)


def _names_other(reading: Reading, mention: Mention, start: int, end: int) -> bool:
    """Whether a mention that holds the name is an adjective, or names a person or body and no place."""
    if mention.form == "demonym":
        return True
    actor = reading.actors.get(mention.actor)
    named = mention.form == "name" and mention.start <= start and end <= mention.end
    return named and actor is not None and actor.kind not in {"state", "region", "government", None}


def _is_dateline(reading: Reading, start: int, end: int) -> bool:
    at_start = any(begin <= start <= begin + 2 for begin, _ in reading.paragraphs)
    return at_start and _DATELINE.match(reading.text, end) is not None


def _is_located(token: Token) -> bool:
    """Whether the name is the object of a locative preposition or verb, or joined to one that is."""
    words = place_words()
    head = token
    while head.dep_ in {"conj", "appos"} and head.head.i < head.i:
        head = head.head
    if head.dep_ == "npadvmod" or (head.dep_ == "dobj" and head.head.lemma_ in words.visiting_verbs):
        return True
    if head.dep_ != "pobj":
        return False
    preposition = head.head
    if preposition.lower_ in words.locatives:
        return True
    above = preposition.head.lemma_.lower()
    if preposition.lower_ in words.directions:
        return above in words.motion_words
    return preposition.lower_ == "of" and above in words.kind_words


def _modifies(token: Token) -> bool:
    """Whether the name only qualifies another noun ("the Aleppo offensive", "Damascus's allies")."""
    return token.dep_ in {"compound", "poss", "nmod"} and token.head.lower_ not in place_words().kind_words


def _place(reading: Reading, start: int, end: int, resolved: Resolved | None) -> record.Place:
    words = reading.text[start:end]
    identifier = record.entry_id("p", reading.article.sha256, start, end)
    if resolved is None:
        return record.Place(id=identifier, start=start, end=end, text=words, name=words)
    place = resolved.place
    return record.Place(
        id=identifier,
        start=start,
        end=end,
        text=words,
        name=place.name,
        country=country_code(place),
        admin1=_admin1_name(place),
        geonames=place.geonames,
        latitude=place.latitude,
        longitude=place.longitude,
        precision=_PRECISION[place.level],  # type: ignore[arg-type]
    )


def country_code(place: Candidate) -> str | None:
    """The alpha-3 code of the country a place lies in; None for seas, continents and the like."""
    return divisions().alpha3.get(place.country) if place.country else None


def _admin1_name(place: Candidate) -> str | None:
    division = divisions().by_code.get(place.admin1) if place.admin1 else None
    return division.name if division and key_of(division.name) else None


def spot_in(reading: Reading, start: int, end: int) -> record.Spot | None:
    """The first place that lies wholly inside ``[start, end)``, for the ``place`` of an entry."""
    found = reading.places_in(start, end)
    return spot_of(found[0]) if found else None


def spot_of(place: record.Place) -> record.Spot:
    """A place of the record as the ``place`` of another entry."""
    return record.Spot(name=place.name, country=place.country, precision=place.precision, mention=place.id)
