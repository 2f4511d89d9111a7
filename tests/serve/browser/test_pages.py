"""Every page in Chromium: nothing goes wrong, nothing is asked of others, nothing shuts anybody out."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.serve.browser.conftest import ROOT, Watched

PICTURES = ROOT / "local" / "screenshots"
BUDGET = 350 * 1024
PAGES = {
    "today": "/today",
    "search": "/search?q=recognise",
    "article": "",
    "actor": "/actors/USA",
    "person": "/actors/Q127998",
    "pair": "/pairs/FRA/AUS",
    "questions": "/questions",
    "question": "/questions/eu-recognise-palestine",
    "network": "/network",
    "agreement": "/network?kind=agrees",
    "map": "/map",
    "calendar": "/calendar",
    "watches": "/watches",
    "sources": "/sources",
    "registry": "/registry?q=the+Israeli+foreign+minister&on=2019-12-08",
    "quality": "/quality",
    "add": "/add",
    "error": "/articles/nobody",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_and_open_to_all(name: str, watched: Watched, article: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = watched.open(PAGES[name] or article)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        picture(watched, f"{name}-{theme}")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "it does not fit a narrow screen"
    picture(watched, f"{name}-narrow")
    assert sum(watched.sizes.values()) <= BUDGET, watched.sizes
    if name == "error":
        watched.wrong.clear()  # that an address does not exist is said in the console too


def picture(watched: Watched, name: str) -> Path:
    path = PICTURES / f"{name}.png"
    watched.page.screenshot(path=path)
    return path


@pytest.mark.parametrize("name", ["today", "article", "search", "question", "network", "map"])
def test_a_page_tells_as_much_without_scripts(name: str, browser: Browser, address: str, article: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + (PAGES[name] or article))
    assert page.locator("h1").count() == 1
    assert page.locator("[data-row], .card").count() >= 2
    assert not page.locator(".needs-script").first.is_visible()
    context.close()


def test_names_that_are_written_from_right_to_left_stay_whole(watched: Watched) -> None:
    page = watched.open("/today")
    assert page.locator(".who bdi").first.evaluate("each => getComputedStyle(each).unicodeBidi") == "isolate"
    assert page.locator(".words").first.get_attribute("dir") == "auto"
