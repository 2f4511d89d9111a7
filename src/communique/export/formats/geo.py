"""Events on the map: GeoJSON (RFC 7946) and KML 2.2, with points only where a point is known.

An event in a country or a region gets no point of its own (its geometry is null in GeoJSON, and in KML it has none):
nothing is drawn finer than it is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

import msgspec

from communique.export.dyads import HAPPENED
from communique.export.files import FORBIDDEN
from communique.record import Event, Record

_DRAWN = frozenset({"point", "city"})


def write_geojson(records: Iterable[Record], out: BinaryIO) -> None:
    """Write a feature collection, feature by feature."""
    out.write(b'{"type":"FeatureCollection","features":[')
    comma = b""
    for record, event in _placed(records):
        out.write(comma + b"\n" + msgspec.json.encode(_feature(record, event)))
        comma = b","
    out.write(b"\n]}\n")


def write_kml(records: Iterable[Record], out: BinaryIO) -> None:
    """Write a KML document, placemark by placemark."""
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n')
    out.writelines(_placemark(record, event).encode() for record, event in _placed(records))
    out.write(b"</Document></kml>\n")


def _placed(records: Iterable[Record]) -> Iterator[tuple[Record, Event]]:
    for record in records:
        for event in record.events:
            if event.place is not None and event.status in HAPPENED:
                yield record, event


def _point(record: Record, event: Event) -> tuple[float, float] | None:
    """Longitude and latitude, where the place is known as finely as a town."""
    spot = event.place
    if spot is None or spot.precision not in _DRAWN:
        return None
    known = next((each for each in record.places if each.id == spot.mention), None)
    if known is None or known.longitude is None or known.latitude is None:
        return None
    return (known.longitude, known.latitude)


def _facts(record: Record, event: Event) -> dict[str, Any]:
    names = {each.id: each.name for each in record.actors}
    spot, article = event.place, record.article
    return {
        "type": event.type, "mode": event.mode, "cameo": event.cameo, "status": event.status,
        "sources": [names.get(each, each) for each in event.sources],
        "targets": [names.get(each, each) for each in event.targets],
        "place": spot and spot.name, "country": spot and spot.country, "precision": spot and spot.precision,
        "earliest": event.time and event.time.earliest, "latest": event.time and event.time.latest,
        "words": article.text[slice(*event.sentence)], "article": article.id, "url": article.url,
        "published": article.published, "confidence": event.confidence,
    }  # fmt: skip


def _feature(record: Record, event: Event) -> dict[str, Any]:
    point = _point(record, event)
    shape = {"type": "Point", "coordinates": list(point)} if point else None
    key = f"{record.article.id}/{event.id}"
    return {"type": "Feature", "id": key, "geometry": shape, "properties": _facts(record, event)}


def _placemark(record: Record, event: Event) -> str:
    facts, point = _facts(record, event), _point(record, event)
    title = f"{', '.join(facts['sources'])} → {', '.join(facts['targets']) or '…'}: {event.type}"
    day = f"<TimeStamp><when>{facts['earliest']}</when></TimeStamp>" if facts["earliest"] else ""
    shape = f"<Point><coordinates>{point[0]},{point[1]}</coordinates></Point>" if point else ""
    data = "".join(
        f'<Data name="{name}"><value>{_xml(value)}</value></Data>'
        for name, value in facts.items()
        if value is not None and not isinstance(value, list)
    )
    return (
        f"<Placemark><name>{_xml(title)}</name><description>{_xml(facts['words'])}</description>{day}"
        f"<ExtendedData>{data}</ExtendedData>{shape}</Placemark>\n"
    )


def _xml(value: object) -> str:
    return escape(FORBIDDEN.sub("\ufffd", str(value)))
