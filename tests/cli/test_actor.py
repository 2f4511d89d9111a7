"""``communique actor`` as a user meets it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from communique.cli import app


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["actor", *arguments], env={"COLUMNS": "80", "TERM": "dumb"})
    assert result.exit_code == code, (result.output, result.exception)
    return result


def test_the_holder_of_an_office_on_a_day() -> None:
    shown = run("the Israeli foreign minister", "--on", "2019-12-08").stdout
    assert max(map(len, shown.splitlines())) <= 80
    for words in (
        "Israel Katz (Q487304).",
        "CAMEO ISRGOV",
        "PLOVER ISR GOV",
        "✓ Israel Katz",
        "came to office later",
        "had left office",
        "Registry 1.",
    ):
        assert words in shown


def test_the_same_as_json() -> None:
    told = json.loads(run("the Israeli foreign minister", "--on", "2019-12-08", "--json").stdout)
    assert (told["outcome"], told["actor"], told["cameo"], told["plover"]) == ("resolved", "Q487304", "ISRGOV", ["GOV"])
    assert told["office"] == {
        "title": "Minister of Foreign Affairs", "organization": "ISR", "since": "2019-02-17", "until": "2020-05-17",
    }  # fmt: skip
    assert [each["id"] for each in told["candidates"] if each["chosen"]] == ["Q487304"]


def test_what_is_ambiguous_or_unknown_is_said() -> None:
    assert "Ambiguous" in run("Clinton", "--on", "2019-12-08").stdout
    assert "Unknown" in run("blue table").stdout
    assert "No single actor" in run("former French president", "--on", "2019-12-08").stdout
    assert "Several actors are named: IRL, NOR, ESP" in run("Ireland, Norway and Spain").stdout


def test_a_day_that_is_none() -> None:
    assert "is not a date" in run("Kim", "--on", "soon", code=2).stderr


@pytest.mark.parametrize(
    "phrase", ["", " ", "😀", "\x1b[2J", "[bold]x[/bold]", "وزير الخارجية", "x" * 5000, ",", "and and, and"]
)
def test_any_phrase_is_answered(phrase: str) -> None:
    shown = run("--", phrase).stdout
    assert "\x1b" not in shown
    assert json.loads(run("--json", "--", phrase).stdout)["outcome"] in ("unknown", "described", "ambiguous")
