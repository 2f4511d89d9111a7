"""An archive of handmade records and a client of the application that serves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from communique.archive import Archive
from communique.serve import Settings, create_app
from tests import handmade

HERE = "http://127.0.0.1:8620"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive of two articles."""
    file = tmp_path / "archive.db"
    with Archive(file, create=True) as archive:
        archive.add(handmade.record())
        archive.add(handmade.record(id="article/2 é.json", published="2019-12-09"))
    return file


@pytest.fixture
def app(path: Path) -> FastAPI:
    """The application that serves it to this machine."""
    return create_app(path, Settings())


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client at the address where it listens."""
    with TestClient(app, base_url=HERE, raise_server_exceptions=False) as client:
        yield client
