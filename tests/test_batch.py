from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from communique import batch as module
from communique.batch import LineError, run_batch
from communique.errors import InputError
from communique.pipeline import read_article
from communique.record import Record
from communique.sources import parse_line

GOOD = [
    "The foreign minister of France met the ambassador of Japan in Paris on Tuesday.",
    " Russia rejected the plan, a spokesman said.\r\n\r\nNo date was set. 😀 ",
    "Canada expelled three diplomats of Iran last week.",
    "Le ministre des Affaires étrangères a reçu l'ambassadeur du Japon mardi matin à Paris, selon son bureau.",
]
BAD = ["{not json", '{"text": ""}', '{"text": "a", "published": "soon"}']


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    lines = [json.dumps({"id": f"x{n}", "text": text, "published": "2021-05-04"}) for n, text in enumerate(GOOD)]
    lines[1:1] = [BAD[0]]
    path.write_text("\n".join([*lines, "", *BAD[1:], json.dumps({"text": GOOD[0]}), lines[0]]) + "\n", "utf-8")
    return path


@pytest.fixture
def whole(source: Path) -> tuple[bytes, bytes]:
    """What an uninterrupted run gives: records and errors."""
    target = source.with_name("whole.jsonl")
    run_batch(source, target)
    return target.read_bytes(), errors_of(target).read_bytes()


def errors_of(target: Path) -> Path:
    return target.with_name(target.name + ".errors.jsonl")


def test_records_come_in_order_and_bad_lines_are_named(source: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    target = tmp_path / "out.jsonl"
    summary = run_batch(source, target, progress=lambda done, total: seen.append((done, total)))
    records = [Record.from_json(line) for line in target.read_bytes().splitlines()]
    assert [each.article.text for each in records] == [*GOOD, GOOD[0], GOOD[0]]
    assert [each.article.id for each in records][:4] == ["x0", "x1", "x2", "x3"]
    assert (summary.written, summary.resumed) == (6, 0)
    assert [each.line for each in summary.errors] == [2, 7, 8]
    assert [json.loads(line)["line"] for line in errors_of(target).read_bytes().splitlines()] == [2, 7, 8]
    assert seen == [(n, 9) for n in range(1, 10)]


def test_workers_give_the_same_bytes(source: Path, whole: tuple[bytes, bytes], tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    run_batch(source, target, workers=2)
    assert (target.read_bytes(), errors_of(target).read_bytes()) == whole


def test_a_run_cut_off_anywhere_is_taken_up(source: Path, whole: tuple[bytes, bytes], tmp_path: Path) -> None:
    records, errors = whole
    ends = [at + 1 for at, byte in enumerate(records) if byte == 10]
    target = tmp_path / "out.jsonl"
    for cut in (0, 7, ends[0] - 1, ends[0], ends[0] + 9, ends[3], ends[4] + 100, ends[-1]):
        target.write_bytes(records[:cut])
        errors_of(target).write_bytes(errors[: cut // 2])
        summary = run_batch(source, target)
        assert summary.resumed == sum(end <= cut for end in ends)
        assert (target.read_bytes(), errors_of(target).read_bytes()) == whole, cut


def test_a_killed_run_is_taken_up(source: Path, whole: tuple[bytes, bytes], tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    code = f"from communique.batch import run_batch; run_batch({str(source)!r}, {str(target)!r})"
    process = subprocess.Popen([sys.executable, "-c", code])
    deadline = time.monotonic() + 60
    while (not target.exists() or not target.stat().st_size) and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    process.wait()
    assert target.stat().st_size
    run_batch(source, target)
    assert (target.read_bytes(), errors_of(target).read_bytes()) == whole


def test_a_finished_run_is_left_as_it_is(source: Path, whole: tuple[bytes, bytes]) -> None:
    target = source.with_name("whole.jsonl")
    summary = run_batch(source, target)
    assert (summary.written, summary.resumed) == (6, 6)
    assert (target.read_bytes(), errors_of(target).read_bytes()) == whole


@pytest.mark.usefixtures("whole")
def test_records_of_another_input_are_not_overwritten(source: Path) -> None:
    target = source.with_name("whole.jsonl")
    before = target.read_bytes()
    source.write_text(json.dumps({"id": "x0", "text": "Something else."}) + "\n")
    with pytest.raises(InputError, match="something else"):
        run_batch(source, target)
    assert target.read_bytes() == before
    assert run_batch(source, target, restart=True).written == 1


@pytest.mark.usefixtures("whole")
def test_records_of_another_version_are_not_mixed_in(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "versions", lambda: ("99", "m", "r"))
    with pytest.raises(InputError):
        run_batch(source, source.with_name("whole.jsonl"))


def test_a_failing_coder_costs_one_line(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = read_article

    def fail(article: object) -> Record:
        if getattr(article, "id", "") == "x1":
            raise ZeroDivisionError("by nought")
        return real(article)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "read_article", fail)
    target = tmp_path / "out.jsonl"
    summary = run_batch(source, target)
    assert summary.written == 5
    assert [(each.line, each.error) for each in summary.errors][:2] == [(2, "BadLine"), (3, "ZeroDivisionError")]
    before = target.read_bytes(), errors_of(target).read_bytes()
    assert run_batch(source, target).errors == summary.errors
    assert (target.read_bytes(), errors_of(target).read_bytes()) == before


def die_on_1(task: module._Task) -> bytes | LineError:
    if task.number == 1:
        os._exit(9)
    return f"x{task.number}\n".encode()


def test_a_worker_that_dies_costs_one_line() -> None:
    tasks = [module._Task(n, parse_line(json.dumps({"id": f"x{n}", "text": "a"}).encode(), n), None) for n in range(5)]
    outcomes = list(module._in_workers(iter(tasks), 2, die_on_1))
    assert [each if isinstance(each, bytes) else each.line for each in outcomes] == [
        b"x0\n",
        1,
        b"x2\n",
        b"x3\n",
        b"x4\n",
    ]


def test_files_that_cannot_be_used(source: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        run_batch(tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    with pytest.raises(InputError):
        run_batch(source, tmp_path / "no" / "out.jsonl")
    with pytest.raises(InputError, match="input itself"):
        run_batch(source, source)
    (tmp_path / "empty.jsonl").write_text("")
    assert run_batch(tmp_path / "empty.jsonl", tmp_path / "out.jsonl").written == 0
