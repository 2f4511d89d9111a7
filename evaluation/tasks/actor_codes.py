"""Actor texts to code and sector: the gold standard records of PLOVER.

- ``code``: share of the actor texts whose country or body is right.
- ``code_sector``: share whose code is right and whose sector is too; where the gold gives no sector, none may be
  given. ``***`` in the gold stands for a sector that was not judged; the ethnic or religious code behind a sector
  (``REBkur``) is left aside.

Codes are folded as the event scorer does (ROU/ROM, JAP/JPN, KSV/XKX, PSE/PAL, ITL/ITA, VTN/VNM); every
intergovernmental or worldwide body is IGO, as in the gold. CIV as a sector is CVL.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from communique.registry import load_registry
from communique.resolve.actors import ActorCode, code_phrase
from evaluation.task import Part, Result, Task, in_part

_FOLDED = {
    "ROM": "ROU", "JAP": "JPN", "KOS": "XKX", "KSV": "XKX", "PLS": "PSE", "PAL": "PSE", "ITL": "ITA", "VTN": "VNM",
    "NGO": "IGO",
}  # fmt: skip


def mentions(gold: Path) -> Iterator[tuple[str, str, str, str]]:
    """Record id, actor text, code and sector of every actor."""
    for record in json.loads(gold.read_text(encoding="utf-8")):
        for side in ("source", "target"):
            actors = record.get(side) or []
            for actor in [actors] if isinstance(actors, dict) else actors:
                if isinstance(actor, dict):
                    yield record["id"], actor["actorText"], actor["code"], actor.get("sector") or ""


def folded(code: str) -> str:
    """A code of the gold or of ours in one scheme."""
    return _FOLDED.get(code, code)


def country(code: ActorCode) -> str:
    """Our country or body in the scheme of the gold."""
    if not code.country:
        return "IGO" if code.code_1 in ("NGO", "IGO") else ""
    entity = load_registry().actor(code.country)
    worldwide = entity is not None and entity.kind not in ("state", "region", "people")
    return "IGO" if worldwide else folded(code.country)


def sector(code: ActorCode) -> str:
    """Our main sector in the scheme of the gold: that of an organisation as such is none."""
    return code.code_1 if code.code_1 and code.code_1 not in ("IGO", "NGO", "UNK", "PRE") else ""


def score(gold: Path, part: Part | None) -> Result:
    """Score the actor texts of one file."""
    n = codes = both = 0
    for identifier, text, wanted, wanted_sector in mentions(gold):
        if not in_part(identifier, part):
            continue
        code = code_phrase(text)
        right = country(code) == folded(wanted)
        n += 1
        codes += right
        both += right and same_sector(sector(code), wanted_sector)
    return Result(n, {"code": codes / n if n else 0.0, "code_sector": both / n if n else 0.0})


def same_sector(ours: str, gold: str) -> bool:
    """Whether the sectors agree."""
    gold = "CVL" if gold.startswith("CIV") else gold[:3]
    return gold in ("***", ours)


TASK = Task(
    name="actor-codes",
    sets={"PLOVER-GSR": "actors/gold-plover-gsr/PLOVER_GSR_CAMEO.txt"},
    figures=("code", "code_sector"),
    score=score,
    anchors={
        "code": (0.777, "PETRARCH2 with newer agents"),
        "code_sector": (0.560, "PETRARCH2 with newer agents"),
    },
)
