"""``communique registry`` as a user meets it, and a reading with a layer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from communique.cli import app
from communique.registry import load_registry

GOOD = "name,country,title,organization,start,end\nXavier Bettel,LUX,Minister of Foreign Affairs,LUX,2023-11-17,\n"
BAD = GOOD + "Luc Frieden,LUX,Prime Minister,LUX,2023-11-17,2022\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "layer"


def run(folder: Path, *arguments: str | Path, code: int = 0) -> Result:
    environment = {"COLUMNS": "80", "TERM": "dumb", "COMMUNIQUE_REGISTRY": str(folder)}
    result = CliRunner().invoke(app, ["registry", *map(str, arguments)], env=environment)
    assert result.exit_code == code, (result.output, result.exception)
    return result


def test_import_list_check_export_remove(folder: Path, tmp_path: Path) -> None:
    assert "empty" in run(folder, "list").stdout
    (tmp_path / "m.csv").write_text(GOOD)
    assert "would be taken" in run(folder, "import", tmp_path / "m.csv", "--check-only").stdout
    assert not folder.exists()
    assert "m.csv: 1 tenure taken." in run(folder, "import", tmp_path / "m.csv").stdout
    assert "as before" in run(folder, "import", tmp_path / "m.csv").stdout
    listed = run(folder, "list").stdout
    assert "m.csv" in listed
    assert "1 tenure" in listed
    assert "1 pack in" in run(folder, "check").stdout
    entities = [json.loads(line) for line in run(folder, "export", "m.csv").stdout.splitlines()]
    assert [each["schema"] for each in entities] == ["Person", "PublicBody", "Position", "Occupancy"]
    assert "removed" in run(folder, "remove", "m.csv").stdout
    assert "no pack" in run(folder, "remove", "m.csv", code=2).stderr
    assert "empty" in run(folder, "list").stdout


def test_a_row_that_is_left_out_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(BAD)
    result = run(folder, "import", tmp_path / "m.csv", code=1)
    assert "Left out: m.csv:3: The tenure ends (2022) before it starts" in result.stderr
    assert "1 row was left out" in " ".join(result.stdout.split())


def test_the_check_names_rows_that_no_longer_stand(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name,kind\nbenelux-parl,Benelux Assembly,body\n")
    (tmp_path / "b.csv").write_text("body,states\nbenelux-parl,LUX NLD BEL\n")
    run(folder, "import", tmp_path / "a.csv", tmp_path / "b.csv")
    assert "b.csv:2" in run(folder, "remove", "a.csv").stderr
    result = run(folder, "check", code=1)
    assert result.stderr.count("b.csv:2") == 3
    assert "3 rows cannot stand" in " ".join(result.stdout.split())


def test_notes_are_told_in_moderation(folder: Path, tmp_path: Path) -> None:
    rows = "".join(f"Xavier Bettel,LUX,Keeper {number},LUX,2001,2002\n" for number in range(15))
    (tmp_path / "m.csv").write_text(GOOD + rows)
    assert "… and 5 more notes" in run(folder, "import", tmp_path / "m.csv").stderr
    assert run(folder, "import", tmp_path / "m.csv", "--notes").stderr.count("Note: ") == 15


def test_a_file_that_cannot_be_read_is_told_in_a_line(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "x.dat").write_bytes(b"\x00\x01")
    for name in ("x.dat", "none.csv"):
        result = run(folder, "import", tmp_path / name, code=2)
        assert result.stderr.startswith("Error: ")
        assert len(result.stderr.strip().splitlines()) == 1


def test_a_layer_that_is_switched_off(folder: Path) -> None:
    result = CliRunner().invoke(app, ["registry", "list"], env={"COMMUNIQUE_REGISTRY": "off"})
    assert result.exit_code == 2
    assert "switched off" in result.stderr
    result = CliRunner().invoke(app, ["registry", "check", "--shipped"], env={"COMMUNIQUE_REGISTRY": "off"})
    assert "The shipped tables." in result.stdout


def test_a_reading_uses_the_layer_and_its_record_says_so(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(
        "id,name,kind,country,sectors\nbenelux-police,Benelux Police Team,organisation,LUX,COP\n"
    )
    run(folder, "import", tmp_path / "m.csv")
    (tmp_path / "a.txt").write_text("The Benelux Police Team accused France on Tuesday of hiding papers.\n")

    done = subprocess.run(
        [sys.executable, "-m", "communique", "read", tmp_path / "a.txt", "-p", "2021-05-04", "-f", "json"],
        capture_output=True,
        check=True,
        timeout=120,
        env=os.environ | {"COMMUNIQUE_REGISTRY": str(folder)},
    )
    record = json.loads(done.stdout)
    assert "+own." in record["registry"]
    assert {each["name"]: each["id"] for each in record["actors"]}["Benelux Police Team"] == "benelux-police"


def test_the_registry_as_it_ships(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m.csv").write_text(GOOD)
    run(folder, "import", tmp_path / "m.csv")
    load = load_registry.__wrapped__
    monkeypatch.setenv("COMMUNIQUE_REGISTRY", str(folder))
    assert "+own." in load().version
    monkeypatch.setenv("COMMUNIQUE_REGISTRY", "off")
    assert "+own." not in load().version
