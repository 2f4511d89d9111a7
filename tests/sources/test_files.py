from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from communique.errors import BadDate, EmptyText, InputError, NotText, TextTooLong
from communique.sources import find_sources, read_source
from communique.sources.decode import decode

TEXT = "Zendas Außenminister bat um Geduld – „bald“.\r\nMore tomorrow.\n"
PAGE = """<!DOCTYPE html><html><head><title>Envoys return</title>
<meta property="article:published_time" content="2021-05-04T08:00:00Z"><meta property="og:site_name" content="Herald">
</head><body><nav><a href="/">Home</a></nav><article><h1>Envoys return</h1>
<p>Ruritania and Zenda sent their ambassadors back on Tuesday, a year after both had been recalled for talks.</p>
<p>The foreign ministry in Strelsau said that the two sides would open consulates in three more towns by autumn.</p>
<p>Neither government would say whether the dispute over the river port had been settled in the meantime.</p>
</article><footer>Imprint</footer></body></html>"""


def put(folder: Path, data: bytes, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_plain_text_is_kept_with_its_line_ends(tmp_path: Path) -> None:
    found = read_source(put(tmp_path, TEXT.encode()), published="2021-05-04", outlet="Herald")
    assert found.article.text == TEXT
    assert (found.article.outlet, found.notes) == ("Herald", ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    found = read_source(put(tmp_path, TEXT.encode(encoding)))
    assert found.article.text == TEXT
    assert found.notes == ()


def test_another_encoding_is_read_and_noted(tmp_path: Path) -> None:
    text = "Le ministre des Affaires étrangères a été reçu à l'Élysée ; il a évoqué la trêve, « fragile ». " * 3
    found = read_source(put(tmp_path, text.encode("cp1252")))
    assert found.article.text == text
    assert [note.about for note in found.notes] == ["text"]


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 \xe2\xe3", b"PK\x03\x04 rest", b"\x89PNG\r\n\x1a\n", bytes(range(256)) * 4, b"An envoy\x00left.",
        b"\xff\xfe\x00", "Außenminister über Gespräche mit \u201eZenda\u201c".encode() + b"\xff left",
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NotText) as raised:
        read_source(put(tmp_path, data))
    assert raised.value.advice


def test_empty_and_too_long(tmp_path: Path) -> None:
    with pytest.raises(EmptyText):
        read_source(put(tmp_path, b""))
    with pytest.raises(EmptyText):
        read_source(put(tmp_path, b"\xef\xbb\xbf \n"))
    with pytest.raises(TextTooLong):
        read_source(put(tmp_path, b"envoy " * 900_000))
    with pytest.raises(TextTooLong):
        read_source(put(tmp_path, b"a" * 20_000_001))


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        read_source(tmp_path / "none.txt")
    with pytest.raises(InputError, match="folder"):
        read_source(tmp_path)
    with pytest.raises(NotText, match="batch"):
        read_source(put(tmp_path, b"{}\n{}\n", "a.jsonl"))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert read_source("-").article.text == TEXT


def test_front_matter_is_metadata(tmp_path: Path) -> None:
    head = (
        "---\npublished: 2021-05-04\noutlet: Herald\ntitle: 'Envoys: back'\nmood: grim\n---\n\nThe envoys are back.\n"
    )
    found = read_source(put(tmp_path, head.encode()))
    assert found.article.text == "The envoys are back.\n"
    assert (found.article.published, found.article.outlet, found.article.title) == (
        "2021-05-04",
        "Herald",
        "Envoys: back",
    )
    assert "mood" in found.notes[0].text
    assert read_source(put(tmp_path, head.encode()), outlet="Post").article.outlet == "Post"


@pytest.mark.parametrize("text", ["---\nNo head here.\n---\nText.", "--- a dash first", "---\nkey: value\n---\nText."])
def test_dashes_alone_are_no_front_matter(tmp_path: Path, text: str) -> None:
    assert read_source(put(tmp_path, text.encode())).article.text == text


@pytest.mark.parametrize("head", ["published: 2021-05-04\n", "author: A\ntitle: B\n"])
def test_a_head_that_does_not_end_is_text_and_noted(tmp_path: Path, head: str) -> None:
    found = read_source(put(tmp_path, f"---\n{head}{TEXT}".encode()))
    assert found.article.text.startswith("---")
    assert "no second line of dashes" in found.notes[0].text


def test_a_wrong_date_in_the_head_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDate):
        read_source(put(tmp_path, b"---\npublished: 2021-13-40\n---\nText."))
    with pytest.raises(InputError, match="outlet"):
        read_source(put(tmp_path, b"---\noutlet: [a, b]\n---\nText."))


@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_pages_are_extracted_with_a_note(tmp_path: Path, name: str) -> None:
    found = read_source(put(tmp_path, PAGE.encode(), name))
    assert "ambassadors back" in found.article.text
    assert "Imprint" not in found.article.text
    assert "<" not in found.article.text
    assert (found.article.published, found.article.title) == ("2021-05-04", "Envoys return")
    assert any(note.about == "text" for note in found.notes)
    assert read_source(put(tmp_path, PAGE.encode(), name), published="2021-05-06").article.published == "2021-05-06"


def test_a_page_without_an_article(tmp_path: Path) -> None:
    with pytest.raises(EmptyText, match="No article"):
        read_source(put(tmp_path, b"<html><body></body></html>"))


def test_a_declared_encoding_is_used() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body>Předseda vlády přijal velvyslance</body></html>'
    assert decode(page.encode("iso-8859-2")) == (page, "iso8859-2")


def test_folders_are_searched_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "c/d.md", "c/e.jsonl", ".hidden.txt", "picture.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    names = [path.relative_to(tmp_path).as_posix() for path in find_sources([tmp_path])]
    assert names == ["a.html", "b.txt", "c/d.md", "c/e.jsonl"]
    assert list(find_sources([tmp_path / "picture.png"])) == [tmp_path / "picture.png"]
    (tmp_path / "empty").mkdir()
    for wrong in ("empty", "nowhere"):
        with pytest.raises(InputError):
            list(find_sources([tmp_path / wrong]))


def test_of_encodings_that_explain_a_text_equally_well_western_europe_wins(tmp_path: Path) -> None:
    text = "The envoys met at the Café à la Paix in Genève. “We are close,” one of them said. " * 3
    found = read_source(put(tmp_path, text.encode("cp1252")))
    assert found.article.text == text
    assert "cp1252" in found.notes[0].text
