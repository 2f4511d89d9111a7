from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from evaluation.data import ROOT
from evaluation.task import in_part
from evaluation.tasks import entity_stance, positions

GOLD = [json.loads(line) for line in (ROOT / "evaluation/own/positions.jsonl").read_text("utf-8").splitlines()]


def test_the_gold_is_forty_articles_over_five_questions_in_two_halves() -> None:
    assert len(GOLD) == 40
    assert Counter(each["question"] for each in GOLD).most_common()[-1][1] == 8
    assert sum(in_part(each["id"], "dev") for each in GOLD) == 20
    for each in GOLD:
        stances = {position["stance"] for position in each["positions"]}
        assert stances <= {"for", "against", "mixed", "undecided"}
        assert not {position["actor"] for position in each["positions"]} & {*each["no_position"], *each["optional"]}


def test_positions_are_compared() -> None:
    line = {
        "question": "q", "positions": [{"actor": "FRA", "stance": "for"}, {"actor": "DEU", "stance": "against"}],
        "no_position": ["ITA", "ESP"], "optional": ["EU"],
    }  # fmt: skip
    ours = [
        (frozenset({"fra", "france"}), "for", "q"), (frozenset({"deu"}), "for", "q"), (frozenset({"eu"}), "for", "q"),
        (frozenset({"ita"}), "for", "q"), (frozenset({"fra"}), "for", "another"),
    ]  # fmt: skip
    counts = positions.compare(line, ours)
    assert counts == Counter({"gold": 2, "right": 1, "ours": 4, "none": 2, "spared": 1})
    assert positions.figures(counts) == {"precision": 0.25, "recall": 0.5, "spared": 0.5}


def test_sides_of_entities_are_scored(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "annotations").mkdir()
    name = "TRIPLET_000_DOCUMENT_0.json"
    sentences = [{"id": 0, "text": "Ana praised Bo."}, {"id": 1, "text": "Ana accused Bo of lying."}]
    (tmp_path / "articles" / name).write_text(json.dumps({"text": sentences}))
    noted = {
        "0": [{"subject": "Ana", "object": "Bo", "sentiment": "POS"}, {"subject": None, "object": "Bo", "sentiment": "POS"}],
        "1": [{"subject": "Ana", "object": "Bo", "sentiment": "NEG"}, {"subject": "Bo", "object": "Ana", "sentiment": "POS"},
              {"subject": "Bo", "object": "Ana", "sentiment": "NEG"}],
    }  # fmt: skip
    (tmp_path / "annotations" / name).write_text(json.dumps({"sentence-level stances": noted}))
    found = list(entity_stance.pairs(tmp_path))
    assert [(each.holder, each.target, each.side) for each in found] == [("Ana", "Bo", "for"), ("Ana", "Bo", "against")]
    assert entity_stance.score(tmp_path, None).n == 2
    assert entity_stance.figures(["for", "against"], ["for", "for"])["accuracy"] == pytest.approx(0.5)
