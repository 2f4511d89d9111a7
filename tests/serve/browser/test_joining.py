"""Rows of one event are merged and split in the browser, by keys and by buttons, and it can be taken back."""

from __future__ import annotations

import httpx
from playwright.sync_api import expect

from tests.serve.browser.conftest import Watched


def standing(address: str) -> list[str]:
    rows = httpx.get(f"{address}/api/v1/judgements").json()["rows"]
    back = {each["undoes"] for each in rows}
    return [each["kind"] for each in rows if each["kind"] in ("merge", "split") and each["id"] not in back]


def test_two_rows_are_merged_split_and_taken_back_by_keys(watched: Watched, address: str) -> None:
    page = watched.open("/today")
    rows = page.locator("[data-row][data-entry]")
    first, second = (rows.nth(at).get_attribute("data-entry") for at in (0, 1))
    assert first
    assert second
    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(rows.first).to_have_class("at picked")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("m")
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#live")).to_contain_text("Merged")
    merged = page.locator(f"[data-row][data-entry='{first}'], [data-row][data-entry='{second}']")
    expect(merged).to_have_count(1)
    assert standing(address) == ["merge"]
    merged.locator("details summary").click()
    expect(merged.locator("[data-join=split]")).to_have_count(1)
    with page.expect_navigation():
        merged.locator("[data-join=split]").click()
    page.wait_for_selector("html[data-ready]")
    expect(merged).to_have_count(2)
    for _ in range(2):
        with page.expect_navigation():
            page.keyboard.press("u")
        page.wait_for_selector("html[data-ready]")
    assert standing(address) == []
    page.keyboard.press("u")
    expect(page.locator("#live")).to_contain_text("Nothing was merged or split here")


def test_a_mark_is_taken_away_again_and_going_elsewhere_splits_nothing(watched: Watched, address: str) -> None:
    page = watched.open("/actors/FRA")
    row = page.locator("[data-row][data-entry]").first
    row.locator("[data-join=merge]").click()
    expect(page.locator(".picked")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".picked")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/search")
    assert standing(address) == []
