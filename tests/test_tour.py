"""The notebook: it runs from its first cell to its last, and is kept without outputs."""

from __future__ import annotations

import asyncio
import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

ROOT = Path(__file__).resolve().parents[1]
TOUR = ROOT / "examples" / "tour.ipynb"


def test_the_notebook_is_valid_and_kept_without_outputs() -> None:
    tour = nbformat.read(TOUR, as_version=4)
    nbformat.validate(tour)
    code = [cell for cell in tour.cells if cell.cell_type == "code"]
    assert len(code) >= 8
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("ipykernel")
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    )
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    tour = nbformat.read(TOUR, as_version=4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries that run notebooks
        client = nbclient.NotebookClient(tour, timeout=240, resources={"metadata": {"path": str(TOUR.parent)}})
        # In a thread of its own: where a browser was driven before, this one still has its loop.
        with ThreadPoolExecutor(1) as threads:
            threads.submit(lambda: asyncio.run(client.async_execute())).result()
    shown = [output for cell in tour.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [each for each in shown if each.output_type == "error"]
    html = [each.data["text/html"] for each in shown if "text/html" in each.get("data", {})]
    assert any("Events (" in each for each in html)  # the record
    assert sum("<table" in each for each in html) >= 3  # and the frames
