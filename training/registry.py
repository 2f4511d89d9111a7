"""Makes the registry's tables of people, posts and tenures from named data.

Run ``python -m training.registry``. It restates facts, never copies files, and writes ``people.csv``,
``posts.csv`` and ``tenures.csv`` under ``src/communique/registry/data``. Sources, by the mark in the column
``source``:

* ``wd``: Wikidata's office-holdings and seats in parliaments (CC0) as collected by every-politician-scrapers, to
  mid-2022
* ``wd-fm``: Wikidata's foreign ministers (CC0), January 2023
* ``wd-heads``: Wikidata's heads of state and government (CC0), October 2022, years only
* ``us-exec``: presidents and vice presidents, unitedstates/congress-legislators (CC0)
* ``reign``: leaders on which REIGN and PETRARCH's country dictionary agree, see :mod:`training.officials`
* ``phoenix``: other officials of that dictionary (MIT), whose titles it does not tell
* ``own``: written by hand for this project in ``training/facts/tenures*.csv``

Without the data it says what is missing and changes nothing.
"""

from __future__ import annotations

import csv
import difflib
import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from communique.registry.loading import PEOPLE_COLUMNS, POST_COLUMNS, TENURE_COLUMNS, load_entities, load_states
from communique.registry.people import full_names
from communique.registry.words import normalise
from training import legislators, officials
from training.spells import (
    SAME_SPELL,
    Fact,
    closed,
    fresh,
    merged_titles,
    one_spell,
    shared_days,
    sharpened,
    sound,
    undisputed,
    wanting,
)

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "training" / "facts"
TABLES = ROOT / "src" / "communique" / "registry" / "data"
SHARED = ROOT.parent / "shared" / "data" / "actors"
CABINETS = SHARED / "every-politician-cabinets"

_ALIKE = 0.8  # of the letters of two spellings of one name

log = logging.getLogger(__name__)


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def slug(text: str) -> str:
    """Words as an id: 'Minister of Foreign Affairs' -> minister-of-foreign-affairs."""
    return normalise(text).replace(" ", "-")


Rule = tuple[re.Pattern[str], str, bool, frozenset[str]]


def post_rules() -> list[Rule]:
    """The rules of ``facts/positions.yaml`` in order."""
    entries = yaml.safe_load((FACTS / "positions.yaml").read_text(encoding="utf-8"))
    return [
        (
            re.compile(each["pattern"], re.IGNORECASE),
            each["class"],
            bool(each.get("region")),
            frozenset(each.get("states", ())),
        )
        for each in entries
    ]


class States:
    """Names of states, to tell a national office from a regional one and to read country labels."""

    def __init__(self) -> None:
        self.by_name: dict[str, str] = {}
        self.by_item: dict[str, str] = {}
        for state, aliases in load_states():
            if state.wikidata:
                self.by_item[state.wikidata] = state.id
            for alias in aliases:
                if alias.form in ("name", "adjective", "acronym"):
                    self.by_name.setdefault(normalise(alias.text), state.id)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all states."""
        return frozenset(self.by_name.values())

    def plain(self, position: str, state: str) -> str:
        """A position without its own state's name: 'President of Albania' -> 'President'."""
        head, _, tail = position.partition(" of ")
        while tail:
            if self.by_name.get(normalise(tail)) == state:
                return head
            more, _, tail = tail.partition(" of ")
            head = f"{head} of {more}" if tail else head
        first, _, rest = position.partition(" ")
        return rest if rest and self.by_name.get(normalise(first)) == state else position


def classify(position: str, rules: list[Rule], state: str = "") -> str | None:
    """The class of a position's label in a state; None when it is left out."""
    for pattern, post_class, _, states in rules:
        if pattern.fullmatch(position) and (not states or state in states):
            return None if post_class == "drop" else post_class
    return None


