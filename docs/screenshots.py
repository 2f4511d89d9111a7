"""Makes the pictures of the documentation from the example archive, with a browser before a real server.

Type ``make run web`` first, then ``python docs/screenshots.py``. The pictures go to ``docs/pictures``.
"""

from __future__ import annotations

import io
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
ARCHIVE = ROOT / "local" / "examples.db"
PICTURES = ROOT / "docs" / "pictures"
PAGES = {
    "today": "/today",
    "article": "",
    "question": "/questions/eu-recognise-palestine",
    "network": "/network",
    "actor": "/actors/FRA",
    "search": "/search?q=sanctions",
}
_WIDTH, _HEIGHT = 1280, 800
_PHONE: ViewportSize = {"width": 390, "height": 780}


def main() -> None:
    """Make every picture and say how large it is."""
    if not ARCHIVE.is_file():
        sys.exit("There is no example archive: type 'make run' first.")
    PICTURES.mkdir(exist_ok=True)
    with _server() as address:
        _take(address)


@contextmanager
def _server() -> Iterator[str]:
    import uvicorn

    from communique.serve import Settings, create_app

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = create_app(ARCHIVE, Settings(port=port, warm=False))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


def _take(address: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("There is no Chromium: install it first.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT}, reduced_motion="reduce")
        for name, path in PAGES.items():
            _picture(page, address + (path or _article(address)), name)
        page.emulate_media(color_scheme="dark")
        _picture(page, f"{address}/map", "map-dark")
        _picture(browser.new_page(viewport=_PHONE, reduced_motion="reduce"), f"{address}/today", "today-phone")
        browser.close()


def _picture(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    if name == "article":
        page.keyboard.press("j")
    page.wait_for_timeout(500)
    file = PICTURES / f"{name}.webp"
    Image.open(io.BytesIO(page.screenshot())).save(file, quality=80, method=6)
    print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1024:.0f} kB")


def _article(address: str) -> str:
    """The path of an article with entries of many kinds."""
    import httpx

    rows = httpx.get(f"{address}/search.json?q=Slovenian").json()["rows"]
    return f"/articles/{rows[0]['article']}"


if __name__ == "__main__":
    main()
