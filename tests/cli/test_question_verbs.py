from __future__ import annotations

import json
import zipfile
from pathlib import Path

import icalendar
import pytest

from communique.archive import Archive
from tests.cli.test_cli import run
from tests.handmade import record
from tests.positions_by_hand import QUESTION, fill


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Archive(path, create=True) as made:
        fill(made)
        made.add(record(published="2019-12-10"))
    return path


def words(text: str) -> str:
    return " ".join(text.split())


def test_list_and_rules() -> None:
    assert "eu-recognise-palestine" in run("question", "list").stdout.replace("\n", "")
    assert "russia-withdraw-from-ukraine " in run("question", "list").stdout  # on one line, to be typed again
    shown = words(run("question", "rules").stdout)
    assert "TEU Art. 16(4)" in shown
    assert "unga-two-thirds" in shown


def test_a_new_question_is_valid_and_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    run("question", "new", "my-question", "--wording", 'Say "yes"?', "--body", "EU.FAC", "--rule", "eu-qmv", "-o", file)
    looked = run("question", "check", file).stdout
    assert "1 read, errors: 0, doubts: 1" in looked
    assert "still stands as the new file had it: …, word for the subject" in words(looked)
    assert "is there already" in run("question", "new", "my-question", "-o", file, code=2).stderr
    assert "id of a question" in run("question", "new", "My Question", code=2).stderr
    assert "The rules are" in run("question", "new", "a", "--rule", "coin", code=2).stderr
    assert "id: other" in run("question", "new", "other").stdout


def test_a_new_question_in_no_folder_is_an_error(tmp_path: Path) -> None:
    missing = run("question", "new", "mine", "-o", tmp_path / "no" / "mine.yaml", code=2)
    assert "cannot be written" in words(missing.stderr)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("rule: each-for-itself", "rule: coin-toss", "no voting rule 'coin-toss'"),
        ("subject: [", "subjects: [", "unknown field `subjects`"),
        ("views: {actors: [LUX, IRL]}", "views: {actors: [LUX, QQQ]}", "registry has no 'QQQ'"),
        ("views: {actors: [LUX, IRL]}", "views: {members_of: NOBODY}", "no members of 'NOBODY'"),
        ("views: {actors: [LUX, IRL]}", "views: {}", "nobody's view counts"),
        ("documents: []", "documents: []\nsince: '2020-02-31'", "no day of the calendar"),
        ("documents: []", "documents: []\nsince: '2020-02-03'\nuntil: '2019-01-01'", "after until"),
        ("  patterns: []\nagainst", "  events: [wave]\nagainst", "no event mode 'wave'"),
        ("subject: [word", "subject: [[word", "is not valid YAML"),
        ("id: mine", "id: Mine", "regex"),
    ],
)
def test_errors_in_a_question_file_are_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = run("question", "new", "mine").stdout
    assert old in text
    (tmp_path / "mine.yaml").write_text(text.replace(old, new), encoding="utf-8")
    found = words(run("question", "check", tmp_path, code=1).stdout)
    assert message in found
    assert "mine.yaml" in found.replace(" ", "")


def test_a_doubt_is_no_error(tmp_path: Path) -> None:
    text = run("question", "new", "mine").stdout.replace("example: The minister", "example: Somebody else went home. #")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    assert "errors: 0, doubts: 2" in run("question", "check", tmp_path).stdout  # and its other words are the template's


def test_matrix_in_every_format(archive: Path, tmp_path: Path) -> None:
    ask = ("ask", "matrix", "-a", archive, "--question", QUESTION)
    shown = run(*ask).stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert "unknown" in shown
    assert "before: 2019-11-01 undecided" in words(shown)
    cells = json.loads(run(*ask, "--heard", "-f", "json").stdout)
    assert {cell["actor_id"] for cell in cells} == {"LUX", "DEU", "HUN", "IRL", "SWE"}
    assert run(*ask, "-f", "csv").stdout.startswith("actor_id,actor,column,stance")
    for kind, magic in (("xlsx", b"PK"), ("png", b"\x89PNG"), ("svg", b"<?xml")):
        run(*ask, "-f", kind, "-O", tmp_path / f"m.{kind}")
        assert (tmp_path / f"m.{kind}").read_bytes().startswith(magic)
    with zipfile.ZipFile(tmp_path / "m.xlsx") as book:
        assert "xl/worksheets/sheet2.xml" in book.namelist()
    for show, word in (("agreement", "100%"), ("blocs", "Luxembourg"), ("movers", "undecided → against")):
        assert word in run(*ask, "--show", show).stdout
    assert "2019-12" in run(*ask, "--by", "month", "--heard").stdout
    undrawn = run(*ask, "--show", "blocs", "-f", "png", "-O", tmp_path / "b.png", code=2)
    assert "Only the cells are drawn" in undrawn.stderr
    assert not (tmp_path / "b.png").exists()


