"""The event tasks: scoring, the expansion into dyads, and agreement with the shared scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from communique import record
from evaluation.leads import joined
from evaluation.tasks import event_pairs, event_sentences, event_types, events

SCORER = Path(__file__).resolve().parents[2] / ".." / "shared" / "scorers" / "score_events.py"
LEVELS = {"root_country_f1": "root", "quad_country_f1": "quad", "cameo_country_f1": "cameo", "dyad_f1": "any"}
GOLD: list[dict[str, Any]] = [
    {"id": "a", "events": [["NORGOV", "SWE", "0841"], ["SWE", "NORGOV", "0841"]]},
    {"id": "b", "events": [["ROU", ["IGO", "HUN"], "112"]]},
    {"id": "c", "events": []},
    {"id": "d", "events": [["FIN", "", "174"]]},
]
FOUND = {
    "a": [("NOR", "SWEMIL", "084"), ("NOR", "SWE", "0841")],
    "b": [("ROM", "HUNGOV", "111")],
    "c": [("DNK", "ISL", "040")],
    "d": [("FINCOP", "---", "174"), ("FIN", "EST", "173")],
}


def _actor(code: str, sector: str = "") -> record.Actor:
    plover = record.Plover(country=code, sector=(sector,) if sector else ())
    return record.Actor(id=code, name=code, kind="state", country=code, plover=plover, resolved=True, confidence=1.0)


def _event(cameo: str, kind: str, status: str, sources: tuple[str, ...], targets: tuple[str, ...] = ()) -> record.Event:
    return record.Event(
        id="e-1", type=kind, mode=None, cameo=cameo, quad=1, score=1.0, sources=sources, targets=targets,
        trigger=(0, 1), sentence=(0, 1), status=status, attributed_to=None, confidence=0.5,  # type: ignore[arg-type]
        basis=record.Basis(coder="test", version="1", reason="given"),
    )  # fmt: skip


def test_it_scores_as_the_shared_scorer(tmp_path: Path) -> None:
    if not SCORER.exists():
        pytest.skip("the shared scorer is not there")
    gold, found = tmp_path / "gold.jsonl", tmp_path / "found.jsonl"
    gold.write_text("\n".join(json.dumps(line) for line in GOLD))
    found.write_text("\n".join(json.dumps({"id": key, "events": value}) for key, value in FOUND.items()))
    done = subprocess.run([sys.executable, SCORER, gold, found, "--json"], capture_output=True, text=True, check=True)
    rows = json.loads(done.stdout[done.stdout.index("[") :])
    theirs = {
        row["level"].split("=")[1].split()[0]: row["F1"] for row in rows if row["level"].endswith("actors=country")
    }
    ours = events.tally([(line["events"], FOUND[line["id"]]) for line in GOLD])
    for figure, level in LEVELS.items():
        assert ours[figure] == pytest.approx(theirs[level], abs=1e-4), figure


def test_joint_acts_give_every_ordered_pair() -> None:
    actors = {code: _actor(code) for code in ("NOR", "SWE", "FIN")}
    found = events.dyads([_event("057", "SUPPORT", "actual", ("NOR", "SWE", "FIN"))], actors)
    assert len(found) == 6
    assert ("SWE", "NOR", "057") in found


@pytest.mark.parametrize(
    ("cameo", "kind", "status", "code"),
    [("042", "CONSULT", "planned", "036"), ("163", "SANCTION", "planned", "1312"), ("0841", "RETREAT", "denied", "1243"),
     ("190", "ASSAULT", "denied", None), ("190", "ASSAULT", "actual", "190")],
)  # fmt: skip
def test_status_is_folded_into_the_code(cameo: str, kind: str, status: str, code: str | None) -> None:
    assert events.cameo_code(_event(cameo, kind, status, ("NOR",), ("SWE",))) == code


def test_a_pair_is_read_from_its_marks() -> None:
    sentence, source, target = event_types.unmark("In <t>Oslo</t>, <s>two Danes</s> met <t>her</t>.")
    assert sentence == "In Oslo, two Danes met her."
    assert source is not None
    assert target is not None
    assert sentence[slice(*source)] == "two Danes"
    assert sentence[slice(*target)] == "Oslo"


def test_figures_of_types() -> None:
    found = event_types.figures([("AID", "AID"), ("AID", "AGREE"), ("YIELD", "YIELD")])
    assert found["accuracy"] == pytest.approx(2 / 3)
    assert found["macro_f1"] == pytest.approx((2 / 3 + 1) / 2)


def test_words_are_joined_as_text() -> None:
    words = ["He", "said", ":", '"', "We", "do", "n't", "want", "Oslo", "'s", "help", ".", '"']
    assert joined(words) == "He said: \"We don't want Oslo's help.\""


def test_an_act_between_countries_is_found_by_its_root_code_and_parties() -> None:
    line = {"root": "AID", "cameo": ["071"], "source": "NOR", "target": "MLI"}
    said = {"root": "", "cameo": ["012"], "source": "NOR", "target": "MLI"}
    found = event_pairs.figures([(line, [("070", "AID")]), (line, [("110", "ACCUSE")]), (line, []), (said, [])])
    assert found == pytest.approx({"root_recall": 1 / 3, "cameo_recall": 0.0, "dyad_recall": 2 / 3, "spared": 1.0})


def test_a_joint_act_is_found_either_way_round() -> None:
    marked = "<s>Norway</s> met <t>Finland</t>."
    line = {"marked": marked, "root": "CONSULT", "cameo": ["040"], "source": "FIN", "target": "NOR"}
    assert {kind for _, kind in event_pairs.predict(line)} == {"CONSULT"}


def test_every_act_of_a_sentence_is_counted_once() -> None:
    line = {
        "acts": [
            {"trigger": [0, 4], "root": "CONCEDE", "source": "FRA", "target": ""},
            {"trigger": [0, 4], "root": "CONCEDE", "source": "DEU", "target": ""},
            {"trigger": [9, 12], "root": "ACCUSE", "source": "UNO", "target": "RUS"},
            {"trigger": [20, 25], "root": "ASSAULT", "source": "", "target": "RUS"},
        ]
    }
    gold = list(event_sentences.acts_of(line))
    assert [act.countries[0] for act in gold] == [{"FRA", "DEU"}, {"IGO"}, set()]
    act, nobody = event_sentences.Act, frozenset[str]()
    found = [
        act((0, 10), "YIELD", (frozenset({"DEU"}), nobody)),
        act((30, 33), "ACCUSE", (frozenset({"USA"}), frozenset({"RUS"}))),
        act((20, 25), "COERCE", (nobody, nobody)),
        act((40, 45), "AID", (nobody, nobody)),
    ]
    assert event_sentences.figures([(gold, found), ([], [])]) == pytest.approx(
        {"precision": 2 / 4, "recall": 2 / 3, "f1": 4 / 7, "noticed": 1.0, "parties": 1 / 2}
    )
