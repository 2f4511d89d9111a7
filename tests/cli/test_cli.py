from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.console import Console
from typer.testing import CliRunner, Result

from communique.archive import Archive
from communique.ask import TimelineRow, select, timeline
from communique.cli import app
from communique.cli.answer_view import show_answer
from communique.cli.console import number_of
from tests.handmade import record

TEXT = "The foreign minister of France met the ambassador of Japan in Paris on Tuesday.\n"

PIECE = (
    "<div><p>The envoy of Ruritania met ministers of France in Paris on Tuesday to end a quarrel over fish.</p>"
    "<p>No date was set for the next round of the talks, the French foreign ministry said in a statement.</p></div>"
)


def run(*arguments: str | Path, stdin: bytes = b"", code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(map(str, arguments)), input=stdin, env={"COLUMNS": "80", "TERM": "dumb"})
    assert result.exit_code == code, (result.output, result.exception)
    if code != 0:
        assert "Traceback" not in result.output
    return result


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Archive(path, create=True) as made:
        made.add(record())
    return path


def test_help_without_arguments() -> None:
    for verb in ("read", "batch", "add", "ask", "show", "schema", "version"):
        assert verb in run(code=2).output
        assert "Usage" in run(verb, "--help").output


def test_version_and_schema() -> None:
    assert re.match(r"communique \d+\.\d+", run("version").output)
    schema = json.loads(run("schema").output)
    assert "$defs" in schema


def test_read_as_json_is_the_record(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    result = run("read", path, "--published", "2021-05-04", "--outlet", "Herald", "--title", "Talks", "-f", "json")
    article = json.loads(result.stdout)["article"]
    assert (article["text"], article["outlet"], article["title"]) == (TEXT, "Herald", "Talks")
    assert (
        run("read", "-", "-p", "2021-05-04", "-o", "Herald", "-t", "Talks", "-f", "json", stdin=TEXT.encode()).stdout
        == result.stdout
    )


def test_read_as_table_fits_eighty_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    table = run("read", path, "--published", "2021-05-04").stdout
    assert "France" in table
    assert max(map(len, table.splitlines())) <= 80
    assert "<article" in run("read", path, "--published", "2021-05-04", "--format", "html").stdout


@pytest.mark.parametrize(
    "data",
    [
        b"", b" \n", b"\x00\x01\x02", b"%PDF-1.4", bytes(range(256)), b"An envoy\x00left.", b"x" * 5_000_000,
        b"Ministre \xc3\xa9tranger, \xc3\xa0 Paris\xff", b"<html><body></body></html>",
    ],
)  # fmt: skip
def test_input_that_cannot_be_read_is_told_in_a_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    result = run("read", path, code=2)
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("🎉🎉🎉 😀 👩‍👩‍👧", None),
        ("أعلن وزير الخارجية يوم الثلاثاء أن بلاده ستعيد سفيرها إلى القاهرة بعد عام من القطيعة بين البلدين.", "language"),
        ("Der Außenminister hat am Dienstag den Botschafter einbestellt und eine Erklärung verlangt, hieß es.", "language"),
        (PIECE, "text"),
    ],
)  # fmt: skip
def test_input_that_is_odd_gets_a_note_and_no_traceback(text: str, about: str | None) -> None:
    read = json.loads(run("read", "-", "-p", "2021-05-04", "-f", "json", stdin=text.encode()).stdout)
    assert about is None or about in [note["about"] for note in read["notes"]]
    run("read", "-", stdin=text.encode())
    run("read", "-", "-f", "html", stdin=text.encode())


def test_dates(tmp_path: Path) -> None:
    assert "is not a date" in run("read", "-", "-p", "soon", stdin=TEXT.encode(), code=2).stderr
    future = run("read", "-", "-p", "2999-01-01", "-f", "json", stdin=TEXT.encode())
    assert "future" in future.stderr
    assert "published" in [
        note["about"] for note in json.loads(run("read", "-", "-f", "json", stdin=TEXT.encode()).stdout)["notes"]
    ]


