"""Foreign ministers of the registry against a list of world leaders made in 2019.

The list gives a country, a title and a person, and no dates; its pages are of mixed age, some more than a year old.
Where it has several rows for a country that the title does not tell apart, any may be meant.

- ``agreement``: share of the countries for which the registry knows a foreign minister between ``FIRST`` and
  ``LAST``, and has one of the persons of the list in that time.
- ``coverage``: share of all countries of the list for which it knows one.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

from communique.registry import Registry, load_registry
from communique.registry.loading import load_states
from communique.registry.words import normalise
from evaluation.task import Part, Result, Task, in_part

FIRST, LAST = date(2017, 6, 1), date(2019, 9, 30)
"""The age of the list's pages."""
_TITLE = re.compile(
    r"\b(Foreign|External) (&|and|Affairs|Relations)|\bForeign (Min|Sec)|^Secretary of State$|Foreign Affairs"
)
_OTHER = re.compile(
    r"\b(Dep|Vice|Second|Junior|Delegate|Assistant|Under)\b|II\b|State for|^Minister(-Delegate| in| of State)|Chair"
    r"|Parl|Economic"
)  # fmt: skip
_ALIKE = 0.75
"""Share of the letters at which two spellings of a family name are one."""
_CAPITALS = re.compile(r"[A-Z']{2,}")
_LETTERS = str.maketrans({"Þ": "Th", "þ": "th", "ð": "d", "Đ": "Dj", "đ": "dj"})
_SWAPPED = {"Korea, North": "North Korea", "Korea, South": "South Korea"}


def rows(path: Path) -> dict[str, list[str]]:
    """The persons with the title of a foreign minister, by the id of the state."""
    ids = {normalise(alias.text): state.id for state, aliases in load_states() for alias in aliases}
    found: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = _SWAPPED.get(row["country"], row["country"])
            if ", " in name:
                name = " ".join(reversed(name.split(", ")))
            state = ids.get(normalise(name))
            if state and row["person"] and _TITLE.search(row["title"]) and not _OTHER.search(row["title"]):
                found[state].append(row["person"])
    return found


def holders(registry: Registry, state: str) -> set[str]:
    """The names of all who held the office for a day in that time."""
    tenures = [each for post in registry.posts("foreign minister", state) for each in registry.post_tenures(post.id)]
    known = (registry.actor(each.person_id) for each in tenures
             if (each.start or date.min) <= LAST and (each.end or date.max) >= FIRST)  # fmt: skip
    return {person.name for person in known if person}


def same(listed: str, name: str) -> bool:
    """Whether the list's person, whose family name is in capitals, bears this name in some spelling."""
    families = [part for word in _CAPITALS.findall(listed) for part in _parts(word)]
    return any(
        difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE for one in families for other in _parts(name)
    )


def _parts(name: str) -> list[str]:
    return normalise(name.translate(_LETTERS)).replace("-", " ").split()


def score(gold: Path, part: Part | None) -> Result:
    """Score the foreign ministers of one list."""
    registry = load_registry()
    listed = {state: persons for state, persons in rows(gold).items() if in_part(state, part)}
    known = {state: names for state in listed if (names := holders(registry, state))}
    agreed = [state for state in known if any(same(each, name) for each in listed[state] for name in known[state])]
    return Result(len(listed), {
        "agreement": len(agreed) / len(known) if known else 0.0,
        "coverage": len(known) / len(listed) if listed else 0.0,
    })  # fmt: skip


TASK = Task(
    name="office-holders",
    sets={"CIA 2019": "actors/cia-world-leaders-2019/leaders_2019.csv"},
    figures=("agreement", "coverage"),
    score=score,
    anchors={"agreement": (0.97, "target")},
)
