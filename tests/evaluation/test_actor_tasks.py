"""The tasks on actors, linking and names, on small gold of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.tasks import actor_codes, actors, linking, names, office_holders


def case(text: str, exp: dict[str, list[str]], **more: object) -> dict[str, object]:
    return {"test": "t", "fn": "agent_to_code", "mark": "", "exp": exp, "other": [], "text": text, **more}


def test_actors_counts_asserted_fields(tmp_path: Path) -> None:
    gold = tmp_path / "gold.json"
    cases = [
        case("Dutch soldiers", {"country": ["NLD"], "code_1": ["MIL"]}),
        case("the European Union", {"country": ["EUR"]}),
        case("Angela Merkel", {"country": ["DEU"], "code_1": ["GOV"]}, query_date="2022-01-10"),
        {**case("a teapot", {}), "other": ["code is None"]},
        {**case("skipped", {"country": ["FRA"]}), "mark": "skip"},
        case("a wiki title", {"wiki": ["Somebody"]}),
    ]
    gold.write_text(json.dumps(cases))
    result = actors.score(gold, None)
    assert result.n == 4
    assert result.figures == {"all": 0.75, "both": 0.5, "dated": 0.0, "none": 1.0}


def test_actor_codes_folds_the_bodies(tmp_path: Path) -> None:
    gold = tmp_path / "gold.json"
    source = [
        {"actorText": "Dutch soldiers", "code": "NLD", "sector": "MIL"},
        {"actorText": "the United Nations", "code": "IGO"},
        {"actorText": "Japan", "code": "JAP", "sector": "GOV"},
    ]
    gold.write_text(json.dumps([{"id": "1", "source": source, "target": []}]))
    result = actor_codes.score(gold, None)
    assert result.n == 3
    assert result.figures == {"code": 1.0, "code_sector": pytest.approx(2 / 3)}


def test_office_holders_are_compared_by_family_name(tmp_path: Path) -> None:
    table = tmp_path / "leaders.csv"
    table.write_text(
        "country,title,person\n"
        "Germany,Minister of Foreign Affairs,Heiko MAAS\n"
        "Germany,Dep. Minister of Foreign Affairs,Nobody KNOWN\n"
        '"Korea, South",Minister of Foreign Affairs,KANG Kyung-wha\n'
        "France,Minister of Foreign Affairs,Somebody ELSEWHERE\n"
    )
    result = office_holders.score(table, None)
    assert result.n == 3
    assert result.figures == {"agreement": pytest.approx(2 / 3), "coverage": 1.0}


def test_linking_finds_people(tmp_path: Path) -> None:
    text = "Angela Merkel spoke on 2019-05-01 in Bonn. Later Merkel left."
    spans = [text.index("Angela Merkel"), text.index("Merkel left")]
    labels = [
        {"span": [spans[0], spans[0] + 13], "entity_id": "Q567", "type": "Q215627"},
        {"span": [spans[1], spans[1] + 6], "entity_id": "Q567", "type": "Q215627"},
    ]
    gold = tmp_path / "gold.jsonl"
    record = {"id": 1, "title": "", "text": text, "evaluation_span": [0, len(text)], "labels": labels}
    gold.write_text(json.dumps(record) + "\n")
    result = linking.score(gold, None)
    assert result.n == 2
    assert result.figures == {"precision": 1.0, "recall": 1.0, "recall_at_p95": 1.0}


def test_recall_at_a_precision() -> None:
    guesses = [linking.Guess(0.9, right, None) for right in (True,) * 19 + (False,)]
    guesses += [linking.Guess(0.5, right=False, label=None)]
    assert linking.recall_at(guesses, 20) == 0.95


def test_names_spans() -> None:
    sentence = [("Bonn", "B-LOC"), ("hosted", "O"), ("Ada", "B-PER"), ("Lovelace", "I-PER")]
    assert list(names.gold_spans(7, sentence)) == [(7, 0, 1, "LOC"), (7, 2, 4, "PER")]
    wanted, found = {(0, 0, 1, "LOC"), (0, 2, 4, "PER")}, {(0, 0, 1, "LOC"), (0, 2, 3, "PER")}
    assert names.f1(wanted, found) == 0.5
    assert names.f1(wanted, found, "ORG") == 0.0


def test_names_score(tmp_path: Path) -> None:
    gold = tmp_path / "gold.conllu"
    gold.write_text("0\tHungary\tB-LOC\n1\tagreed\tO\n2\t.\tO\n\n0\tReuters\tB-ORG\n1\tsaid\tO\n2\tso\tO\n\n")
    result = names.score(gold, None)
    assert result.n == 2
    assert result.figures["loc_f1"] == 1.0