INTERNATIONAL = {
    "President of the United Nations General Assembly": ("UN.GA", "chair"),
    "Secretary-General of the United Nations": ("UN", "secretary-general"),
    "Deputy Secretary-General of the United Nations": ("UN", "deputy minister"),
    "Under-Secretary-General of the United Nations": ("UN", "deputy minister"),
    "President of the International Court of Justice": ("ICJ", "judge"),
    "Judge of the International Court of Justice": ("ICJ", "judge"),
    "Director-General of the World Trade Organization": ("WTO", "secretary-general"),
    "president of the Parliamentary Assembly of the Council of Europe": ("COE.PACE", "speaker"),
    "OSCE High Commissioner on National Minorities": ("OSCE", "envoy"),
    "Speaker of the Arab Parliament": ("ARAB.LEAGUE", "speaker"),
}


def cabinets(states: States) -> Iterator[Fact]:
    """Office-holdings of the cabinets table, classified."""
    rules = post_rules()
    for row in read(CABINETS / "officeholders.csv"):
        state, person, name = row["iso3"], row["person_qid"], clean_name(row["person"])
        if not person or not name or person == name:
            continue
        if state == "INT":
            organization, post_class = INTERNATIONAL.get(row["position"], ("", ""))
            title = row["position"]
        else:
            organization, title = state, states.plain(row["position"], state)
            post_class = classify(title, rules, state) or ""
        if post_class:
            title = title[0].upper() + title[1:]
            country = "" if state == "INT" else state
            start, end = row["start"].rstrip("s"), row["end"].rstrip("s")
            yield Fact(organization, post_class, title, person, name, country, start, end, "wd")


def foreign_ministers(states: States) -> Iterator[Fact]:
    """Foreign ministers of January 2023."""
    for row in read(SHARED / "foreign-ministers-2023" / "wikidata.csv"):
        state = states.by_item.get(row["country"])
        if state and row["person"] and row["name"] and "oreign" in row["positionLabel"]:
            name = clean_name(row["name"])
            yield Fact(state, "foreign minister", "Minister of Foreign Affairs", row["person"], name, state,
                       row["start"], "", "wd-fm")  # fmt: skip


def leaders(states: States) -> Iterator[Fact]:
    """Heads of state and government of 2022."""
    rules = post_rules()
    for row in read(SHARED / "world-leaders-2022" / "wikidata.csv"):
        state = states.by_item.get(row["countryid"])
        if not state or not row["officeholder"] or not row["start_year"]:
            continue
        title = states.plain(row["positionLabel"], state)
        title = title[0].upper() + title[1:]
        post_class = classify(title, rules, state)
        if post_class in ("head of state", "head of government"):
            yield Fact(state, post_class, title, row["officeholder"], clean_name(row["officeholderLabel"]), state,
                       row["start_year"], row["end_year"], "wd-heads")  # fmt: skip


def executive() -> Iterator[Fact]:
    """Presidents and vice presidents of the United States since 1945."""
    for person in yaml.safe_load((SHARED / "us-congress-executive" / "executive.yaml").read_text(encoding="utf-8")):
        name = person["name"]
        full = name.get("official_full") or " ".join(filter(None, [name["first"], name["last"], name.get("suffix")]))
        for term in person["terms"]:
            president = term["type"] == "prez"
            if term["end"] > "1945" and "wikidata" in person["id"]:
                yield Fact("USA", "head of state" if president else "vice president",
                           "President" if president else "Vice President", person["id"]["wikidata"], full, "USA",
                           term["start"], term["end"], "us-exec")  # fmt: skip


