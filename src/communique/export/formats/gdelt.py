"""GDELT 2.0: the table of events (61 columns) and that of mentions (16), tab-separated, without headers.

Columns after the GDELT 2.0 Event Codebook (2015). What GDELT measures and we do not (tone, ethnic groups, religions,
the actors' own places, sentence numbers) stays empty rather than zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from communique.ask.coders import ROLES
from communique.export.codes import cameo, countries
from communique.export.dyads import Dyad, dyads
from communique.export.formats.tabbed import write_lines
from communique.record import Actor, Record

_WEB, _CITATION = 1, 2  # kinds of a mention's identifier: an address, or something else that names the article


@dataclass(frozen=True, slots=True)
class ActorCode:
    """A CAMEO actor code taken apart: country, known group, and up to three types."""

    country: str | None
    group: str | None
    types: tuple[str, ...]


def taken_apart(code: str | None) -> ActorCode:
    """The parts of three letters that make up a CAMEO actor code."""
    parts = [code[at : at + 3] for at in range(0, len(code), 3)] if code else []
    country = next((each for each in parts[:1] if each in countries()), None)
    types = tuple(each for each in parts if each in ROLES)
    groups = [each for each in parts if each not in {*ROLES, country, "---"}]
    return ActorCode(country, groups[0] if groups else None, types[:3])


def write_events(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the table of events; a dyad without any day is left out, since the format demands one."""
    write_lines((row for record in records for row in _events(record)), out)


def write_mentions(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the table of mentions: one line for each telling of each dyad of the table of events."""
    write_lines((row for record in records for row in _mentions(record)), out)


def _events(record: Record) -> Iterator[tuple[object, ...]]:
    for dyad in dyads(record):
        if (day := dyad.day) is not None:
            yield _event(dyad, day)


def _event(dyad: Dyad, day: date) -> tuple[object, ...]:
    event, code = dyad.event, cameo(dyad.event.cameo)
    article = dyad.record.article
    return (
        dyad.number, day.strftime("%Y%m%d"), day.strftime("%Y%m"), day.year, _fraction(day),
        *actor_cells(dyad.source), *actor_cells(dyad.target),
        1, event.cameo, event.cameo[:3], event.cameo[:2], event.quad, code.goldstein,
        1 + len(event.also), 1, 1, None,
        *[None] * 8, *[None] * 8, *_place(dyad),
        _stamp(article.published), article.url,
    )  # fmt: skip


def actor_cells(actor: Actor | None) -> tuple[object, ...]:
    """GDELT's ten columns of an actor: code, name, country, group, three that we leave empty, and three roles."""
    if actor is None:
        return (None,) * 10
    parts = taken_apart(actor.cameo)
    types = (*parts.types, None, None, None)[:3]
    return (actor.cameo, actor.name.upper(), parts.country, parts.group, None, None, None, *types)


def _place(dyad: Dyad) -> tuple[object, ...]:
    """GDELT's eight columns of a place: its kind, name, codes and point."""
    spot, known = dyad.event.place, dyad.place
    if spot is None:
        return (0, *[None] * 7)
    country = countries().get(spot.country or "")
    fips = country.fips if country else None
    within_us = spot.country == "USA"
    kind = {"city": 3 if within_us else 4, "point": 3 if within_us else 4, "admin1": 2 if within_us else 5}.get(
        spot.precision or "", 1
    )
    names = dict.fromkeys(each for each in (spot.name, known and known.admin1, country and country.name) if each)
    feature = fips if kind == 1 else (known.geonames if known else None)
    point = (known.latitude, known.longitude) if known else (None, None)
    return (kind, ", ".join(names), fips, fips, None, *point, feature)


def _mentions(record: Record) -> Iterator[tuple[object, ...]]:
    article = record.article
    kind, identifier = (_WEB, article.url) if article.url else (_CITATION, article.id)
    for dyad in dyads(record):
        if (day := dyad.day) is None:
            continue
        event = dyad.event
        for start, end in (event.sentence, *event.also):
            within = start <= event.trigger[0] < end
            yield (
                dyad.number, day.strftime("%Y%m%d000000"), _stamp(article.published), kind, article.outlet, identifier,
                None, _offset(dyad.source, start, end), _offset(dyad.target, start, end),
                event.trigger[0] if within else start, 1, round(100 * event.confidence), len(article.text), None, None,
                None,
            )  # fmt: skip


def _offset(actor: Actor | None, start: int, end: int) -> int | None:
    """Where the actor is first meant in a sentence, in code points from the beginning of the text."""
    return next((each.start for each in actor.mentions if start <= each.start < end), None) if actor else None


def _fraction(day: date) -> str:
    """GDELT's own approximation of the part of the year that is over."""
    return f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}"


def _stamp(day: str | None) -> str | None:
    return day[:10].replace("-", "") + "000000" if day else None
