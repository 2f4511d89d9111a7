"""How a lake lies on its storage, and what its manifest says.

::

    lake.json                                               the schema that the lake is in
    manifest/UNIT.json                                      one committed unit: its files, counts, versions
    TABLE/month=2019-12/outlet=NAME/UNIT-HASH.parquet       rows of one table from one unit
    actors/UNIT-HASH.parquet                                the particulars of the unit's actors
    days/UNIT-HASH.parquet, presence/UNIT-HASH.parquet      which months have what about which days

Small files are joined by :mod:`.compacting`: a unit named ``LAST.joined`` then stands for several, whose manifests it
tells and replaces.

A unit is there when its manifest is: files that no manifest names are not part of the lake. A file's name has the
beginning of its own hash, so a unit that is written again puts other content beside the old and never over it.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from communique.errors import InputError
from communique.record import doc

SCHEMA = 2
"""Number of the present layout; a lake of a higher one is for a newer version."""

HEAD = "lake.json"
MANIFEST = "manifest"
UNDATED = "undated"
NOBODY = "unknown"

_UNIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_FIRST_DAY = date(1900, 1, 1).toordinal()
_DAY_BITS, HASH_BITS = 16, 47


class Head(Struct, frozen=True, kw_only=True):
    """What the lake itself says."""

    format: Annotated[str, doc("Always 'communique lake'.")] = "communique lake"
    schema: Annotated[int, doc("Number of the layout.")] = SCHEMA


class Part(Struct, frozen=True, kw_only=True):
    """One Parquet file."""

    path: Annotated[str, doc("Where it is, from the root of the lake.")]
    table: Annotated[str, doc("Table whose rows it has.")]
    rows: Annotated[int, doc("Number of rows.")]
    bytes: Annotated[int, doc("Length.")]
    sha256: Annotated[str, doc("SHA-256 of its bytes, in hexadecimal.")]
    month: Annotated[str | None, doc("Month of publication of its articles, or 'undated'; null where it has all.")] = (
        None
    )
    outlet: Annotated[str | None, doc("Outlet of its articles; null where it has all, or it is unknown.")] = None


class Versions(Struct, frozen=True, kw_only=True, order=True):
    """What coded some records."""

    communique: Annotated[str, doc("Version of the program.")]
    model: Annotated[str, doc("Name and version of the language model.")]
    registry: Annotated[str, doc("Version of the registry of actors.")]


class Member(Struct, frozen=True, kw_only=True):
    """A unit whose files were joined with those of others."""

    articles: Annotated[int, doc("Number of articles that it had.")]
    manifest: Annotated[str, doc("SHA-256 of the manifest that it had, in hexadecimal.")]
    versions: Annotated[tuple[Versions, ...], doc("Every set of versions that coded a record of it.")] = ()
    about: Annotated[dict[str, Any], doc("What the one who wrote it said of it.")] = {}


class Unit(Struct, frozen=True, kw_only=True):
    """The manifest of one unit: records that were committed together."""

    unit: Annotated[str, doc("Name of the unit.")]
    schema: Annotated[int, doc("Number of the layout that it is written in.")] = SCHEMA
    articles: Annotated[int, doc("Number of articles.")] = 0
    first: Annotated[str | None, doc("Day of the oldest article, ISO 8601.")] = None
    last: Annotated[str | None, doc("Day of the newest article.")] = None
    versions: Annotated[tuple[Versions, ...], doc("Every set of versions that coded a record of it.")] = ()
    counts: Annotated[dict[str, int], doc("Rows by table.")] = {}
    parts: Annotated[tuple[Part, ...], doc("Its files.")] = ()
    about: Annotated[dict[str, Any], doc("What the one who wrote it says of it: its input, what was set aside.")] = {}
    members: Annotated[dict[str, Member], doc("The units of whose files it was joined, by name.")] = {}

    def to_json(self) -> bytes:
        """This manifest as it is kept."""
        return msgspec.json.format(msgspec.json.encode(self, order="sorted"), indent=1) + b"\n"


def places(units: Iterable[Unit]) -> dict[str, str]:
    """By what each unit is ordered: of an article that several have, the last one's record counts.

    That is its name; but a unit that was written anew after its files were joined with others' comes after the joined.
    """
    known = {each.unit: each for each in units}
    joined = {member: name for name, each in known.items() for member in each.members}
    return {name: f"{joined[name]}~{name}" if name in joined else name for name in known}


def checked(unit: str) -> str:
    """The name of a unit, when it can be one.

    Raises:
        InputError: It cannot.
    """
    if not _UNIT.fullmatch(unit):
        raise InputError(
            f"'{unit}' cannot be the name of a unit.", "Take letters, digits, '.', '_' and '-', 100 at most."
        )
    return unit


def month_of(published: str | None) -> str:
    """The month under which an article is kept."""
    return published[:7] if published and _ordinal(published) is not None else UNDATED


def folder(table: str, month: str, outlet: str | None) -> str:
    """Where the rows of some articles are, with names that other programs read as columns."""
    return f"{table}/month={month}/outlet={_escaped(outlet or NOBODY)}"


def _escaped(name: str) -> str:
    """A name that every file system takes; a long one is cut and told apart by its hash."""
    found = quote(name, safe=" ,()&'").replace("~", "%7E").strip() or NOBODY
    found = f"%2E{found[1:]}" if found.startswith(".") else found
    return found if len(found) <= 100 else f"{found[:80].rstrip('%')}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def article_number(id: str, published: str | None) -> int:
    """The number of an article in a lake: its day first, so that what lies near in time lies near in the files.

    It is made from the day and the id alone, so that many writers need not agree on it. Of a day's articles two share
    a number with a probability of about n² / 2⁴⁸: one in ten million for five thousand articles.
    """
    ordinal = _ordinal(published)
    day = min(max(ordinal - _FIRST_DAY, 0) + 1, 2**_DAY_BITS - 1) if ordinal is not None else 0
    digest = hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return day << HASH_BITS | int.from_bytes(digest) >> (64 - HASH_BITS)


def month_of_number(number: int) -> str | None:
    """The month under which the article with this number is kept; None where the number does not tell."""
    return _month_of_day(number >> HASH_BITS)


@functools.cache
def _month_of_day(day: int) -> str | None:
    if day == 0:
        return UNDATED
    known = 1 < day < 2**_DAY_BITS - 1
    return date.fromordinal(_FIRST_DAY + day - 1).isoformat()[:7] if known else None


def actor_number(digest: bytes) -> int:
    """The number of an actor's particulars, from their hash."""
    return int.from_bytes(digest[:8]) >> 1


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None
