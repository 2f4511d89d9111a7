"""Chromium before a real server on an archive of example dispatches; left out where there is no Chromium."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, sync_playwright

from communique import read
from communique.archive import Archive
from communique.serve import Settings, create_app

ROOT = Path(__file__).resolve().parents[3]
DISPATCHES = (
    "aukus-france-recalls", "belarus-sanctions-2020", "doha-agreement-taliban", "fourteenth-package",
    "kosovo-declares-independence", "palestine-observer-state", "slovenia-recognises-palestine",
    "spain-ireland-norway-recognise-palestine", "truce-2728-ramadan", "unsc-veto-ukraine",
)  # fmt: skip
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
BUILT = ROOT / "src/communique/serve/static/build/manifest.json"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("There is no Chromium: install it (apt install chromium), or name it in CHROMIUM.")
    if not BUILT.is_file():
        pytest.skip("The workbench's scripts are not built: type 'make web'.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the server listens."""
    file = tmp_path_factory.mktemp("workbench") / "archive.db"
    with Archive(file, create=True) as archive:
        for name in DISPATCHES:
            archive.add(read(ROOT / "examples" / "dispatches" / f"{name}.txt"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = create_app(file, Settings(port=port, rate=1000, burst=1000))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


class Watched:
    """A page, and everything that went wrong on it: what its console says, and what it asks of others."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.wrong: list[str] = []
        self.sizes: dict[str, int] = {}
        page.on("console", lambda said: self.wrong.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.wrong.append(f"asks for {request.url}")

    def _answered(self, response: Response) -> None:
        if response.url.endswith(".js") and response.ok:
            self.sizes[response.url] = len(gzip.compress(response.body()))

    def open(self, path: str) -> Page:
        """The page at this path, once its scripts have run."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector("html[data-ready]")
        return self.page


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    made.set_default_timeout(60_000)
    yield made
    made.close()


@pytest.fixture
def watched(context: BrowserContext, address: str) -> Iterator[Watched]:
    """A page of which nothing may go wrong."""
    made = Watched(context.new_page(), address)
    yield made
    assert made.wrong == []


@pytest.fixture(scope="session")
def article(address: str) -> str:
    """The path of an article with entries of many kinds."""
    found = httpx.get(f"{address}/search.json?q=Slovenian").json()["rows"]

    return f"/articles/{found[0]['article']}"
