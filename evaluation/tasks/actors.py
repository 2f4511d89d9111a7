"""Phrase to country and role, some with a date: the resolution tests of NGEC, parsed into ``gold_ngec.json``.

Scored are the calls of ``agent_to_code`` that are neither skipped nor expected to fail and that assert the country,
the first or the second code, or that there is no code at all. Every asserted field must be right:

- ``all``: over all of them.
- ``both``: of those that assert country and first code, both right.
- ``dated``: of those that give a calendar date ("Today" is none), every asserted field right.
- ``none``: of those that expect no code, none given.

A list of several accepted values takes any. Codes are folded: EUR is EU, UNO is any body of the UN, IGO any other
international organisation; an empty code and UNK (human beings of no known role) are the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from communique.registry import load_registry
from communique.resolve.actors import ActorCode, code_phrase
from evaluation.task import Part, Result, Task, in_part

FIELDS = ("country", "code_1", "code_2")
_FORMATS = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y")


def day(words: str | None) -> date | None:
    """The calendar date of a query; None for "Today" or none."""
    for form in _FORMATS:
        try:
            return datetime.strptime(words or "", form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def expects_none(case: dict[str, Any]) -> bool:
    """Whether the case says that there is no actor."""
    return any("code is None" in each or "code == None" in each for each in case["other"])


def scorable(case: dict[str, Any]) -> bool:
    """Whether the case is one of those that count."""
    active = case["fn"] == "agent_to_code" and not case["mark"] and case["text"]
    return bool(active) and (expects_none(case) or any(name in case["exp"] for name in FIELDS))


def folded_country(code: ActorCode) -> str:
    """The country in the scheme of the gold."""
    country = code.country or ""
    if country == "EU" or country.startswith("EU."):
        return "EUR"
    if country == "UN" or country.startswith("UN."):
        return "UNO"
    entity = load_registry().actor(country) if country else None
    return "IGO" if entity is not None and entity.kind != "state" and not _is_land(entity.kind) else country


def _is_land(kind: str | None) -> bool:
    return kind in ("region", "people")


def given(case: dict[str, Any]) -> ActorCode:
    """What the coder says about a case."""
    context = " ".join(filter(None, (case.get("context"), case.get("known_country"))))
    return code_phrase(case["text"], day(case.get("query_date")), context)


def verdicts(case: dict[str, Any], code: ActorCode) -> dict[str, bool]:
    """For every asserted field, whether it is right."""
    if expects_none(case):
        return {"none": not code.country and not code.code_1}
    said = {"country": folded_country(code), "code_1": _role(code.code_1), "code_2": _role(code.code_2)}
    return {
        name: said[name] in {_role(each) if name != "country" else each for each in case["exp"][name]}
        for name in FIELDS
        if name in case["exp"]
    }


def _role(code: str | None) -> str:
    return "" if not code or code == "UNK" else code


def score(gold: Path, part: Part | None) -> Result:
    """Score the phrases of one file."""
    cases = [case for case in json.loads(gold.read_text(encoding="utf-8")) if scorable(case)]
    judged = [(case, verdicts(case, given(case))) for case in cases if in_part(f"{case['test']}:{case['text']}", part)]
    return Result(len(judged), {
        "all": _share(judged, lambda _: True),
        "both": _share(judged, lambda case: {"country", "code_1"} <= set(case["exp"]), ("country", "code_1")),
        "dated": _share(judged, lambda case: day(case.get("query_date")) is not None and not expects_none(case)),
        "none": _share(judged, expects_none),
    })  # fmt: skip


def _share(
    judged: list[tuple[dict[str, Any], dict[str, bool]]],
    counts: Callable[[dict[str, Any]], bool],
    fields: tuple[str, ...] = (*FIELDS, "none"),
) -> float:
    chosen = [found for case, found in judged if counts(case)]
    right = [all(ok for name, ok in found.items() if name in fields) for found in chosen]
    return sum(right) / len(right) if right else 0.0


TASK = Task(
    name="actors",
    sets={"NGEC": "actors/gold-ngec/gold_ngec.json"},
    figures=("all", "both", "dated", "none"),
    score=score,
    anchors={
        "all": (0.465, "PETRARCH2 with newer agents"),
        "both": (0.391, "PETRARCH2 with newer agents"),
        "dated": (0.143, "PETRARCH2 with newer agents"),
        "none": (20 / 22, "target"),
    },
)
