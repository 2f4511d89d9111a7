"""``communique explain`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from communique.archive import Archive
from communique.cli import app
from communique.pipeline import read
from communique.record import Record

TEXT = "The Maltese foreign minister urged Libya on Monday to release the crew. Greece condemned Turkey."


@pytest.fixture(scope="module")
def record() -> Record:
    return read(TEXT, published="2021-03-02")


@pytest.fixture
def archive(record: Record, tmp_path: Path) -> Path:
    path = tmp_path / "kept.db"
    with Archive(path, create=True) as kept:
        kept.add(record)
    return path


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["explain", *arguments], env={"COLUMNS": "120", "TERM": "dumb"})
    assert result.exit_code == code, (result.output, result.exception)
    return result


def test_trigger_pattern_roles_code_and_status_are_told(record: Record, archive: Path) -> None:
    request = next(event for event in record.events if event.type == "REQUEST")
    shown = run(request.id, "--archive", str(archive)).stdout
    for words in (
        "'urged'",
        "pattern, as in:",
        "1053",
        "source?",
        "subj: 'minister'",
        "(LBY, LBY)",
        "status",
        "actual",
    ):
        assert words in shown


def test_the_same_as_json(record: Record, archive: Path) -> None:
    blame = next(event for event in record.events if event.type == "ACCUSE")
    (told,) = json.loads(run(blame.id, "--archive", str(archive), "--json").stdout)
    assert (told["trigger"], told["found_by"], told["status"]) == ("condemned", "pattern", "actual")
    assert [party["actor"] for party in told["targets"]] == list(blame.targets)
    assert {role["side"] for role in told["roles"]} == {"source", "target"}


def test_what_is_no_event_is_shown_elsewhere(record: Record, archive: Path) -> None:
    assert "communique show" in run(record.times[0].id, "--archive", str(archive), code=2).stderr
