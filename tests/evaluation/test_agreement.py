"""The gate's figures are those of the scorers whose figures are quoted: both score the same predictions.

The predictions are gold that was spoilt by a fixed rule, so that every kind of error occurs and nothing has to be coded.
"""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from evaluation.data import SHARED
from evaluation.tasks import events, statements, times

pytestmark = pytest.mark.skipif(
    not (SHARED / "scorers").is_dir(), reason="needs the scorers: there is no ../shared/scorers beside the project"
)


def lines(path: Path, limit: int) -> list[dict[str, Any]]:
    """The first objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as handle:
        return [json.loads(line) for line, _ in zip(handle, range(limit), strict=False)]


def write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Write JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def scorer(name: str, gold: Path, found: Path, *options: str) -> str:
    """What a scorer prints."""
    command = [sys.executable, str(SHARED / "scorers" / name), str(gold), str(found), *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def spoilt(rows: list[dict[str, Any]], field: str, seed: int) -> list[dict[str, Any]]:
    """The rows with some of the entries in a field dropped, repeated or taken from the row before."""
    chance = random.Random(seed)  # noqa: S311 - a fixed rule, not a secret
    out = []
    before: list[Any] = []
    for row in rows:
        kept = [copy.deepcopy(each) for each in row[field] if chance.random() < 0.75]
        kept += [copy.deepcopy(each) for each in row[field] if chance.random() < 0.15]
        kept += [copy.deepcopy(each) for each in before if chance.random() < 0.2]
        before = row[field]
        out.append({**row, field: kept})
    return out


def first(slot: Any) -> Any:
    """One of the accepted codes of a slot."""
    return slot[0] if isinstance(slot, list) else slot


@pytest.mark.parametrize("seed", [1, 2])
def test_events(tmp_path: Path, seed: int) -> None:
    gold = lines(SHARED / "data/events/plover_gsr/gsr_scorer_gold.jsonl", 400)
    chance = random.Random(seed)  # noqa: S311 - a fixed rule, not a secret
    found = spoilt(gold, "events", seed)
    for row in found:
        row["events"] = [[first(source), first(target), first(code)] for source, target, code in row["events"]]
        for event in row["events"]:
            if chance.random() < 0.3:
                event[2] = chance.choice(["042", "112", "173", event[2][:2] + "0"])
            if chance.random() < 0.2:
                event[0], event[1] = event[1], event[0]
    printed = json.loads(
        scorer("score_events.py", write(tmp_path / "g", gold), write(tmp_path / "p", found), "--json").partition("\n")[
            2
        ]
    )
    theirs = {row["level"]: row["F1"] for row in printed}
    ours = events.tally(
        [(row["events"], [(e[0], e[1], e[2]) for e in other["events"]]) for row, other in zip(gold, found, strict=True)]
    )
    for figure, level in {"root": "root", "quad": "quad", "cameo": "cameo", "dyad": "any"}.items():
        key = "dyad_f1" if figure == "dyad" else f"{figure}_country_f1"
        assert ours[key] == pytest.approx(theirs[f"event={level:6} actors=country"], abs=1e-4), key
        assert 0.1 < ours[key] < 0.9


@pytest.mark.parametrize("name", ["dev.jsonl", "dev_speech.jsonl"])
def test_statements(tmp_path: Path, name: str) -> None:
    gold = lines(SHARED / "data/statements/polnear" / name, 40)
    chance = random.Random(7)  # noqa: S311 - a fixed rule, not a secret
    found = spoilt(gold, "quotes", 7)
    for row in found:
        row["quotes"] = [
            {part: each.get(part) or [] for part in ("content", "source", "cue")} for each in row["quotes"]
        ]
        for each in row["quotes"]:
            for part in each:
                each[part] = [
                    [max(0, s - chance.choice([0, 0, 25])), e + chance.choice([0, 0, 12])] for s, e in each[part]
                ]
    printed = scorer("score_quotes.py", write(tmp_path / "g", gold), write(tmp_path / "p", found), "--json")
    theirs = json.loads(printed[printed.index("{") :])
    counts: Counter[str] = Counter()
    for row, other in zip(gold, found, strict=True):
        words = statements.words_of(row["text"])
        text = statements.Text(words, statements.quoted_words(row["text"], words))
        attributions = [[statements.attribution(text, each) for each in side["quotes"]] for side in (row, other)]
        statements.count(text, attributions[0], attributions[1], counts)
    ours = statements.figures(counts)
    expected = {
        "attributed_f1": theirs["attributed"]["F"],
        "token_f1": theirs["token_content"]["F"],
        "content_f1": theirs["span_exact_content"]["F"],
        "source_f1": theirs["span_exact_source"]["F"],
        "cue_f1": theirs["span_exact_cue"]["F"],
        "indirect_recall": theirs["recall_iou50_by_type"]["indirect"]["recall"],
        "direct_recall": theirs["recall_iou50_by_type"]["direct"]["recall"],
    }
    for figure, value in expected.items():
        assert 100 * ours[figure] == pytest.approx(value, abs=0.051), figure
        assert 0.1 < ours[figure] < 0.95


@pytest.mark.parametrize("name", ["timebank.jsonl", "aquaint_half.jsonl"])
def test_times(tmp_path: Path, name: str) -> None:
    gold = lines(SHARED / "data/times" / name, 60)
    chance = random.Random(3)  # noqa: S311 - a fixed rule, not a secret
    found = spoilt(gold, "timexes", 3)
    for row in found:
        for each in row["timexes"]:
            each["end"] += chance.choice([0, 0, 0, 6])
            each["value"] = chance.choice([each["value"], each["value"], each["value"], "PAST_REF"])
    printed = scorer("score_timex.py", write(tmp_path / "g", gold), write(tmp_path / "p", found))
    counts = times.Counts()
    for row, other in zip(gold, found, strict=True):
        sides = [
            [times.trimmed(row["text"], each["start"], each["end"], each["value"]) for each in side["timexes"]]
            for side in (row, other)
        ]
        known = [[each for each in side if each is not None] for side in sides]
        times.count(counts, known[0], known[1])
    for label, right in {"strict": counts.strict, "relaxed": counts.relaxed, "value": counts.value}.items():
        told = float(
            printed.partition(f"{label} P/R/F " if label == "strict" else f"| {label} ")[2].split()[0].split("/")[2]
        )
        assert 100 * times.f1(right, counts.found, counts.gold) == pytest.approx(told, abs=0.006), label
    told = float(printed.partition("dated-gold value recall ")[2].split()[0])
    assert 100 * counts.dates_right / counts.dates == pytest.approx(told, abs=0.006)
