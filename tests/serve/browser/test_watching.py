"""A watch is made, changed, looked after and forgotten in the browser."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.serve.browser.conftest import Watched


def test_a_search_is_watched_changed_and_forgotten(watched: Watched) -> None:
    page = watched.open("/search?q=ambassador")
    page.get_by_text("Watch this search").click()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#make [name=words]")).to_have_value("ambassador")
    page.locator("#make [name=name]").fill("Envoys & others")
    page.locator("#make [name=everything]").check()
    with page.expect_navigation(url="**/watches"):
        page.locator("#make button.primary").click()
    page.wait_for_selector("html[data-ready]")
    row = page.locator("li[data-row]", has_text="Envoys & others").first
    with page.expect_navigation(url="**/watches"):
        row.get_by_text("Look now").click()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#news")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    row.locator("a", has_text="Change").click()
    page.wait_for_selector("html[data-ready]")
    page.locator("#make [name=words]").fill("embassy")
    with page.expect_navigation(url="**/watches"):
        page.locator("#make button.primary").click()
    page.wait_for_selector("html[data-ready]")
    expect(row).to_contain_text("words: embassy")
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation(url="**/watches"):
        row.get_by_text("Remove").click()
    page.wait_for_selector("html[data-ready]")
    expect(page.get_by_text("Nothing is watched.")).to_be_visible()
