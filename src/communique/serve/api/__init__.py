"""The REST API under ``/api/v1``: the answers of :mod:`communique.ask` as JSON, for other programs.

What is answered are the row types of :mod:`communique.ask` themselves, encoded by msgspec: they are frozen, described
field by field, and the same for the command line, so that a second set of types would only repeat them.
"""

from __future__ import annotations

from fastapi import FastAPI

from communique.serve.api import (
    actors,
    adding,
    answers,
    articles,
    judging,
    questions,
    registry,
    service,
    views,
    watching,
)
from communique.serve.api.schemas import describe

PREFIX = "/api/v1"


def add_to(app: FastAPI) -> None:
    """Let the application answer programs."""
    for module in (service, adding, articles, answers, actors, questions, registry, views, judging, watching):
        app.include_router(module.router, prefix=PREFIX)
    describe(app)