def test_text_cannot_steer_the_terminal(archive: Path, tmp_path: Path) -> None:
    evil = "The envoy\x1b[2J of France \u202e met [bold]ministers[/bold] in Paris\x9b31m.\n"
    assert "Error" in run("read", "-", stdin=evil.replace("\u202e", "").encode(), code=2).stderr
    shown = run("read", "-", stdin=evil.replace("\x1b", "").replace("\x9b", "").encode()).stdout
    assert "\u202e" not in shown
    assert "[bold]ministers[/bold]" in shown


def test_add_and_ask(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("---\npublished: 2021-05-04\noutlet: Herald\n---\n\n" + TEXT)
    (folder / "b.jsonl").write_text(json.dumps({"text": TEXT, "id": "x"}) + "\n{broken\n")
    (folder / "c.txt").write_bytes(b"\x00")
    target = tmp_path / "a.db"
    first = run("add", folder, "--archive", target, code=1)
    assert "2 added, 2 skipped" in first.stdout
    assert "b.jsonl:2" in first.stderr
    assert "2 unchanged" in run("add", folder, "--archive", target, code=1).stdout
    rows = json.loads(run("ask", "actors", "--archive", target, "--format", "json").stdout)
    assert "FRA" in [row["country"] for row in rows]


def test_the_archive_may_come_from_the_environment(archive: Path) -> None:
    result = CliRunner().invoke(app, ["ask", "timeline"], env={"COMMUNIQUE_ARCHIVE": str(archive), "COLUMNS": "80"})
    assert "Ruritania → Zenda" in result.stdout


@pytest.mark.parametrize("question", ["timeline", "actors", "statements", "positions", "calendar"])
def test_every_question_in_every_format(archive: Path, question: str) -> None:
    table = run("ask", question, "--archive", archive, "--actor", "RUR" if question != "calendar" else "ELB").stdout
    assert max(map(len, table.splitlines())) <= 80
    rows = json.loads(run("ask", question, "-a", archive, "-f", "json").stdout)
    header, *lines = run("ask", question, "-a", archive, "-f", "csv").stdout.splitlines()
    assert header.split(",") == list(rows[0])
    assert len(lines) == len(rows) > 0
    assert "Nothing" in run("ask", question, "-a", archive, "--actor", "nobody").stdout
    assert run("ask", question, "-a", archive, "--actor", "nobody", "-f", "json").stdout.strip() == "[]"
    assert "is not a date" in run("ask", question, "-a", archive, "--since", "soon", code=2).stderr


@pytest.mark.parametrize(
    ("day", "until", "told"),
    [
        ("1988-01-01", "1988-12-31", "1988 "),
        ("2024-02-01", "2024-02-29", "2024-02 "),
        ("2019-11-25", "2019-12-01", "2019-11-25 – 12-01 "),
        ("2019-11-25", "2019-11-25", "2019-11-25 "),
        (None, None, "no day".ljust(12)),
    ],
)
def test_a_year_is_told_as_a_year_and_not_as_its_first_day(
    day: str | None, until: str | None, told: str, archive: Path
) -> None:
    with Archive(archive) as kept:
        rows = [replace(row, day=day, until=until) for row in timeline(kept, select(kept))]
    console = Console(file=io.StringIO(), width=80)
    show_answer(rows, TimelineRow, console)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().startswith(told)


def test_ask_without_an_archive(tmp_path: Path) -> None:
    assert "no archive" in run("ask", "timeline", "--archive", tmp_path / "none.db", code=2).stderr
    (tmp_path / "other.db").write_text("x")
    assert "not a Communique archive" in run("ask", "timeline", "-a", tmp_path / "other.db", code=2).stderr


@pytest.mark.parametrize(
    ("entry", "words"),
    [("e-reco", "recognised Zenda"), ("s-wrote", "open an embassy"), ("o-", "recognised Zenda"), ("m-", "meets on Friday"),
     ("t-", "Monday"), ("p-", "Hentzau"), ("d-", "embassy plan"), ("Q1", "Rassendyll")],
)  # fmt: skip
def test_show_prints_the_evidence_in_its_context(archive: Path, entry: str, words: str) -> None:
    shown = run("show", entry, "--archive", archive).stdout
    assert words in " ".join(shown.split())
    assert "communique 0, model m, registry 1" in " ".join(shown.split())
    if entry not in {"d-", "Q1"}:
        assert "⟦" in shown


def test_show_of_what_is_not_there(archive: Path) -> None:
    assert "No entry" in run("show", "x-nothing", "--archive", archive, code=2).stderr


def test_batch(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": TEXT}) + "\n{broken\n")
    result = run("batch", tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert "Line 2" in result.stderr
    assert "1 record" in result.stderr.replace("\n", " ")
    assert json.loads((tmp_path / "out.jsonl").read_text())["article"]["text"] == TEXT


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    process = subprocess.run(
        [sys.executable, "-m", "communique", "schema"], stdout=write, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(write)
    assert b"Traceback" not in process.stderr
    assert b"Exception" not in process.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", [["schema"], ["ask", "actors", "-a", "ARCHIVE"]])
def test_output_without_room_is_told_in_a_line(words: list[str], archive: Path) -> None:
    words = [str(archive) if each == "ARCHIVE" else each for each in words]
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [sys.executable, "-m", "communique", *words], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert process.returncode == 2
    assert process.stderr.startswith(b"Error: What was to be written has no room")
    assert b"Traceback" not in process.stderr
    assert b"Exception" not in process.stderr


def test_an_interrupted_command_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("communique.record.json_schema", pressed)
    assert "Stopped." in run("schema", code=130).stderr


def test_an_answer_takes_a_files_place_only_when_it_is_whole(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "actors.csv"
    target.write_text("what was there")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", _no_room)
        failed = run("ask", "actors", "-a", archive, "-f", "csv", "--output", target, code=2)
    assert "cannot be written" in failed.output
    assert target.read_text() == "what was there"
    run("ask", "actors", "-a", archive, "-f", "csv", "--output", target)
    assert target.read_text().startswith("id,")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.db", "actors.csv"]


def _no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(("number", "told"), [(0, "0 units"), (1, "1 unit"), (2000, "2,000 units")])
def test_one_is_no_plural(number: int, told: str) -> None:
    assert number_of(number, "unit") == told


def test_a_followed_folder_is_added_as_it_fills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, kept = tmp_path / "in", tmp_path / "a.db"
    folder.mkdir()
    texts = iter([TEXT, "", TEXT.replace("France", "Spain")])

    def wait(_seconds: float) -> None:
        text = next(texts, None)
        if text is None:
            raise KeyboardInterrupt
        path = folder / f"{len(list(folder.iterdir()))}.txt"
        path.write_text(text)
        os.utime(path, (0, 0))

    monkeypatch.setattr("time.sleep", wait)
    CliRunner().invoke(app, ["add", str(folder), "--follow", "--archive", str(kept), "-p", "2021-05-04"])
    with Archive(kept) as archive:
        assert sorted(each.article.text for each in archive.records()) == sorted(
            [TEXT, TEXT.replace("France", "Spain")]
        )


def test_what_this_version_has_coded_is_coded_again_only_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, kept = tmp_path / "a.txt", tmp_path / "b.db"
    path.write_text(TEXT)
    run("add", path, "--archive", kept, "-p", "2021-05-04")
    coded: list[str] = []

    def note(article: object) -> object:
        coded.append("again")
        return real(article)  # type: ignore[arg-type]

    from communique import pipeline

    real = pipeline.read_article
    monkeypatch.setattr(pipeline, "read_article", note)
    assert "1 unchanged" in run("add", path, "--archive", kept, "-p", "2021-05-04").stdout
    assert coded == []
    assert "1 unchanged" in run("add", path, "--archive", kept, "-p", "2021-05-04", "--again").stdout
    assert coded == ["again"]


def test_search_in_all_formats(archive: Path) -> None:
    found = run("ask", "search", "embassy", "foreign minister", "--archive", archive, "--facets").stdout
    assert "1 article\n" in found
    assert "open an embassy" in " ".join(found.split())
    assert "country" in found
    page = json.loads(run("ask", "search", "embassy", "-a", archive, "-f", "json").stdout)
    assert (page["total"], page["next"], page["rows"][0]["article"]) == (1, None, "article-1")
    rows = run("ask", "search", "embassy", "-a", archive, "-f", "csv").stdout.splitlines()
    assert rows[0].startswith("article,title")
    assert "Nothing" in run("ask", "search", "embassy", "--not", "Zenda", "-a", archive).stdout
    assert "not wanted" in run("ask", "search", "--not", "Zenda", "-a", archive, code=2).stderr