class Identities:
    """Wikidata items of people by name, from every table that has them."""

    def __init__(self, facts: list[Fact]) -> None:
        self._items: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._holders = {(fact.person, fact.organization, fact.post_class) for fact in facts}
        self._in_office: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in facts:
            self._in_office[fact.organization, fact.post_class].append(fact)
        for fact in facts:
            self._add(fact.name, fact.country, fact.person, 10)
        for row in read(CABINETS / "officeholders.csv"):
            self._add(row["enwiki"], row["iso3"], row["person_qid"], 1)
        for row in read(CABINETS / "legislators.csv"):
            self._add(row["person"], row["iso3"], row["person_qid"], 1)

    def _add(self, name: str, country: str, person: str, weight: int) -> None:
        if not name or not person:
            return
        self._items[normalise(clean_name(name)), country][person] += weight
        for short in full_names(clean_name(name), country)[1:]:
            self._items[normalise(short), country][person] += weight

    def item(self, name: str, country: str, organization: str, post_class: str) -> str | None:
        """The item of the person of this name and country; None when there is none, or more than one.

        Of several people of one name, the one who is known to have held such a post is meant.
        """
        spellings = (self._items.get((normalise(each), country)) for each in full_names(name, country))
        found = next(filter(None, spellings), None)
        if not found:
            return None
        holders = [person for person in sorted(found) if (person, organization, post_class) in self._holders]
        if len(holders) == 1:
            return holders[0]
        best = found.most_common(2)
        return best[0][0] if len(best) == 1 or best[0][1] > best[1][1] else None

    def colleague(self, row: Mapping[str, str]) -> str | None:
        """The person of a like name whom another table has in that office at that time."""
        fact = Fact(row["organization"], row["class"], row["title"], "", row["person"], row["country"],
                    row["start"], row["end"], "own")  # fmt: skip
        alike = {
            other.person
            for other in self._in_office[fact.organization, fact.post_class]
            if shared_days(fact, other) > SAME_SPELL and other.person and same_name(fact.name, other.name)
        }
        return alike.pop() if len(alike) == 1 else None


def same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's: all words of one in the other, or spelt alike."""
    left, right = normalise(one).split(), normalise(other).split()
    if set(left) <= set(right) or set(right) <= set(left):
        return True
    return difflib.SequenceMatcher(None, " ".join(left), " ".join(right)).ratio() > _ALIKE


def own(identities: Identities) -> Iterator[Fact]:
    """The facts written by hand; people are joined to their item by name or other spelling, and country."""
    spellings = {(row["person"], row["country"]): row["aliases"].split("|") for row in read(FACTS / "people.csv")}
    facts: list[Fact] = []
    for row in [row for path in sorted(FACTS.glob("tenures*.csv")) for row in read(path)]:
        country, name, body, post_class = row["country"], row["person"], row["organization"], row["class"]
        names = [name, *filter(None, spellings.get((name, country), []))]
        items = (identities.item(each, country, body, post_class) for each in names)
        person = row["wikidata"] or next(filter(None, items), None) or identities.colleague(row) or slug(name)
        facts.append(Fact(body, post_class, row["title"], person, name, country, row["start"], row["end"], "own"))
    yield from one_person(facts)


def one_person(facts: list[Fact]) -> Iterator[Fact]:
    """Hand-written facts in which a name and country mean one person: an item found by one row is that of all."""
    items: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in facts:
        if re.fullmatch(r"Q\d+", fact.person):
            items[fact.name, fact.country].add(fact.person)
    for fact in facts:
        found = items[fact.name, fact.country]
        yield fact if fact.person in found or len(found) != 1 else replace(fact, person=min(found))


def tellings(states: States, known: list[Fact]) -> Iterator[Fact]:
    """Leaders and officials of the dictionary whom the other sources do not have in office then."""
    identities = Identities(known)
    spells = list(officials.dictionary())
    agreed = list(officials.agreed(spells, officials.leaders(states.by_name)))
    leading = {spell for spell, _ in agreed}
    for spell, leader in agreed:
        post_class, title = _leads(spell)
        person = identities.item(spell.names[0], spell.country, spell.country, post_class)
        until = spell.until if len(spell.until) > 4 else leader.until or officials.READ
        yield Fact(spell.country, post_class, title, person or _local(spell), spell.names[0], spell.country,
                   spell.since, until, "reign")  # fmt: skip
    for spell in spells:
        if spell in leading or spell.country not in states.ids or spell.until < "1945":
            continue
        if identities.item(spell.names[0], spell.country, spell.country, "official") is None:
            title = f"{_OF[spell.sector[:3]]} official" if spell.sector[:3] in _OF else "Official"
            yield Fact(spell.country, "official", title, _local(spell), spell.names[0], spell.country,
                       spell.since, spell.until, "phoenix")  # fmt: skip


_OF = {"MIL": "Defence", "JUD": "Justice", "COP": "Police", "SPY": "Intelligence"}


