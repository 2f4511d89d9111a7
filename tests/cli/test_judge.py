from __future__ import annotations

import json
from pathlib import Path

import pytest

from communique.archive import Archive
from tests.cli.test_cli import run
from tests.handmade import record


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Archive(path, create=True) as made:
        made.add(record())
    return path


def test_an_entry_is_judged_listed_disputed_and_given_back(archive: Path) -> None:
    told = run("judge", "e-recognised", "correct", "--set", "status=planned", "--by", "Ada", "-a", archive).output
    assert "Ada  correct  e-recognised  status=planned" in told
    assert "corrected: status (Ada)" in run("ask", "timeline", "-a", archive).output
    run("judge", "e-recognised", "reject", "--by", "Bo", "--why", "No act.", "-a", archive)
    assert "e-recognised" not in run("ask", "timeline", "-a", archive).output
    assert "entry" in run("judgements", "conflicts", "-a", archive).output
    listed = json.loads(run("judgements", "list", "--by", "Bo", "-f", "json", "-a", archive).output)
    assert [(each["kind"], each["why"]) for each in listed] == [("reject", "No act.")]
    run("judgements", "undo", listed[0]["id"], "--by", "Bo", "-a", archive)
    assert "e-recognised" in run("ask", "timeline", "-a", archive).output
    assert "Nobody differs" in run("judgements", "conflicts", "-a", archive).output
    assert "Nobody has judged" in run("judgements", "list", "--orphans", "-a", archive).output


def test_what_does_not_fit_is_told_in_a_line(archive: Path) -> None:
    for words in (
        ("e-recognised", "correct", "--set", "status"), ("e-recognised", "correct", "--set", "stance=for"),
        ("e-recognised", "merge"), ("nothing", "accept"),
    ):  # fmt: skip
        assert "Error:" in run("judge", *words, "--by", "Ada", "-a", archive, code=2).output


def test_export_has_what_was_and_what_should_be(archive: Path) -> None:
    run("judge", "e-recognised", "correct", "--set", "status=planned", "--by", "Ada", "-a", archive)
    run("judge", "e-embassy", "reject", "--by", "Ada", "-a", archive)
    run("judge", "o-for", "accept", "--by", "Ada", "-a", archive)
    run("judge", "ZEN", "correct", "--set", "actor=BEL", "--by", "Ada", "-a", archive)
    lines = run("judgements", "export", "-a", archive).output.splitlines()
    found = {each["id"]: each for each in map(json.loads, lines)}
    assert {id: each["label"] for id, each in found.items()} == {
        "e-recognised": "corrected", "e-embassy": "rejected", "o-for": "accepted", "ZEN": "corrected",
    }  # fmt: skip
    event = found["e-recognised"]
    assert (event["machine"]["status"], event["judged"]["status"]) == ("actual", "planned")
    start, end = event["machine"]["trigger"]
    assert event["text"][start - event["offset"] : end - event["offset"]] == "recognised"
    assert found["e-embassy"]["judged"] is None
    assert found["ZEN"]["judged"]["id"] == "BEL"


def keys(archive: Path, typed: str, *options: str) -> str:
    return run("review", "--by", "Ada", "-a", archive, *options, stdin=typed.encode()).output


def test_a_sitting_with_every_key(archive: Path) -> None:
    output = keys(archive, "jkaxuzq")
    assert "1 of 6 judged." in output
    assert "a accept · x reject" in output
    with Archive(archive) as kept:
        said = kept.judgements()
        assert [each.kind for each in said] == ["accept", "reject", "undo"]
        assert {each.by for each in said} == {"Ada"}
    assert "1/5" in keys(archive, "q")
    assert "1/6" in keys(archive, "q", "--again")


def test_without_a_terminal_a_sitting_ends_in_a_line(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise OSError(6, "No such device or address", "/dev/tty")

    monkeypatch.setattr("typer.getchar", none)
    told = run("review", "--by", "Ada", "-a", archive, code=2).output
    assert "no terminal" in told
    assert "communique judge" in told


def test_an_edit_and_the_filters(archive: Path) -> None:
    output = keys(archive, "estance=against\n\n", "--kind", "position")
    assert "1 of 1 judged." in output
    assert "stance=against" in output
    assert "Nothing waits" in keys(archive, "", "--kind", "position")
    assert "1/1" in keys(archive, "q", "--kind", "event", "--from", "0.65")
    assert "1/1" in keys(archive, "q", "--actor", "ZEN", "--kind", "event")
    assert "Nothing waits" in keys(archive, "q", "--actor", "FRA")
    wrong = keys(archive, "estatus=perhaps\n\nu", "--kind", "event")
    assert "Error:" in wrong
    assert "0 of 2 judged." in wrong


def test_foreign_formats_have_what_people_judged_unless_they_are_to_have_what_was_coded(
    archive: Path, tmp_path: Path
) -> None:
    def ids(name: str, *options: str) -> set[str]:
        target = tmp_path / name
        run("export", "web-annotation", target, "-a", archive, *options)
        return {id for id in ("e-embassy", "e-recognised") if id in target.read_text(encoding="utf-8")}

    run("judge", "e-embassy", "reject", "--by", "Ada", "-a", archive)
    assert ids("judged.jsonl") == {"e-recognised"}
    assert ids("coded.jsonl", "--as-coded") == {"e-recognised", "e-embassy"}
