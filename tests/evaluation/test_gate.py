from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from evaluation import __main__ as command
from evaluation import floors, gate
from evaluation.data import discover, fingerprint
from evaluation.floors import Fall, Measured
from evaluation.quiet import stdout_to_stderr
from evaluation.task import Part, Result, Task, in_part


def score_lines(gold: Path, part: Part | None) -> Result:
    """A task for the tests: the share of lines that say yes; it also prints, as libraries do."""
    print("a library talks")
    os.system("echo a subprocess talks")  # noqa: S605 - the point is that it writes past Python
    lines = [line for line in gold.read_text("utf-8").splitlines() if in_part(line, part)]
    yes = sum(line.endswith("yes") for line in lines)
    return Result(len(lines), {"accuracy": yes / len(lines) if lines else 0.0, "kchar_per_s": 12.0})


TOY = Task("toy", {"lines": "toy/lines.txt"}, ("accuracy", "kchar_per_s"), score_lines, {"accuracy": (0.5, "a coin")})


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one toy task, its gold, and nothing pinned."""
    gold = tmp_path / "data" / "toy" / "lines.txt"
    gold.parent.mkdir(parents=True)
    gold.write_text("".join(f"{number} {'yes' if number % 4 else 'no'}\n" for number in range(40)), "utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n### Quality\n", "utf-8")
    monkeypatch.setattr(command, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(command, "GOLD", tmp_path / "gold.json")
    monkeypatch.setattr(command, "CHANGELOG", tmp_path / "CHANGELOG.md")
    monkeypatch.setattr(command, "data_directory", lambda: tmp_path / "data")
    monkeypatch.setattr(command, "discover", lambda: {"toy": TOY})
    return tmp_path


def test_the_parts_divide_a_set_without_overlap() -> None:
    ids = [f"article-{number}" for number in range(200)]
    dev = {each for each in ids if in_part(each, "dev")}
    test = {each for each in ids if in_part(each, "test")}
    assert dev | test == set(ids)
    assert not dev & test
    assert 70 < len(dev) < 130


def test_a_first_run_passes_and_pins_only_when_asked(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 0
    assert not (project / "floors.json").exists()
    assert "accuracy" in capfd.readouterr().out
    assert command.main(["--pin"]) == 0
    pinned = floors.read(project / "floors.json")
    assert set(pinned) == {"toy/lines/dev/accuracy", "toy/lines/test/accuracy"}
    assert gate.read_hashes(project / "gold.json").keys() == {"toy/lines.txt"}


def test_a_fall_under_the_floor_fails_the_gate(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    floors.write(project / "floors.json", {"toy/lines/dev/accuracy": 0.99})
    assert command.main([]) == 1
    assert "toy/lines/dev/accuracy fell" in capfd.readouterr().err
    assert floors.read(project / "floors.json") == {"toy/lines/dev/accuracy": 0.99}
    assert command.main(["--pin"]) == 1
    assert floors.read(project / "floors.json")["toy/lines/dev/accuracy"] == 0.99


def test_lowering_takes_the_flag_and_leaves_a_line_in_the_changelog(project: Path) -> None:
    floors.write(project / "floors.json", {"toy/lines/dev/accuracy": 0.99})
    assert command.main(["--lower-floors", "The toy was mended."]) == 0
    assert floors.read(project / "floors.json")["toy/lines/dev/accuracy"] < 0.99
    changelog = (project / "CHANGELOG.md").read_text("utf-8")
    assert "`toy/lines/dev/accuracy` from 0.9900 to" in changelog
    assert "The toy was mended." in changelog
    assert command.main([]) == 0


def test_changed_gold_is_noticed_until_it_is_accepted(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    command.main(["--pin"])
    with (project / "data" / "toy" / "lines.txt").open("a", encoding="utf-8") as gold:
        gold.write("41 yes\n")
    assert command.main([]) == 1
    assert "toy/lines.txt is not the one that was pinned" in capfd.readouterr().err
    command.main(["--accept-gold"])
    assert "not the one" not in capfd.readouterr().err


def test_missing_gold_is_named_and_skipped(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "data" / "toy" / "lines.txt").unlink()
    assert command.main([]) == 0
    messages = capfd.readouterr().err
    assert "toy/lines.txt is missing" in messages
    assert "Nothing was measured" in messages


def test_json_is_one_object_and_nothing_else(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    gold = project / "data" / "toy" / "lines.txt"
    assert command.main(["toy", "--gold", str(gold), "--json"]) == 0
    written = capfd.readouterr()
    assert json.loads(written.out) == {
        "task": "toy",
        "gold": str(gold),
        "n": 40,
        "figures": {"accuracy": 0.75, "kchar_per_s": 12.0},
    }
    assert written.out.count("\n") == 1
    assert "a library talks" in written.err
    assert "a subprocess talks" in written.err


def test_a_wrong_call_says_what_to_do(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert command.main(["toy", "--gold", str(project / "nowhere.jsonl")]) == 2
    assert "does not exist" in capfd.readouterr().err
    assert command.main(["--gold", str(project)]) == 2
    assert "name the task" in capfd.readouterr().err
    with pytest.raises(SystemExit) as stop:
        command.main(["tyo"])
    assert stop.value.code == 2
    assert "The tasks are: toy" in capfd.readouterr().err


def test_several_processes_measure_the_same_in_the_same_order(root: Path) -> None:
    task, gold = discover()["actor-phrases"], root / "evaluation" / "own" / "actors.jsonl"
    sets = [(task, "once", gold), (task, "again", gold)]
    alone = [(each.label, each.part, each.n, each.figures) for each in gate.run(sets, gate.PARTS)]
    beside = [(each.label, each.part, each.n, each.figures) for each in gate.run(sets, gate.PARTS, jobs=2)]
    assert alone == beside
    assert [(label, part) for label, part, *_ in alone] == [
        ("once", "dev"),
        ("once", "test"),
        ("again", "dev"),
        ("again", "test"),
    ]


def test_an_undeclared_figure_is_refused(tmp_path: Path) -> None:
    gold = tmp_path / "gold.txt"
    gold.write_text("1 yes\n", "utf-8")
    wrong = Task("wrong", {"lines": "gold.txt"}, ("f1",), score_lines, {})
    with pytest.raises(ValueError, match="accuracy, kchar_per_s"):
        gate.measure(wrong, "lines", gold, None)


def test_floors_are_raised_but_never_lowered_by_pinning() -> None:
    outcome = Measured("toy", "lines", "dev", 10, {"a": 0.5, "b": 0.8, "c": 0.3, "kchar_per_s": 99.0})
    before = {outcome.key("a"): 0.6, outcome.key("b"): 0.7}
    after = floors.raised([outcome], before)
    assert after == {outcome.key("a"): 0.6, outcome.key("b"): 0.8, outcome.key("c"): 0.3}
    assert floors.falls([outcome], after) == [Fall(outcome.key("a"), 0.6, 0.5)]


def test_rounding_of_another_machine_is_no_fall() -> None:
    outcome = Measured("toy", "lines", None, 10, {"a": 0.5})
    assert floors.falls([outcome], {outcome.key("a"): 0.5 + floors.TOLERANCE / 2}) == []


def test_a_changelog_without_its_heading_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_text("# Changelog\n", "utf-8")
    lines = floors.changelog_lines([Fall("a/b/dev/f1", 0.5, 0.4)], "Why.", date(2026, 1, 2))
    with pytest.raises(ValueError, match="Quality"):
        floors.write_changelog(path, lines)


def test_a_folder_has_a_fingerprint_of_names_and_contents(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(name, "utf-8")
    before = fingerprint(tmp_path)
    assert before == fingerprint(tmp_path)
    (tmp_path / "two.txt").rename(tmp_path / "three.txt")
    assert before != fingerprint(tmp_path)


def test_output_is_back_after_the_quiet_part(capfd: pytest.CaptureFixture[str]) -> None:
    with stdout_to_stderr():
        print("hidden")
    print("shown")
    assert capfd.readouterr().out == "shown\n"


TASKS = {
    "events": {"root_country_f1", "quad_country_f1", "cameo_country_f1", "dyad_f1"},
    "event-types": {"accuracy", "macro_f1"},
    "event-sentences": {"precision", "recall", "f1", "noticed", "parties"},
    "event-pairs": {"root_recall", "cameo_recall", "dyad_recall", "spared"},
    "event-roots": {"recall", "precision"},
    "police": {"recall", "precision", "arrest_recall", "force_recall", "kill_recall"},
    "joining": {"articles_precision", "articles_recall", "events_precision", "events_recall"},
    "place-use": {"accuracy", "place_recall", "metonym_recall"},
    "status": {"accuracy", "six_accuracy", "found"},
    "relevance": {"f1", "root_set_f1"},
    "statements": {
        "attributed_f1", "indirect_recall", "direct_recall", "token_f1", "content_f1", "source_f1", "cue_f1",
        "speaker_overlap", "speaker_exact",
    },
    "attribution": {
        "f1", "exact", "links", "link_precision", "addressee_f1", "medium_f1", "kind", "mode", "anonymous", "time",
    },
    "times": {"value_f1", "strict_f1", "relaxed_f1", "date_recall", "kchar_per_s"},
    "actors": {"all", "both", "dated", "none"},
    "actor-codes": {"code", "code_sector"},
    "actor-phrases": {"all", "several", "people", "bodies", "roles", "doubt", "text"},
    "linking": {"precision", "recall", "recall_at_p95"},
    "names": {"f1", "per_f1", "org_f1", "loc_f1"},
    "places": {"exact_id", "country", "within_161km", "detection_f1"},
    "positions": {"precision", "recall", "spared"},
    "stance": {"macro_f1"},
    "entity-stance": {"accuracy", "macro_f1"},
    "office-holders": {"agreement", "coverage"},
    "pages": {"f1", "date"},
}  # fmt: skip


def test_every_task_is_there_with_its_figures() -> None:
    found = {name: set(task.figures) for name, task in discover().items()}
    assert found == TASKS


@pytest.mark.parametrize("name", sorted(TASKS))
def test_every_task_has_gold_and_anchors_among_its_figures(name: str) -> None:
    task = discover()[name]
    assert task.sets
    assert set(task.anchors) <= set(task.figures)


def test_pinned_floors_belong_to_declared_figures(root: Path) -> None:
    tasks = discover()
    for key, floor in floors.read(root / "evaluation" / "floors.json").items():
        name, label, part, figure = key.split("/")
        assert label in tasks[name].sets
        assert part in {"dev", "test"}
        assert figure in tasks[name].figures
        assert figure not in floors.UNPINNED
        assert 0 <= floor <= 1
