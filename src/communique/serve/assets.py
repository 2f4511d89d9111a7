"""The built scripts of the workbench: which files a page loads. Without them the pages work, but nothing is drawn."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any


def scripts(*names: str) -> list[str]:
    """The addresses of what these entries of ``web/src`` were built into; empty where nothing was built."""
    manifest = _manifest()
    return [f"/static/build/{manifest[key]['file']}" for name in names if (key := f"src/{name}.ts") in manifest]


def preloads(*names: str) -> list[str]:
    """The addresses of what these entries import, so that the browser asks for all of it at once."""
    manifest = _manifest()
    waiting = [f"src/{name}.ts" for name in names]
    found: dict[str, None] = {}
    while waiting:
        for each in manifest.get(waiting.pop(), {}).get("imports", ()):
            if each not in found:
                found[each] = None
                waiting.append(each)
    return [f"/static/build/{manifest[each]['file']}" for each in found]


@functools.cache
def _manifest() -> dict[str, Any]:
    file = resources.files("communique.serve").joinpath("static", "build", "manifest.json")
    return json.loads(file.read_text("utf-8")) if file.is_file() else {}
