"""Writes ``docs/registry-checks.md``: which hand-written tenures other sources tell too, and which they contradict.

Run ``python -m training.confirming``. A source confirms a tenure when it has a person of that name, in some spelling,
in an office of that class of the same state or body for a part of its days; a list without dates does so for those who
were in office while it was made. It contradicts one of a single holder when it has only others in that office for most
of its days. Wikidata's tables count as one source.
"""

from __future__ import annotations

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby

from communique.registry.words import keys
from training import officials
from training.registry import (
    CABINETS,
    ROOT,
    SHARED,
    Identities,
    States,
    cabinets,
    clean_name,
    executive,
    foreign_ministers,
    leaders,
    own,
    read,
    same_name,
)
from training.spells import SINGLE, Fact, shared_days

PAGE = ROOT / "docs" / "registry-checks.md"
LISTED = ("2019-04-01", "2019-07-31")
"""The days of most of the pages that the list of 2019 was made from."""
_TITLES = (
    ("deputy minister", r"Dep\b|Deputy|Vice|Under|State for|Delegate|Assistant"),
    ("foreign minister", r"Foreign|External (Aff|Rel)"),
    ("defence minister", r"Defen[cs]e"),
    ("interior minister", r"Interior|Home Aff|Internal Aff"),
    ("finance minister", r"Finance|Treasury|Chancellor of the Exchequer"),
    ("justice minister", r"Justice"),
    ("head of government", r"Prime Minister|Premier|Chancellor|Taoiseach|Head of Govt"),
    ("head of state", r"President|King|Queen|Emir|Amir|Sultan|Head of State|Chief of State|Grand Duke|Supreme Leader"),
)
"""What the titles of the list of 2019 say, the first that fits."""
_ALIKE = 0.8
_MOST = 0.8
_ADVICE = {
    0: "told by no other source",
    1: "told by one other source",
    2: "told by two or more",
}

log = logging.getLogger(__name__)


def told(states: States) -> dict[str, list[Fact]]:
    """The office-holdings of every source but our own, by the source's name."""
    wikidata = [*cabinets(states), *foreign_ministers(states), *leaders(states)]
    return {
        "Wikidata": wikidata,
        "US executive": list(executive()),
        "list of 2019": list(_listed(states)),
        "ministers of 2023": list(_scraped(states)),
        "REIGN": [
            Fact(each.country, post_class, "", "", each.name, each.country, each.since, each.until, "reign")
            for each in officials.leaders(states.by_name)
            for post_class in ("head of state", "head of government")
        ],
        "dictionary": [
            Fact(each.country, "", "", "", name, each.country, each.since, each.until, "phoenix")
            for each in officials.dictionary()
            for name in each.names
        ],
    }


def _listed(states: States) -> Iterator[Fact]:
    for row in read(SHARED / "cia-world-leaders-2019" / "leaders_2019.csv"):
        name = " ".join(reversed(row["country"].split(", ")))
        state = states.by_name.get(" ".join(keys(name)))
        found = next((kind for kind, pattern in _TITLES if re.search(pattern, row["title"])), "")
        if state and found:
            yield Fact(state, found, row["title"], "", row["person"].title(), state, *LISTED, "cia")


def _scraped(states: States) -> Iterator[Fact]:
    for row in read(SHARED / "foreign-ministers-2023" / "scraped.csv"):
        state = states.by_item.get(row["country"])
        if state and row["name"] not in ("", "Vacant"):
            yield Fact(state, "foreign minister", "", "", clean_name(row["name"]), state, row["start"] or "2022-12",
                       "2023-01", "fm")  # fmt: skip


def _fits(fact: Fact, other: Fact) -> bool:
    """Whether a source's row may be the same office; the dictionary tells none, and REIGN only who leads."""
    return other.organization in (fact.organization, fact.country) and other.post_class in (fact.post_class, "")


def _named(fact: Fact, other: Fact) -> bool:
    """Whether the names may be one person's: a surname alone will do for REIGN."""
    if same_name(fact.name, other.name):
        return True
    ours, theirs = keys(fact.name), keys(other.name)
    close = {one for one in ours for two in theirs if len(one) > 3 and SequenceMatcher(None, one, two).ratio() > _ALIKE}
    return len(close) > 1 or (bool(close) and (other.source == "reign" or len(theirs) == 1))


