"""Whom a row means: states and organisations by the codes that our records have, so that coders can be compared."""

from __future__ import annotations

import csv
import functools
import re
from importlib import resources

from communique.export.codes import countries
from communique.registry import load_registry

_WHOLES = frozenset({"state", "region", "organisation", "body"})
_EMPTY = frozenset({"", "NA", "N/A", "None", "nan", "---"})


def given(cell: str | None) -> str | None:
    """What a cell holds; None for the ways in which such data write nothing."""
    text = (cell or "").strip()
    return None if text in _EMPTY else text


@functools.cache
def of_code(code: str | None) -> str | None:
    """The state or organisation of a CAMEO or ISO code; a code that is in no table stays as it is."""
    told = given(code)
    return _table().get(told, told) if told else None


def of_actor_code(code: str | None) -> str | None:
    """The state or organisation of a whole CAMEO actor code, such as *LUXGOV*; None for roles without a country."""
    told = given(code)
    if told is None:
        return None
    found = of_code(told[:3])
    return of_whole_code(told) or (found if told[:3] in {*countries(), *_table()} else None)


@functools.cache
def of_whole_code(code: str | None) -> str | None:
    """The organisation that alone has a whole CAMEO actor code, such as *IGOUNOJUDICJ*; None where several share it."""
    told = given(code)
    return (_table().get(told) or _organisations().get(told)) if told else None


@functools.cache
def of_organisation(name: str | None) -> str | None:
    """The organisation, or that of an organ, whose name this is; None for states and whoever else."""
    found = of_name(name)
    known = load_registry().actor(found) if found else None
    return found if known is not None and known.kind in {"organisation", "body"} else None


@functools.cache
def of_name(name: str | None) -> str | None:
    """The state or organisation that a name means; None where the registry and the table of countries have none."""
    told = given(name)
    if told is None:
        return None
    known = _countries().get(told.casefold())
    if known:
        return known
    found = load_registry().find_aliases(told)
    whole = {each.entity_id for one in found if (one.start, one.end) == (0, len(told)) for each in one.aliases}
    entities = [load_registry().actor(each) for each in sorted(whole)]
    wholes = [each for each in entities if each is not None and each.kind in _WHOLES]
    if len(wholes) != 1:
        return None
    return wholes[0].country if wholes[0].kind == "region" else wholes[0].id.partition(".")[0]


def of_actor(name: str | None) -> str | None:
    """The state that stands in brackets behind a name, as in *Ministry (Japan)*, or whom the name itself means."""
    told = given(name)
    bracketed = re.search(r"\(([^()]+)\)$", told) if told else None
    return (of_name(bracketed[1]) if bracketed else None) or of_name(told)


@functools.cache
def _table() -> dict[str, str]:
    text = resources.files("communique.imports").joinpath("data", "parties.csv").read_text("utf-8")
    return {row["code"]: row["means"] for row in csv.DictReader(text.splitlines())}


@functools.cache
def _organisations() -> dict[str, str]:
    """Organisations by the code that the registry has for them and their organs alone."""
    held: dict[str, set[str]] = {}
    for each in load_registry().actors():
        if each.kind in {"organisation", "body"} and (each.cameo or "").startswith("IGO"):
            held.setdefault(each.cameo or "", set()).add(each.id.partition(".")[0])
    return {code: next(iter(ids)) for code, ids in held.items() if len(ids) == 1 and len(code) > 3}


@functools.cache
def _countries() -> dict[str, str]:
    return {each.name.casefold(): code for code, each in countries().items()}
