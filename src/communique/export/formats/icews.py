"""ICEWS coded events: 20 tab-separated columns with a header, as its yearly files on Dataverse have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from communique.export.codes import cameo, countries
from communique.export.dyads import Dyad, dyads, number
from communique.export.formats.tabbed import write_lines
from communique.record import Actor, Record

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City",
    "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
_SECTORS = {
    "GOV": "Government", "MIL": "Military", "JUD": "Judicial", "COP": "Police", "LEG": "Legislative / Parliamentary",
    "PTY": "Parties", "OPP": "Opposition", "REB": "Rebel", "UAF": "Unidentified Forces", "MED": "Media",
    "JRN": "Media", "BUS": "Business", "EDU": "Education", "CVL": "General Population / Civilian / Social",
    "LAB": "Labor", "REF": "Refugees / Displaced", "SPY": "State-Owned / Intelligence", "ELI": "Elite",
    "IGO": "International Government Organization", "NGO": "Nongovernmental Organization (International)",
    "CRM": "Criminals / Gangs", "REL": "Religious", "HLH": "Health Ministry", "AGR": "Agricultural",
}  # fmt: skip


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the dyads that happened; one without any day is left out, since the format demands one."""
    write_lines((row for record in records for row in _rows(record)), out, COLUMNS)


def _rows(record: Record) -> Iterator[tuple[object, ...]]:
    for dyad in dyads(record):
        if dyad.day is not None:
            yield _row(dyad)


def _row(dyad: Dyad) -> tuple[object, ...]:
    code, article = cameo(dyad.event.cameo), dyad.record.article
    return (
        dyad.number, dyad.day, *actor_cells(dyad.source), code.label, dyad.event.cameo, code.goldstein,
        *actor_cells(dyad.target), number(article.id), None, article.outlet, *_place(dyad),
    )  # fmt: skip


def actor_cells(actor: Actor | None) -> tuple[str | None, str | None, str | None]:
    """Name, sectors and country, as ICEWS writes them."""
    if actor is None:
        return (None, None, None)
    country = countries().get(actor.country or actor.plover.country or "")
    sectors = dict.fromkeys(_SECTORS.get(each, each) for each in actor.plover.sector)
    return (actor.name, ",".join(sectors) or None, country.name if country else actor.plover.country)


def _place(dyad: Dyad) -> tuple[object, ...]:
    """City, district (we know none), province, country and the point."""
    spot, known = dyad.event.place, dyad.place
    if spot is None:
        return (None,) * 6
    country = countries().get(spot.country or "")
    city = spot.name if spot.precision in {"city", "point"} else None
    province = spot.name if spot.precision == "admin1" else (known.admin1 if known else None)
    point = (known.latitude, known.longitude) if known else (None, None)
    return (city, None, province, country.name if country else None, *point)
