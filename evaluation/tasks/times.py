"""Times: TIMEX3 expressions against gold, in the manner of TempEval-3 task A.

A predicted and a gold expression match when they overlap; matches are made one to one, exact spans first, then
by the largest overlap. Strict counts equal spans (blanks, punctuation and quotation marks at the ends aside),
relaxed every match, value the matches with the right value. The text's own date is not counted.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from communique.parse.syntax import language_model
from communique.resolve.times import find_times
from evaluation.data import own
from evaluation.task import Part, Result, Task, in_part

_TRIMMED = " \t\r\n.,;:!?\"'`()[]“”‘’"
FIGURES = ("value_f1", "strict_f1", "relaxed_f1", "date_recall", "kchar_per_s")


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression with trimmed ends."""

    start: int
    end: int
    value: str


@dataclass(slots=True)
class Counts:
    """What has been counted so far."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    value: int = 0
    dates: int = 0
    dates_right: int = 0
    characters: int = 0
    seconds: float = 0.0


def trimmed(text: str, start: int, end: int, value: str | None) -> Timex | None:
    """The expression without blanks and punctuation at its ends; None when nothing is left."""
    end = min(end, len(text))
    while start < end and text[start] in _TRIMMED:
        start += 1
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    return Timex(start, end, (value or "").strip()) if start < end else None


def matches(gold: list[Timex], found: list[Timex]) -> dict[int, int]:
    """Index of the expression found for each gold one that has one."""
    ranked = sorted(
        (
            ((g.start, g.end) == (f.start, f.end), min(g.end, f.end) - max(g.start, f.start),
             min(g.start, f.start) - max(g.end, f.end), i, j)
            for i, g in enumerate(gold)
            for j, f in enumerate(found)
            if g.start < f.end and f.start < g.end
        ),
        reverse=True,
    )  # fmt: skip
    out: dict[int, int] = {}
    taken: set[int] = set()
    for *_, i, j in ranked:
        if i not in out and j not in taken:
            out[i] = j
            taken.add(j)
    return out


def count(counts: Counts, gold: list[Timex], found: list[Timex]) -> None:
    """Add one text's expressions to the counts."""
    pairs = matches(gold, found)
    counts.gold += len(gold)
    counts.found += len(found)
    for i, g in enumerate(gold):
        dated = re.match(r"\d{4}", g.value) is not None
        counts.dates += dated
        if i not in pairs:
            continue
        f = found[pairs[i]]
        counts.relaxed += 1
        counts.strict += (g.start, g.end) == (f.start, f.end)
        counts.value += g.value == f.value
        counts.dates_right += dated and g.value == f.value


def f1(right: int, found: int, gold: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (found + gold) if found + gold else 0.0


def day_of(stamp: str) -> date | None:
    """The day of a creation time such as 1990-08-15T13:37."""
    try:
        return date.fromisoformat(stamp[:10])
    except ValueError:
        return None


def _read(row: dict[str, Any], counts: Counts) -> list[Timex]:
    """The expressions found in one text; only the search after the parse is timed, on this process's clock."""
    text = row["text"]
    doc = language_model()(text)
    started = time.process_time()
    found = find_times(text, day_of(row.get("dct") or ""), doc)
    counts.seconds += time.process_time() - started
    counts.characters += len(text)
    return [timex for each in found if (timex := trimmed(text, each.start, each.end, each.value)) is not None]


def score(gold: Path, part: Part | None) -> Result:
    """Score one file of lines ``{"id", "dct", "text", "timexes": [{"start", "end", "type", "value"}]}``."""
    counts, n = Counts(), 0
    find_times("", None)
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line) if line.strip() else None
        if row is None or not in_part(row["id"], part):
            continue
        n += 1
        text = row["text"]
        wanted = [trimmed(text, each["start"], each["end"], each["value"]) for each in row["timexes"]]
        count(counts, [each for each in wanted if each is not None], _read(row, counts))
    return Result(n, _figures(counts))


def _figures(counts: Counts) -> dict[str, float]:
    return {
        "value_f1": f1(counts.value, counts.found, counts.gold),
        "strict_f1": f1(counts.strict, counts.found, counts.gold),
        "relaxed_f1": f1(counts.relaxed, counts.found, counts.gold),
        "date_recall": counts.dates_right / counts.dates if counts.dates else 0.0,
        "kchar_per_s": counts.characters / 1000 / max(counts.seconds, 1e-6),
    }


TASK = Task(
    name="times",
    sets={
        "TimeBank": "times/timebank.jsonl",
        "AQUAINT": "times/aquaint_half.jsonl",
        # Written for this project; the gate looks for gold below the measuring data, which lies beside it.
        "own sentences": own("times.jsonl"),
        "own wire English": own("times_wire.jsonl"),
    },
    figures=FIGURES,
    score=score,
    anchors={"value_f1": (0.786, "HeidelTime, TempEval-3 platinum and MEANTIME pooled (AQUAINT .729, TimeBank .795)")},
)
