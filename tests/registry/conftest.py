"""What the tests of the layer share: a folder for it, and a way to import a file that is written on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from communique.registry.intake import Imported, import_files
from communique.registry.layer import Layer

Importer = Callable[..., Imported]


@pytest.fixture
def layer(tmp_path: Path) -> Layer:
    """An empty layer."""
    return Layer(tmp_path / "layer")


@pytest.fixture
def bring(tmp_path: Path, layer: Layer) -> Importer:
    """Imports a text as a file of this name."""

    def run(name: str, text: str, **options: object) -> Imported:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        (imported,) = import_files([path], layer, **options)  # type: ignore[arg-type]
        return imported

    return run
