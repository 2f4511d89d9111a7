"""Codes that foreign formats use and the record does not: CAMEO's names and Goldstein's scale, countries' numbers.

``data/cameo.csv`` has the names of CAMEO's codes and the scale that event data carry for them (Goldstein 1992, extended
to CAMEO by its authors; as published with the ICEWS tools). ``data/countries.csv`` has FIPS 10-4 and ISO codes
(GeoNames, CC BY 4.0) and the country numbers of the Correlates of War project (its state system list, 2016).
``data/languages.csv`` has the codes of ISO 639-1 and 639-3 and English names of the languages that news comes in.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO code: its name, and its place on the scale from -10 (conflict) to 10 (cooperation)."""

    code: str
    label: str
    goldstein: float | None


@dataclass(frozen=True, slots=True)
class Country:
    """A country: English name, ISO alpha-2, FIPS 10-4 and Correlates of War number, each None where it has none."""

    iso3: str
    name: str
    iso2: str | None
    fips: str | None
    cow: int | None


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its codes of two and of three letters (ISO 639-1 and 639-3), and its English name."""

    iso1: str
    iso3: str
    name: str


@functools.cache
def cameo_codes() -> dict[str, CameoCode]:
    """CAMEO's codes."""
    return {
        row["code"]: CameoCode(row["code"], row["label"], float(row["goldstein"]) if row["goldstein"] else None)
        for row in _rows("cameo.csv")
    }


def cameo(code: str) -> CameoCode:
    """What stands for this code: itself or, where the table lacks it, the code above it.

    Args:
        code: Two to four digits.
    """
    table = cameo_codes()
    found = next((code[:n] for n in range(len(code), 1, -1) if code[:n] in table), None)
    return table[found] if found else CameoCode(code, code, None)


@functools.cache
def countries() -> dict[str, Country]:
    """Countries by ISO 3166-1 alpha-3 code (XKX for Kosovo)."""
    return {
        row["iso3"]: Country(
            row["iso3"], row["name"], row["iso2"] or None, row["fips"] or None, int(row["cow"]) if row["cow"] else None
        )
        for row in _rows("countries.csv")
    }


@functools.cache
def languages() -> dict[str, Language]:
    """Languages by ISO 639-1 code."""
    return {row["iso1"]: Language(row["iso1"], row["iso3"], row["name"]) for row in _rows("languages.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("communique.export").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
