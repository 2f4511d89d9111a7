from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from communique.cluster.plan import Plan, new_head
from communique.cluster.running import Settings, run_bulk
from communique.errors import ArchiveError, BrokenArchive, InputError
from communique.lake.storage import Storage
from communique.pipeline import read_text
from communique.sources import Known
from tests.cluster import runs

SMALL = Settings(workers=2, size=5, limit=60)


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guarded processes have the poisoned coder."""
    monkeypatch.syspath_prepend(str(runs.POISONED))
    monkeypatch.setenv("VERSIONS", runs.VERSIONS)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An input and its lake, made without disturbance and with one worker."""
    folder = tmp_path_factory.mktemp("whole")
    source, lake = folder / "in.jsonl", folder / "lake"
    runs.write_input(source, 60)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(runs.POISONED))
        patch.setenv("VERSIONS", runs.VERSIONS)
        summary = run_bulk(str(source), str(lake), changed(SMALL, workers=1))
    assert (summary.units, summary.records, summary.failures) == (12, 60, [])
    return source, lake


def changed(settings: Settings, **changes: object) -> Settings:
    return replace(settings, **changes)  # type: ignore[arg-type]


def test_real_records_reach_the_lake_as_they_are_read(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    text = "The foreign minister of France met the ambassador of Japan in Paris on Tuesday."
    source.write_text(json.dumps({"id": "x", "text": text, "published": "2021-05-04"}) + "\n")
    run_bulk(str(source), str(tmp_path / "lake"), SMALL)
    (path,) = (tmp_path / "lake" / "articles").rglob("*.parquet")
    (row,) = pq.read_table(path, partitioning=None).to_pylist()
    expected = json.loads(read_text(text, published="2021-05-04", id="x").to_json())
    found = json.loads(row["record"])
    found["article"]["text"] = row["text"]
    assert found == expected


@pytest.mark.usefixtures("poison")
def test_bad_input_is_set_aside_and_everything_else_is_done(tmp_path: Path) -> None:
    source, lake = tmp_path / "in.jsonl", tmp_path / "lake"
    runs.write_input(source, 8)
    lines = source.read_text().splitlines()
    lines[1] = lines[1][:20]
    lines[3] = json.dumps({"id": "x0", "text": "A second one."})
    lines[4] = json.dumps({"id": "loop", "text": "LOOP"})
    lines[5] = json.dumps({"id": "die", "text": "DIE"})
    lines[6] = json.dumps({"id": "fail", "text": "FAIL"})
    source.write_text("\n".join(lines) + "\n")
    settings = changed(SMALL, limit=3.0)
    summary = run_bulk(str(source), str(lake), settings)
    assert (summary.records, summary.failures) == (3, [])
    assert [(each["number"], each["id"], each["error"]) for each in runs.asides(lake)] == [
        (2, None, "BadLine"),
        (4, "x0", "Duplicate"),
        (5, "loop", "TookTooLong"),
        (6, "die", "Died"),
        (7, "fail", "Failed"),
    ]
    assert "in.jsonl:1 " in str(runs.asides(lake)[1]["message"])
    before = runs.tree(lake)
    again = run_bulk(str(source), str(lake), settings)
    assert (again.there, again.records, again.aside) == (2, 3, summary.aside)
    assert runs.tree(lake) == before


@pytest.mark.usefixtures("poison")
def test_a_failed_article_is_tried_again_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, lake = tmp_path / "in.jsonl", tmp_path / "lake"
    source.write_text(json.dumps({"id": "slow", "text": "Slow."}) + "\n")
    monkeypatch.setenv("DAWDLE", "4")
    assert run_bulk(str(source), str(lake), changed(SMALL, limit=3.0)).aside == {"TookTooLong": 1}
    monkeypatch.setenv("DAWDLE", "0")
    assert run_bulk(str(source), str(lake), SMALL).records == 0
    summary = run_bulk(str(source), str(lake), changed(SMALL, again=True))
    assert (summary.records, summary.aside) == (1, {})


@pytest.mark.usefixtures("poison")
def test_the_number_of_workers_makes_no_difference(whole: tuple[Path, Path], tmp_path: Path) -> None:
    run_bulk(str(whole[0]), str(tmp_path / "lake"), changed(SMALL, workers=3))
    assert runs.tree(tmp_path / "lake") == runs.tree(whole[1])


@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc")
def test_killed_workers_and_killed_runs_end_in_the_same_bytes(whole: tuple[Path, Path], tmp_path: Path) -> None:
    choose = random.Random(11)  # noqa: S311 - when, no secret
    lake = tmp_path / "lake"
    arguments = runs.command(whole[0], lake, "--workers", "2", "--unit", "5")
    kills = 0
    for turn in range(20):
        run = runs.start(arguments, runs.poisoned(DAWDLE="0.05"))
        stop = time.monotonic() + choose.uniform(4, 6) if turn < 3 else float("inf")
        while run.poll() is None and time.monotonic() < stop:
            time.sleep(choose.uniform(0.2, 0.6))
            workers = runs.guarded()
            if workers and kills < 6:
                runs.kill(choose.choice(workers))
                kills += 1
        run.kill()
        run.communicate()
        if run.returncode == 0:
            break
    assert run.returncode == 0
    assert kills > 2
    assert runs.tree(lake) == runs.tree(whole[1])


@pytest.mark.usefixtures("poison")
def test_a_full_disk_leaves_what_there_is_no_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, lake = tmp_path / "in.jsonl", tmp_path / "lake"
    runs.write_input(source, 6)
    choose = random.Random(3)  # noqa: S311 - words, no secret
    words = " ".join(str(choose.random()) for _ in range(20_000))
    source.write_text(source.read_text() + json.dumps({"id": "long", "text": words}) + "\n")
    monkeypatch.setenv("MOST_BYTES", "100000")
    one = changed(SMALL, workers=1, size=3)
    summary = run_bulk(str(source), str(lake), one)
    assert summary.records == 6
    assert [each.what for each in summary.failures] == ["00000-0000002"]
    assert "cannot be written" in summary.failures[0].message
    monkeypatch.delenv("MOST_BYTES")
    summary = run_bulk(str(source), str(lake), one)
    assert (summary.there, summary.records, summary.failures) == (2, 7, [])


@pytest.mark.usefixtures("poison")
def test_files_may_be_added_but_not_changed(whole: tuple[Path, Path], tmp_path: Path) -> None:
    folder, lake = tmp_path / "in", tmp_path / "lake"
    folder.mkdir()
    shutil.copy(whole[0], folder / "b.jsonl")
    run_bulk(str(folder), str(lake), SMALL)
    (folder / "a.jsonl").write_text('{"id": "x1", "text": "Known."}\n{"id": "y", "text": "New."}\n')
    summary = run_bulk(str(folder), str(lake), SMALL)
    assert (summary.there, summary.records, summary.aside) == (12, 61, {"Duplicate": 1})
    assert "b.jsonl:2 " in str(runs.asides(lake)[0]["message"])
    (folder / "a.jsonl").write_text('{"id": "z", "text": "Other."}\n')
    with pytest.raises(InputError, match="no longer the file"):
        run_bulk(str(folder), str(lake), SMALL)
    with pytest.raises(InputError, match="begun with unit size 5, and not with unit size 6"):
        run_bulk(str(folder), str(lake), changed(SMALL, size=6))


def test_another_version_does_not_mix_in(
    whole: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = tmp_path / "lake"
    shutil.copytree(whole[1], lake)
    monkeypatch.setattr("communique.cluster.running.versions", lambda: ("99", "m", "r"))
    with pytest.raises(ArchiveError, match="another version"):
        run_bulk(str(whole[0]), str(lake), SMALL)


def test_the_command_says_what_was_done(whole: tuple[Path, Path]) -> None:
    arguments = runs.command(*whole, "--unit", "5")
    told = subprocess.run(arguments, env=runs.ENVIRONMENT, capture_output=True, text=True, check=True)
    assert "60 records in 12 units, 12 of them there already" in told.stderr
    wrong = subprocess.run(
        [*arguments, "--column", "text"], env=runs.ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2
    assert "FIELD=NAME" in wrong.stderr


def test_a_run_in_which_nothing_could_be_coded_does_not_end_well(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"body": "Canada expelled three diplomats."}\n' * 2)
    arguments = runs.command(source, tmp_path / "lake", "--workers", "1")
    told = subprocess.run(arguments, env=runs.poisoned(), capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "Nothing was coded: every article was set aside" in told.stderr
    assert "--column" in told.stderr


def test_a_damaged_plan_says_so(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    head = new_head(5, Known())
    Plan(storage, head)
    with pytest.raises(InputError, match=r"unit size 5, and not with unit size 5, text Body"):
        Plan(storage, new_head(5, Known(columns={"text": "Body"})))
    (tmp_path / "bulk" / "plan.json").write_text("{")
    with pytest.raises(BrokenArchive, match="damaged"):
        Plan(storage, head)


def test_a_file_that_could_not_be_read_may_be_mended_or_taken_away(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_text('{"text": "Known."}\n')

    def planned() -> tuple[int, int]:
        plan = Plan(Storage(tmp_path / "lake"), new_head(5, Known()))
        plan.add(str(folder), lambda _path: None)
        return len(list(plan.tasks())), len(plan.broken)

    (folder / "b.parquet").write_bytes(b"PAR1 no more")
    assert planned() == planned() == (1, 1)
    (folder / "b.parquet").unlink()
    assert planned() == (1, 0)
    pq.write_table(pa.table({"text": ["Mended.", "Whole."]}), folder / "b.parquet")
    assert planned() == planned() == (2, 0)
