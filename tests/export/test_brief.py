"""Briefs: every line has its evidence, nothing is loaded from elsewhere, and what is marked up in a text stays text."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from lxml import html
from msgspec import structs
from typer.testing import CliRunner

from communique.archive import Archive
from communique.cli.app import app
from communique.errors import MissingExtra
from communique.export import brief as briefs
from communique.export.pdf import to_pdf
from communique.record import Moment
from tests.handmade import record


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("brief") / "a.db"
    with Archive(made, create=True) as archive:
        archive.add(record())
    return made


@pytest.fixture
def archive(file: Path) -> Iterator[Archive]:
    with Archive(file) as opened:
        yield opened


def page(made: briefs.Brief) -> html.HtmlElement:
    return html.fromstring(briefs.to_html(made))


def test_a_week_tells_acts_statements_positions_with_footnotes(archive: Archive) -> None:
    first, last = briefs.week("2019-W49")
    assert (first, last) == ("2019-12-02", "2019-12-08")
    made = briefs.on_days(archive, first, last)
    told = page(made)
    assert told.findtext(".//h1") == "Week 49 of 2019"
    heads = [each.text for each in told.iter("h2")]
    assert heads[:3] == ["What happened", "Who said what", "Positions"]
    assert "Ruritania → Zenda: support diplomatically" in told.text_content()


def test_what_happened_at_some_time_in_a_year_is_not_told_of_a_week(tmp_path: Path) -> None:
    made = record()
    when = Moment(value="2019", earliest="2019-01-01", latest="2019-12-31")
    with Archive(tmp_path / "a.db", create=True) as kept:
        kept.add(structs.replace(made, events=tuple(structs.replace(each, time=when) for each in made.events)))
        assert "tells of no act" in page(briefs.on_days(kept, "2019-12-02", "2019-12-08")).text_content()
        assert "tells of no act" not in page(briefs.on_days(kept, "2019-01-01", "2019-12-31")).text_content()


def test_every_footnote_is_called_and_quotes_the_text(archive: Archive) -> None:
    made = briefs.on_actor(archive, "RUR", since="2019-11-01", until="2019-12-31")
    told = page(made)
    called = [each.get("href") for each in told.iter("a") if (each.get("href") or "").startswith("#n")]
    assert called == [f"#n{number}" for number in range(1, len(made.notes) + 1)]
    ids = {each.get("id") for each in told.iter() if each.get("id")}
    assert {each.removeprefix("#") for each in called} <= ids
    text = record().article.text
    for note in made.notes:
        assert note.words in text
        assert note.outlet == "Herald <b>"


def test_a_page_has_no_script_and_loads_nothing(archive: Archive) -> None:
    written = briefs.to_html(briefs.on_actor(archive, "RUR", since="2019-11-01", until="2019-12-31"))
    assert "<script" not in written
    assert "Herald <b>" not in written
    assert "Herald &lt;b&gt;" in written
    assert not re.findall(r'(?:src|href)="(?!data:image/svg|#|https://example\.org/)', written)
    assert "default-src 'none'" in written


def test_the_same_archive_gives_the_same_bytes(archive: Archive) -> None:
    one, two = (briefs.to_html(briefs.on_days(archive, "2019-12-02", "2019-12-08")) for _ in range(2))
    assert one == two


def test_a_question_tells_where_it_stands_and_an_empty_one_says_so(archive: Archive) -> None:
    told = page(briefs.on_question(archive, "recognise-kosovo")).text_content()
    assert "The archive knows no position on it" in told
    assert "no forecast" in told


def test_what_is_left_out_is_counted() -> None:
    assert briefs._told(40, "act", 15) == "40 acts; the 25 that most articles tell, or that are surest."
    assert briefs._told(1, "act", 0) == "1 act."


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "what the brief is on"),
        (["--week", "2019-60"], "is not a week"),
        (["--week", "2019-W49", "--actor", "RUR"], "on one thing"),
        (["--actor", "Nobody At All"], "Nobody has the id"),
    ],
)
def test_the_command_says_what_is_wrong(options: list[str], message: str, file: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["brief", str(tmp_path / "out.html"), "--archive", str(file), *options])
    assert done.exit_code == 2
    assert message in " ".join(done.output.split())
    assert not (tmp_path / "out.html").exists()


def test_the_command_writes_the_page(file: Path, tmp_path: Path) -> None:
    options = ["--archive", str(file), "--week", "2019-W49"]
    done = CliRunner().invoke(app, ["brief", str(tmp_path / "out.html"), *options])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_pdf_has_the_words_the_links_and_the_letters_of_the_page(tmp_path: Path) -> None:
    try:
        import weasyprint  # noqa: F401
    except OSError:
        pytest.skip("The system has no Pango: apt install libpango-1.0-0 libpangoft2-1.0-0.")
    made_by = record(id="a")
    nasty = structs.replace(made_by, article=structs.replace(made_by.article, title="وكالة 😀"))
    with Archive(tmp_path / "a.db", create=True) as archive:
        archive.add(nasty)
    asked = ["brief", "--actor", "RUR", "--since", "2019-11-01", "--until", "2019-12-31",
             "--archive", str(tmp_path / "a.db")]  # fmt: skip
    for target in (["one.pdf"], ["two", "--pdf"]):
        made = CliRunner().invoke(app, [*asked, str(tmp_path / target[0]), *target[1:]])
        assert made.exit_code == 0, made.output
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two").read_bytes()
    pdf = pypdf.PdfReader(tmp_path / "one.pdf")
    told = "\n".join(page.extract_text() for page in pdf.pages)
    assert "support diplomatically" in told
    assert "<b>" in told
    # Letters that join are set in their joined forms, so the text has them as presentation forms or as they are.
    assert any("\u0600" <= each <= "\u06ff" or "\ufb50" <= each <= "\ufeff" for each in told)
    links = [each.get_object() for page in pdf.pages for each in page.get("/Annots", ())]
    assert [each for each in links if each["/Subtype"] == "/Link"]
    assert "/StructTreeRoot" in pdf.root_object


def test_without_the_library_the_line_to_type_is_told(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint.urls", None)
    with pytest.raises(MissingExtra, match=r"communique\[pdf\]"):
        to_pdf(briefs.on_days(archive, "2019-12-02", "2019-12-08"))
