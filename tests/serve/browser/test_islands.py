"""What scripts draw and replace: charts, the map, the network and its exports, the search, adding an article."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from playwright.sync_api import expect

from tests.serve.browser.conftest import Watched


def test_charts_and_the_map_are_drawn_with_names_for_those_who_do_not_see_them(watched: Watched) -> None:
    page = watched.open("/today")
    chart = page.locator("[data-island=timeline] svg")
    expect(chart).to_have_attribute("aria-label", "When")
    assert chart.locator("rect").count() >= 2
    page.locator(
        "[data-island=worldmap] path.land.conflict, [data-island=worldmap] path.land.cooperation"
    ).first.click()
    page.wait_for_url("**/actors/*")


def test_the_network_is_narrowed_and_saved_as_it_is_shown(watched: Watched, tmp_path: Path) -> None:
    page = watched.open("/network")
    shown = page.locator("#network-shown")
    expect(shown).to_have_text(re.compile(r"\d+ actors, \d+ links"))
    page.locator("#narrow-links").fill("1")
    all_links = int((shown.text_content() or "").split()[2])
    page.locator("#narrow-node").fill("3")
    links = int((shown.text_content() or "").split()[2])
    assert 0 < links < all_links
    with page.expect_download() as csv:
        page.locator("[data-export=csv]").click()
    csv.value.save_as(tmp_path / "network.csv")
    assert len((tmp_path / "network.csv").read_text("utf-8").splitlines()) == links + 1
    with page.expect_download() as graphml:
        page.locator("[data-export=graphml]").click()
    graphml.value.save_as(tmp_path / "network.graphml")
    space = "{http://graphml.graphdrawing.org/xmlns}"
    graph = ElementTree.parse(tmp_path / "network.graphml").getroot()  # noqa: S314 - our own file
    assert len(graph.findall(f".//{space}edge")) == links


def test_the_search_answers_while_one_types(watched: Watched) -> None:
    page = watched.open("/search")
    before = page.locator("#found").text_content()
    page.locator("#q").fill("Kosovo")
    expect(page.locator("#found")).not_to_have_text(before or "")
    expect(page.locator("#hits mark").first).to_have_text("Kosovo")
    assert "q=Kosovo" in page.url
    page.locator(".facet a").first.click()
    page.wait_for_url("**/search?**outlet=**")


def test_an_article_is_pasted_and_coded(watched: Watched) -> None:
    page = watched.open("/add")
    page.locator("form[data-island=add] button.primary").click()
    expect(page.locator("#add-state")).to_contain_text("Paste a text")
    page.locator("#text-box").fill("France recalled its ambassador to Australia on Friday. 😀 «مرحبا»")
    page.locator("input[name=published]").fill("2021-09-17")
    page.locator("form[data-island=add] button.primary").click()
    page.wait_for_url("**/articles/**", timeout=120_000)
    expect(page.locator(".card.event").first).to_contain_text("France")
    expect(page.locator(".mark.event").first).to_have_text("recalled")
