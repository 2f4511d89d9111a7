"""Office-holdings out of an older coder's dictionary and a list of leaders, for :mod:`training.registry`.

* ``phoenix``: the country dictionary of PETRARCH (MIT), which dates rulers to the day and, from 2003 to 2011, the
  members of governments to the month; it tells no titles, so its people are *officials*.
* ``reign``: the leaders of REIGN, to the day, mostly by surname. Where the dictionary has somebody of that name who
  took office at the same time, the two sources agree: the full name is the dictionary's, and the office is that of a
  head of state or, where ``facts/leaders.csv`` says so, of a head of government.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from communique.registry.words import keys, normalise

FACTS = Path(__file__).resolve().parent / "facts"
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
DICTIONARY = DATA / "events" / "petrarch_dictionaries" / "Phoenix.Countries.actors.txt"
REIGN = DATA / "actors" / "reign"
LAST = "2011"
"""The year of the dictionary's last look at governments: what is open then is not known to have lasted."""
READ = "2021"
"""The year in which REIGN ends."""
_CODE = re.compile(r"\[([A-Z]{3})([A-Z]*)\s*([<>]?)\s*(\d*)-?(\d*)\]")
_COUNTRIES = {"TMP": "TLS", "KSV": "XKX", "KNT": "KNA", "ROM": "ROU"}
_TITLES = re.compile(
    r"^(?:(?:ACTING|FORMER|VICE|PRIME|PRESIDENT|MINISTER|KING|QUEEN|PRINCE|CHANCELLOR|SIR|DAME|LORD|GEN\.?|GENERAL|LT\.?|MAJ\.?|MAJOR|COL\.?|CAPT\.?|BRIG\.?|ADM\.?|DR\.?|"
    r"PROF\.?|HON\.?|RATU|ADI|HRH|HIS|HER|MAJESTY|EXCELLENCY|REV\.?|FR\.?)[ .])+"
)
_SMALL = frozenset(["DE", "DA", "DO", "DOS", "DAS", "DEL", "LA", "VAN", "VON", "DER", "DEN", "BIN", "BINT", "OF", "Y"])
_ARTICLE = frozenset(["AL", "EL", "UL"])
_NEAR = 62  # days by which two sources may date one start apart


@dataclass(frozen=True)
class Spell:
    """Somebody in some office of a state: names, the code behind GOV, and the two days as exact as they are told."""

    country: str
    names: tuple[str, ...]
    sector: str
    since: str
    until: str

    @property
    def in_month(self) -> bool:
        """Whether the days are those of monthly lists: from the first of one to the last of another."""
        ends = len(self.until) == 4 or (bool(self.until) and _day_after(self.until).endswith("-01"))
        return self.since >= "2003" and self.since.endswith("-01") and ends


@dataclass(frozen=True)
class Leader:
    """A leader of a state: surname or name as the list writes it, and the months of start and end."""

    country: str
    name: str
    since: str
    until: str


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def dictionary() -> Iterator[Spell]:
    """The dated members of governments in the dictionary."""
    names: list[str] = []
    coded = False
    for raw in DICTIONARY.read_text(encoding="utf-8", errors="replace").splitlines():
        line = raw.partition("#")[0].rstrip()
        if line[:1] in ("\t", " "):
            coded = True
            for country, role, relation, start, end in _CODE.findall(line):
                if role.startswith("GOV") and _day(start) and names and relation != "<":
                    until = _day(end) or (max(LAST, _day(start)[:4]) if relation == ">" else "")
                    spell = Spell(_COUNTRIES.get(country, country), tuple(names), role[3:], _day(start), until)
                    yield replace(spell, since=spell.since[:7], until=until[:7]) if spell.in_month else spell
        elif line:
            if coded or not line.startswith("+"):
                names, coded = [], False
            name = _name(line.partition("[")[0].lstrip("+"))
            if " " in name:
                names.append(name)


def _day(digits: str) -> str:
    if len(digits) == 6:
        digits = ("19" if digits >= "30" else "20") + digits
    if len(digits) != 8:
        return ""
    try:
        return datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return ""


def _name(capitals: str) -> str:
    """A name in the usual letters: 'AHMAD AL MANSURI' -> 'Ahmad al-Mansuri'."""
    bare = _TITLES.sub("", capitals.strip(" _").replace("_", " ").replace("AL- ", "AL ") + " ").strip()
    bare = re.sub(r",? (?:JR|SR)\.?$", "", bare)
    words, article = [], ""
    for place, word in enumerate(bare.split()):
        if word in _ARTICLE and place:
            article = word.lower() + "-"
            continue
        small = word in _SMALL and place
        words.append(article + (word.lower() if small else re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word)))
        article = ""
    return re.sub(r"\bMc([a-z])", lambda m: f"Mc{m[1].upper()}", " ".join(words)).replace("'S", "'s")


_OTHER_NAMES = {"Myanmar (Burma)": "MMR", "Tajkistan": "TJK", "German Federal Republic": "DEU"}


def leaders(states: Mapping[str, str]) -> Iterator[Leader]:
    """The leaders of REIGN.

    Args:
        states: Alpha-3 codes by the normalised name of the state.
    """
    with (REIGN / "electionlist_3_21.csv").open(encoding="latin-1", newline="") as file:
        names = {row["ccode"]: row["country"] for row in csv.DictReader(file)}
    country = {code: _OTHER_NAMES.get(name) or states.get(normalise(name), "") for code, name in names.items()}
    with (REIGN / "leaderlist_3_21.csv").open(encoding="latin-1", newline="") as file:
        for row in csv.DictReader(file):
            if country.get(row["ccode"]) and row["syear"].isdigit() and row["sdate"].isdigit():
                since = f"{row['syear']}-{int(row['smonth']):02}-{int(row['sdate']):02}"
                until = f"{row['eyear']}-{int(row['emonth']):02}" if row["eyear"].isdigit() else ""
                yield Leader(country[row["ccode"]], re.sub(r"\(.*?\)", "", row["leader"]).strip(), since, until)


def agreed(spells: Iterable[Spell], known: Iterable[Leader]) -> Iterator[tuple[Spell, Leader]]:
    """The spells of which both sources know, each with its leader."""
    by_country: dict[str, list[Spell]] = defaultdict(list)
    for spell in spells:
        by_country[spell.country].append(spell)
    for leader in known:
        words = {word for word in keys(leader.name.replace(",", " ")) if len(word) > 1}
        near = [each for each in by_country[leader.country] if _apart(each.since, leader.since) <= _NEAR]
        fitting = [each for each in near if any(words and words <= set(keys(name)) for name in each.names)]
        if fitting:
            yield min(fitting, key=lambda each: (_apart(each.since, leader.since), each.since)), leader


def _apart(one: str, other: str) -> int:
    days = [datetime.date.fromisoformat((each + "-01-01")[:10]) for each in (one, other)]
    return abs((days[0] - days[1]).days)
