"""Every page on a small archive: as a page, as JSON with every field of its context, as CSV with a header."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from communique.archive import Archive
from communique.export import from_csv
from communique.naming import when
from communique.serve.own_rows import FILE, OwnRow, add_row
from communique.serve.pages import PAGES, Page
from communique.serve.pages.window import party_of
from communique.serve.shown import month_url, per_cent, read_mark, rows_json

PLACES = {
    "actor": "/actors/Q1", "article": "/articles/article-1", "pair": "/pairs/RUR/ZEN",
    "question": "/questions/recognise-kosovo",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda each: str(each.name))
def test_a_page_has_three_forms(page: Page, client: TestClient) -> None:  # type: ignore[type-arg]
    path = PLACES.get(page.name, page.path)
    shown = client.get(path, headers={"accept": "text/html"})
    assert shown.status_code == 200, shown.text
    assert shown.text.count("<h1") == 1
    assert f'href="{path}.csv"' in shown.text
    told = client.get(f"{path}.json").json()
    assert told["title"]
    rows = client.get(f"{path}.csv")
    assert rows.text.split("\r\n")[0] == ",".join(page.shape.__struct_fields__)
    from_csv(rows.text, page.shape)


def test_the_bare_address_is_today(client: TestClient) -> None:
    assert client.get("/").text.count("What is new") == 1


def test_an_entry_leads_to_its_words(client: TestClient) -> None:
    event = next(row for row in client.get("/today.json").json()["events"])
    answer = client.get(f"/entries/{event['id']}", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"].endswith(f"#e-{event['id']}")


def test_pages_are_narrowed_by_days(client: TestClient) -> None:
    assert len(client.get("/today.json").json()["articles"]) == 2
    assert len(client.get("/today.json?since=2019-12-09").json()["articles"]) == 1
    assert client.get("/today?since=yesterday").status_code == 400


def test_a_state_stands_for_those_who_speak_for_it(path: Path) -> None:
    with Archive(path) as archive:
        assert party_of(archive, "LUX").whole
        assert not party_of(archive, "Q1").whole


def test_nothing_in_the_data_of_a_script_can_end_it() -> None:
    assert "</script" not in rows_json({"words": "</script><script>alert(1)</script>"})


def test_stretches_of_days_are_short() -> None:
    assert when("2019-12-08", "2019-12-08") == "2019-12-08"
    assert when("2019-01-01", "2019-12-31") == "2019"
    assert when("2019-12-01", "2019-12-31") == "2019-12"
    assert when("2019-12-02", "2019-12-08") == "2019-12-02 – 12-08"
    assert when(None, None, "2019-12-08") == "2019-12-08"
    assert month_url({}, "2019-12") == "/search?since=2019-12-01&until=2019-12-31"
    assert per_cent(1, 0) == "0%"
    assert read_mark("nothing") is None


def test_a_row_of_the_registry_is_taken_or_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from communique.registry import load_registry
    from communique.registry.layer import Layer

    monkeypatch.setenv("COMMUNIQUE_REGISTRY", str(tmp_path))
    layer = Layer(tmp_path)
    taken = add_row(
        OwnRow(name="Anna Rassendyll", country="LUX", title="Minister of Foreign Affairs", organization="LUX",
               start="2031-01-01"),
        layer,
    )  # fmt: skip
    assert taken.rejected == 0
    assert load_registry().lookup("Anna Rassendyll")
    before = (tmp_path / FILE).read_text("utf-8")
    refused = add_row(OwnRow(name="Rupert Hentzau", country="LUX", title="Minister", start="never"), layer)
    assert refused.rejected == 1
    assert (tmp_path / FILE).read_text("utf-8") == before
    monkeypatch.undo()
    load_registry.cache_clear()
