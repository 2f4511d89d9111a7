"""Seats in parliaments as the cabinets' collection of Wikidata tells them, for :mod:`training.registry`.

Seats in national parliaments are kept of everybody; those in the parliament of a part of the country, and those of
long ago, only of people whom the registry has for another office: a provincial deputy is no actor of the news, a
former minister in a provincial assembly is one. ``training/facts/chambers.yaml`` tells which label is which.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from training.spells import Fact

FACTS = Path(__file__).resolve().parent / "facts"
CLASS = "member of parliament"
REGION = "region"
_DROP = "drop"
_SINCE = "1995"  # a seat that was left earlier is left out
_RECENT = "2016"  # of people who held no other office, a seat that was left earlier
_STALE = "2012"  # a seat without an end that was taken earlier: its end was lost


# Parliaments whose backbenchers news in English hardly ever names; their members with another office are kept.
_QUIET = frozenset([
    "ALB", "AUT", "BEL", "BGR", "CHE", "CHL", "COD", "CYP", "CZE", "DNK", "EST", "FIN", "HRV", "IDN", "ISL", "KAZ",
    "LKA", "LTU", "LUX", "LVA", "MAR", "MEX", "MLT", "MNE", "NLD", "NOR", "NZL", "PRT", "ROU", "SGP", "SVN", "SWE",
])  # fmt: skip


class Seat(NamedTuple):
    """What a label means: the title of the seat, and the organisation where it is not the state itself."""

    title: str
    organization: str = ""


@functools.cache
def _rules() -> tuple[tuple[re.Pattern[str], Seat], ...]:
    entries = yaml.safe_load((FACTS / "chambers.yaml").read_text(encoding="utf-8"))
    return tuple((re.compile(each["pattern"]), Seat(each["title"], each.get("organization", ""))) for each in entries)


@functools.cache
def seat(label: str) -> Seat:
    """The seat that a position's label means; its title is ``region`` where no rule takes it for a national one."""
    return next((found for pattern, found in _rules() if pattern.fullmatch(label)), Seat(REGION))


def seats(table: Path, known: Collection[str]) -> Iterator[Fact]:
    """The seats of a table.

    Args:
        table: Its rows: state, label, name and item of the person, first and last day.
        known: Items of people with another office, whose seats in a part of the country are kept too.
    """
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            person, name, state = row["person_qid"], re.sub(r"\s*\(.*?\)", "", row["person"]).strip(), row["iso3"]
            found = seat(row["position"])
            if not person or not name or name == person or found.title == _DROP or state == "INT":
                continue
            if person not in known and (found.title == REGION or state in _QUIET):
                continue
            if (row["end"] or "9999") < (_SINCE if person in known else _RECENT):
                continue
            if not row["end"] and row["start"] < _STALE:
                continue
            title = row["position"][0].upper() + row["position"][1:] if found.title == REGION else found.title
            yield Fact(found.organization or state, CLASS, title, person, name, state, row["start"], row["end"], "wd")