def test_outlook_in_every_format(archive: Path, tmp_path: Path) -> None:
    ask = ("ask", "outlook", "-a", archive, "--question", QUESTION, "--rule", "eu-qmv")
    shown = run(*ask).stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert "On these positions: open" in shown
    found = json.loads(run(*ask, "--assume", "FRA=against", "-f", "json").stdout)
    assert found["outcome"]["blocking"]["size"] == 1
    assert run(*ask, "-f", "csv").stdout.count("\n") == 29
    run(*ask, "-f", "xlsx", "-O", tmp_path / "o.xlsx")
    assert (tmp_path / "o.xlsx").read_bytes().startswith(b"PK")
    left = json.loads(run(*ask, "--without", "fra", "-f", "json").stdout)
    assert "FRA" not in {each["member_id"] for each in left["members"]}
    assert "XYZ does not vote" in words(run(*ask, "--without", "XYZ", code=2).stderr)
    assert "is no assumption" in run(*ask, "--assume", "FRA=maybe", code=2).stderr
    assert "holds from 2014-11-01" in words(run(*ask, "--on", "2010-01-01", code=2).stderr)
    assert "no question 'x'" in words(run("ask", "outlook", "-a", archive, "--question", "x", code=2).stderr)


def test_calendar_as_icalendar_and_apart(archive: Path) -> None:
    data = run("ask", "calendar", "-a", archive, "-f", "ics").stdout_bytes
    assert icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert "m-elbe" in run("ask", "calendar", "-a", archive, "--apart", "-f", "json").stdout
    assert "goes neither" in run("ask", "calendar", "-a", archive, "--apart", "--due", "2019-12-01", code=2).stderr
    assert json.loads(run("ask", "calendar", "-a", archive, "--due", "2030-01-01", "-f", "json").stdout) == []


def test_documents(archive: Path) -> None:
    run("ask", "documents", "-a", archive)
    assert run("ask", "documents", "-a", archive, "-f", "csv").stdout.startswith("name,kind,body")
    assert "no question" in run("ask", "documents", "-a", archive, "--question", "x", code=2).stderr


def test_an_archive_without_positions_by_hand_says_so(tmp_path: Path) -> None:
    with Archive(tmp_path / "b.db", create=True):
        pass
    assert "No position has been" in run("position", "list", "-a", tmp_path / "b.db").stdout


@pytest.mark.parametrize("verb", ["search", "statements", "positions", "calendar"])
def test_a_question_that_is_not_known_is_doubted(archive: Path, verb: str) -> None:
    asked = run("ask", verb, "-a", archive, "--question", "x", "-f", "csv")
    assert "There is no question 'x' here" in words(asked.stderr)
    assert "There is no question" not in run("ask", verb, "-a", archive, "--question", QUESTION).stderr


def test_positions_are_entered_listed_and_withdrawn(archive: Path) -> None:
    typed = ("position", "add", "-a", archive, "--question", QUESTION, "--actor", "Malta", "--stance", "mixed",
             "--day", "2019-12-01", "--words", "it depends", "--source", "letter", "--by", "AB")  # fmt: skip
    first = run(*typed).stdout
    stranger = run(*["Narnia" if each == "Malta" else each for each in typed])
    assert "The registry has no 'Narnia'" in words(stranger.stderr)
    assert "Malta mixed" in first
    assert "was there already" in words(run(*typed).stdout)
    id = first.split()[0]
    assert "it depends" in run("ask", "positions", "-a", archive, "--actor", "MLT").stdout
    assert "withdrawn" in run("position", "withdraw", id, "-a", archive, "--why", "a slip", "--by", "AB").stdout
    assert id not in run("position", "list", "-a", archive).stdout
    assert "a slip" in words(run("position", "list", "-a", archive, "--withdrawn").stdout)
    assert "No position" in run("position", "withdraw", id, "-a", archive, "--why", "x", "--by", "AB", code=2).stderr
    assert "not a date" in run(*["soon" if each == "2019-12-01" else each for each in typed], code=2).stderr


def test_votes_are_imported_once_and_unknown_states_are_named(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "roll.csv"
    file.write_text(
        "ms_code,ms_vote,date,resolution\nMLT,Y,2012-11-29,A\nCZE,N,2012-11-29,A\nAUT,A,2012-11-29,B\nQQ,Y,2012-11-29,A\n"
    )
    typed = ("position", "import", file, "-a", archive, "--question", QUESTION, "--by", "AB")
    assert "several resolutions" in words(run(*typed, code=2).stderr)
    assert "holds no vote on 'C'" in words(run(*typed, "--resolution", "C", code=2).stderr)
    run(*typed, "--resolution", "A", "--yes", "mixed", code=2)
    result = run(*typed, "--resolution", "A", code=1)
    assert "line 5" in words(result.stderr)
    assert "2 votes, 2 of them new, 1 left out" in result.stdout
    assert "0 of them new" in run(*typed, "--resolution", "A", code=1).stdout
    rows = json.loads(run("ask", "positions", "-a", archive, "--until", "2012-12-31", "-f", "json").stdout)
    assert {(row["actor_id"], row["stance"], row["how"]) for row in rows} == {
        ("MLT", "for", "vote"),
        ("CZE", "against", "vote"),
    }
    against = run(*typed, "--resolution", "B", "--yes", "against").stdout
    assert "1 vote, 1 of them new" in against


def test_the_users_own_questions_stand_beside_the_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("question", "new", "mine", "-o", tmp_path / "mine.yaml")
    monkeypatch.setenv("COMMUNIQUE_QUESTIONS", str(tmp_path))
    assert "mine" in run("question", "list").stdout.split()
