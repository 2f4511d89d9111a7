"""``python -m benchmarks.browser``: how soon a page is seen, and how soon a pasted article is coded.

Chromium opens every page of the workbench on the archive of ``python -m benchmarks.archive`` several times, with an
empty cache the first time, and tells when it first painted something (``first-contentful-paint``). Then articles are
pasted into the form: from the press of the button until the article's page stands there. The server is warm, as it is
some seconds after its start.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.serve import filled, running
from benchmarks.texts import dispatches

BAR_MS = 1000.0
_CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
_QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
_PASTED = 5


@contextmanager
def browser() -> Iterator[Page]:
    """A page of Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_QUIET))
        yield started.new_page(viewport={"width": 1280, "height": 900})
        started.close()


def paints(page: Page, address: str, rounds: int) -> list[float]:
    """Milliseconds until a page is first seen."""
    found = []
    for _ in range(rounds):
        page.goto(address)
        # The page's policy forbids the script that would wait there: it is asked until it knows.
        while (painted := page.evaluate(_PAINT)) is None:
            page.wait_for_timeout(20)
        found.append(float(painted))
    return found


def pasted(page: Page, address: str) -> list[float]:
    """Milliseconds from the press of the button until a pasted article's page stands there."""
    took = []
    for each in dispatches()[:_PASTED]:
        page.goto(f"{address}/add")
        page.wait_for_selector("html[data-ready]")
        # What was coded before is known: a line makes it an article of its own.
        page.locator("#text-box").fill(f"{each.text}\n\nPasted at {time.time_ns()}.")
        page.locator("input[name=published]").fill(each.published or "2024-01-31")
        began = time.perf_counter()
        page.locator("form[data-island=add] button.primary").click()
        page.wait_for_url("**/articles/**", timeout=120_000)
        page.wait_for_selector(".card")
        took.append(1000 * (time.perf_counter() - began))
    return took


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.browser", description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--keep", type=Path, help="fill this file, or serve it when it is there")
    parser.add_argument("--rounds", type=int, default=5, help="how often each page is opened")
    options = parser.parse_args()
    with filled(options.keep, options.articles) as (path, known):
        asked = {name: each[0] for name, each in known.items() if name.startswith("page ")}
        with running(path, 0, warm=True) as port, browser() as page:
            address = f"http://127.0.0.1:{port}"
            pasted(page, address)  # what is loaded once is loaded
            print("\n| page | first paint, median ms | longest ms |\n|---|---:|---:|")
            for name, at in asked.items():
                told = paints(page, address + at, options.rounds)
                mark = " **over the bar**" if max(told) > BAR_MS else ""
                print(f"| {name}{mark} | {statistics.median(told):,.0f} | {max(told):,.0f} |", flush=True)
            told = pasted(page, address)
            print(f"\nA pasted article: {statistics.median(told):,.0f} ms in the middle, {max(told):,.0f} at most.")


if __name__ == "__main__":
    main()
