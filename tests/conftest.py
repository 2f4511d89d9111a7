"""What the tests share: where the project lies, and where the measuring data would be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from benchmarks.server import Server, programs, server

ROOT = Path(__file__).resolve().parents[1]

os.environ.setdefault("COMMUNIQUE_REGISTRY", "off")  # a user's own registry entries must not change what tests see


# The same examples at every run, however busy the machine is.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the measuring data beside the project; the test is skipped where there is none."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("needs the measuring data: there is no ../shared/data beside the project")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server; the test is skipped where none is installed."""
    if programs() is None:
        pytest.skip("needs PostgreSQL's server: none is installed (on Debian: apt install postgresql)")
    with server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an archive can be made: a file, and in PostgreSQL."""
    if request.param == "sqlite":
        return str(tmp_path / "a.db")
    running: Server = request.getfixturevalue("postgres")
    return running.database()
