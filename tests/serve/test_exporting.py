"""Pages offer their articles in foreign formats; a process of its own writes them."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from communique.archive import Archive
from communique.errors import InputError
from communique.export.catalogue import FORMATS
from communique.record import Record
from communique.serve import exporting
from communique.serve.exporting import write
from communique.serve.offering import OFFERED
from communique.serve.pages import PAGES, Asked
from tests.serve.conftest import HERE

QUESTION = "recognise-zenda"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive(path) as archive:
        yield archive


def exported(archive: Archive, folder: Path, **asked: Any) -> list[Record]:
    told = {name: each if isinstance(each, list) else [each] for name, each in asked.items()}
    file = write(archive, Asked({}, {"form": ["records"], **told}), folder)
    return [Record.from_json(line) for line in file.read_bytes().splitlines()]


def test_what_pages_offer_are_formats_and_pages() -> None:
    named = {name for groups in OFFERED.values() for formats in groups.values() for name in formats}
    assert named <= set(FORMATS)
    assert set(OFFERED) <= {page.name for page in PAGES}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"article": "article/2 é.json"}, ["article/2 é.json"]),
        ({"q": "embassy", "since": "2019-12-09"}, ["article/2 é.json"]),
        ({"actor": "RUR"}, ["article-1", "article/2 é.json"]),
        ({"actor": ["RUR", "ZEN"], "until": "2019-12-08"}, ["article-1"]),
        ({"question": QUESTION}, ["article-1", "article/2 é.json"]),
    ],
)
def test_the_filter_of_the_page_counts(
    archive: Archive, tmp_path: Path, asked: dict[str, Any], found: list[str]
) -> None:
    assert [each.article.id for each in exported(archive, tmp_path, **asked)] == found


def test_as_people_judged_it(archive: Archive, tmp_path: Path) -> None:
    archive.judge("e-recognised", "reject", by="anna", article="article-1")
    told = exported(archive, tmp_path, article="article-1")[0]
    assert "e-recognised" not in {each.id for each in told.events}


def test_none_and_too_many_are_told(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="No article is meant"):
        exported(archive, tmp_path, q="nowhere")
    with pytest.raises(InputError, match="No article is meant"):
        exported(archive, tmp_path, actor=["RUR", "QQQ"])
    monkeypatch.setattr(exporting, "MOST", 1)
    with pytest.raises(InputError, match=r"2 articles are meant; a file has 1 at most.*communique export records"):
        exported(archive, tmp_path)


def test_a_page_leads_to_its_file(app: FastAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    with TestClient(app, base_url=HERE) as client:
        page = client.get("/pairs/RUR/ZEN", params={"until": "2019-12-08"}).text
        assert (
            '<input type="hidden" name="until" value="2019-12-08"><input type="hidden" name="actor" value="RUR">'
            in page
        )
        assert '<option value="gdelt-events">' in page
        assert 'class="exports"' not in client.get("/quality").text
        answer = client.get("/exports?form=csv&until=2019-12-08&actor=RUR&actor=ZEN")
        assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''communique-csv.zip"
        with zipfile.ZipFile(io.BytesIO(answer.content)) as held:
            assert "article-1" in held.read("articles.csv").decode()
        for wrong, status in (("form=none", 400), ("form=csv&q=nowhere", 422), ("form=csv&since=never", 400)):
            told = client.get(f"/exports?{wrong}")
            assert (told.status_code, "error" in told.json()) == (status, True), wrong
    assert not list((tmp_path / "scratch").iterdir()), "what was written is gone"
