"""The application: an archive, settings, and everything that answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from communique.archive import Archive
from communique.serve import api, feeds, handling, offering, unlocking, workbench
from communique.serve.bodiless import Bodiless
from communique.serve.coding import Coder, Codes
from communique.serve.guard import Gate
from communique.serve.readers import Reader, Readers, Reading
from communique.serve.settings import Settings
from communique.serve.shared import Shared
from communique.serve.unchanged import Unchanged

_DESCRIPTION = (
    "An archive of coded news: who did what to whom, who said what, who stands where, what is due next, according to "
    "whom, and in exactly which words. Every entry names its article and the offsets of its words there."
)


def create_app(archive: str | Path, settings: Settings | None = None, coder: Codes | None = None) -> FastAPI:
    """The application that serves an archive.

    Args:
        archive: The archive's file; it is made when there is none.
        settings: How it is served; None for this machine alone.
        coder: What codes the articles that are added; None for the full pipeline, in a process of its own.

    Raises:
        NotAnArchive: The file is something else.
        NewerArchive: A newer version wrote it.
        BrokenArchive: It is damaged.
    """
    settings = settings or Settings()
    app, shared = application(archive, settings, coder)
    readers = Readers(Reader(str(archive), settings, shared.secret), settings.readers)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if settings.readers:
            readers.start()
        if settings.warm and not settings.read_only:
            shared.coder.warm()
        yield
        readers.close()
        shared.close()

    app.router.lifespan_context = lifespan
    app.state.readers = readers
    app.add_middleware(Reading, readers=readers, changes=lambda: shared.memory.change)
    app.add_middleware(Unchanged, state=shared.state, changes=lambda: shared.memory.change)
    app.add_middleware(Bodiless)
    app.add_middleware(Gate, settings=settings, secret=shared.secret, changed=shared.memory.forget)
    return app


def application(
    archive: str | Path, settings: Settings, coder: Codes | None = None, *, secret: bytes | None = None
) -> tuple[FastAPI, Shared]:
    """The application without the gate before it, and what its requests share.

    Args:
        archive: The archive's file; it is made when there is none.
        settings: How it is served.
        coder: What codes articles.
        secret: What signs cookies; made anew when not given.
    """
    shared = Shared(str(archive), Archive(archive, create=True), settings, coder or Coder(), secret)
    # The documentation pages of FastAPI load scripts from elsewhere: there are none.
    app = FastAPI(
        title="Communique", description=_DESCRIPTION, version="1", docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json", redirect_slashes=False,
    )  # fmt: skip
    app.state.shared = shared
    app.mount("/static", StaticFiles(directory=str(resources.files("communique.serve").joinpath("static"))), "static")
    api.add_to(app)
    feeds.add_to(app)
    workbench.add_to(app)
    offering.add_to(app)
    unlocking.add_to(app)
    handling.add_to(app)
    return app, shared
