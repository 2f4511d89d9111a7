"""GDELT's Global Knowledge Graph 2.1: 27 tab-separated columns without a header, one line for each article.

Columns after the GKG 2.1 Codebook (2015): people, organisations, places and dates with their offsets, and quotations
with offset, length, verb and words. What GDELT measures and we do not (themes, counts, tone, GCAM, pictures, amounts)
stays empty. Blocks are divided by ``#``, ``|`` and ``;`` without escapes, so that these become spaces inside of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from communique.export.codes import countries
from communique.export.formats.tabbed import write_lines
from communique.record import Actor, Place, Record, Statement, Time

COLUMNS = (
    "GKGRECORDID", "V2.1DATE", "V2SOURCECOLLECTIONIDENTIFIER", "V2SOURCECOMMONNAME", "V2DOCUMENTIDENTIFIER",
    "V1COUNTS", "V2.1COUNTS", "V1THEMES", "V2ENHANCEDTHEMES", "V1LOCATIONS", "V2ENHANCEDLOCATIONS", "V1PERSONS",
    "V2ENHANCEDPERSONS", "V1ORGANIZATIONS", "V2ENHANCEDORGANIZATIONS", "V1.5TONE", "V2.1ENHANCEDDATES", "V2GCAM",
    "V2.1SHARINGIMAGE", "V2.1RELATEDIMAGES", "V2.1SOCIALIMAGEEMBEDS", "V2.1SOCIALVIDEOEMBEDS", "V2.1QUOTATIONS",
    "V2.1ALLNAMES", "V2.1AMOUNTS", "V2.1TRANSLATIONINFO", "V2EXTRASXML",
)  # fmt: skip
_WEB, _CITATION = 1, 2
_NOT_ORGANISATIONS = frozenset({"person", "state", "people", "region", None})
_DIVIDERS = re.compile(r"[#|;\s]+")


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write one line for each article; one without a day is left out, since the format demands it."""
    dated = (each for each in records if each.article.published)
    write_lines((_row(record, number) for number, record in enumerate(dated)), out)


def _row(record: Record, number: int) -> tuple[object, ...]:
    article = record.article
    stamp = (article.published or "")[:10].replace("-", "") + "000000"
    kind, identifier = (_WEB, article.url) if article.url else (_CITATION, article.id)
    people = [each for each in record.actors if each.kind == "person"]
    organisations = [each for each in record.actors if each.kind not in _NOT_ORGANISATIONS]
    places = [_location(each) for each in record.places]
    told: dict[str, object] = {
        "GKGRECORDID": f"{stamp}-{number}", "V2.1DATE": stamp, "V2SOURCECOLLECTIONIDENTIFIER": kind,
        "V2SOURCECOMMONNAME": article.outlet, "V2DOCUMENTIDENTIFIER": identifier,
        "V1LOCATIONS": ";".join(dict.fromkeys(place for place, _ in places)),
        "V2ENHANCEDLOCATIONS": ";".join(f"{place}#{at}" for place, at in places),
        "V1PERSONS": _names(people), "V2ENHANCEDPERSONS": _offsets(people),
        "V1ORGANIZATIONS": _names(organisations), "V2ENHANCEDORGANIZATIONS": _offsets(organisations),
        "V2.1ENHANCEDDATES": ";".join(date for each in record.times if (date := _date(each))),
        "V2.1QUOTATIONS": "#".join(_quotations(record)), "V2.1ALLNAMES": _offsets(record.actors),
    }  # fmt: skip
    return tuple(told.get(name) for name in COLUMNS)


def _names(actors: Iterable[Actor]) -> str:
    return ";".join(dict.fromkeys(_clean(each.name).casefold() for each in actors))


def _offsets(actors: Iterable[Actor]) -> str:
    """Every place where they are named, as name and offset, in the order of the text."""
    found = [(each.start, _clean(actor.name)) for actor in actors for each in actor.mentions if each.form == "name"]
    return ";".join(f"{name},{start}" for start, name in sorted(found))


def _location(place: Place) -> tuple[str, int]:
    """A block of GDELT for a place, and its offset."""
    country = countries().get(place.country or "")
    within_us = place.country == "USA"
    kind = {"city": 3 if within_us else 4, "point": 3 if within_us else 4, "admin1": 2 if within_us else 5}.get(
        place.precision or "", 1
    )
    fips = (country.fips if country else None) or ""
    names = dict.fromkeys(each for each in (place.name, place.admin1, country and country.name) if each)
    feature = fips if kind == 1 else (place.geonames or "")
    point = ("" if each is None else f"{each:g}" for each in (place.latitude, place.longitude))
    return "#".join([str(kind), _clean(", ".join(names)), fips, "", *point, str(feature)]), place.start


def _date(time: Time) -> str | None:
    """Resolution (1 year, 2 month, 3 day), month, day, year and offset."""
    told = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?", time.value or "")
    if told is None:
        return None
    year, month, day = (int(each or 0) for each in told.groups())
    return f"{1 + bool(month) + bool(day)}#{month}#{day}#{year}#{time.start}"


def _quotations(record: Record) -> Iterator[str]:
    """Every piece of words that stands in quotation marks."""
    for each in record.statements:
        if each.kind == "direct":
            yield from _quotation(record.article.text, each)


def _quotation(text: str, said: Statement) -> Iterator[str]:
    verb = _clean(text[slice(*said.cue)]) if said.cue else ""
    for start, end in said.content:
        yield f"{start}|{end - start}|{verb}|{_clean(text[start:end])}"


def _clean(text: str) -> str:
    return _DIVIDERS.sub(" ", text).strip()
