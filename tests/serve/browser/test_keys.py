"""The workbench by the keyboard: every key of the help does what it says."""

from __future__ import annotations

import re

import httpx
from playwright.sync_api import Page, expect

from tests.serve.browser.conftest import Watched


def test_the_help_opens_and_closes(watched: Watched) -> None:
    page = watched.open("/today")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


PLACES = {
    "t": "today", "s": "search", "c": "calendar", "q": "questions", "n": "network", "m": "map", "w": "watches",
    "o": "sources", "r": "registry", "u": "quality", "a": "add",
}  # fmt: skip


def test_g_and_a_letter_go_to_a_page(watched: Watched) -> None:
    page = watched.open("/articles")
    for key, name in PLACES.items():
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(f"**/{name}")
        page.wait_for_selector("html[data-ready]")


def test_a_slash_goes_to_the_search_and_what_is_typed_there_is_text(watched: Watched) -> None:
    page = watched.open("/today")
    page.keyboard.press("/")
    page.keyboard.type("g?")
    expect(page.locator("#find")).to_have_value("g?")
    expect(page.locator("#help")).to_be_hidden()


def test_d_changes_the_theme_and_it_is_kept(watched: Watched) -> None:
    page = watched.open("/today")
    page.keyboard.press("d")
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    watched.open("/sources")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("d")
    assert page.locator("html").get_attribute("data-theme") is None


def test_j_and_k_walk_the_rows(watched: Watched) -> None:
    page = watched.open("/search?q=recognise")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("[data-row]").nth(1)
    expect(second).to_have_class(re.compile("at"))
    page.keyboard.press("k")
    expect(page.locator("[data-row]").first).to_have_class(re.compile("at"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/**")


def lit(page: Page) -> str:
    return page.locator(".card.on").get_attribute("data-id") or ""


def test_entries_are_walked_and_lit_in_the_text(watched: Watched, article: str) -> None:
    page = watched.open(article)
    page.keyboard.press("j")
    first = lit(page)
    assert first
    assert page.locator(f".mark.on[data-ids~='{first}']").count() >= 1
    page.keyboard.press("j")
    assert lit(page) != first
    page.keyboard.press("k")
    assert lit(page) == first


def test_a_click_in_the_text_leads_to_the_entry_and_back(watched: Watched, article: str) -> None:
    page = watched.open(article)
    mark = page.locator(".mark.event").first
    mark.click()
    card = page.locator(".card.on")
    expect(card).to_have_attribute("data-kind", "event")
    assert page.url.endswith(f"#e-{lit(page)}")
    page.locator(".card.actor button.head").first.click()
    expect(page.locator(".card.on")).to_have_attribute("data-kind", "actor")
    expect(page.locator(".mark.on").first).to_be_visible()


def test_a_pointer_over_the_text_is_told_code_confidence_and_reason(watched: Watched, article: str) -> None:
    page = watched.open(article)
    page.locator(".mark.event").first.hover()
    tip = page.locator("#tip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text(re.compile(r"0\.\d\d"))
    expect(tip).to_contain_text("events")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_kinds_and_confidence_hide_entries_and_their_marks(watched: Watched, article: str) -> None:
    page = watched.open(article)
    everything = page.locator(".card:visible").count()
    page.locator("input[data-filter=kind][value=statement]").uncheck()
    assert page.locator(".mark.statement").count() == 0
    assert page.locator(".card.statement:visible").count() == 0
    page.locator("input[data-filter=kind][value=statement]").check()
    assert page.locator(".card:visible").count() == everything
    page.locator("#confidence").fill("95")
    assert page.locator(".card:visible").count() < everything


def verdicts(address: str, article: str) -> dict[str, str | None]:
    groups = httpx.get(f"{address}{article}.json").json()["groups"]

    return {each["card"]["id"]: each["verdict"] for group in groups for each in group["entries"]}


def test_entries_are_judged_by_one_key(watched: Watched, article: str) -> None:
    page = watched.open(article)
    page.locator(".card.event button.head").first.click()
    id = lit(page)
    card = page.locator(f".card[data-id='{id}']")
    for key, verdict in (("a", "accepted"), ("x", "rejected")):
        page.keyboard.press(key)
        expect(card).to_have_attribute("data-verdict", verdict)
        assert verdicts(watched.address, article)[id] == verdict
    page.keyboard.press("u")
    expect(card).to_have_attribute("data-verdict", "accepted")
    page.keyboard.press("u")
    expect(card).not_to_have_attribute("data-verdict", re.compile("."))
    assert verdicts(watched.address, article)[id] is None


def test_an_entry_is_corrected_in_place(watched: Watched, article: str) -> None:
    page = watched.open(article)
    page.locator(".card.event button.head").first.click()
    id = lit(page)
    card = page.locator(f".card[data-id='{id}']")
    page.keyboard.press("e")
    card.locator("select[name=status]").select_option("denied")
    card.locator("form.edit .primary").click()
    expect(card).to_have_attribute("data-verdict", "corrected")
    watched.open(article)
    expect(card).to_contain_text("denied")
    card.locator("button.head").click()
    page.keyboard.press("u")
    expect(card).not_to_have_attribute("data-verdict", re.compile("."))


def test_only_what_is_shown_is_accepted_together(watched: Watched, article: str) -> None:
    page = watched.open(article)
    for kind in ("event", "statement", "position", "actor", "document", "time", "place"):
        box = page.locator(f"input[data-filter=kind][value={kind}]")
        if kind != "position" and box.count():
            box.uncheck()
    shown = set(page.locator(".card:visible").evaluate_all("cards => cards.map(card => card.dataset.id)"))
    page.locator("#accept-visible").click()
    expect(page.locator("#live")).to_have_text(re.compile("accepted"))
    judged = {id for id, verdict in verdicts(watched.address, article).items() if verdict == "accepted"}
    assert judged == shown
