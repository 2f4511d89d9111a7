"""The times task scores as the reference scorer does."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from communique.resolve.times import find_times
from evaluation.data import SHARED
from evaluation.tasks import times

ROWS = [
    {
        "id": "one",
        "dct": "2019-12-08",
        "text": "They met last week, on Friday. In 1998 it took three days.",
        "timexes": [
            {"start": 9, "end": 18, "type": "DATE", "value": "2019-W48"},
            {"start": 23, "end": 30, "type": "DATE", "value": "2019-12-06"},
            {"start": 31, "end": 38, "type": "DATE", "value": "1998"},
            {"start": 47, "end": 57, "type": "DURATION", "value": "P4D"},
        ],
    },
    {"id": "two", "dct": "", "text": "Nothing here.", "timexes": []},
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


def test_figures_of_a_small_set(gold: Path) -> None:
    result = times.score(gold, None)
    assert result.n == 2
    assert set(result.figures) == set(times.FIGURES)
    assert result.figures["strict_f1"] == 0.75  # "In 1998" is not "1998"
    assert result.figures["relaxed_f1"] == 1.0
    assert result.figures["value_f1"] == 0.75
    assert result.figures["date_recall"] == 1.0


def test_parts_share_the_set(gold: Path) -> None:
    assert times.score(gold, "dev").n + times.score(gold, "test").n == 2


def test_it_agrees_with_the_reference_scorer() -> None:
    scorer, data = SHARED / "scorers" / "score_timex.py", SHARED / "data" / "times" / "aquaint_half.jsonl"
    if not scorer.exists() or not data.exists():
        pytest.skip("the measuring data is not there")
    spec = importlib.util.spec_from_file_location("score_timex", scorer)
    assert spec is not None
    assert spec.loader is not None
    reference: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines()][:8]
    counts, found = times.Counts(), []
    for row in rows:
        spans = find_times(row["text"], times.day_of(row["dct"]))
        found.append(
            {
                "id": row["id"],
                "timexes": [{"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in spans],
            }
        )
        ours = [times.trimmed(row["text"], t.start, t.end, t.value) for t in spans]
        theirs = [times.trimmed(row["text"], t["start"], t["end"], t["value"]) for t in row["timexes"]]
        times.count(counts, [t for t in theirs if t], [t for t in ours if t])
    expected, _ = reference.score(rows, found)
    assert times.f1(counts.value, counts.found, counts.gold) == pytest.approx(expected["value"][2])
    assert times.f1(counts.strict, counts.found, counts.gold) == pytest.approx(expected["strict"][2])
    assert times.f1(counts.relaxed, counts.found, counts.gold) == pytest.approx(expected["relaxed"][2])
    assert counts.dates_right / counts.dates == pytest.approx(expected["date_value_recall"])