def judged(fact: Fact, sources: dict[str, dict[str, list[Fact]]]) -> tuple[list[str], list[str]]:
    """The sources that confirm a tenure, and what those say that contradict it."""
    confirming, contradicting = [], []
    for source, by_state in sources.items():
        near = [
            each for key in {fact.organization, fact.country} for each in by_state.get(key, ()) if _fits(fact, each)
        ]
        shared = [each for each in near if shared_days(fact, each) >= 0]
        if any(_named(fact, each) for each in shared):
            confirming.append(source)
            continue
        rivals = [each for each in shared if each.post_class and each.organization == fact.organization and each.until]
        days = sum(max(0, shared_days(fact, each)) for each in rivals)
        whole = shared_days(fact, fact) if fact.until else 0
        if source != "REIGN" and fact.post_class in SINGLE and whole and days >= _MOST * whole:
            contradicting.append(f"{source}: " + ", ".join(dict.fromkeys(each.name for each in rivals)))
    return confirming, contradicting


def page(facts: list[Fact], sources: dict[str, list[Fact]]) -> Iterator[str]:
    """The lines of the page."""
    by_state: dict[str, dict[str, list[Fact]]] = {}
    for source, rows in sources.items():
        groups: dict[str, list[Fact]] = defaultdict(list)
        for row in rows:
            groups[row.organization].append(row)
        by_state[source] = groups
    verdicts = [(fact, *judged(fact, by_state)) for fact in facts]
    yield from _counts(verdicts)
    yield "\n## Contradicted\n\nWhat other sources have in that office for most of the tenure's days.\n"
    yield "| tenure | confirmed by | others say |\n| --- | --- | --- |"
    for fact, confirming, contradicting in verdicts:
        if contradicting:
            told_as = f"{fact.organization} {fact.post_class}: {fact.name}, {fact.since or '?'} to {fact.until or '?'}"
            yield f"| {told_as} | {', '.join(confirming) or '—'} | {'; '.join(contradicting)} |"


def _counts(verdicts: Iterable[tuple[Fact, list[str], list[str]]]) -> Iterator[str]:
    yield f"| class | {' | '.join(_ADVICE.values())} | contradicted |\n| --- | --- | --- | --- | --- |"
    ranked = sorted(verdicts, key=lambda each: each[0].post_class)
    total: Counter[int | str] = Counter()
    for post_class, group in groupby(ranked, key=lambda each: each[0].post_class):
        counts: Counter[int | str] = Counter()
        for _, confirming, contradicting in group:
            counts[min(2, len(confirming))] += 1
            counts["against"] += bool(contradicting and not confirming)
        total.update(counts)
        yield f"| {post_class} | {counts[0]} | {counts[1]} | {counts[2]} | {counts['against']} |"
    yield f"| **all** | {total[0]} | {total[1]} | {total[2]} | {total['against']} |"


_HEAD = """# How far the hand-written tenures are confirmed

Made by `python -m training.confirming`. The rows of `training/facts/tenures*.csv` are from general knowledge. Here
they are held against the other sources of offices: Wikidata (to mid-2022), the presidents of the United States, a list
of governments of 2019, foreign ministers of January 2023, REIGN's leaders (to 2021) and a dictionary of officials (to
about 2015). A row that no other source tells is not wrong for it: most of those begin where the sources end, or fill an
office that they leave out. Those contradicted without any confirmation were looked through: chiefs of defence whom
Wikidata's tables have as chiefs of an army, services of which a state has two, presidencies held by three, and a list's
older page. None was changed for it.

"""


def main() -> int:
    """Write the page; 1 when the data is not there."""
    if not CABINETS.is_dir():
        log.error("The data is missing: %s. The page is left as it is.", CABINETS)
        return 1
    states = States()
    sources = told(states)
    identities = Identities(sources["Wikidata"])
    facts = [replace(fact, source="own") for fact in own(identities)]
    PAGE.write_text(_HEAD + "\n".join(page(facts, sources)) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    logging.basicConfig(format="%(message)s")
    raise SystemExit(main())
