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


def test_when_an_event_was_and_how_its_time_is_known(record: Record, archive: Path) -> None:
    request = next(event for event in record.events if event.type == "REQUEST")
    assert "'Monday' after 'on' with 'urged'" in run(request.id, "--archive", str(archive)).stdout
    shown = run(record.times[0].id, "--archive", str(archive)).stdout
    for words in ("weekday, as in: on Sunday", "2021-03-01", "the day of publication, 2021-03-02", "looks back"):
        assert words in shown


def test_why_a_name_is_a_place(tmp_path: Path) -> None:
    told = read("The envoys met in Paris on Monday. They flew on to Lyon in France.", published="2021-03-02")
    with Archive(tmp_path / "kept.db", create=True) as kept:
        kept.add(told)
    shown = run(told.places[0].id, "--archive", str(tmp_path / "kept.db")).stdout
    for words in ("taken for", "Paris (city, FR", "rather than", "a capital +1.0", "lie in its country"):
        assert words in shown


def test_what_cannot_be_explained_is_shown_elsewhere(record: Record, archive: Path) -> None:
    told = run(record.actors[0].id, "--archive", str(archive), code=2).stderr
    assert "communique show" in told