def _local(spell: officials.Spell) -> str:
    return slug(f"{spell.names[0]} {spell.country}")


def _leads(spell: officials.Spell) -> tuple[str, str]:
    """The class and title of a state's leader at that time."""
    for row in read(FACTS / "leaders.csv"):
        started = not row["since"] or row["since"] <= spell.since[: len(row["since"])]
        if row["country"] == spell.country and started and (not row["until"] or spell.since < row["until"]):
            return row["class"], row["title"]
    return "head of state", "President"


def clean_name(name: str) -> str:
    """A name without a disambiguation in brackets."""
    return re.sub(r"\s*\(.*?\)", "", name).strip()


def write(name: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> int:
    """Write one table, sorted; the number of its rows."""
    found = sorted(set(rows))
    with (TABLES / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(found)
    return len(found)


def people(facts: list[Fact]) -> list[tuple[str, ...]]:
    """One row for each person: the most telling name, the state of the latest office, hand-written namings."""
    extra = {(row["person"], row["country"]): row for row in read(FACTS / "people.csv")}
    names: dict[str, Counter[str]] = defaultdict(Counter)
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    used = set()
    for fact in facts:
        names[fact.person][fact.name] += 1000 if fact.source == "own" else 1
        countries[fact.person][fact.country] += (1000 if fact.source == "own" else 1) if fact.country else 0
    rows: list[tuple[str, ...]] = []
    for person, counted in names.items():
        name, country = counted.most_common(1)[0][0], countries[person].most_common(1)[0][0]
        more = extra.get((name, country), {})
        used.add((name, country))
        spellings = sorted(each for each in counted if normalise(each) != normalise(name))
        aliases = "|".join(dict.fromkeys([*spellings, *filter(None, more.get("aliases", "").split("|"))]))
        rows.append((person, name, country, more.get("sectors", ""), aliases, more.get("surnames", "")))
    for lost in sorted(set(extra) - used):
        log.warning("facts/people.csv names somebody without a tenure: %s", lost)
    return rows


def post_of(fact: Fact, countries: Mapping[str, str | None]) -> tuple[str, ...]:
    """The row of the post that a fact is about; its country is the organisation's."""
    post_id = f"{fact.organization}.{slug(fact.title)}"
    return (post_id, fact.post_class, fact.title, fact.organization, countries[fact.organization] or "")


def gathered() -> list[Fact]:
    """The facts of all sources, each person's spell in a post told once; sources may still disagree."""
    states = States()
    found = [*cabinets(states), *foreign_ministers(states), *leaders(states), *executive()]
    found += own(Identities(found))
    found += legislators.seats(CABINETS / "legislators.csv", {fact.person for fact in found})
    facts = sound([*found, *wanting(tellings(states, found), found)])
    return fresh(closed(one_spell(merged_titles(facts))))


def main() -> int:
    """Write the three tables; 1 when the data is not there."""
    if not CABINETS.is_dir():
        log.error("The data is missing: %s. The tables are left as they are.", CABINETS)
        return 1
    facts = sharpened(undisputed(gathered()))
    countries = {entity.id: entity.country for entity, _ in [*load_states(), *load_entities()]}
    unknown = sorted({fact.organization for fact in facts} - set(countries))
    if unknown:
        log.error("Organisations that no table has: %s", ", ".join(unknown))
        return 1
    posts = {post_of(fact, countries) for fact in facts}
    single: dict[str, tuple[str, ...]] = {}
    for post in sorted(posts):
        single.setdefault(post[0], post)
    counts = [
        write("people.csv", PEOPLE_COLUMNS, people(facts)),
        write("posts.csv", POST_COLUMNS, single.values()),
        write("tenures.csv", TENURE_COLUMNS,
              ((f.person, f"{f.organization}.{slug(f.title)}", f.since, f.until, f.source) for f in facts)),
    ]  # fmt: skip
    log.warning("people %d, posts %d, tenures %d", *counts)
    return 0


if __name__ == "__main__":
    logging.basicConfig(format="%(message)s")
    raise SystemExit(main())
